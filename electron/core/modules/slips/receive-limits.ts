// Why: a slip is late to be taken in by the limit of its kind and day of issue, which the rule pack sets; SQL cannot count working days.
import { addCalendarDays, deadlineFrom, isDay, noticeKinds, requestKinds } from '@shared/domain'
import type { QueryContext } from '../../rpc'
import type { ReceiveLimit } from './queries/indicator-slips'

/** No rule gives more days than these to take a slip in. */
const LONGEST = 120

/** @returns a line for every kind and day of issue whose limit to take in falls in the period */
export function receiveLimits({ rules, reference }: Pick<QueryContext, 'rules' | 'reference'>, from: string, to: string): ReceiveLimit[] {
  const lines: ReceiveLimit[] = []
  if (!isDay(from) || !isDay(to)) return lines
  for (let day = addCalendarDays(from, -LONGEST); day !== null && day <= to; day = addCalendarDays(day, 1))
    for (const kind of [...requestKinds, ...noticeKinds]) {
      const limit = deadlineFrom(rules, { task: 'slip.receive', kind }, day, reference.calendar)?.dueOn
      if (limit !== undefined && limit >= from && limit <= to) lines.push([kind, day, limit])
    }
  return lines
}
