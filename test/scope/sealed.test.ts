/** Why: a sealed person is looked for wherever the office speaks, by every post that does not keep sealed files. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { grantsOf, methods, offeredRoles, type Role } from '@shared/contract'
import { residentIdCheckCharacter } from '@shared/domain'
import { openTestOffice, type Desk, type TestOffice } from '../kit/office'
import { someone, stay } from '../kit/register'
import { inputsFor, type Pool } from './call-everything'

const numberOf = (birth: string, ordinal: number): string => {
  const body = `610802${birth}${String(ordinal).padStart(3, '0')}`
  return body + residentIdCheckCharacter(body)
}
const NUMBER = numberOf('19910405', 102)
const NAME = '䶮罍夔'
const PHONE = '13900009876'
const STREET = '鼗鼗巷九十九号'
const SECRETS = [NAME, NUMBER, PHONE, STREET]

let office: TestOffice
let keeper: Desk
let personId: string
let spouseId: string
let sealing: { id: string; revision: number }
const posts: readonly Role[] = offeredRoles.filter((role) => !grantsOf([role]).has('sealing.keep'))

/** What two persons do: asked for by one, agreed to by the other, done. */
async function both(desk: Desk, method: 'sealing.seal' | 'sealing.lift', input: unknown): Promise<unknown> {
  const first = await desk.raw(method, input)
  expect(first).toMatchObject({ ok: false, error: { code: 'approval.needed' } })
  const { id } = await desk.call('approvals.request', { method, input, reason: '保护令在卷' })
  await (await office.as('shenhe', ['signer'])).call('approvals.approve', { id })
  const done = await desk.raw(method, input, undefined, id)
  if (!done.ok) throw new Error(done.error.code)
  return done.value
}

beforeAll(async () => {
  office = await openTestOffice()
  keeper = await office.as('baoguan', ['keeper'])
  spouseId = (await office.call('persons.save', { person: someone({ name: '测夫', sex: '1' }) })).id
  const saved = await office.call('persons.save', {
    person: someone({ name: NAME, idType: 'resident_id', noIdReason: null, idNo: NUMBER, birthDate: '1991-04-05', phone: PHONE }),
    episodes: [stay({ residenceText: STREET })],
    spouses: [{ personId: spouseId, startedOn: '2015-01-01' }]
  })
  personId = saved.id
  await office.call('persons.search', { filter: { text: NAME } })
  const input = { personId, kind: 'protected', reason: '法院保护令', reviewOn: '2027-03-05' }
  sealing = (await both(keeper, 'sealing.seal', input)) as typeof sealing
}, 120_000)
afterAll(() => office.close())

async function heard(desk: Desk, kinds: readonly string[], most: number, pool: Pool): Promise<string[]> {
  const found = new Set<string>()
  for (const [method, spec] of methods)
    if (kinds.includes(spec.kind) && method !== 'accounts.changeOwnPassphrase')
      for (const input of inputsFor(spec, pool, most)) {
        const reply = await desk.raw(method, input)
        const asked = JSON.stringify(input)
        // What the caller typed himself may be said back to him.
        for (const secret of SECRETS)
          if (!asked.includes(secret) && JSON.stringify(reply).includes(secret)) found.add(`${method}: ${secret}`)
      }
  return [...found]
}

describe('a sealed person', () => {
  it.each(posts)('%s › whatever is asked › is told neither name nor number', { timeout: 240_000 }, async (role) => {
    const desk = await office.as(`tan${role}`, [role])
    const pool: Pool = {
      ids: [personId, spouseId, sealing.id],
      words: [NAME.slice(0, 1), NUMBER.slice(0, 6), '测夫'],
      codes: ['610802', '141124']
    }
    expect(await heard(desk, ['query'], 16, pool)).toEqual([])
    if (role !== 'administrator') expect(await heard(desk, ['command'], 2, pool)).toEqual([])
  })

  it.each(posts)('%s › asking for the sealed name, number or id › hears what he hears of somebody who never was', async (role) => {
    const desk = await office.as(`tan${role}`, [role])
    const nobody = { id: '0192f0c0-0000-7000-8000-00000000beef', name: '䶮罍鼗', number: numberOf('19910405', 104) }
    const asked: readonly (readonly [string, (of: typeof nobody) => unknown])[] = [
      ['persons.get', ({ id }) => ({ id })],
      ['persons.history', ({ id }) => ({ id })],
      ['persons.search', ({ name }) => ({ filter: { text: name } })],
      ['persons.search', ({ number }) => ({ filter: { text: number } })],
      ['persons.count', ({ name }) => ({ filter: { text: name } })],
      ['slips.search', ({ name }) => ({ filter: { text: name } })],
      ['slips.search', ({ number }) => ({ filter: { text: number } })],
      ['audit.about', ({ number }) => ({ number })]
    ]
    for (const [method, input] of asked) {
      const [sealed, unknown] = [
        await desk.raw(method, input({ id: personId, name: NAME, number: NUMBER })),
        await desk.raw(method, input(nobody))
      ]
      const plain = (reply: typeof sealed): unknown => (reply.ok ? reply.value : { code: reply.error.code, params: reply.error.params })
      expect(plain(sealed), method).toEqual(plain(unknown))
    }
  })

  it('the keeper › finds her by her number, opens with a reason, and two persons lay the file back', async () => {
    const { rows } = await keeper.call('sealing.list', { text: NUMBER })
    expect(rows).toMatchObject([{ id: sealing.id, openSlips: 0 }])
    const opened = await keeper.call('sealing.open', { id: sealing.id, reason: '派出所来函' })
    expect(JSON.stringify(opened.sections)).toContain(STREET)
    await both(keeper, 'sealing.lift', { id: sealing.id, revision: sealing.revision, reason: '保护期满' })
    expect((await office.call('persons.get', { id: personId })).name).toBe(NAME)
    expect((await office.call('persons.get', { id: spouseId })).spouses).toMatchObject([{ personId }])
  })
})
