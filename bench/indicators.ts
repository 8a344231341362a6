/** The indicators of a month and of a year, and the list behind 信息提交率, beside a bare count of those who moved in. */
import { addCalendarDays, indicatorSides } from '@shared/domain'
import { openRead, openWrite } from '../electron/core/db'
import { systemClock } from '../electron/core/platform'
import { today } from '../electron/core/rpc'
import { benchOffice, type BenchOffice } from './bench-office'
import { loopbackCaller } from './loopback-caller'
import { race, type Comparison } from './measure'

const PARTNERS = 300
const ROUNDS = 15
const LIMIT = 50

/** Everybody moved in during the last year; the offices of their counties have an agreement, and every second one was told. */
function fill({ open }: BenchOffice, since: string): void {
  const { db, raw, transaction, close } = openWrite(open)
  transaction(() => {
    db.run("UPDATE person_episode SET kind = 'in', recorded_on = date(?, '+' || (person_seq % 365) || ' days')", since)
    const counties = db.all<{ code: string }>('SELECT DISTINCT substr(hukou_code, 1, 6) AS code FROM person LIMIT ?', PARTNERS)
    for (const { code } of counties) {
      db.run(
        "INSERT INTO partner(id, name, code, phone, trust, created_at) VALUES (?, ?, ?, '', 'paper', '2025-01-01')",
        code,
        code,
        `${code}-00`
      )
      db.run(
        `INSERT INTO agreement(id, revision, partner_id, number, signed_on, valid_from, kinds, items, deadlines, our_posts, their_posts, clauses, updated_at,
           updated_by) VALUES (?, 1, ?, ?, ?, ?, '["TB-LD"]', '[]', '[]', '[]', '[]', '', '', '')`,
        ...[code, code, code, since, since]
      )
    }
    db.run(
      `INSERT INTO slip(id, record_id, rev, direction, kind, status, owed, partner_id, person_id, slip_no, issued_on, created_at, rule_pack, body_record)
        SELECT 's' || p.seq, CAST(printf('%016d', p.seq) AS BLOB), 1, 'out', 'TB-LD', 'delivered', 0, r.id, p.id, 'N-' || p.seq, e.recorded_on, e.recorded_on,
          'current', 1 FROM person p JOIN partner r ON r.id = substr(p.hukou_code, 1, 6) JOIN person_episode e ON e.person_seq = p.seq
        WHERE p.seq % 2 = 0 GROUP BY p.seq`
    )
    db.run(
      `INSERT INTO slip(id, record_id, rev, direction, kind, status, owed, partner_id, person_id, slip_no, issued_on, created_at, rule_pack, body_record)
        SELECT 'i' || p.seq, CAST(printf('i%015d', p.seq) AS BLOB), 1, 'in', 'TB-LD', 'imported', 0, r.id, p.id, 'I-' || p.seq, ?, ?, 'current', 1
        FROM person p JOIN partner r ON r.id = substr(p.hukou_code, 1, 6) WHERE p.seq % 2 = 1`,
      ...[since, since]
    )
    db.run("UPDATE person SET stay_kind = 'in', stay_scope = '3'")
  })
  raw.exec('PRAGMA optimize')
  close()
}

const ARRIVED = `SELECT count(*) FROM person_episode e CROSS JOIN person p ON p.seq = e.person_seq
  WHERE e.kind = 'in' AND e.recorded_on BETWEEN ? AND ? AND p.status = 'active'`

export async function indicatorsBench(rows: number): Promise<Comparison[]> {
  const office = await benchOffice(rows)
  const to = today(systemClock)
  const back = (days: number): string => addCalendarDays(to, -days) ?? to
  fill(office, back(364))
  const raw = openRead(office.open)
  const caller = await loopbackCaller(office.dir)
  try {
    const found: Comparison[] = []
    for (const [name, from] of [
      ['a month', back(30)],
      ['a year', back(364)]
    ] as const) {
      const moved = raw.db.value<number>(ARRIVED, from, to) ?? 0
      const compare = async (what: string, ours: () => Promise<unknown>): Promise<void> => {
        const plan = { rows, rounds: ROUNDS, bound: null, floorName: 'count of who moved in', note: `${String(moved)} moved in` }
        const floor = (): undefined => {
          raw.db.value<number>(ARRIVED, from, to)
        }
        const whole = async (): Promise<undefined> => {
          await ours()
        }
        found.push(await race({ ...plan, name: `${what}, ${name}`, ours: whole, floor }))
      }
      if (found.length === 0) {
        await compare('indicators of the register', () => caller.call('reports.registerIndicators', {}))
        await compare('list of whom both ends have', () =>
          caller.call('persons.search', { filter: { more: { shared: 'both' as const } }, limit: LIMIT })
        )
      }
      await compare('all indicators', () => caller.call('reports.indicators', { from, to }))
      for (const side of indicatorSides) {
        const filter = { more: { arrived: { figure: 'submission' as const, side, from, to } } }
        await compare(`list of the ${side}`, () => caller.call('persons.search', { filter, limit: LIMIT }))
        await compare(`count of the ${side}`, () => caller.call('persons.count', { filter }))
      }
    }
    return found
  } finally {
    await caller.close()
    raw.close()
    office.remove()
  }
}
