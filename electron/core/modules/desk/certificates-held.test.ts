// Why: a certificate is kept for good; the person is told of every one that was drafted or signed for him, and of nobody else's.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestOffice, type Desk, type TestOffice } from '../../../../test/kit/office'
import { someone, stay } from '../../../../test/kit/register'

const FORM = 'birth_registration_proof'
let office: TestOffice
let window: Desk
beforeAll(async () => {
  office = await openTestOffice()
  window = await office.as('chuangkou', ['window'])
})
afterAll(() => office.close())

const put = async (name: string): Promise<string> =>
  (await office.call('persons.save', { person: someone({ name }), episodes: [stay({ residenceCode: '610802001' })] })).id
async function draft(personId: string): Promise<string> {
  const { data } = await office.call('forms.begin', { form: FORM, personId })
  const whole = { ...data, childOrder: 1, registeredOn: '2026-03-02' }
  return (await office.call('certificates.draft', { personId, form: FORM, data: whole })).id
}
async function held(personId: string) {
  const { id } = await window.call('desk.receive', { personId, kind: 'show', papers: ['id_card'], receivedOn: '2026-03-05' })
  return (await window.call('desk.holdings', { id })).certificates
}

it('certificates › signed, drafted and dropped › are told with number, state and days, the latest first', async () => {
  const [verifier, signer] = [await office.as('heshi', ['verifier']), await office.as('qianfa', ['signer'])]
  const person = await put('持证甲')
  const first = await draft(person)
  await office.call('certificates.drop', { id: first })
  const second = await draft(person)
  await office.call('certificates.allocate', { form: FORM, count: 5 })
  await verifier.call('certificates.review', { id: second })
  const [signed] = (await signer.call('certificates.sign', { ids: [second] })).rows
  await draft(person)
  const form = '生育登记证明'
  expect(await held(person)).toMatchObject([
    { form, number: null, state: '草拟', signedOn: null },
    { form, number: signed?.number, state: '已签发', signedOn: '2026-03-05' },
    { form, number: null, state: '草稿已撤销', signedOn: null }
  ])
})

it('certificates › of somebody else › are not among them', async () => {
  expect(await held(await put('持证乙'))).toEqual([])
})
