/** Why: with a million files a list that reads them all stands still, so the plans are read, not the clock. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openModuleOffice, type ModuleOffice } from '../../../../test/kit/module-office'
import { keysStatement } from './queries/facts'
import { pairPageStatement } from './queries/pairs'

let office: ModuleOffice
beforeAll(async () => {
  office = await openModuleOffice()
})
afterAll(() => office.close())

const plan = (sql: string, params: readonly unknown[]): string[] =>
  office.db.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...(params as string[])).map((row) => row.detail)
const place = { score: 60, a: '0190aaaa-0000-7000-8000-000000000001', b: '0190aaaa-0000-7000-8000-000000000002' }

describe('plans', () => {
  it.each([
    ['open', null, null],
    ['open', null, place],
    ['open', 'phone', null],
    ['not_duplicate', 'name', place]
  ] as const)('pairs › %s %s › walk their index and sort nothing', (state, reason, after) => {
    const { sql, params } = pairPageStatement(state, reason, after, 50)
    const steps = plan(sql, params)
    expect(steps.filter((step) => /SCAN|TEMP B-TREE/.test(step))).toEqual([])
    expect(steps[0]).toContain(reason === null ? 'pair_by_score' : 'pair_by_reason')
  })

  it('keys › a slice of the register is found by its rows', () => {
    const steps = plan(keysStatement(['name_key', 'birth_date']), [0, 4000])
    expect(steps).toEqual([expect.stringMatching(/SEARCH person USING INTEGER PRIMARY KEY/)])
  })
})
