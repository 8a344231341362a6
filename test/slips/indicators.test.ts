// Why: an assessment is settled by these figures; each must equal what somebody would count by hand, on any register, and the list it opens.
import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contract } from '../../shared/contract'
import {
  indicatorSides,
  isLedgerIndicator,
  ledgerIndicators,
  type Day,
  type IndicatorSide,
  type LedgerIndicator
} from '../../shared/domain'
import { reportHandlers } from '../../electron/core/modules/reports'
import { drawing, later, REGISTERS } from '../kit/drawn-registers'
import { actorNamed } from '../kit/module-office'
import { openSlipOffice, type SlipOffice } from './offices'

const TODAY = '2026-03-05' as Day
const FIRST = '2025-11-20' as Day
const SPAN = 106
const RECEIVE_DAYS = 30

interface Slip {
  readonly direction: 'in' | 'out'
  readonly kind: 'CX' | 'XC' | 'TB-FW'
  readonly issuedOn: Day
  /** The day it came; of an own one the day it was issued. */
  readonly knownOn: Day
  readonly dueOn: Day | null
  readonly answeredOn: Day | null
  readonly refusedOn: Day | null
  readonly withdrawnOn: Day | null
  readonly adoptedOn: Day | null
}

let a: SlipOffice
let serial = 0
const { some } = drawing(20_260_623)
/** A day from this one on, or null when it would lie after today. */
const upToToday = (day: Day, most: number): Day | null => {
  const found = later(day, some(most))
  return found > TODAY ? null : found
}

function drawn(): Slip | null {
  const direction = some(3) === 0 ? 'out' : 'in'
  const kind = (['CX', 'XC', 'XC', 'TB-FW'] as const)[some(direction === 'in' ? 4 : 3)] ?? 'XC'
  const issuedOn = later(FIRST, some(SPAN))
  const knownOn = direction === 'in' ? upToToday(issuedOn, 45) : issuedOn
  if (knownOn === null) return null
  const asked = kind !== 'TB-FW'
  const fate = asked ? some(6) : 5
  const end = upToToday(knownOn, 40)
  const answeredOn = fate < 3 ? end : null
  return {
    ...{ direction, kind, issuedOn, knownOn, dueOn: asked && some(8) > 0 ? later(issuedOn, 5 + some(30)) : null, answeredOn },
    ...{ refusedOn: fate === 3 ? end : null, withdrawnOn: fate === 4 ? end : null },
    adoptedOn: direction === 'out' && answeredOn !== null && some(2) === 0 ? upToToday(answeredOn, 20) : null
  }
}

function put({ direction, kind, issuedOn, knownOn, dueOn, answeredOn, refusedOn, withdrawnOn, adoptedOn }: Slip): void {
  serial += 1
  const open = direction === 'in' ? 'to_assign' : 'delivered'
  const status = withdrawnOn ? 'withdrawn' : refusedOn ? (direction === 'in' ? 'closed' : 'returned') : answeredOn ? 'answered' : open
  a.db.run(
    `INSERT INTO slip(seq, id, record_id, rev, direction, kind, status, owed, partner_id, slip_no, issued_on, due_on, answered_on, outcome, imported_on,
       withdrawn_on, created_at, rule_pack, body_record) VALUES (?, ?, ?, 1, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'order-555', 1)`,
    ...[serial, randomUUID(), randomBytes(16), direction, kind, status, a.partnerId, `N-${String(serial)}`, issuedOn, dueOn],
    ...[refusedOn ?? answeredOn, refusedOn ? 'refused' : answeredOn ? 'answered' : null, direction === 'in' ? knownOn : null, withdrawnOn],
    `${issuedOn}T01:00:00.000Z`
  )
  if (adoptedOn !== null)
    a.db.run(
      "INSERT INTO slip_event(slip, at, by, account, action, label) VALUES (?, ?, '测', 'x', 'adopt', '采信')",
      ...[serial, `${adoptedOn}T01:00:00.000Z`]
    )
}

/** By hand: one slip after the other, in the words of the formula. */
function isIn(id: LedgerIndicator, side: IndicatorSide, slip: Slip, from: Day, to: Day): boolean {
  const end = to < TODAY ? to : TODAY
  const happened = (day: Day | null): boolean => day !== null && day <= end
  if (id === 'receive' || id === 'receive_lenient') {
    const limit = later(slip.issuedOn, RECEIVE_DAYS)
    if (slip.direction !== 'in' || limit < from || limit > to) return false
    if (side === 'denominator') return true
    return slip.knownOn <= end && (id === 'receive_lenient' || slip.knownOn <= limit)
  }
  const asked = slip.kind !== 'TB-FW' && slip.dueOn !== null && slip.dueOn >= from && slip.dueOn <= to && slip.knownOn <= end
  if (!asked || slip.direction !== (id === 'return' || id === 'accepted' ? 'out' : 'in')) return false
  if (happened(slip.refusedOn) || happened(slip.withdrawnOn)) return false
  const answered = happened(slip.answeredOn)
  if (id === 'accepted') return answered && (side === 'denominator' || happened(slip.adoptedOn))
  if (side === 'denominator') return true
  return answered && (id !== 'answer_in_time' || (slip.answeredOn ?? '') <= slip.dueOn)
}

beforeAll(async () => {
  a = await openSlipOffice('610802-00', '141124-00')
})
afterAll(() => a.close())

class Undone extends Error {}
/** Does something with a register and takes it back whole. */
function withRegister(slips: readonly Slip[], work: () => void): void {
  try {
    a.office.write.transaction(() => {
      slips.forEach(put)
      work()
      throw new Undone()
    })
  } catch (error) {
    if (!(error instanceof Undone)) throw error
  }
}
const signer = () => ({ ...a.office.query(), db: a.db, actor: actorNamed('banli', ['signer']) })
const ask = (from: Day, to: Day) => {
  const { input, output } = contract.reports.indicators
  return output.parse(reportHandlers.indicators(signer(), input.parse({ from, to })))
}

describe('indicators', () => {
  it(`reports.indicators › ${String(REGISTERS)} random registers, any period › every fraction is what a slow counter finds`, () => {
    let counted = 0
    for (let run = 0; run < REGISTERS; run++) {
      const slips = Array.from({ length: 2 + some(9) }, drawn).filter((slip) => slip !== null)
      const from = later(FIRST, some(SPAN))
      const to = later(from, some(60))
      withRegister(slips, () => {
        const { rows } = ask(from, to)
        for (const id of ledgerIndicators) {
          const found = rows.find((row) => row.id === id)?.counted
          for (const side of indicatorSides) {
            const byHand = slips.filter((slip) => isIn(id, side, slip, from, to)).length
            expect([run, id, side, found?.[side]]).toEqual([run, id, side, byHand])
            counted += byHand
          }
        }
      })
    }
    expect(counted).toBeGreaterThan(REGISTERS)
    if (process.env['REGISTERS'] !== undefined) console.info(`${String(REGISTERS)} registers, ${String(counted)} slips counted by hand`)
  }, 600_000)

  it('slips.search › each side of each fraction › lists as many as the figure says', async () => {
    const slips = Array.from({ length: 150 }, drawn).filter((slip) => slip !== null)
    a.office.write.transaction(() => slips.forEach(put))
    const [from, to] = ['2025-12-21' as Day, '2026-02-20' as Day]
    const { rows, asOf, smallNumber } = ask(from, to)
    expect([asOf, smallNumber]).toEqual([to, 10])
    let large = 0
    for (const { counted } of rows) {
      if (counted === null || !isLedgerIndicator(counted.id)) continue
      for (const side of indicatorSides) {
        const filter = { indicator: { id: counted.id, side, from, to } }
        expect((await a.call('search', { filter, limit: 200 })).rows).toHaveLength(counted[side])
        expect((await a.call('count', { filter })).count).toBe(counted[side])
      }
      expect(counted.rate === null).toBe(counted.denominator < smallNumber)
      large += Number(counted.rate !== null)
    }
    expect(large).toBeGreaterThan(3)
  })

  it('reports.indicators › what the ledger cannot count › says why and shows no number', () => {
    const { rows } = ask('2026-01-21' as Day, '2026-02-20' as Day)
    const counts = ['submission', ...ledgerIndicators, 'certificate_seen', 'certificate_held', 'accurate']
    expect(rows.filter(({ counted }) => counted !== null).map(({ id }) => id)).toEqual(counts)
    for (const { id, counted, rule, numerator, denominator } of rows) {
      expect(numerator !== '' && denominator !== '').toBe(true)
      expect([id, /暂不统计。$/.test(rule)]).toEqual([id, counted === null && id !== 'free_service'])
    }
    expect(rows.filter(({ rule }) => rule.endsWith('暂不统计。')).map(({ id }) => id)).toEqual(['complaint_in_time', 'satisfaction'])
    expect(rows.find(({ id }) => id === 'receive')?.rule).toContain('采用这一口径')
  })
})
