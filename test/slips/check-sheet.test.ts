/** Why: results of a village come in by the order of its paper, and what somebody declined is never asked or overruled again. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { AppError } from '@shared/errors'
import { issue, openPair, pack, take, type SlipOffice } from './offices'

let a: SlipOffice
let b: SlipOffice
let close: () => void
let ids: string[]
beforeAll(async () => {
  const pair = await openPair()
  a = pair.a
  b = pair.b
  close = () => pair.close()
  await issue(a, 6, ['identity', 'marital_status'])
  take(b, pack(a))
  ids = (await b.call('search', { filter: { direction: 'in' }, sort: 'due', limit: 100 })).rows.map(({ id }) => id)
})
afterAll(() => close())
beforeEach(() => b.clock.advance(60_000))

const refusal = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof AppError ? error.code : String(error))
  )
const visit = { method: 'visit', verifiedOn: '2026-03-05' } as const
const found = (status: 'confirmed' | 'declined' | 'unverifiable', code: string) => ({ code, status, value: null })

it('makeSheet › keeps the slips in walking order, says who is unpaired, and is found by its number', async () => {
  for (const [at, id] of ids.slice(0, 3).entries()) await b.call('pair', { id, result: 'found', personId: b.persons[at] ?? '' })
  b.office.write.transaction(() => {
    // They live in the neighbour's county: in this one it is the registered home that a village knows.
    for (const [at, street] of ['东街10号', '东街2号', '东街1号'].entries())
      b.db.run("UPDATE person SET hukou_code = '141124', hukou_text = ? WHERE id = ?", ...[street, b.persons[at] ?? ''])
  })
  const made = await b.call('makeSheet', { ids: [...ids.slice(0, 4), ids[0] ?? ''] })
  expect(made.count).toBe(4)
  const { sheet, rows } = await b.call('sheet', { id: made.id })
  expect(await b.call('findSheet', { number: sheet.number })).toEqual({ id: made.id })
  expect(rows.map(({ row }) => row)).toEqual([1, 2, 3, 4])
  const paired = rows.filter(({ state }) => state === 'open')
  expect(paired.map(({ slipId }) => slipId)).toEqual([ids[2], ids[1], ids[0]])
  expect(paired.every(({ door }) => door.includes('东街'))).toBe(true)
  expect(rows.filter(({ state }) => state === 'unpaired').map(({ slipId, items }) => [slipId, items.length])).toEqual([[ids[3], 2]])
  expect([sheet.count, sheet.open, (await b.call('sheets', {})).rows[0]?.id]).toEqual([4, 4, made.id])
  // Somebody at a township sees what he made himself.
  expect((await b.call('sheets', {}, ['verifier'], '141124100')).rows.length).toBe(1)
  expect(await refusal(b.call('findSheet', { number: 123456789 }))).toBe('slips.sheet_unknown')
})

it('declined › in an answer that was signed › is not asked again and not overruled', async () => {
  const [, id = ''] = ids
  await b.call('answer', { id, findings: [found('declined', 'identity'), found('confirmed', 'marital_status')], ...visit })
  // Before its signature it is the verifier's own word, and he may have mistyped it.
  await b.call('sendBack', { ids: [id], note: '看一下' })
  expect((await b.call('sheet', { id: (await b.call('makeSheet', { ids: [id] })).id })).rows[0]?.declined).toEqual([])
  await b.call('answer', { id, findings: [found('declined', 'identity'), found('unverifiable', 'marital_status')], ...visit })
  await b.call('release', { ids: [id] })
  expect(await refusal(b.call('makeSheet', { ids: [id] }))).toBe('slips.action_not_allowed')
  b.office.write.transaction(() => b.db.run("UPDATE slip SET status = 'sent_back', waits = 'us', owed = 1 WHERE id = ?", id))
  const again = await b.call('sheet', { id: (await b.call('makeSheet', { ids: [id] })).id })
  expect(again.rows[0]?.declined).toEqual(['identity'])
  const answered = (status: 'confirmed' | 'declined') =>
    b.call('answer', { id, findings: [found(status, 'identity'), found('confirmed', 'marital_status')], ...visit })
  expect(await refusal(answered('confirmed'))).toBe('slips.declined_stands')
  expect(await refusal(answered('declined'))).toBe('done')
})

it('pairSure › the same number and name, one file alone › is paired; everybody else is left for a person', async () => {
  const numbered = ids.slice(3)
  const number = (at: number): string => `14112419900101${String(100 + at)}X`
  const set = (sql: string, ...params: string[]): void => b.office.write.transaction(() => void b.db.run(sql, ...params))
  for (const [at, id] of numbered.entries()) {
    const person = b.persons[3 + at] ?? ''
    set('UPDATE slip SET subject_id_no = ? WHERE id = ?', number(at), id)
    set('UPDATE person SET id_no = ?, id_match = ? WHERE id = ?', number(at), number(at), person)
  }
  // The second bears another name on file, the third has a namesake with the same number.
  set("UPDATE person SET name = '孙某某', name_key = '孙某某' WHERE id = ?", b.persons[4] ?? '')
  set(
    'UPDATE person SET (id_no, id_match, name, name_key) = (SELECT id_no, id_match, name, name_key FROM person WHERE id = ?) WHERE id = ?',
    ...[b.persons[5] ?? '', b.persons[20] ?? '']
  )
  const done = await b.call('pairSure', { ids: numbered })
  expect(done).toMatchObject({ paired: numbered.slice(0, 1), left: numbered.slice(1) })
  expect((await b.call('get', { id: numbered[0] ?? '' })).person?.id).toBe(b.persons[3])
  expect((await b.call('get', { id: numbered[0] ?? '' })).status).toBe('verifying')
  // Once more changes nothing: what was judged stays judged.
  expect((await b.call('pairSure', { ids: numbered.slice(0, 1) })).paired).toEqual([])
})
