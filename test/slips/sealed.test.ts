/** Why: a slip about somebody whose file is sealed tells that there is such a person; it reaches who keeps the file, and nothing of it is lost. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { sealing } from '@shared/contract/sealing'
import { sealingHandlers } from '../../electron/core/modules/sealing'
import { actorNamed } from '../kit/module-office'
import { issue, openPair, pack, take, type SlipOffice } from './offices'

let a: SlipOffice
let b: SlipOffice
let close: () => void
beforeEach(async () => {
  const pair = await openPair()
  a = pair.a
  b = pair.b
  close = () => pair.close()
})
afterEach(() => close())

const keeper = actorNamed('baoguan', ['keeper'])
const seal = (office: SlipOffice, personId: string): Promise<{ id: string; revision: number }> =>
  office.office.command(
    sealingHandlers.seal,
    sealing.seal.input.parse({ personId, kind: 'court', reason: '来函', reviewOn: '2027-01-01' }),
    keeper
  )
const seen = async (office: SlipOffice, roles?: readonly ('keeper' | 'verifier')[]) =>
  (await office.call('search', { filter: {} }, roles)).rows.map(({ subjectName }) => subjectName)

it('a slip that arrives › about the sealed person › is in the list, the count and the home page of the keeper alone', async () => {
  const sealed = await seal(b, b.persons[0] ?? '')
  await issue(a, 2)
  take(b, pack(a))
  expect(await seen(b)).toEqual(['李芳'])
  expect((await b.call('count', { filter: {} })).count).toBe(1)
  expect((await b.call('home', { limit: 10 })).mine.count).toBe(1)
  expect((await seen(b, ['keeper'])).sort()).toEqual(['李芳', '王小明'])
  const hidden = (await b.call('search', { filter: { text: '王小明' } }, ['keeper'])).rows[0]?.id ?? ''
  await expect(b.call('get', { id: hidden })).rejects.toMatchObject({ code: 'slips.unknown' })
  const claim = { id: hidden, personId: b.persons[1] ?? '', result: 'found' as const }
  await expect(b.call('pair', claim)).rejects.toMatchObject({ code: 'slips.unknown' })
  await b.office.command(sealingHandlers.lift, { ...sealed, reason: '期满' }, keeper)
  expect((await seen(b)).sort()).toEqual(['李芳', '王小明'])
})

it('slips that stood here › about a person sealed later › vanish with the file and come back to it', async () => {
  const ids = await issue(a, 2)
  await expect(seal(a, a.persons[0] ?? '')).rejects.toMatchObject({ code: 'sealing.still_waiting', params: { slips: 1 } })
  take(b, pack(a))
  const slip = (await b.call('search', { filter: { text: '王小明' } })).rows[0]?.id ?? ''
  await b.call('pair', { id: slip, personId: b.persons[0] ?? '', result: 'found' })
  const before = b.db.all('SELECT * FROM slip ORDER BY seq')
  const sealed = await seal(b, b.persons[0] ?? '')
  expect(await seen(b)).toEqual(['李芳'])
  await b.office.command(sealingHandlers.lift, { ...sealed, reason: '期满' }, keeper)
  expect(b.db.all('SELECT * FROM slip ORDER BY seq')).toEqual(before)
  expect(ids).toHaveLength(2)
})

it('a namesake born the same day › is sent back to those who work on slips', async () => {
  const sealed = await seal(b, b.persons[0] ?? '')
  await issue(a, 1)
  take(b, pack(a))
  const [row] = (await b.call('search', { filter: {} }, ['keeper'])).rows
  await b.office.command(sealingHandlers.freeSlip, { id: sealed.id, slip: row?.id }, keeper)
  expect(await seen(b)).toEqual(['王小明'])
  await expect(b.office.command(sealingHandlers.freeSlip, { id: sealed.id, slip: row?.id }, keeper)).rejects.toMatchObject({
    code: 'sealing.slip_unknown'
  })
})
