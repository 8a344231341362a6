/** Why: a slip written while two files were one belongs to one of them, and only a clerk knows to which. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { duplicates } from '@shared/contract/duplicates'
import { AppError } from '@shared/errors'
import { duplicateHandlers } from '../../electron/core/modules/duplicates'
import { knownPerson } from '../../electron/core/modules/persons'
import { openPair, pack, take, type SlipOffice } from './offices'

let a: SlipOffice
let b: SlipOffice
let close: () => void
beforeAll(async () => {
  const pair = await openPair()
  a = pair.a
  b = pair.b
  close = () => pair.close()
})
afterAll(() => close())

const refusal = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof AppError ? error.code : String(error))
  )
const revisionOf = (id: string): number => knownPerson(a.db, id).revision
const compose = async (person: string): Promise<string> => {
  a.clock.advance(1000)
  const about = { kind: 'XC' as const, partnerId: a.partnerId, personIds: [person], items: ['identity'], reason: '核对' }
  return (await a.call('compose', about)).ids[0] ?? ''
}
const personOf = (slip: string): string | undefined => a.db.value<string>('SELECT person_id FROM slip WHERE id = ?', slip)

it('slips after a merge › chosen at its taking back › go to the other file, the others stay', async () => {
  const [survivor = '', merged = ''] = a.persons
  const before = await compose(survivor)
  a.clock.advance(1000)
  const { act } = await a.office.command<{ act: string }>(
    duplicateHandlers.merge,
    duplicates.merge.input.parse({
      ...{ survivor, merged, taken: [] },
      ...{ survivorRevision: revisionOf(survivor), mergedRevision: revisionOf(merged) }
    })
  )
  const [stays, goes] = [await compose(survivor), await compose(survivor)]
  const { rows } = await a.call('writtenAfterMerge', { act })
  expect(rows.map(({ id }) => id)).toEqual([goes, stays])
  expect(await refusal(a.call('moveAfterMerge', { act, ids: [goes] }))).toBe('slips.not_of_merge')
  await a.office.command(duplicateHandlers.unmerge, duplicates.unmerge.input.parse({ act }))
  expect(await refusal(a.call('moveAfterMerge', { act, ids: [before] }))).toBe('slips.not_of_merge')
  await a.call('moveAfterMerge', { act, ids: [goes] })
  expect([before, stays, goes].map(personOf)).toEqual([survivor, survivor, merged])
  expect((await a.call('get', { id: goes })).timeline.map(({ label }) => label)).toContain('撤销合并时归到另一份档案')
  expect((await a.call('writtenAfterMerge', { act })).rows.map(({ id }) => id)).toEqual([stays])
  expect(await refusal(a.call('writtenAfterMerge', { act: before }))).toBe('acts.unknown')
})

it('an answer and what puts it right › stand behind their question in the list, and go where it goes', async () => {
  const [, , survivor = '', merged = ''] = a.persons
  const { act } = await a.office.command<{ act: string }>(
    duplicateHandlers.merge,
    duplicates.merge.input.parse({
      ...{ survivor, merged, taken: [] },
      ...{ survivorRevision: revisionOf(survivor), mergedRevision: revisionOf(merged) }
    })
  )
  const question = await compose(survivor)
  await a.call('submit', { ids: [question] })
  await a.call('sign', { ids: [question] })
  take(b, pack(a))
  const theirs = (await b.call('search', { filter: { direction: 'in' } })).rows[0]?.id ?? ''
  await b.call('pair', { id: theirs, result: 'found', personId: b.persons[2] ?? '' })
  const findings = [{ code: 'identity', status: 'confirmed' as const, value: null }]
  await b.call('answer', { id: theirs, findings, method: 'file', verifiedOn: '2026-03-05', note: null })
  await b.call('release', { ids: [theirs] })
  const { draftId } = await b.call('correct', { id: theirs, field: 'method', value: 'visit', reason: 'typing_error' })
  await b.call('submit', { ids: [draftId] })
  await b.call('sign', { ids: [draftId] })
  take(a, pack(b))
  await a.office.command(duplicateHandlers.unmerge, duplicates.unmerge.input.parse({ act }))
  expect((await a.call('writtenAfterMerge', { act })).rows.map(({ id }) => id)).toEqual([question])
  await a.call('moveAfterMerge', { act, ids: [question] })
  const owners = a.db.all('SELECT kind, person_id FROM slip WHERE person_id IN (?, ?) ORDER BY kind', survivor, merged)
  expect(owners).toEqual(['BZ', 'FK', 'XC'].map((kind) => ({ kind, person_id: merged })))
})
