/** What is due goes to the day and by its rule, what is not stays; a clock that stands wrong deletes nothing. */
import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { retention } from '@shared/contract/retention'
import { slips } from '@shared/contract/slips'
import type { SqlValue } from '../../db'
import { queueSlip } from '../../../../test/kit/queued-slips'
import { openRegister, stay, type Register } from '../../../../test/kit/register'
import { appendAudit, verifyChain } from '../audit'
import { slipHandlers } from '../slips'
import { createRetentionHandlers, purgeQuestion } from '.'

let register: Register
beforeEach(async () => {
  register = await openRegister()
})
afterEach(() => register.close())

const handlers = createRetentionHandlers({
  clean: () => Promise.resolve({ before: 2, after: 1 }),
  olderBackups: (_, madeBefore) => ({ count: madeBefore === '' ? 0 : 3, until: '2027-04-05', places: ['本机'], former: 0 }),
  letGo: () => Promise.resolve({ removed: 3, former: 0, left: [], away: [] })
})
const run = (sql: string, ...params: SqlValue[]) => register.office.write.transaction(() => register.office.write.db.run(sql, ...params))
const value = (sql: string, ...params: SqlValue[]) => register.office.write.db.value(sql, ...params)
const workedOn = (...days: string[]): void => {
  const { write } = register.office
  const line = { account: 'banli', method: 'persons.get', event: 'person.seen', outcome: 'done' as const }
  write.transaction(() => days.forEach((day) => appendAudit(write.db, { ...line, at: `${day}T02:00:00.000Z` })))
}
const at = (day: string): void => register.office.clock.set(`${day}T09:00:00+08:00`)
const preview = async () => retention.preview.output.parse(await handlers.preview(register.office.query(), {}))
const due = async (record: string) => (await preview()).rules.find((rule) => rule.record === record)?.due
const purge = () => handlers.purge(register.office.job(), {})

describe('what is due', () => {
  it('the scan of an agreement › goes ten years after its end, the agreement stays, and one without end keeps its own', async () => {
    run("INSERT INTO partner (id, name, code, phone, trust, created_at) VALUES ('p1', '对方', '141124-00', '', 'paper', '2026-01-01')")
    const put = (seq: number, to: string | null, ended: string | null): void => {
      run(
        "INSERT INTO agreement (seq, id, revision, partner_id, number, signed_on, valid_from, valid_to, kinds, items, deadlines, our_posts, their_posts, clauses, ended_on, ended_why, updated_at, updated_by) VALUES (?, ?, 1, 'p1', ?, '2026-03-05', '2026-03-05', ?, '[]', '[]', '[]', '[]', '[]', '', ?, ?, '', '')",
        ...[seq, `a${String(seq)}`, `n${String(seq)}`, to, ended, ended === null ? null : '撤并']
      )
      run(
        "INSERT INTO agreement_scan (id, agreement, name, type, bytes, added_at, added_by) VALUES (?, ?, '扫描', 'pdf', x'25', '2026-03-05', '甲')",
        `s${String(seq)}`,
        seq
      )
    }
    put(1, '2027-03-04', null)
    put(2, '2040-01-01', '2026-04-01')
    put(3, null, null)
    workedOn('2037-03-01', '2037-03-02', '2037-03-03')
    at('2037-03-03')
    expect(await due('agreement_scan')).toBe(1)
    at('2037-03-04')
    expect(await due('agreement_scan')).toBe(2)
    expect((await purge()).counts).toContainEqual({ record: 'agreement_scan', label: '协作协议的扫描件', action: 'delete', count: 2 })
    expect(value('SELECT group_concat(id) FROM agreement_scan')).toBe('s3')
    expect(value('SELECT count(*) FROM agreement')).toBe(3)
  })

  it('a slip › keeps number, days and digest and loses what it says › three years after the last act', async () => {
    const { office } = register
    run(
      "INSERT INTO partner (id, name, code, phone, trust, created_at) VALUES ('0192f0c0-0000-7000-8000-00000000000b', '对方', '141124-00', '', 'paper', '2026-01-01')"
    )
    const person = await register.put()
    const slip = office.write.transaction(() =>
      queueSlip(office.write.db, office, { id: '0192f0c0-0000-7000-8000-00000000000b', code: '141124-00' })
    )
    run("UPDATE slip SET person_id = ?, subject_name = '测试甲', pairing_note = '听说' WHERE id = ?", person.id, slip.slipId)
    run(
      "INSERT INTO slip_event (slip, at, by, account, action, label, note) SELECT seq, '2026-03-05T01:00:00.000Z', '甲', 'a1', 'sign', '签发', '测试甲来过' FROM slip WHERE id = ?",
      slip.slipId
    )
    run("INSERT INTO account (id, name, display_name, roles, created_at) VALUES ('a1', 'jia', '甲', '[]', '2026-01-01')")
    run("INSERT INTO slip_look (slip, at, account, reason) SELECT seq, '2026-03-05', 'a1', '复核' FROM slip WHERE id = ?", slip.slipId)
    workedOn('2029-03-01', '2029-03-02', '2029-03-03')
    at('2029-03-04')
    expect(await due('slip')).toBe(0)
    at('2029-03-05')
    expect(await due('slip')).toBe(1)
    expect(await purge()).toMatchObject({ state: 'done', on: '2029-03-05', counts: [{ record: 'slip', action: 'anonymise', count: 1 }] })
    expect(await due('slip')).toBe(0)
    expect(value('SELECT slip_no FROM slip WHERE id = ?', slip.slipId)).toBe(slip.slipNo)
    expect(value('SELECT count(*) FROM slip_record WHERE content IS NOT NULL')).toBe(0)
    expect(value('SELECT count(*) FROM slip_event WHERE note IS NOT NULL')).toBe(0)
    expect(value('SELECT count(*) FROM slip_look')).toBe(0)
    expect(value('SELECT coalesce(person_id, subject_name, pairing_note) FROM slip')).toBeNull()
    expect(value('SELECT cancelled FROM slip_travel')).toBe(1)
    // The ledger goes on being read.
    expect(() => slips.get.output.parse(slipHandlers.get(office.query(), { id: slip.slipId }))).not.toThrow()
  })

  it('drafts, traces of work, lists, kept files and former offices › go at their own time', async () => {
    const { places } = register.office
    run("INSERT INTO account (id, name, display_name, roles, created_at) VALUES ('a1', 'jia', '甲', '[]', '2026-01-01')")
    run("INSERT INTO partner (id, name, code, phone, trust, created_at) VALUES ('p1', '对方', '141124-00', '', 'paper', '2026-01-01')")
    run("INSERT INTO draft VALUES ('a1', 'person', '', '{}', '2026-03-04T15:59:59.999Z')")
    run("INSERT INTO draft VALUES ('a1', 'person', 'later', '{}', '2026-03-05T16:00:00.000Z')")
    run("INSERT INTO workbook_decision VALUES ('k', NULL, '2026-03-04', '甲')")
    run("INSERT INTO job VALUES ('j1', 'm', 'a1', 'done', '', 1, 1, '2026-03-04', '2026-03-04', NULL, '{}')")
    run(
      "INSERT INTO roster (id, number, kind, at, by, account, columns, asks, sheet, whole, count) VALUES ('r1', 123456789, 'card', '2026-03-04', '甲', 'a1', '[]', '[]', 'A5', 0, 1)"
    )
    run("INSERT INTO roster_row VALUES (1, 1, 'x', '{}')")
    run(
      "INSERT INTO bundle (id, direction, partner_id, epoch, seq, state, slips, kinds, content_bytes, bytes, made_at, archive) VALUES ('b1', 'in', 'p1', 'e', 1, 'applied', 1, '{}', 1, 1, '2026-03-04', 'received-b1.jhb')"
    )
    run(
      "INSERT INTO quarantine (id, file_name, digest, found_at, place, code, params, stored) VALUES ('q1', 'f', 'd', '2026-03-04', '', 'E', '{}', 'q1.jhb')"
    )
    const [archived, refused, former] = [
      join(places.archive, 'received-b1.jhb'),
      join(places.quarantine, 'q1.jhb'),
      join(places.folder, 'before-upgrade.db')
    ]
    for (const path of [archived, refused, former]) writeFileSync(path, 'x')
    mkdirSync(join(places.folder, 'before-restore', 'then'), { recursive: true })
    const then = new Date('2026-03-04T00:00:00Z')
    for (const path of [former, join(places.folder, 'before-restore', 'then')]) utimesSync(path, then, then)
    workedOn('2026-06-01', '2026-06-02')
    at('2026-06-03')
    expect([await due('draft'), await due('former_office'), await due('roster'), await due('bundle_file')]).toEqual([1, 2, 0, 0])
    workedOn('2029-03-01', '2029-03-02', '2029-03-03')
    at('2029-03-05')
    const { counts } = await purge()
    expect(new Map(counts.map(({ record, count }) => [record, count]))).toEqual(
      new Map([
        ['bundle_file', 1],
        ['incoming_file', 1],
        ['roster', 1],
        ['draft', 2],
        ['working_trace', 2],
        ['former_office', 2]
      ])
    )
    for (const path of [archived, refused, former]) expect(existsSync(path), path).toBe(false)
    expect(value('SELECT archive FROM bundle')).toBe('')
    expect((await preview()).rules.filter((rule) => rule.due > 0)).toEqual([])
  })

  it('a record of a service › goes a year after its purpose ended, with who looked into it', async () => {
    const person = await register.put()
    run("INSERT INTO account (id, name, display_name, roles, created_at) VALUES ('a1', 'jia', '甲', '[]', '2026-01-01')")
    for (const [id, day] of [
      ['s1', '2025-03-05'],
      ['s2', '2025-03-06']
    ] as const)
      run(
        `INSERT INTO service_record (id, person_seq, type, asked_by_self, served_on, performed, outcome, purpose_ended_on, purge_after, revision, recorded_at,
           recorded_by, updated_at, updated_by) SELECT ?, seq, '1', 1, '2025-03-05', 1, '结果', ?, '2026-03-05', 1, '2025-03-05', 'a1', '2025-03-05', 'a1' FROM person WHERE id = ?`,
        ...[id, day, person.id]
      )
    run("INSERT INTO service_look (service, at, account, reason) VALUES ('s1', '2025-03-06', 'a1', '复核')")
    workedOn('2026-03-01', '2026-03-02', '2026-03-03')
    at('2026-03-04')
    expect(await due('service_record')).toBe(0)
    at('2026-03-05')
    expect((await purge()).counts).toMatchObject([{ record: 'service_record', count: 1 }])
    expect([value('SELECT group_concat(id) FROM service_record'), value('SELECT count(*) FROM service_look')]).toEqual(['s2', 0])
  })

  it('who left › is set aside two years after the last stay ended › as an act, unless somebody holds the file', async () => {
    const left = await register.put({ name: '走了甲' }, stay({ startedOn: '2023-01-01', endedOn: '2024-03' }))
    await register.put({ name: '还在乙' }, stay({ startedOn: '2023-01-01' }))
    const held = await register.put({ name: '保全丙' }, stay({ startedOn: '2023-01-01', endedOn: '2023-05-01' }))
    await register.office.command(handlers.hold, { id: held.id, reason: '投诉未结' })
    workedOn('2026-03-01', '2026-03-02', '2026-03-03')
    at('2026-03-30')
    expect(await due('person_left')).toBe(0)
    at('2026-03-31')
    expect((await preview()).rules.find(({ record }) => record === 'person_left')).toMatchObject({ due: 1, held: 1 })
    const list = retention.list.output.parse(await handlers.list(register.office.query(), { record: 'person_left' }))
    expect(list.rows.map(({ name, reason }) => [name, reason])).toEqual([
      ['走了甲', null],
      ['保全丙', '投诉未结']
    ])
    const question = await purgeQuestion(register.office.query(), {})
    expect(question?.sentence).toContain('已离开人员的档案 1 件退档')
    await purge()
    expect(register.get(left.id).status).toBe('set_aside')
    expect(register.get(held.id).status).toBe('active')
    expect(value("SELECT note FROM act WHERE kind = 'status'")).toBe('到期退档')
    await register.office.command(handlers.release, { id: held.id })
    expect(await due('person_left')).toBe(1)
    await expect(register.office.command(handlers.release, { id: held.id })).rejects.toThrow('retention.not_held')
  })

  it('the log › is cut at the front, verifies from there, and a line changed after the cut is found', async () => {
    workedOn('2022-01-01', '2022-06-01', '2023-03-06', '2026-03-01', '2026-03-02', '2026-03-03')
    at('2026-03-05')
    expect(await due('audit')).toBe(2)
    await purge()
    const { db, raw } = register.office.write
    expect(verifyChain(db)).toMatchObject({ intact: true, brokenAt: null })
    expect(db.one('SELECT seq, lines FROM audit_cut')).toEqual({ seq: 2, lines: 2 })
    expect(value('SELECT min(seq) FROM audit_entry')).toBe(3)
    raw.exec('DROP TRIGGER audit_never_changes')
    run("UPDATE audit_entry SET account = 'bieren' WHERE seq = 3")
    expect(verifyChain(db)).toMatchObject({ intact: false, brokenAt: 3 })
    expect(() => run('DELETE FROM audit_cut')).toThrow()
  })
})

describe('the clock', () => {
  it('jumped ahead or went back › nothing is deleted, and it is said', async () => {
    await register.put({ name: '走了甲' }, stay({ startedOn: '2020-01-01', endedOn: '2020-03-01' }))
    workedOn('2026-03-03', '2026-03-04')
    at('2026-03-05')
    expect((await preview()).clock).toBe('jumped')
    await expect(purge()).rejects.toThrow('retention.clock_jumped')
    expect(() => purgeQuestion(register.office.query(), {})).toThrow('retention.clock_jumped')
    workedOn('2026-03-04', '2026-04-01')
    expect((await preview()).clock).toBe('went_back')
    await expect(purge()).rejects.toThrow('retention.clock_back')
    expect(value('SELECT count(*) FROM purge_run')).toBe(0)
  })

  it('nothing due › is said', async () => {
    workedOn('2026-03-01', '2026-03-02', '2026-03-03')
    await expect(purge()).rejects.toThrow('retention.nothing_due')
  })
})
