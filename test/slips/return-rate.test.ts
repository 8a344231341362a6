// Why: a report of last month must read the same next month, its parts must add up on any day, and every number must open its own list.
import { randomBytes, randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contract, type CallInput } from '../../shared/contract'
import { addCalendarDays, returnNumbers, type Day, type ReturnNumber, type ReturnPart } from '../../shared/domain'
import { reportHandlers } from '../../electron/core/modules/reports'
import { clearAnswer, setAnswered, setStatus, setUndelivered, setWithdrawn } from '../../electron/core/modules/slips/queries/slip-rows'
import { actorNamed } from '../kit/module-office'
import { openSlipOffice, type SlipOffice } from './offices'

const FIRST = '2025-11-10' as Day
const DAYS = 100
const dayAt = (number: number): Day => addCalendarDays(FIRST, number) ?? FIRST
const NOBODY = { waits: null, owed: false } as const

interface Line {
  readonly day: Day
  readonly part: ReturnPart
  readonly dueOn: Day | null
}

/** What happened to a slip, told by plain lines: the last one up to a day is where it stood. */
interface Told {
  readonly seq: number
  readonly direction: 'out' | 'in'
  readonly partner: string
  readonly kind: 'CX' | 'XC'
  readonly issuedOn: Day
  readonly lines: Line[]
}

let a: SlipOffice
const partners: string[] = []
const ledger: Told[] = []

let state = 20_260_305
const chance = (): number => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
  return state / 2 ** 32
}
const some = (most: number): number => Math.floor(chance() * most)
const at = (day: Day): string => `${day}T01:00:00.000Z`

function create(day: Day, back: number): Told {
  const direction = some(3) === 0 ? 'in' : 'out'
  const issuedOn = direction === 'in' ? (addCalendarDays(day, -back) ?? day) : day
  const dueOn = some(9) === 0 ? null : addCalendarDays(issuedOn, 3 + some(25))
  const partner = partners[some(partners.length)] ?? ''
  const kind = some(4) === 0 ? 'CX' : 'XC'
  a.db.run(
    `INSERT INTO slip(id, record_id, rev, direction, kind, status, waits, owed, partner_id, slip_no, issued_on, due_on, imported_on, created_at,
       rule_pack, body_record) VALUES (?, ?, 1, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, 'order-555', 1)`,
    ...[randomUUID(), randomBytes(16), direction, kind, direction === 'in' ? 'to_assign' : 'signed', direction === 'in' ? 'us' : 'peer'],
    ...[partner, `X-${String(ledger.length)}`, issuedOn, dueOn, direction === 'in' ? day : null, at(day)]
  )
  const seq = a.db.value<number>('SELECT max(seq) FROM slip') ?? 0
  return { seq, direction, partner, kind, issuedOn, lines: [{ day, part: direction === 'in' ? 'received' : 'not_carried', dueOn }] }
}

type Step = (slip: Told, day: Day, last: Line) => Line | null
const isAnswered = ({ part }: Line): boolean => part === 'answered_in_time' || part === 'answered_late'
const isOpen = ({ part }: Line): boolean => part === 'received' || part === 'carried' || part === 'not_carried'

function answered(seq: number, day: Day, last: Line): Line {
  setStatus(a.db, seq, 'answered', NOBODY)
  setAnswered(a.db, seq, 'answered', day)
  return { ...last, day, part: last.dueOn === null || day <= last.dueOn ? 'answered_in_time' : 'answered_late' }
}

/** Each writes what production writes and says what must be counted from that day on. */
const steps: readonly Step[] = [
  ({ seq, direction }, day, last) => {
    if (direction === 'in' || last.part !== 'not_carried') return null
    a.db.run('UPDATE slip SET carried_at = ? WHERE seq = ?', at(day), seq)
    return { ...last, day, part: 'carried' }
  },
  ({ seq, direction }, day, last) => {
    if (direction === 'in' || last.part !== 'carried') return null
    a.db.run('UPDATE slip SET received_at = ? WHERE seq = ?', at(day), seq)
    return { ...last, day, part: 'received' }
  },
  ({ seq }, day, last) => (isOpen(last) ? answered(seq, day, last) : null),
  ({ seq, direction }, day, last) => {
    if (!isAnswered(last) || (direction === 'out' && a.db.value('SELECT received_at FROM slip WHERE seq = ?', seq) === null)) return null
    const dueOn = addCalendarDays(day, 10)
    clearAnswer(a.db, seq, day)
    a.db.run("UPDATE slip SET status = 'recheck', due_on = ? WHERE seq = ?", dueOn, seq)
    return { day, part: 'received', dueOn }
  },
  ({ seq, direction }, day, last) => {
    if (!isOpen(last) || last.part === 'not_carried') return null
    setStatus(a.db, seq, direction === 'in' ? 'closed' : 'returned', NOBODY)
    setAnswered(a.db, seq, 'refused', day)
    return { ...last, day, part: 'refused' }
  },
  ({ seq }, day, last) => {
    if (last.part !== 'refused') return null
    clearAnswer(a.db, seq, day)
    return answered(seq, day, last)
  },
  ({ seq, direction }, day, last) => {
    if (direction === 'in' || last.part !== 'carried') return null
    setStatus(a.db, seq, 'returned', NOBODY)
    setUndelivered(a.db, seq, day)
    return { ...last, day, part: 'undelivered' }
  },
  ({ seq }, day, last) => {
    if (!isOpen(last)) return null
    setStatus(a.db, seq, 'withdrawn', NOBODY)
    setWithdrawn(a.db, seq, day)
    return { ...last, day, part: 'withdrawn' }
  }
]

function live(): void {
  for (let number = 0; number < DAYS; number++) {
    const day = dayAt(number)
    for (const slip of ledger) {
      const last = slip.lines.at(-1)
      const line = some(8) === 0 && last && last.day < day ? steps[some(steps.length)]?.(slip, day, last) : null
      if (line) slip.lines.push(line)
    }
    for (let made = some(7); made > 0; made--) ledger.push(create(day, some(6)))
  }
}

beforeAll(async () => {
  a = await openSlipOffice('610802-00', '141124-00')
  a.clock.set(`${dayAt(DAYS - 1)}T04:00:00.000Z`)
  a.office.write.transaction(() => {
    partners.push(a.partnerId)
    for (const code of ['520115-00', '320111-00']) {
      partners.push(randomUUID())
      const sql = "INSERT INTO partner(id, name, code, phone, trust, created_at) VALUES (?, ?, ?, '', 'paper', '2025-01-01')"
      a.db.run(sql, partners.at(-1) ?? '', `${code}测试局`, code)
    }
    live()
  })
})
afterAll(() => a.close())

/** The independent slow counter: one slip after the other, by plain words. */
function isCounted(number: ReturnNumber, slip: Told, asOf: Day): boolean {
  const line = slip.lines.findLast(({ day }) => day <= asOf)
  if (line === undefined) return false
  if (number === 'issued') return line.part !== 'withdrawn'
  if (number === 'answered') return isAnswered(line)
  if (number === 'due') return isAnswered(line) || (isOpen(line) && line.dueOn !== null && line.dueOn <= asOf)
  if (number === 'overdue') return isOpen(line) && line.dueOn !== null && line.dueOn < asOf
  return line.part === number
}

const camel = (number: string): string => number.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
const numberIn = (row: object, number: ReturnNumber): unknown => new Map<string, unknown>(Object.entries(row)).get(camel(number))
const days = fc.integer({ min: -3, max: DAYS + 5 }).map(dayAt)
const asked = fc.record({
  from: days,
  to: days,
  asOf: fc.oneof(days, fc.constant(null)),
  direction: fc.constantFrom('out' as const, 'in' as const),
  kind: fc.constantFrom(null, 'CX' as const, 'XC' as const)
})
const { returnRate, returnMonths } = contract.reports
const signer = () => ({ ...a.office.query(), db: a.db, actor: actorNamed('banli', ['signer']) })
const rates = (input: CallInput<typeof returnRate>) =>
  returnRate.output.parse(reportHandlers.returnRate(signer(), returnRate.input.parse(input)))

describe('return rate', () => {
  it('reports.returnRate › any period, day and kind of a ledger of a hundred days › counts as the slow counter does, on past days too', () => {
    expect(ledger.length).toBeGreaterThan(200)
    fc.assert(
      fc.property(asked, (wanted) => {
        const { rows, total, asOf } = rates(wanted)
        for (const partner of [null, ...partners]) {
          const row = partner === null ? total : rows.find(({ partnerId }) => partnerId === partner)
          const slips = ledger.filter(
            (slip) =>
              slip.direction === wanted.direction &&
              (wanted.kind ?? slip.kind) === slip.kind &&
              (partner ?? slip.partner) === slip.partner &&
              slip.issuedOn >= wanted.from &&
              slip.issuedOn <= wanted.to
          )
          for (const number of returnNumbers) {
            const found = row === undefined ? 0 : numberIn(row, number)
            expect([number, found]).toEqual([number, slips.filter((slip) => isCounted(number, slip, asOf as Day)).length])
          }
        }
      }),
      { numRuns: 150 }
    )
  })

  it('slips.count › any number of the table › is as long as the list it opens', async () => {
    await fc.assert(
      fc.asyncProperty(asked, fc.constantFrom(...returnNumbers), fc.constantFrom(...partners), async (wanted, number, partnerId) => {
        const { total, asOf } = rates({ ...wanted, partnerId })
        const filter = {
          ...{ direction: wanted.direction, kinds: wanted.kind === null ? [] : [wanted.kind], partnerId },
          ...{ issuedFrom: wanted.from, issuedTo: wanted.to, counted: { number, asOf } }
        }
        expect((await a.call('count', { filter })).count).toBe(numberIn(total, number))
      }),
      { numRuns: 80 }
    )
  })

  it('reports.returnRate › some slips are about sealed persons › counts none of them, unless the account keeps the seals', () => {
    const span = { from: dayAt(0), to: dayAt(DAYS) }
    const whole = rates(span).total
    const sealed = ledger.filter((slip, at) => at % 5 === 0 && slip.direction === 'out')
    const stop = new Error('taken back')
    const seen: unknown[] = []
    expect(() =>
      a.office.write.transaction(() => {
        a.db.run(
          `INSERT INTO sealing(seq, id, revision, person_id, kind, reason, review_on, sealed_at, sealed_by, content)
           VALUES (1, ?, 1, ?, 'court', '测', '2027-01-01', '2026-01-01', '测', '{}')`,
          ...[randomUUID(), randomUUID()]
        )
        for (const { seq } of sealed) a.db.run('INSERT INTO sealed_slip(slip, sealing) VALUES (?, 1)', seq)
        seen.push(rates(span).total)
        const keeper = { ...signer(), actor: actorNamed('baoguan', ['signer', 'keeper']) }
        seen.push(returnRate.output.parse(reportHandlers.returnRate(keeper, returnRate.input.parse(span))).total)
        throw stop
      })
    ).toThrow(stop)
    const hidden = (number: ReturnNumber): number => sealed.filter((slip) => isCounted(number, slip, dayAt(DAYS - 1))).length
    for (const number of returnNumbers)
      expect([number, numberIn(seen[0] as object, number)]).toEqual([number, Number(numberIn(whole, number)) - hidden(number)])
    expect(seen[1]).toEqual(whole)
  })

  it('reports.returnMonths › twelve statistical months › each equals the report of its period', () => {
    const { months } = returnMonths.output.parse(reportHandlers.returnMonths(signer(), returnMonths.input.parse({})))
    expect(months.map(({ month }) => month).slice(-3)).toEqual(['2025-12', '2026-01', '2026-02'])
    expect(months.at(-1)).toMatchObject({ from: '2026-01-21', to: '2026-02-20' })
    for (const { from, to, row } of months) expect(row).toEqual(rates({ from, to }).total)
    expect(months.reduce((sum, { row }) => sum + row.issued, 0)).toBeGreaterThan(100)
  })
})
