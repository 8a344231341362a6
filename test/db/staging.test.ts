/** An import touches a hundred thousand rows at once: each of its statements must find them through an index, and its counts must be those of the register. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { WriteDb } from '../../electron/core/db'
import { mergeStage, openStage } from '../../electron/core/modules/slips'
import { issue, lineOf, openPair, pack, reference, take, type SentSlip, type SlipOffice } from '../slips/offices'

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

/** The same face, remembering each statement that went through it. */
function watched(db: WriteDb, seen: Set<string>): WriteDb {
  const noted = (sql: string): string => {
    seen.add(sql)
    return sql
  }
  return {
    one: (sql, ...params) => db.one(noted(sql), ...params),
    all: (sql, ...params) => db.all(noted(sql), ...params),
    value: (sql, ...params) => db.value(noted(sql), ...params),
    each: (sql, ...params) => db.each(noted(sql), ...params),
    run: (sql, ...params) => db.run(noted(sql), ...params),
    prepared: (sql) => db.prepared(noted(sql))
  }
}

function takeWatched(to: SlipOffice, records: readonly SentSlip[], bundleId: string, seen: Set<string>): ReturnType<typeof take> {
  const { rules, today, now } = to.office.query()
  const facts = { stageId: randomUUID(), partnerId: to.partnerId, senderOfficeId: 'f'.repeat(32) }
  const stage = openStage({ rules, reference, today, now }, facts)
  const db = watched(to.db, seen)
  to.office.write.transaction(() =>
    stage.add(
      db,
      records.map(({ row }) => row)
    )
  )
  return to.office.write.transaction(() => mergeStage(db, stage, bundleId))
}

const planOf = (db: WriteDb, sql: string): string[] =>
  db
    .all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...Array.from({ length: sql.split('?').length - 1 }, () => null))
    .map(({ detail }) => detail)

const recordsByKind = (db: WriteDb): Record<string, number> =>
  Object.fromEntries(
    db
      .all<{ kind: string; count: number }>(
        "SELECT slip_kind AS kind, count(*) AS count FROM slip_record WHERE batch IS NOT NULL AND slip_kind <> 'CH' GROUP BY 1"
      )
      .map(({ kind, count }) => [kind, count])
  )

describe('staging and merging', () => {
  it('statements › of fresh, repeated, revised and withdrawn records › none scans slips or records', async () => {
    const ids = await issue(a, 4)
    const { records } = pack(a)
    await a.call('withdraw', { ids: ids.slice(0, 1), reason: '误发' })
    const tombstones = pack(a).records
    const seen = new Set<string>()
    takeWatched(b, records, 'sha256:first', seen)
    const line = records[1]?.value
    if (!line) throw new RangeError('two expected')
    const revision = lineOf({ ...line, rev: 2, body: { ...line.body, reason_text: '第二次' } })
    const merged = takeWatched(b, [...records, ...tombstones, revision], 'sha256:second', seen)
    expect(merged).toMatchObject({ fresh: tombstones.length + 1, duplicates: 4 })
    const touching = [...seen].filter((sql) => /\bslip(_record)?\b/.test(sql))
    expect(touching.length).toBeGreaterThan(8)
    const scanning = touching.flatMap((sql) =>
      planOf(b.db, sql)
        .filter((detail) => /^SCAN (?!\(|CONSTANT)/.test(detail))
        .map((detail) => `${detail} ← ${sql}`)
    )
    expect(scanning).toEqual([])
  })

  it('earlier records › are looked for inside the index of record ids, the record itself passed over there', () => {
    const seen = new Set<string>()
    takeWatched(b, [], 'sha256:none', seen)
    const fresh = [...seen].find((sql) => sql.startsWith('INSERT INTO slip(') && sql.includes('NOT EXISTS'))
    expect(fresh).toBeDefined()
    const plan = planOf(b.db, fresh ?? '').join(' | ')
    expect(plan).toContain('SEARCH e USING INDEX slip_record_by_id (record_id=?)')
    expect(plan).toContain('SEARCH r USING INTEGER PRIMARY KEY')
  })

  it('kinds › without and with repetitions, across bundles › add up to the records kept', async () => {
    const pair = await openPair()
    try {
      await issue(pair.a, 5)
      const first = pack(pair.a)
      await issue(pair.a, 3)
      const second = pack(pair.a)
      expect(Object.fromEntries(take(pair.b, first).kinds)).toEqual({ XC: 5 })
      const mixed = take(pair.b, { bundleId: second.bundleId, records: [...first.records.slice(0, 2), ...second.records] })
      expect(mixed.duplicates).toBe(2)
      expect(Object.fromEntries(mixed.kinds)).toEqual({ XC: 3 })
      expect(recordsByKind(pair.b.db)).toEqual({ XC: 8 })
      const [row] = (await pair.b.call('search', { filter: {} })).rows
      await pair.b.call('refuse', { id: row?.id ?? '', result: 'not_our_area', reason: '不属本县' })
      await pair.b.call('release', { ids: [row?.id ?? ''] })
      expect(Object.fromEntries(take(pair.a, pack(pair.b)).kinds)).toEqual({ TH: 1 })
      expect(recordsByKind(pair.a.db)).toEqual({ TH: 1 })
    } finally {
      pair.close()
    }
  })
})
