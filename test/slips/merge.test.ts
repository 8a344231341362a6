// Why: sticks arrive late, twice and out of order; what an office knows afterwards may depend on what came, never on how.
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dropAllStages, joinOrphans, openStage } from '../../electron/core/modules/slips'
import { issue, lineOf, openPair, openSlipOffice, pack, reference, take, type SentSlip, type SlipOffice } from './offices'

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

/** What the ledger says, without row numbers and times of arrival. */
const ledger = (office: SlipOffice): unknown[] =>
  office.db.all(
    `SELECT hex(s.record_id) AS record, s.rev, s.direction, s.kind, s.status, s.waits, s.owed, s.slip_no, s.issued_on, s.due_on, s.answered_on,
       s.outcome, s.subject_name, s.subject_id_no, s.withdrawn_on, s.conflict, r.content, hex(a.record_id) AS answers
     FROM slip s LEFT JOIN slip_record r ON r.seq = s.body_record LEFT JOIN slip a ON a.seq = s.answer_to ORDER BY 1, 3`
  )

const contents = (office: SlipOffice): unknown[] =>
  office.db.all('SELECT hex(record_id) AS record, rev, kind, hex(digest) AS digest, content FROM slip_record ORDER BY 1, 2, 4')

const revised = (record: SentSlip, rev: number, reason: string): SentSlip => {
  const line = record.value as { id: string; kind: string; ref: null; author: string; body: object }
  return lineOf({ id: line.id, rev, kind: line.kind, ref: line.ref, author: line.author, body: { ...line.body, reason_text: reason } })
}

describe('mergeStage', () => {
  it('mergeStage › revisions, withdrawal, conflict and repetition in any order and grouping › the same ledger', async () => {
    await issue(a, 4)
    const sent = pack(a).records
    const [first, second, third, fourth] = sent
    if (!first || !second || !third || !fourth) throw new RangeError('four expected')
    const rows = (await a.call('search', { filter: {} })).rows
    const victim = rows.find((row) => row.slipNo?.endsWith('3'))?.id ?? ''
    await a.call('withdraw', { ids: [victim], reason: '误发' })
    const tombstones = pack(a).records
    const all = [...sent, ...tombstones, revised(first, 2, '第二次'), revised(first, 3, '第三次'), revised(second, 1, '另一份内容'), first]
    const empty = (): Promise<SlipOffice> => openSlipOffice('141124-00', '610802-00')
    const reference = await empty()
    const one = take(reference, { bundleId: 'sha256:one', records: all })
    expect([one.fresh, one.duplicates, one.conflicts]).toEqual([8, 1, [second.id]])
    const [wanted, kept] = [ledger(reference), contents(reference)]
    reference.close()
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(all, { minLength: all.length }),
        fc.array(fc.nat(3), { minLength: 9, maxLength: 9 }),
        async (order, cuts) => {
          const office = await empty()
          try {
            const groups = new Map<number, SentSlip[]>()
            order.forEach((record, at) => groups.set(cuts[at] ?? 0, [...(groups.get(cuts[at] ?? 0) ?? []), record]))
            for (const [no, records] of groups) {
              take(office, { bundleId: `sha256:${String(no)}`, records })
              take(office, { bundleId: `sha256:again${String(no)}`, records })
            }
            expect(ledger(office)).toEqual(wanted)
            expect(contents(office)).toEqual(kept)
          } finally {
            office.close()
          }
        }
      ),
      { numRuns: 12 }
    )
  })

  it('mergeStage › an id that another partner already used › is a slip of its own', async () => {
    await issue(a, 1)
    const load = pack(a)
    take(b, load)
    b.db.run("INSERT INTO partner(id, name, code, phone, trust, created_at) VALUES ('other', '丙局', '150602-00', '0', 'paper', '2026')")
    const stranger: SlipOffice = { ...b, partnerId: 'other' }
    expect(take(stranger, load)).toMatchObject({ fresh: 1, duplicates: 0, conflicts: [] })
    expect(b.db.value<number>("SELECT count(*) FROM slip WHERE direction = 'in'")).toBe(2)
  })

  it('mergeStage › a reply before its request › waits as an orphan and joins it', async () => {
    const [id = ''] = await issue(a, 1)
    take(b, pack(a))
    const [row] = (await b.call('search', { filter: {} })).rows
    await b.call('refuse', { id: row?.id ?? '', result: 'not_our_area', reason: '不属本县' })
    await b.call('release', { ids: [row?.id ?? ''] })
    const reply = pack(b).records[0]
    if (!reply) throw new RangeError('no reply')
    const answer = lineOf({
      ...(reply.value as object),
      kind: 'reply',
      body: {
        ...(reply.value as { body: object }).body,
        type: 'FK',
        returned_slip_no: undefined,
        return_reason_code: undefined,
        subject_ref: 'x',
        purpose_code: 'identity',
        legal_basis_code: 'order_555',
        reply_to: row?.slipNo,
        pairing_result: 'not_found',
        items: [],
        verified_on: '2026-03-05',
        method: 'file',
        remark: '查无此人'
      }
    })
    const seq = a.db.value<number>('SELECT seq FROM slip WHERE id = ?', id) ?? 0
    // The request is out of sight, as after the restore of an old copy.
    a.office.write.transaction(() => a.db.run("UPDATE slip SET record_id = randomblob(16), status = 'delivered' WHERE seq = ?", seq))
    take(a, { bundleId: 'sha256:early', records: [answer] })
    expect((await a.call('search', { filter: { direction: 'in' } })).rows.map(({ status }) => status)).toEqual(['imported'])
    a.office.write.transaction(() => {
      a.db.run('UPDATE slip SET record_id = (SELECT ref FROM slip WHERE ref IS NOT NULL) WHERE seq = ?', seq)
      joinOrphans(a.db, seq, a.office.query())
    })
    expect((await a.call('get', { id })).status).toBe('answered')
    expect((await a.call('search', { filter: { direction: 'in' } })).rows.map(({ status }) => status)).toEqual(['closed'])
  })

  it('dropAllStages › an import that never ended › leaves no trace', async () => {
    await issue(a, 3)
    const { records } = pack(a)
    const before = [ledger(b), contents(b), b.db.all('SELECT * FROM slip_batch')]
    const { rules, today, now } = b.office.query()
    const stage = openStage({ rules, reference, today, now }, { stageId: 'stage', partnerId: b.partnerId, senderOfficeId: 'f'.repeat(32) })
    b.office.write.transaction(() =>
      stage.add(
        b.db,
        records.map(({ row }) => row)
      )
    )
    expect(b.db.value<number>('SELECT count(*) FROM slip_record')).toBe(3)
    expect((await b.call('count', {})).count).toBe(0)
    b.office.write.transaction(() => dropAllStages(b.db))
    expect([ledger(b), contents(b), b.db.all('SELECT * FROM slip_batch')]).toEqual(before)
  })

  it('slip_record › what was applied › can neither be changed nor deleted', async () => {
    await issue(a, 1)
    take(b, pack(a))
    for (const sql of [
      "UPDATE slip_record SET content = '{}'",
      'DELETE FROM slip_record',
      'DELETE FROM slip',
      'UPDATE slip_record SET rev = 9'
    ])
      expect(() => b.office.write.transaction(() => b.db.run(sql))).toThrow()
  })
})
