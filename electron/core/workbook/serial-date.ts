// Why: a date is a count of days whose first day depends on who made the file, and one leap day of it never was.
import type { NumberFormat } from './number-format'

/** Days between the two counts: a serial of the 1904 system is smaller by this. */
export const SHIFT_1904 = 1462
const DAY_MS = 86_400_000
const LAST_SERIAL = 2_958_465
const pad = (value: number, width = 2): string => String(value).padStart(width, '0')

export interface SerialDate {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  /** Less than one day: a time without a date. */
  readonly timeOnly: boolean
}

/**
 * The moment a serial number stands for.
 * @param date1904 the workbook's own statement
 * @returns null when there is none: negative, past 9999-12-31, or day 60 of the 1900 system (29 February 1900)
 */
export function serialDate(serial: number, date1904: boolean): SerialDate | null {
  if (!(serial >= 0) || serial >= LAST_SERIAL + 1) return null
  let days = Math.floor(serial)
  let seconds = Math.round((serial - days) * 86_400)
  if (seconds === 86_400) {
    days++
    seconds = 0
  }
  if (!date1904 && days === 60) return null
  const base = date1904 ? Date.UTC(1904, 0, 1) : days < 60 ? Date.UTC(1899, 11, 31) : Date.UTC(1899, 11, 30)
  const moment = new Date(base + days * DAY_MS)
  return {
    year: moment.getUTCFullYear(),
    month: moment.getUTCMonth() + 1,
    day: moment.getUTCDate(),
    hour: Math.floor(seconds / 3600),
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
    timeOnly: days === 0
  }
}

/** `YYYY-MM-DD` as the serial of the 1900 system. */
export function serialOfDay(day: string): number {
  const days = Math.round(Date.parse(`${day}T00:00:00Z`) / DAY_MS) + 25_569
  return days <= 60 ? days - 1 : days
}

/** `YYYY-MM-DD` moved by whole days. */
export const shiftDay = (day: string, by: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + by * DAY_MS).toISOString().slice(0, 10)

/**
 * What an importer takes: `2026-03-05`, with `T09:30:00` when a time is stored, `2026-03` when the format shows no day, `09:30:00` without a date.
 */
export function plainDate(date: SerialDate, format: NumberFormat): string {
  const time = `${pad(date.hour)}:${pad(date.minute)}:${pad(date.second)}`
  if (date.timeOnly && !/[yd年日]/i.test(format.code)) return time
  const month = `${pad(date.year, 4)}-${pad(date.month)}`
  const day = `${month}-${pad(date.day)}`
  if (time !== '00:00:00') return `${day}T${time}`
  const shown = format.code.replace(/\[[^\]]*\]/g, '')
  const yearAndMonthOnly = date.day === 1 && /y/i.test(shown) && /m/i.test(shown) && !/[dh日]/i.test(shown)
  return yearAndMonthOnly ? month : day
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const TOKEN = /"([^"]*)"|\\(.)|\[(h+|m+|s+)\]|\[[^\]]*\]|am\/pm|a\/p|上午\/下午|y+|m+|d+|h+|s+|0+|_.|\*.|./gis

/** The date as its format shows it. */
export function showDate(date: SerialDate, format: NumberFormat): string {
  const code = format.code.split(';', 1)[0] ?? ''
  const half = /am\/pm|a\/p|上午\/下午/i.test(code)
  let afterHour = false
  let out = ''
  for (const found of code.slice(0, 255).matchAll(TOKEN)) {
    const [whole, quoted, escaped] = found
    const token = whole.toLowerCase()
    const letter = token.charAt(0)
    if (quoted !== undefined || escaped !== undefined) out += quoted ?? escaped ?? ''
    else if (letter === '_' || letter === '*') continue
    else if (letter === '[') out += found[3] === undefined ? '' : String(date.hour)
    else if (letter === 'm')
      out +=
        /^m/.test(token) && (afterHour || secondsFollow(code, found.index + whole.length))
          ? field(date.minute, token)
          : monthField(date.month, token)
    else out += datePart(date, token, letter, half) ?? whole
    if ('ymdhs['.includes(letter)) afterHour = letter === 'h' || found[3] !== undefined
  }
  return out
}

const field = (value: number, token: string): string => (token.length > 1 ? pad(value) : String(value))
const monthField = (month: number, token: string): string => (token.length > 2 ? (MONTHS[month - 1] ?? '') : field(month, token))
const secondsFollow = (code: string, at: number): boolean => /^[^ymdh]*s/i.test(code.slice(at).replace(/"[^"]*"/g, ''))

function datePart(date: SerialDate, token: string, letter: string, half: boolean): string | null {
  if (letter === 'y') return token.length > 2 ? pad(date.year, 4) : pad(date.year % 100)
  if (letter === 'd') return field(date.day, token)
  if (letter === 'h') return field(half ? date.hour % 12 || 12 : date.hour, token)
  if (letter === 's') return field(date.second, token)
  if (letter === '0') return ''
  if (token === 'am/pm' || token === 'a/p' || letter === '上') return date.hour < 12 ? '上午' : '下午'
  return null
}
