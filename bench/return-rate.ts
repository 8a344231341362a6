/** The return rate of all partners from the counts kept ready, beside one GROUP BY over the ledger; both must say the same. */
import { openWrite, type ReadDb, type WriteDb } from '../electron/core/db'
import { returnSums, type ReturnSums, type SumsAsked } from '../electron/core/modules/slips'
import { addCalendarDays, type Day } from '../shared/domain'
import { benchOffice } from './bench-office'
import { race, type Comparison } from './measure'

const PARTNERS = 300
const FIRST = '2025-03-21' as Day
const TODAY = '2026-03-20' as Day
const YEAR = { from: FIRST, to: TODAY }
const MONTH = { from: '2026-02-21' as Day, to: TODAY }
/** Twenty times faster, where there are slips enough for counts to be worth keeping. */
const BOUND = 0.05
const FROM_ROWS = 100_000

const SLIP = `INSERT INTO slip(id, record_id, rev, direction, kind, status, waits, owed, partner_id, slip_no, issued_on, due_on, answered_on, outcome,
  carried_at, received_at, created_at, subject_name, rule_pack, body_record) VALUES (?, ?, 1, 'out', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'current', 1)`

/** As the 2014 sample has it: three in ten are answered, some late. */
function fill(db: WriteDb, rows: number): void {
  const put = db.prepared(SLIP)
  for (let at = 0; at < PARTNERS; at++)
    db.run(
      "INSERT INTO partner(id, name, code, phone, trust, created_at) VALUES (?, ?, '520115-00', '', 'paper', '2025-01-01')",
      ...[`p${String(at)}`, `对方${String(at)}`]
    )
  for (let at = 0; at < rows; at++) {
    const issuedOn = addCalendarDays(FIRST, Math.floor((at / rows) * 365)) ?? FIRST
    const dueOn = addCalendarDays(issuedOn, at % 5 === 0 ? 15 : 30) ?? issuedOn
    const back = addCalendarDays(issuedOn, 3 + (at % 47)) ?? issuedOn
    const answeredOn = at % 10 < 3 && back <= TODAY ? back : null
    const out = answeredOn === null
    const number = String(at)
    put(
      ...[
        `b${number}`,
        Buffer.from(number.padStart(16, '0')),
        at % 4 === 0 ? 'CX' : 'XC',
        out ? 'delivered' : 'answered',
        out ? 'peer' : null
      ],
      ...[out ? 1 : 0, `p${String((at * 7) % PARTNERS)}`, `N-${number}`, issuedOn, dueOn, answeredOn, out ? null : 'answered'],
      ...[`${issuedOn}T08:00:00.000Z`, at % 3 === 0 ? `${issuedOn}T09:00:00.000Z` : null, `${issuedOn}T01:00:00.000Z`, `测${number}`]
    )
  }
}

const NAIVE = `SELECT partner_id, sum(part = 'answered_in_time') AS answered_in_time, sum(part = 'answered_late') AS answered_late,
    sum(part = 'received') AS received, sum(part = 'carried') AS carried, sum(part = 'not_carried') AS not_carried, sum(part = 'refused') AS refused,
    sum(part = 'undelivered') AS undelivered, sum(part = 'withdrawn') AS withdrawn,
    sum(part IN ('not_carried', 'carried', 'received') AND due_on <= ?) AS open_due,
    sum(part IN ('not_carried', 'carried', 'received') AND due_on < ?) AS overdue
  FROM v_slip_return WHERE direction = 'out' AND issued_on BETWEEN ? AND ? GROUP BY partner_id`

const naive = (db: ReadDb, { from, to }: typeof YEAR): ReturnSums[] => db.all(NAIVE, TODAY, TODAY, from, to)

export async function returnRateBench(rows: number): Promise<Comparison[]> {
  const office = await benchOffice(0)
  const { db, transaction, close } = openWrite(office.open)
  try {
    transaction(() => fill(db, rows))
    const same = (list: readonly ReturnSums[]): string => JSON.stringify([...list].sort((a, b) => (a.partner_id < b.partner_id ? -1 : 1)))
    const asked = (period: typeof YEAR): SumsAsked => ({
      ...{ ...period, asOf: TODAY, today: TODAY, direction: 'out', kind: null, partnerId: null, scope: null, keeper: true }
    })
    const compare = async (name: string, period: typeof YEAR, bound: number | null): Promise<Comparison> => {
      const keys = Object.keys(naive(db, period)[0] ?? {})
      const inOrder = (list: readonly ReturnSums[]) =>
        list.map((row) => Object.fromEntries(keys.map((key) => [key, Reflect.get(row, key)])) as never)
      if (same(inOrder(returnSums(db, asked(period)))) !== same(naive(db, period))) throw new TypeError(`${name}: the counts differ`)
      return race({
        ...{ name, rows, rounds: 15, bound, floorName: 'GROUP BY over the ledger', note: `${String(PARTNERS)} partners, equal` },
        ours: () => void returnSums(db, asked(period)),
        floor: () => void naive(db, period)
      })
    }
    return [
      await compare('return rate of all partners, a year', YEAR, rows < FROM_ROWS ? null : BOUND),
      await compare('return rate of all partners, a month', MONTH, null)
    ]
  } finally {
    close()
    office.remove()
  }
}
