// Why: township lists write dates in a dozen ways; each is read for what it can only mean, and one that can mean two days is not guessed.

export type TextDate =
  /** `YYYY-MM-DD`, `YYYY-MM` or `YYYY`, written that way (`house`), the way Excel writes text files (`excel`), or otherwise. */
  | { readonly kind: 'date'; readonly date: string; readonly spelling: 'house' | 'excel' | 'compact' | 'other' }
  | { readonly kind: 'ambiguous' | 'impossible' | 'unreadable' }

const DIGITS = '〇一二三四五六七八九'
const pad = (value: number): string => String(value).padStart(2, '0')
const LEAP_MONTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const
const LONGEST = 40
const FIRST_YEAR = 1800
const LAST_YEAR = 2199

function isReal(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1 || day > (LEAP_MONTHS[month - 1] ?? 0)) return false
  return month !== 2 || day < 29 || (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0))
}

/** `YYYYMMDD` digits as a day; null when there is no such day between 1800 and 2199. */
export function compactDay(digits: string): string | null {
  if (!/^\d{8}$/.test(digits)) return null
  const [year, month, day] = [Number(digits.slice(0, 4)), Number(digits.slice(4, 6)), Number(digits.slice(6))]
  return year >= FIRST_YEAR && year <= LAST_YEAR && isReal(year, month, day) ? `${digits.slice(0, 4)}-${pad(month)}-${pad(day)}` : null
}

const IMPOSSIBLE: TextDate = { kind: 'impossible' }
const UNREADABLE: TextDate = { kind: 'unreadable' }

function build(
  year: string,
  month: string | undefined,
  day: string | undefined,
  spelling: 'house' | 'excel' | 'compact' | 'other'
): TextDate {
  const [y, m, d] = [Number(year), Number(month ?? 1), Number(day ?? 1)]
  if (y < FIRST_YEAR || y > LAST_YEAR || !isReal(y, m, d)) return IMPOSSIBLE
  const date = month === undefined ? year : day === undefined ? `${year}-${pad(m)}` : `${year}-${pad(m)}-${pad(d)}`
  return { kind: 'date', date, spelling: date.length === 4 ? 'house' : spelling }
}

/** 二〇二六年三月十五日 with its numbers as digits; other text unchanged. */
function arabic(text: string): string {
  if (!/[〇○零一二三四五六七八九十]/.test(text)) return text
  return text.replace(/[○零]/g, '〇').replace(/[〇一二三四五六七八九十]+/g, (word) => {
    const tens = /^([一二三])?十([一二三四五六七八九])?$/.exec(word)
    if (tens) return String((tens[1] ? DIGITS.indexOf(tens[1]) : 1) * 10 + (tens[2] ? DIGITS.indexOf(tens[2]) : 0))
    return word.replace(/./g, (digit) => (DIGITS.includes(digit) ? String(DIGITS.indexOf(digit)) : digit))
  })
}

const CLOCK = String.raw`(?:[ T]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?`
const HOUSE = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/
const EXCEL = new RegExp(String.raw`^(\d{4})([-/])(\d{1,2})(?:\2(\d{1,2}))?${CLOCK}$`)
const OTHER = new RegExp(String.raw`^(\d{4})\s*[-/.·。,、年\s]\s*(\d{1,2})\s*(?:[-/.·。,、月\s]\s*(?:(\d{1,2})\s*[日号]?)?)?${CLOCK}$`)
const COMPACT = /^(\d{4})(\d{2})(\d{2})?$/
const YEAR_LAST = new RegExp(String.raw`^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})${CLOCK}$`)

/** Reads a date out of trimmed, half-width text. */
export function readTextDate(written: string): TextDate {
  // The patterns below go back and forth over blanks; no date is longer than this.
  if (written.length > LONGEST) return UNREADABLE
  const text = arabic(written)
  const house = HOUSE.exec(text)
  if (house) return build(house[1] ?? '', house[2], house[3], 'house')
  const compact = COMPACT.exec(text)
  if (compact) return build(compact[1] ?? '', compact[2], compact[3], 'compact')
  const excel = EXCEL.exec(text)
  if (excel) return build(excel[1] ?? '', excel[3], excel[4], 'excel')
  const other = OTHER.exec(text)
  if (other) return build(other[1] ?? '', other[2], other[3], 'other')
  const year = /^(\d{4})年$/.exec(text)
  if (year) return build(year[1] ?? '', undefined, undefined, 'other')
  const last = YEAR_LAST.exec(text)
  if (last) return yearLast(last[3] ?? '', last[1] ?? '', last[2] ?? '')
  // 86.3.5 is one of two centuries and one of three orders.
  return /^\d{1,2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?$/.test(text) ? { kind: 'ambiguous' } : UNREADABLE
}

function yearLast(year: string, first: string, second: string): TextDate {
  const [one, two] = [build(year, first, second, 'other'), build(year, second, first, 'other')]
  if (one.kind !== 'date') return two
  return two.kind !== 'date' || two.date === one.date ? one : { kind: 'ambiguous' }
}
