/** Dates as offices write them: figures for days, words for spans, the lunar day as a hint. */
import { isDay, partsOfDay, type Day } from '../domain/calendar-day'
import type { PartialDate } from '../domain/partial-date'

/** `1968` → `1968年`, `1968-03` → `1968年3月`, a whole day stays `1968-03-05`. */
export function formatPartialDate(date: PartialDate): string {
  if (date.length === 4) return `${date}年`
  return date.length === 7 ? `${date.slice(0, 4)}年${String(Number(date.slice(5)))}月` : date
}

/** UTC instant → local `2026-03-05 14:20`; the text itself when it is no instant. */
export function formatInstant(instant: string): string {
  const at = new Date(instant)
  if (Number.isNaN(at.getTime())) return instant
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${String(at.getFullYear())}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`
}

/** Whole days until due in words: 还有 3 天, 今天, 逾期 2 天. */
export function formatDaysLeft(days: number): string {
  if (days === 0) return '今天'
  return days > 0 ? `还有 ${String(days)} 天` : `逾期 ${String(-days)} 天`
}

const lunar = new Intl.DateTimeFormat('zh-CN-u-ca-chinese', { dateStyle: 'long', timeZone: 'UTC' })

/** Lunar day of a whole day as a hint (`农历丙午年正月十七`); null for a partial date or where the runtime has no lunar calendar. */
export function lunarHint(date: PartialDate | Day): string | null {
  if (!isDay(date)) return null
  const { year, month, day } = partsOfDay(date)
  const parts = new Map(lunar.formatToParts(Date.UTC(year, month - 1, day)).map(({ type, value }) => [type as string, value]))
  const named = parts.get('yearName')
  const moon = parts.get('month')
  const on = parts.get('day')
  if (named === undefined || moon === undefined || on === undefined) return null
  return `农历${named}年${moon}${on}`
}
