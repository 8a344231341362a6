/** Why: lists are made and answered beside a register of a million files; every statement must find its rows through an index. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openModuleOffice, type ModuleOffice } from '../../../../test/kit/module-office'
import type { ReadDb } from '../../db'
import * as queries from './queries'

let office: ModuleOffice
beforeAll(async () => {
  office = await openModuleOffice()
})
afterAll(() => office.close())

it('every statement › finds its rows through an index', () => {
  const seen = new Set<string>()
  const spy: ReadDb = {
    one: (sql: string) => (seen.add(sql), undefined),
    all: (sql: string) => (seen.add(sql), []),
    value: (sql: string) => (seen.add(sql), undefined),
    each: () => {
      throw new RangeError('no list is walked here')
    }
  }
  for (const basis of ['residence', 'hukou'] as const)
    for (const kind of ['in', null]) queries.candidatesIn(spy, { basis, prefix: '610802', moveKind: kind, today: '2026-03-05' }, 9)
  queries.rosterById(spy, 'x')
  queries.rosterByNumber(spy, 1)
  queries.rosterPage(spy, 9, 9)
  queries.rowsFrom(spy, 1, 1, 9)
  queries.standingIn(spy, 1, 1, 9)
  queries.tallyOf(spy, 1)
  queries.nextOpenRow(spy, 1, 1)
  queries.lastEntryOf(spy, 1, 'x')
  expect(seen.size).toBe(12)
  for (const sql of seen) {
    const params = Array.from({ length: sql.split('?').length - 1 }, () => 1)
    const steps = office.db.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...params).map(({ detail }) => detail)
    expect(
      steps.filter((step) => step.startsWith('SCAN') || step.includes('ORDER BY')),
      `${sql}: ${steps.join(' | ')}`
    ).toEqual([])
  }
})
