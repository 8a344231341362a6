/** Why: an account bound to a township sees the slips of its own persons and no others, whatever it asks and wherever they move. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { scopeCovers, type Day } from '@shared/domain'
import { AppError } from '@shared/errors'
import { pageStatement, countStatement, type ListQuestion } from '../../electron/core/modules/slips/queries/slip-list'
import { issue, openPair, pack, take, type SlipOffice } from './offices'

const TOWN = '610802001'
const VILLAGE = '610802001003'
const OTHER = '610802002'

let a: SlipOffice
let b: SlipOffice
let close: () => void

beforeAll(async () => {
  const pair = await openPair()
  a = pair.a
  b = pair.b
  close = () => pair.close()
  await issue(a, 24)
})
afterAll(() => close())

interface Home {
  readonly stay: string
  readonly hukou: string
  /** Place in the list of persons of the file this one was merged into; null when it goes on for itself. */
  readonly into: number | null
}

const settle = (homes: readonly Home[]): void =>
  a.office.write.transaction(() => {
    a.db.run("UPDATE person SET status = 'active', survivor = NULL, merged_into = NULL WHERE survivor IS NOT NULL")
    homes.forEach(({ stay, hukou }, at) => {
      a.db.run('UPDATE person SET stay_code = ?, hukou_code = ? WHERE id = ?', stay, hukou, a.persons[at] ?? '')
    })
    homes.forEach(({ into }, at) => {
      if (into !== null && into !== at && homes[into]?.into === null)
        a.db.run(
          "UPDATE person SET (status, merged_into, survivor) = (SELECT 'merged', seq, seq FROM person WHERE id = ?) WHERE id = ?",
          ...[a.persons[into] ?? '', a.persons[at] ?? '']
        )
    })
  })

const placesOf = (homes: readonly Home[], at: number): readonly (string | null)[] => {
  const { into } = homes[at] ?? { into: null }
  const goesOn = into !== null && into !== at && homes[into]?.into === null ? homes[into] : homes[at]
  return [goesOn?.stay ?? null, goesOn?.hukou ?? null]
}

const codes = fc.constantFrom('', '610802', TOWN, VILLAGE, OTHER, '610802002001', '141124', '141124100')
const homes = fc.array(fc.record({ stay: codes, hukou: codes, into: fc.option(fc.nat(23), { freq: 4 }) }), { minLength: 24, maxLength: 24 })
const bound = (scope: string | null): [readonly ['window', 'verifier', 'signer'], string | null] => [
  ['window', 'verifier', 'signer'],
  scope
]

const refusal = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof AppError ? error.code : String(error))
  )

describe('scope of slips', () => {
  it('lists, counts, figures › random homes, moves and merges › hold exactly the slips of persons in the scope', async () => {
    const subjects = a.db.all<{ id: string; person_id: string }>('SELECT id, person_id FROM slip')
    await fc.assert(
      fc.asyncProperty(homes, fc.constantFrom(TOWN, VILLAGE, OTHER, '610802'), async (placed, scope) => {
        settle(placed)
        const wanted = subjects
          .filter(({ person_id: id }) => scopeCovers(scope, placesOf(placed, a.persons.indexOf(id))))
          .map(({ id }) => id)
          .sort()
        for (const sort of ['newest', 'due'] as const) {
          const { rows } = await a.call('search', { sort, limit: 100 }, ...bound(scope))
          expect(rows.map(({ id }) => id).sort()).toEqual(wanted)
        }
        expect((await a.call('count', {}, ...bound(scope))).count).toBe(wanted.length)
        const home = await a.call('home', {}, ...bound(scope))
        expect(home.partner.rows.map(({ id }) => id).sort()).toEqual(wanted)
        expect(home.partner.count).toBe(wanted.length)
        expect(a.rate('2026-01-01', '2026-12-31', 'out', scope).total.issued).toBe(wanted.length)
        for (const { id } of subjects)
          expect(await refusal(a.call('get', { id }, ...bound(scope)))).toBe(wanted.includes(id) ? 'done' : 'slips.out_of_scope')
      }),
      { numRuns: 25 }
    )
    expect((await a.call('count', {})).count).toBe(24)
  })

  it('acts › on a slip of another township › are refused, one among many refuses all', async () => {
    settle(a.persons.map((_, at) => ({ stay: at === 0 ? TOWN : OTHER, hukou: '141124', into: null })))
    const [own, far] = [0, 1].map((at) => a.db.value<string>('SELECT id FROM slip WHERE person_id = ?', a.persons[at] ?? '') ?? '') as [
      string,
      string
    ] // Both were issued above.
    const scope = bound(TOWN)
    const note = '退回改一下'
    expect([
      await refusal(a.call('preview', { id: far }, ...scope)),
      await refusal(a.call('submit', { ids: [far] }, ...scope)),
      await refusal(a.call('sign', { ids: [far] }, ...scope)),
      await refusal(a.call('sendBack', { ids: [far], note }, ...scope)),
      await refusal(a.call('discard', { id: far }, ...scope)),
      await refusal(a.call('withdraw', { ids: [far], reason: '发错' }, ...scope)),
      await refusal(a.call('candidates', { id: far }, ...scope)),
      await refusal(a.call('pair', { id: far, result: 'not_found', note: '无此人' }, ...scope)),
      await refusal(a.call('answer', { id: far, findings: [], method: 'phone', verifiedOn: '2026-03-05' }, ...scope)),
      await refusal(a.call('refuse', { id: far, result: 'duplicate', reason: '重复' }, ...scope)),
      await refusal(a.call('release', { ids: [far] }, ...scope)),
      await refusal(a.call('adopt', { id: far, codes: [] }, ...scope)),
      await refusal(a.call('recheck', { id: far, reason: '再核' }, ...scope)),
      await refusal(a.call('close', { ids: [far, own] }, ...scope))
    ]).toEqual(Array.from({ length: 14 }, () => 'slips.out_of_scope'))
    const about = (person: string) => ({
      ...{ kind: 'XC' as const, partnerId: a.partnerId, personIds: [a.persons[0] ?? '', person], items: ['identity'], reason: '核对' }
    })
    expect(await refusal(a.call('compose', about(a.persons[1] ?? ''), ...scope))).toBe('persons.out_of_scope')
    expect((await a.call('count', {})).count).toBe(24)
  })

  it('an incoming slip › before somebody is paired with it › waits at the county, then goes to the township of that person', async () => {
    take(b, pack(a))
    const [row] = (await b.call('search', { filter: { direction: 'in' }, limit: 1 })).rows
    const id = row?.id ?? ''
    b.office.write.transaction(() => b.db.run("UPDATE person SET stay_code = '141124100' WHERE id = ?", b.persons[0] ?? ''))
    b.office.write.transaction(() => b.db.run("UPDATE person SET stay_code = '141124101' WHERE id = ?", b.persons[1] ?? ''))
    const scope = bound('141124100')
    expect((await b.call('count', {}, ...scope)).count).toBe(0)
    expect(await refusal(b.call('get', { id }, ...scope))).toBe('slips.out_of_scope')
    expect(await refusal(b.call('pair', { id, result: 'found', personId: b.persons[0] ?? '' }, ...scope))).toBe('slips.out_of_scope')
    await b.call('pair', { id, result: 'found', personId: b.persons[0] ?? '' })
    expect((await b.call('get', { id }, ...scope)).person?.id).toBe(b.persons[0])
    const found = await b.call('candidates', { id }, ...scope)
    expect([...found.rows.map(({ person }) => person.id), ...found.sameQuestion]).toEqual(found.rows.length === 0 ? [] : [b.persons[0]])
    expect(await refusal(b.call('pair', { id, result: 'found', personId: b.persons[1] ?? '' }, ...scope))).toBe('persons.out_of_scope')
  })

  it('plans › a bound account › enters the ledger by the range of its places', () => {
    const none = {
      ...{ text: '', direction: null, kinds: [], statuses: [], partnerId: null },
      ...{ queue: null, open: null, issuedFrom: null, issuedTo: null },
      ...{ place: null, due: null, dueFrom: null, dueTo: null, hand: null, personId: null, counted: null, indicator: null }
    }
    const me = { accounts: [], unit: null }
    const asked: ListQuestion = { filter: none, scope: TOWN, keeper: false, me, files: [], today: '2026-03-05' as Day }
    for (const { sql, params } of [
      countStatement(asked),
      pageStatement(asked, 'newest', null, 50),
      pageStatement(asked, 'due', null, 50)
    ]) {
      const plan = a.db.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...params).map(({ detail }) => detail)
      expect(plan.join(' | ')).toMatch(/SEARCH slip_place USING (COVERING INDEX|PRIMARY KEY)/)
      expect(plan.filter((step) => /^SCAN/.test(step))).toEqual([])
    }
  })
})
