// Why: every limit of domain.md §2.5 must come out of the packs as written there, with the two clocks apart.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isDay, type Day } from './calendar-day'
import { deadlineFrom, findDeadlineRule, twoClocks, type DeadlineQuery } from './deadline'
import { isDivisionCode, type DivisionCode } from './division-code'
import { rulePackSchema, type RulePack } from './rule-pack'
import { holidayTableSchema, workCalendar } from './working-days'

const read = (name: string): unknown => JSON.parse(readFileSync(join(import.meta.dirname, '../../resources/codes', name), 'utf8'))
const packOf = (id: string): RulePack => rulePackSchema.parse(read(`rule-packs/${id}.json`))
const order555 = packOf('order-555')
const current = packOf('current')
const calendar = workCalendar(holidayTableSchema.parse(read('holidays.json')))
const day = (text: string): Day => {
  if (!isDay(text)) throw new RangeError(text)
  return text
}
const code = (text: string): DivisionCode => {
  if (!isDivisionCode(text)) throw new RangeError(text)
  return text
}

describe('deadlineFrom', () => {
  it.each<[string, DeadlineQuery, string, string | null]>([
    ['协查 紧急', { task: 'slip.answer', kind: 'XC', urgency: 'urgent' }, '2010-03-01', '2010-03-16'],
    ['协查 急', { task: 'slip.answer', kind: 'XC', urgency: 'ordinary' }, '2010-03-01', '2010-03-31'],
    [
      '协查 for registration',
      { task: 'slip.answer', kind: 'XC', urgency: 'urgent', purpose: 'birth_registration' },
      '2010-03-01',
      '2010-03-22'
    ],
    ['协查 between towns', { task: 'slip.answer', kind: 'XC', urgency: 'ordinary', scope: 'intra_county' }, '2010-03-05', '2010-03-10'],
    ['查询', { task: 'slip.answer', kind: 'CX', urgency: 'ordinary' }, '2010-03-01', '2010-03-31'],
    ['通报 接收', { task: 'slip.receive', kind: 'TB-LD' }, '2010-03-01', '2010-03-31'],
    ['registration request', { task: 'registration.verify_request' }, '2010-03-01', '2010-03-10'],
    ['registration answer', { task: 'registration.verify_answer' }, '2010-03-01', '2010-03-22'],
    ['registration result', { task: 'registration.result_notice' }, '2010-03-01', '2010-03-22'],
    ['registration at once', { task: 'registration.register' }, '2010-03-01', '2010-03-01'],
    ['certificate submit', { task: 'certificate.submit' }, '2010-03-01', '2010-03-31'],
    ['certificate late issue, end of month', { task: 'certificate.late_issue' }, '2010-11-30', '2011-02-28'],
    ['certificate issue', { task: 'certificate.issue' }, '2010-03-05', '2010-03-10'],
    ['反馈 owes no answer', { task: 'slip.answer', kind: 'FK' }, '2010-03-01', null],
    ['接收确认 owes nothing', { task: 'slip.receive', kind: 'QR' }, '2010-03-01', null]
  ])('deadlineFrom › order-555, %s', (_, query, start, expected) => {
    expect(deadlineFrom(order555, query, day(start), calendar)?.dueOn ?? null).toBe(expected)
  })

  it('deadlineFrom › certificate limits › are gone from the pack of today', () => {
    expect(deadlineFrom(current, { task: 'certificate.submit' }, day('2026-03-01'), calendar)).toBeNull()
    expect(deadlineFrom(current, { task: 'person_desk.answer' }, day('2026-03-05'), calendar)?.dueOn).toBe('2026-03-26')
  })

  it('deadlineFrom › a year without holiday table › says estimated', () => {
    const due = deadlineFrom(current, { task: 'person_desk.answer' }, day('2026-12-20'), calendar)
    expect(due?.estimated).toBe(true)
    expect(deadlineFrom(current, { task: 'slip.answer', kind: 'XC', urgency: 'urgent' }, day('2026-12-20'), calendar)?.estimated).toBe(
      false
    )
  })

  it('twoClocks › a stick that lay for ten days › leaves the official limit and starts our own at import', () => {
    const clocks = twoClocks(
      current,
      { task: 'slip.answer', kind: 'XC', urgency: 'urgent' },
      { issuedOn: day('2026-03-01'), importedOn: day('2026-03-11') },
      calendar
    )
    expect([clocks.official?.dueOn, clocks.own?.dueOn]).toEqual(['2026-03-16', '2026-03-26'])
    expect(
      twoClocks(
        current,
        { task: 'slip.answer', kind: 'XC', urgency: 'urgent' },
        { issuedOn: day('2026-03-01'), importedOn: null },
        calendar
      ).own
    ).toBeNull()
  })

  it('findDeadlineRule › local and dated rows › beat the general one only there and then', () => {
    const pack = structuredClone(current)
    const general = findDeadlineRule(pack, { task: 'slip.answer', kind: 'XC', urgency: 'ordinary' }, day('2026-03-01'))
    if (general === null) throw new RangeError('the pack has a row for XC')
    pack.deadlines.unshift({ ...general, id: 'province', region: code('610000'), urgency: null, value: 20, validFrom: null, validTo: null })
    pack.deadlines.push({ ...general, id: 'city', region: code('610800'), value: 10, validFrom: null, validTo: null })
    const query = (region: string): DeadlineQuery => ({ task: 'slip.answer', kind: 'XC', urgency: 'ordinary', region: code(region) })
    expect(findDeadlineRule(pack, query('610802'), day('2026-03-01'))?.id).toBe('city')
    expect(findDeadlineRule(pack, query('610102'), day('2026-03-01'))?.id).toBe('province')
    expect(findDeadlineRule(pack, query('141124'), day('2026-03-01'))?.id).toBe('answer_ordinary')
    const dated = rulePackSchema.parse({
      ...pack,
      deadlines: pack.deadlines.map((row) => (row.id === 'city' ? { ...row, validTo: '2026' } : row))
    })
    expect(findDeadlineRule(dated, query('610802'), day('2026-03-01'))?.id).toBe('province')
  })

  it('deadlineFrom › a row that rolls › never ends on a day off', () => {
    const pack = structuredClone(current)
    for (const row of pack.deadlines) row.roll = true
    expect(deadlineFrom(pack, { task: 'slip.answer', kind: 'XC', urgency: 'urgent' }, day('2026-09-20'), calendar)?.dueOn).toBe(
      '2026-10-08'
    )
    expect(deadlineFrom(current, { task: 'slip.answer', kind: 'XC', urgency: 'urgent' }, day('2026-09-20'), calendar)?.dueOn).toBe(
      '2026-10-05'
    )
  })
})
