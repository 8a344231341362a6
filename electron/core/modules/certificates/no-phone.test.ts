// Why: what is signed stays as it is, so a certificate that could not name the telephone for complaints is not signed at all.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestOffice, type TestOffice } from '../../../../test/kit/office'
import { someone, stay } from '../../../../test/kit/register'

const FORM = 'birth_registration_proof'
let office: TestOffice
beforeAll(async () => {
  office = await openTestOffice()
})
afterAll(() => office.close())

it('an office without a telephone › signs nothing and takes no number, until one is written', async () => {
  const admin = await office.as('guanli', ['administrator'])
  const write = (phone: string) =>
    admin.call('office.saveSettings', { name: '测试甲区卫生健康局', phone, idleMinutes: 20, rulePack: 'order-555' })
  const [verifier, signer] = [await office.as('heshi', ['verifier']), await office.as('qianfa', ['signer'])]
  const { id: personId } = await office.call('persons.save', {
    person: someone({ name: '无号甲' }),
    episodes: [stay({ residenceCode: '610802001' })]
  })
  const { data } = await office.call('forms.begin', { form: FORM, personId })
  const whole = { ...data, childOrder: 1, registeredOn: '2026-03-02' }
  const { id } = await office.call('certificates.draft', { personId, form: FORM, data: whole })
  await office.call('certificates.allocate', { form: FORM, count: 5 })
  await verifier.call('certificates.review', { id })
  await write('')
  await expect(signer.call('certificates.sign', { ids: [id] })).rejects.toMatchObject({ code: 'certificates.no_phone' })
  await write('0912-0000001')
  expect(await signer.call('certificates.sign', { ids: [id] })).toMatchObject({ left: 4 })
})
