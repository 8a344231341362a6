/** Makes a clean table of made-up persons and puts known damage into it, so that what is found can be held against what was done. */
import { residentIdCheckCharacter } from '@shared/domain'
import type { DamageCode, WatchedColumn } from '../../electron/core/workbook'
import { escapeXml } from './package-kit'

/** Deterministic numbers from a seed (mulberry32). */
export function random(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * below)
  }
}

/** Columns of the seeded table. */
export const COLUMNS = { id: 0, name: 1, code: 2, phone: 3, birth: 4, arrived: 5, count: 6, address: 7 } as const
const PHONE = /^(?:1[3-9]\d{9}|0\d{9,11}|[2-8]\d{6,7})$/

export const watched: readonly WatchedColumn[] = [
  { column: COLUMNS.id, expected: { kind: 'identity' } },
  { column: COLUMNS.name, expected: { kind: 'text' } },
  { column: COLUMNS.code, expected: { kind: 'code', valid: /^(?:0\d{5}|\d{12})$/ } },
  { column: COLUMNS.phone, expected: { kind: 'code', valid: PHONE } },
  { column: COLUMNS.birth, expected: { kind: 'date', earliest: '1900-01-01', latest: '2026-11-21', sameAs: COLUMNS.id } },
  { column: COLUMNS.arrived, expected: { kind: 'date', earliest: '1985-01-01', latest: '2026-11-21' } },
  { column: COLUMNS.count, expected: { kind: 'number' } },
  { column: COLUMNS.address, expected: { kind: 'text' } }
]

/** A cell as the file holds it. */
export interface SeedCell {
  readonly xml: 'text' | 'number' | 'formula' | 'error'
  readonly value: string
  /** Number of the cell format: 0 General, 1 text, 2 date. */
  readonly style: 0 | 1 | 2
}

export interface Seeded {
  readonly row: number
  readonly column: number | null
  readonly code: DamageCode
}

const text = (value: string): SeedCell => ({ xml: 'text', value, style: 1 })
const number = (value: string | number): SeedCell => ({ xml: 'number', value: String(value), style: 0 })
const day = (serial: number): SeedCell => ({ xml: 'number', value: String(serial), style: 2 })
const pick = <T>(next: (below: number) => number, from: readonly T[]): T => from[next(from.length)] as T // below the length
const serial = (iso: string): number => Date.parse(`${iso}T00:00:00Z`) / 86_400_000 + 25_569
const isoOf = (cell: SeedCell): string => new Date((Number(cell.value) - 25_569) * 86_400_000).toISOString().slice(0, 10)

export function cleanRow(next: (below: number) => number): SeedCell[] {
  const born = new Date(Date.UTC(1930, 0, 1) + next(34_000) * 86_400_000).toISOString().slice(0, 10)
  const first17 = `610802${born.replaceAll('-', '')}${String(next(1000)).padStart(3, '0')}`
  const phone = pick(next, [`13${String(next(1e9)).padStart(9, '0')}`, `0912${String(2_000_000 + next(6_000_000))}`])
  return [
    text(first17 + residentIdCheckCharacter(first17)),
    text(`${pick(next, ['王', '李', '欧阳', '买买提·'])}${pick(next, ['小明', '𠮷', '䶮', '芳', '阿依古丽'])}`),
    text(pick(next, [`0${String(10_000 + next(89_999))}`, `610802${String(100_000 + next(899_999))}`])),
    text(phone),
    next(3) === 0 ? text(born) : day(serial(born)),
    next(3) === 0 ? text('2019-07') : day(serial('1990-01-01') + next(13_000)),
    number(next(9)),
    text(`榆阳区${pick(next, ['Ａ座', '航宇路', '第三小区'])}${next(99)}号（${next(20)}楼）`)
  ]
}

type Damage = (cell: SeedCell, next: (below: number) => number, row: readonly SeedCell[]) => SeedCell | null

const onText =
  (change: (value: string) => string): Damage =>
  (cell) =>
    cell.xml === 'text' ? { ...cell, value: change(cell.value) } : null
const respelled =
  (spell: (year: string, month: number, date: number) => string): Damage =>
  (cell) => {
    const iso = cell.style === 2 ? isoOf(cell) : cell.value
    const [year = '', month = '', date] = iso.split('-')
    return date === undefined ? null : text(spell(year, Number(month), Number(date)))
  }

const wide = (value: string): string => value.replace(/[!-~]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0))
const asDouble = (id: string): string => `${id.slice(0, 15)}000`
const two = (value: number): string => String(value).padStart(2, '0')

/** What is done to which column, and the name it must be found under. */
export const damages: readonly (readonly [DamageCode, keyof typeof COLUMNS, Damage])[] = [
  ['id_digits_lost', 'id', (cell) => number(asDouble(cell.value.replace('X', '0')))],
  ['id_digits_lost', 'id', (cell) => number(Number(cell.value.replace('X', '0')).toExponential(14).replace('e', 'E'))],
  ['id_digits_lost', 'id', onText(asDouble)],
  ['scientific', 'id', onText((id) => `${id.charAt(0)}.${id.slice(1, 6)}E+17`)],
  ['scientific', 'code', onText(() => '6.10802E+11')],
  ['number_typed', 'id', (cell) => number(cell.value.slice(0, 6) + cell.value.slice(8, 17))],
  ['leading_zero', 'code', (cell) => (cell.value.startsWith('0') ? number(Number(cell.value)) : null)],
  ['leading_zero', 'phone', (cell) => (cell.value.startsWith('0') ? text(cell.value.slice(1)) : null)],
  ['decimal_tail', 'code', (cell) => (cell.value.length === 12 ? text(`${cell.value}.0`) : null)],
  ['full_width', 'id', onText(wide)],
  ['full_width', 'phone', onText(wide)],
  ['stray_space', 'id', onText((value) => `${value} `)],
  ['stray_space', 'name', onText((value) => `\u00a0${value}`)],
  ['stray_space', 'address', onText((value) => `${value}\n`)],
  ['stray_space', 'phone', onText((value) => `\u200b${value}`)],
  ['apostrophe', 'id', onText((value) => `'${value}`)],
  ['number_as_text', 'count', (cell) => text(cell.value)],
  ['undecodable', 'name', onText((value) => `${value}\ufffd`)],
  ['error_value', 'code', () => ({ xml: 'error', value: '#N/A', style: 0 })],
  ['formula', 'name', (cell) => ({ ...cell, xml: 'formula' })],
  ['formula_empty', 'address', () => ({ xml: 'formula', value: '', style: 0 })],
  ['date_spelling', 'birth', respelled((year, month, date) => `${year}.${month}.${date}`)],
  ['date_spelling', 'birth', respelled((year, month, date) => `${year}年${month}月${date}日`)],
  ['date_spelling', 'arrived', respelled((year, month, date) => `${year}${two(month)}${two(date)}`)],
  ['date_ambiguous', 'birth', respelled((year, month) => `${month}/${(month % 12) + 1}/${year}`)],
  ['date_impossible', 'arrived', respelled((year) => `${year}-02-30`)],
  ['date_unreadable', 'arrived', onText(() => '去年春天')],
  ['date_serial', 'birth', (cell) => (cell.style === 2 && Number(cell.value) >= 10_000 ? { ...cell, style: 0 } : null)],
  ['date_shifted', 'birth', (cell) => (cell.style === 2 ? day(Number(cell.value) - 1462) : null)],
  ['date_shifted', 'birth', (cell) => (cell.style === 2 ? day(Number(cell.value) + 1462) : null)]
]

function cellXml(cell: SeedCell, name: string): string {
  const at = `<c r="${name}" s="${cell.style}"`
  if (cell.xml === 'number') return `${at}><v>${cell.value}</v></c>`
  if (cell.xml === 'error') return `${at} t="e"><v>${cell.value}</v></c>`
  if (cell.xml === 'formula')
    return cell.value === '' ? `${at}><f>VLOOKUP(1,A:B,2)</f></c>` : `${at} t="str"><f>TRIM(B1)</f><v>${escapeXml(cell.value)}</v></c>`
  return `${at} t="inlineStr"><is><t xml:space="preserve">${escapeXml(cell.value)}</t></is></c>`
}

export interface SeedPlan {
  readonly seed: number
  readonly rows: number
  /** Damaged cells wanted per hundred rows; 0 for a clean table. */
  readonly share: number
}

/** Rows of a sheet as XML (the first is row 2) and everything that was done to them. */
export function seededSheet({ seed, rows, share }: SeedPlan): { content: string; seeded: Seeded[] } {
  const next = random(seed)
  const seeded: Seeded[] = []
  const merges: string[] = []
  let xml = ''
  for (let row = 2; row < rows + 2; row++) {
    const cells = cleanRow(next)
    let hidden = false
    const structural = next(100)
    if (next(100) < share) {
      const [code, column, damage] = pick(next, damages)
      const at = COLUMNS[column]
      const original = cells[at]
      const changed = original && damage(original, next, cells)
      if (changed) {
        cells[at] = changed
        seeded.push({ row, column: at, code })
      }
    } else if (structural < share / 10) {
      hidden = true
      seeded.push({ row, column: null, code: 'hidden_row' })
    } else if (row > 3 && structural >= 100 - share / 10 && seeded.at(-1)?.row !== row - 1) {
      merges.push(`H${row - 1}:H${row}`)
      cells.length = COLUMNS.address
      seeded.push({ row, column: COLUMNS.address, code: 'merged' })
    }
    const inside = cells.map((cell, column) => cellXml(cell, `${String.fromCharCode(65 + column)}${row}`)).join('')
    xml += `<row r="${row}"${hidden ? ' hidden="1"' : ''}>${inside}</row>`
  }
  const tail =
    merges.length === 0
      ? ''
      : `<mergeCells count="${merges.length}">${merges.map((one) => `<mergeCell ref="${one}"/>`).join('')}</mergeCells>`
  return { content: `<sheetData>${xml}</sheetData>${tail}`, seeded }
}
