/** Why: what a slip of the finger did to many slips is taken back as one, and never what somebody did since. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { AppError } from '../../shared/errors'
import { actHandlers } from '../../electron/core/modules/persons'
import { reportHandlers } from '../../electron/core/modules/reports'
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

const LEDGER = 'SELECT id, status, waits, owed, pairing, person_id, draft FROM slip ORDER BY seq'
const standing = ({ db }: SlipOffice): unknown[] => db.all(LEDGER)
const refusal = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof AppError ? error.code : String(error))
  )
async function drafts(count: number): Promise<string[]> {
  const about = { kind: 'XC' as const, partnerId: a.partnerId, personIds: a.persons.slice(0, count), items: ['identity'], reason: '办证' }
  return (await a.call('compose', about)).ids
}

it('送签 › undone › all are drafts again, each tells it, and one line of the log does', async () => {
  const ids = await drafts(3)
  const before = standing(a)
  const { act } = await a.call('submit', { ids })
  expect(await a.call('undoBatch', { acts: [act] })).toEqual({ restored: 3, kept: 0 })
  expect(standing(a)).toEqual(before)
  expect(a.office.notes.at(-1)).toEqual({ detail: { restored: 3, kept: 0 } })
  expect((await a.call('get', { id: ids[0] ?? '' })).timeline.map(({ label }) => label)).toEqual(['起草', '送签', '撤销送签'])
  expect(await refusal(a.call('undoBatch', { acts: [act] }))).toBe('acts.not_done')
})

it('送签 › one signed and one sent back and forth since › stay, the rest comes back', async () => {
  const [signed = '', back = '', rest = ''] = await drafts(3)
  const { act } = await a.call('submit', { ids: [signed, back, rest] })
  await a.call('sign', { ids: [signed] })
  await a.call('sendBack', { ids: [back], note: '改日期' })
  await a.call('submit', { ids: [back] })
  // A word about a slip is no work on it.
  await a.call('note', { id: rest, text: '等电话' })
  expect(await a.call('undoBatch', { acts: [act] })).toEqual({ restored: 1, kept: 2 })
  const of = async (id: string): Promise<string> => (await a.call('get', { id })).status
  expect([await of(signed), await of(back), await of(rest)]).toEqual(['signed', 'to_sign', 'draft'])
})

it('办结 › withdrawn by its author since › stays closed: it says nothing to be worked on any more', async () => {
  const told = { event: 'left', event_date: '2026-03-01', new_area_code: '610824000000' }
  const { ids } = await a.call('compose', { kind: 'TB-LD', partnerId: a.partnerId, personIds: a.persons.slice(0, 2), told })
  await a.call('submit', { ids })
  await a.call('sign', { ids })
  take(b, pack(a))
  const theirs = (await b.call('search', { filter: { direction: 'in' } })).rows.map(({ id }) => id)
  const { act } = await b.call('close', { ids: theirs, note: null })
  await a.call('withdraw', { ids: ids.slice(0, 1), reason: '误发' })
  take(b, pack(a))
  expect(await b.call('undoBatch', { acts: [act] })).toEqual({ restored: 1, kept: 1 })
  expect(b.db.all('SELECT status, withdrawn_on IS NULL AS speaks FROM slip ORDER BY seq')).toEqual([
    { status: 'closed', speaks: 0 },
    { status: 'to_assign', speaks: 1 }
  ])
})

it('按证件号配对 › undone › nobody is paired, and they wait as before', async () => {
  await issue(a, 2)
  take(b, pack(a))
  const ids = (await b.call('search', { filter: { direction: 'in' } })).rows.map(({ id }) => id)
  b.office.write.transaction(() => {
    for (const [at, id] of ids.entries()) {
      const number = `14112419900101${String(100 + at)}X`
      const { subject_name: name } = b.db.one<{ subject_name: string }>('SELECT subject_name FROM slip WHERE id = ?', id) ?? {}
      b.db.run('UPDATE slip SET subject_id_no = ? WHERE id = ?', number, id)
      b.db.run('UPDATE person SET id_no = ?, id_match = ? WHERE name = ?', number, number, name ?? '')
    }
  })
  const before = standing(b)
  const { act, paired } = await b.call('pairSure', { ids })
  expect(paired).toHaveLength(2)
  expect(standing(b)).not.toEqual(before)
  expect(await refusal(b.call('undoBatch', { acts: [act ?? ''] }, ['keeper']))).toBe('acts.unknown')
  expect(await b.call('undoBatch', { acts: [act ?? ''] })).toEqual({ restored: 2, kept: 0 })
  expect(standing(b)).toEqual(before)
  expect((await b.call('pairSure', { ids })).paired).toEqual(paired)
})

it('办结 › two portions undone as one › stand as they were judged', async () => {
  const [one = '', two = ''] = await issue(a, 2)
  pack(a)
  const { today } = a.office.query()
  const said = { way: 'phone', receivedOn: today, verifiedOn: today, post: '流动人口管理岗', method: 'phone', note: '查无此人' } as const
  for (const id of [one, two]) {
    await a.call('takeAnswer', { ...said, id, result: 'not_found', findings: [] })
    await a.call('adopt', { id, codes: [] })
  }
  const first = await a.call('close', { ids: [one] })
  const second = await a.call('close', { ids: [two] })
  expect(await a.call('undoBatch', { acts: [first.act, second.act] })).toEqual({ restored: 2, kept: 0 })
  expect((await a.call('get', { id: two })).status).toBe('accepted')
  // Elsewhere acts are undone by file; this one is not.
  const preview = actHandlers.preview
  expect(() => preview({ ...a.office.query(), db: a.db, actor: actorNamed('banli', ['window']) }, { id: first.act })).toThrow(
    'acts.slips_elsewhere'
  )
})

it('已催办 › undone › the course says both', async () => {
  const [id = ''] = await issue(a, 1)
  take(b, pack(a))
  a.clock.advance(90 * 86_400_000)
  const input = { partnerId: a.partnerId, ids: [id], way: 'paper' as const }
  const { act }: { act: string | null } = await a.office.command(reportHandlers.noteReminded, input, actorNamed('banli', ['window']))
  expect(await a.call('undoBatch', { acts: [act ?? ''] })).toEqual({ restored: 1, kept: 0 })
  expect((await a.call('get', { id })).timeline.slice(-2).map(({ label }) => label)).toEqual(['已催办', '撤销催办'])
})
