// Why: a limit counted wrongly once makes an office late or another one wrongly called late; every limit is counted again, day by day, over eighteen years.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isDay, type Day } from './calendar-day'
import { deadlineFrom, type DeadlineQuery } from './deadline'
import { rulePackOn, rulePackSchema, type DeadlineRule, type RulePack } from './rule-pack'
import { holidayTableSchema, workCalendar } from './working-days'

const read = (name: string): unknown => JSON.parse(readFileSync(join(import.meta.dirname, '../../resources/codes', name), 'utf8'))
const packs = ['pre-2009', 'order-555', 'e-certificate', 'current'].map((id) => rulePackSchema.parse(read(`rule-packs/${id}.json`)))
const table = holidayTableSchema.parse(read('holidays.json'))
const calendar = workCalendar(table)
const day = (text: string): Day => {
  if (!isDay(text)) throw new RangeError(text)
  return text
}

const inForce = (start: string): RulePack => {
  const pack = rulePackOn(packs, day(start))
  if (pack === null) throw new RangeError(start)
  return pack
}

const TOWN = { task: 'slip.answer', kind: 'XC', urgency: 'ordinary', scope: 'intra_county' } as const
const REQUEST = { task: 'registration.verify_request' } as const
const ANSWER = { task: 'slip.answer', kind: 'XC', urgency: 'ordinary', purpose: 'birth_registration' } as const
const ORDINARY = { task: 'slip.answer', kind: 'XC', urgency: 'ordinary' } as const
const LATE = { task: 'certificate.late_issue' } as const

describe('limits counted by hand', () => {
  it.each<[string, DeadlineQuery, string, string]>([
    ['国庆 2009', TOWN, '2009-09-29', '2009-10-10'],
    ['春节 2010, the make-up weekend follows', TOWN, '2010-02-12', '2010-02-22'],
    ['元旦 2011, over the turn of the year', TOWN, '2010-12-31', '2011-01-06'],
    ['春节 2012, a make-up day before and one after', TOWN, '2012-01-20', '2012-01-30'],
    ['国庆 2013', TOWN, '2013-09-27', '2013-10-08'],
    ['抗战胜利纪念 2015, given once', TOWN, '2015-09-02', '2015-09-08'],
    ['29 February 2016 is a Monday', TOWN, '2016-02-26', '2016-03-02'],
    ['春节 2017', REQUEST, '2017-01-20', '2017-02-04'],
    ['劳动节 2018', TOWN, '2018-04-27', '2018-05-03'],
    ['劳动节 2019, four days since then', TOWN, '2019-04-26', '2019-04-30'],
    ['春节 2020, made longer in the last hour', REQUEST, '2020-01-17', '2020-02-04'],
    ['春节 2021', TOWN, '2021-02-10', '2021-02-20'],
    ['国庆 2022, both make-up days after', TOWN, '2022-09-30', '2022-10-10'],
    ['中秋 and 国庆 2023 together', TOWN, '2023-09-28', '2023-10-09'],
    ['春节 2024, its eve is worked', TOWN, '2024-02-09', '2024-02-20'],
    ['国庆 2025, fifteen days', ANSWER, '2025-09-26', '2025-10-23'],
    ['春节 2026, nine days', REQUEST, '2026-02-13', '2026-03-02']
  ])('%s', (_, query, start, due) => {
    expect(deadlineFrom(inForce(start), query, day(start), calendar)).toMatchObject({ dueOn: due, estimated: false })
  })

  it.each<[DeadlineQuery, string, string]>([
    [ORDINARY, '2012-02-10', '2012-03-11'],
    [ORDINARY, '2011-02-10', '2011-03-12'],
    [ORDINARY, '2012-01-30', '2012-02-29'],
    [ORDINARY, '2010-12-15', '2011-01-14'],
    [LATE, '2010-11-30', '2011-02-28'],
    [LATE, '2011-11-30', '2012-02-29'],
    [LATE, '2012-05-31', '2012-08-31'],
    [LATE, '2012-08-31', '2012-11-30'],
    [LATE, '2011-11-29', '2012-02-29']
  ])('leap days and ends of months › %o from %s', (query, start, due) => {
    expect(deadlineFrom(inForce(start), query, day(start), calendar)?.dueOn).toBe(due)
  })
})

/** Nothing of the program: days as numbers, the table as two sets. */
const DAY_MS = 86_400_000
const off = new Set<string>(Object.values(table.years).flatMap((year) => year.off))
const madeUp = new Set<string>(Object.values(table.years).flatMap((year) => year.work))
const textOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10)
const isWorked = (ms: number): boolean => madeUp.has(textOf(ms)) || (!off.has(textOf(ms)) && ![0, 6].includes(new Date(ms).getUTCDay()))

function slowly({ unit, value, roll }: DeadlineRule, start: number): string {
  if (unit === 'working_day') {
    let at = start
    for (let left = value; left > 0;) if (isWorked((at += DAY_MS))) left -= 1
    return textOf(at)
  }
  let at = start + value * DAY_MS
  if (unit === 'month') {
    const from = new Date(start)
    const month = from.getUTCMonth() + value
    const last = new Date(Date.UTC(from.getUTCFullYear(), month + 1, 0)).getUTCDate()
    at = Date.UTC(from.getUTCFullYear(), month, Math.min(from.getUTCDate(), last))
  }
  while (roll && !isWorked(at)) at += DAY_MS
  return textOf(at)
}

const FIRST = Date.UTC(2009, 0, 1)
const LAST = Date.UTC(2026, 8, 1)

/** A slip that is under way on the day the rules change keeps the limit of the rules it was written under. */
describe('the day the rules change', () => {
  it.each([
    ['2009-09-30', '2009-10-01', 'pre-2009', 'order-555'],
    ['2014-06-30', '2014-07-01', 'order-555', 'e-certificate'],
    ['2021-08-31', '2021-09-01', 'e-certificate', 'current']
  ])('%s and %s › %s, then %s', (before, after, old, fresh) => {
    expect([inForce(before).id, inForce(after).id]).toEqual([old, fresh])
    const shorter = { ...inForce(after), deadlines: inForce(after).deadlines.map((row) => ({ ...row, value: 1 })) }
    const due = (pack: RulePack): string | undefined => deadlineFrom(pack, ORDINARY, day(before), calendar)?.dueOn
    expect(due(inForce(before))).not.toBe(due(shorter))
  })
})

/** Rows that count alike are counted once. */
const counted = new Map<string, { pack: RulePack; row: DeadlineRule; roll: boolean }>(
  packs.flatMap((pack) =>
    pack.deadlines.flatMap((row) =>
      [false, true].map((roll) => [`${String(row.value)} ${row.unit}${roll ? ', rolled' : ''}`, { pack, row, roll }] as const)
    )
  )
)

describe('every limit there is, from every day of 2009 to 2026', () => {
  it.each([...counted])('%s › as counted slowly', (_how, { pack, row, roll }) => {
    const rule = { ...row, roll, validFrom: null, validTo: null }
    const alone = { ...pack, deadlines: [rule] }
    const { task, slipTypes, urgency, purpose, scope } = rule
    const query: DeadlineQuery = {
      task,
      ...(slipTypes[0] !== undefined && { kind: slipTypes[0] }),
      ...(urgency !== null && { urgency }),
      ...(purpose !== null && { purpose }),
      ...(scope !== null && { scope })
    }
    const wrong: string[] = []
    for (let at = FIRST; at <= LAST; at += DAY_MS) {
      const found = deadlineFrom(alone, query, day(textOf(at)), calendar)
      const expected = slowly(rule, at)
      if (found?.dueOn !== expected || found.estimated) wrong.push(`${textOf(at)}: ${found?.dueOn ?? 'none'}, not ${expected}`)
    }
    expect(wrong.slice(0, 5)).toEqual([])
  })
})
