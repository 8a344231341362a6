// Why: every row of a printed list carries a code that names list and row and nothing of the person, and a slip of the scanner must not hit another row.
import { cardNumber, type CardFacts } from './card-facts'
import { parseCardLine, type CardLineFault } from './card-line'
import { isResidentId } from './resident-id'

/** One row of one printed list. */
export interface ListRow {
  /** Number of the list in this office, 1 … 999,999,999. */
  readonly list: number
  /** Row on the list, 1 … 99,999. */
  readonly row: number
  /** Printed in a made-up office; never accepted by a real one, nor the other way round. */
  readonly practice: boolean
}

/**
 * `foreign`: not a code of ours. `damaged`: a digit is wrong or missing. `newer`: printed by a later version.
 * `practice` and `real`: printed on the other side of the wall between practice and work.
 */
export const rowCodeRefusals = ['foreign', 'damaged', 'newer', 'practice', 'real'] as const
export type RowCodeRefusal = (typeof rowCodeRefusals)[number]

export const rowCodeRefusalTexts = {
  foreign: '扫到的不是本程序名单上的码。请扫名单每行左边的方码。',
  damaged: '名单上的码没有扫全。请把纸铺平再扫一次，或按名单行号录入。',
  newer: '这张名单由更新版本的程序打印。请升级后再扫，或按名单行号录入。',
  practice: '这是演练用的名单，不能录进正式资料。',
  real: '这是正式名单，不能录进演练资料。请离开演练后再扫。'
} as const satisfies Record<RowCodeRefusal, string>

export type RowCode =
  { readonly ok: true; readonly list: number; readonly row: number } | { readonly ok: false; readonly reason: RowCodeRefusal }

/**
 * `97`, one digit for version and side (1 real, 2 practice), nine digits list, five digits row, two check digits: 19 digits.
 * Digits only, because a scanner types like a keyboard and an input method turns letters into pinyin; 19 of them,
 * because resident numbers have 15 or 18 and telephones 11.
 */
const SHAPE = /^97(\d)(\d{9})(\d{5})(\d{2})$/
const LENGTH = 19
const SIDES = { real: '1', practice: '2' } as const

/** Remainder of a number of any length; ISO 7064 counts with it. */
const remainder97 = (digits: string): number => Array.from(digits).reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0)

/** ISO 7064 MOD 97-10: finds every single wrong digit and every exchange of neighbours. */
const checkDigits = (digits: string): string => String(98 - remainder97(`${digits}00`)).padStart(2, '0')

const isWithin = (value: number, last: number): boolean => Number.isInteger(value) && value >= 1 && value <= last

/** @returns the 19 digits of a row's code @throws RangeError for a list or row out of bounds: lists are cut before they are printed */
export function rowCode({ list, row, practice }: ListRow): string {
  if (!isWithin(list, 999_999_999) || !isWithin(row, 99_999)) throw new RangeError('list or row out of bounds')
  const side = practice ? SIDES.practice : SIDES.real
  const body = `97${side}${String(list).padStart(9, '0')}${String(row).padStart(5, '0')}`
  return body + checkDigits(body)
}

/** @param text as scanned or typed; blanks and full-width digits do not matter @param practice whether this office is made up */
export function parseRowCode(text: string, practice: boolean): RowCode {
  const digits = text.normalize('NFKC').replace(/[\s-]/g, '')
  if (!/^97\d*$/.test(digits)) return { ok: false, reason: 'foreign' }
  const parts = SHAPE.exec(digits)
  if (parts === null || remainder97(digits) !== 1) return { ok: false, reason: nearlyOurs(digits) ? 'damaged' : 'foreign' }
  const [, side, list, row] = parts
  if (side !== SIDES.real && side !== SIDES.practice) return { ok: false, reason: 'newer' }
  if ((side === SIDES.practice) !== practice) return { ok: false, reason: practice ? 'real' : 'practice' }
  return { ok: true, list: Number(list), row: Number(row) }
}

/** One or two digits lost or doubled still look like ours: no area, and no card of a foreigner, begins with 97. */
const nearlyOurs = (digits: string): boolean => digits.length >= LENGTH - 2 && digits.length <= LENGTH + 2

/** What came out of a scanner or a reader that poses as a keyboard. */
export type Scan =
  | { readonly kind: 'row'; readonly list: number; readonly row: number }
  | { readonly kind: 'card'; readonly card: CardFacts }
  | { readonly kind: 'number'; readonly idNo: string }
  | { readonly kind: 'refused'; readonly reason: RowCodeRefusal | CardLineFault }
  | { readonly kind: 'text'; readonly text: string }

/** Tells what was scanned: a row of ours, a whole card, a resident number alone, or any other text. */
export function readScan(text: string, practice: boolean): Scan {
  const row = parseRowCode(text, practice)
  if (row.ok) return { kind: 'row', list: row.list, row: row.row }
  if (row.reason !== 'foreign') return { kind: 'refused', reason: row.reason }
  const number = cardNumber(text)
  if (isResidentId(number)) return { kind: 'number', idNo: number }
  const line = parseCardLine(text)
  if (line.ok) return { kind: 'card', card: line.card }
  return line.reason === 'incomplete' ? { kind: 'refused', reason: line.reason } : { kind: 'text', text }
}
