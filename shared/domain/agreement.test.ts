/** The rules of agreements: which limit counts, when the end is told, and what holds on a day. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  agreedDeadlineFor,
  agreementStanding,
  agreementStandings,
  holdsOn,
  limitUnderAgreement,
  reminderStage,
  type AgreedDeadline
} from './agreement'
import { addCalendarDays, daysBetween, toDay, type Day } from './calendar-day'
import { workCalendar } from './working-days'

const START = toDay(2026, 3, 5) ?? ('' as never)
const calendar = workCalendar()
const after = (days: number): Day => addCalendarDays(START, days) ?? START
const days = fc.integer({ min: 1, max: 120 })
const agreed = (value: number, over: Partial<AgreedDeadline> = {}): AgreedDeadline => ({
  ...{ kind: 'XC', urgency: null, value, unit: 'calendar_day', mayBeLonger: false },
  ...over
})
const ordinary = (value: number) => ({ dueOn: after(value), estimated: false, rule: { label: '规则' } })

describe('limit under an agreement', () => {
  it('is never later than the rule pack’s unless it was agreed to be', () =>
    fc.assert(
      fc.property(days, days, fc.boolean(), (pack, value, mayBeLonger) => {
        const limit = limitUnderAgreement(ordinary(pack), agreed(value, { mayBeLonger }), '〔1〕', START, calendar)
        const expected = mayBeLonger || value < pack ? value : pack
        expect(limit?.dueOn).toBe(after(expected))
        expect(limit?.label).toBe(mayBeLonger || value < pack ? `协议 〔1〕：${String(value)} 天` : '规则')
      })
    ))

  it('is the rule pack’s without a row, the agreed one without a rule, and nothing without both', () => {
    expect(limitUnderAgreement(ordinary(30), undefined, '', START, calendar)).toMatchObject({ dueOn: after(30), label: '规则' })
    expect(limitUnderAgreement(null, agreed(9), 'A', START, calendar)).toMatchObject({ dueOn: after(9), label: '协议 A：9 天' })
    expect(limitUnderAgreement(null, undefined, 'A', START, calendar)).toBeNull()
  })

  it('in working days is no earlier than in calendar days', () =>
    fc.assert(
      fc.property(days, (value) => {
        const row = agreed(value, { unit: 'working_day', mayBeLonger: true })
        const limit = limitUnderAgreement(null, row, 'A', START, calendar)
        expect(daysBetween(START, limit?.dueOn ?? START)).toBeGreaterThanOrEqual(value)
      })
    ))

  it('takes the row of the urgency before the one for all, and none of another kind', () => {
    const rows = [agreed(20), agreed(5, { urgency: 'urgent' }), agreed(7, { kind: 'CX', urgency: 'urgent' })]
    expect(agreedDeadlineFor(rows, 'XC', 'urgent')?.value).toBe(5)
    expect(agreedDeadlineFor(rows, 'XC', 'ordinary')?.value).toBe(20)
    expect(agreedDeadlineFor(rows, 'XC', null)?.value).toBe(20)
    expect(agreedDeadlineFor(rows, 'CX', null)).toBeUndefined()
  })
})

const REMINDERS = [60, 30, 7]

describe('the end of an agreement', () => {
  it('is told at 60, 30 and 7 days, on the last day, and not after', () => {
    const stage = (left: number) => reminderStage(after(left), START, REMINDERS)
    expect([61, 60, 31, 30, 8, 7, 0, -1].map(stage)).toEqual([null, 60, 60, 30, 30, 7, 7, null])
    expect(reminderStage(null, START, REMINDERS)).toBeNull()
  })

  it('every term has one standing, and it holds exactly in those that say so', () => {
    const offset = fc.integer({ min: -200, max: 200 })
    fc.assert(
      fc.property(offset, fc.option(fc.nat(300)), fc.option(offset), (from, length, ended) => {
        const term = {
          validFrom: after(from),
          validTo: length === null ? null : after(from + length),
          endedOn: ended === null ? null : after(ended)
        }
        const standing = agreementStanding(term, START, REMINDERS)
        expect(agreementStandings).toContain(standing)
        expect(holdsOn(term, START)).toBe(standing === 'in_force' || standing === 'expiring')
        if (reminderStage(term.validTo, START, REMINDERS) !== null && holdsOn(term, START)) expect(standing).toBe('expiring')
      })
    )
  })
})
