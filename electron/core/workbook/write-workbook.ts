// Why: every list of the house leaves as a workbook whose numbers stay text, whose texts never become formulas, and whose size costs no memory.
import type { Writable } from 'node:stream'
import { AppError } from '@shared/errors'
import { bookParts, quoteSheet, sheetNames, sheetPart, STYLE, validationsXml, type ListSource } from './book-parts'
import { toTarget } from './byte-target'
import { looksLikeFormula } from './csv-open'
import { limits } from './limits'
import { cellName, columnLetters } from './raw-row'
import { serialOfDay } from './serial-date'
import { cellText, NAMESPACES, XML_HEAD } from './xml-write'
import { zipWriter } from './zip-writer'

/** `date`: `YYYY-MM-DD` becomes a date cell, a partial date or one before 1900-03-01 text. */
export type WriteCell = string | number | boolean | null | { readonly date: string }

export interface WriteColumn {
  readonly title: string
  /** In characters of the default font; about two for a Chinese one. */
  readonly width: number
  /** The whole column is in text format, blank rows included: numbers typed into it keep all their digits. */
  readonly text?: boolean
  /** Choices offered in every row. */
  readonly list?: readonly string[]
}

export interface WriteSheet {
  readonly name: string
  readonly columns: readonly WriteColumn[]
  readonly rows: AsyncIterable<readonly WriteCell[]> | Iterable<readonly WriteCell[]>
}

export interface WriteBook {
  readonly sheets: readonly WriteSheet[]
  /** Lines of the sheet 填写说明; left out, there is none. */
  readonly noteSheet?: readonly string[]
}

export interface WriteOptions {
  readonly signal?: AbortSignal
}

export const NOTE_SHEET = '填写说明'
const LIST_SHEET = '选项'
/** Text handed on at once. */
const PIECE = 65_536

/**
 * Writes an .xlsx as a stream.
 * @param target a path, replaced only when all is written, or a stream that stays the caller's to end
 * @returns rows written without headers
 * @throws AppError workbook.too_many_rows, .cell_too_long; then a path holds what it held before
 */
export async function writeWorkbook(target: string | Writable, book: WriteBook, options: WriteOptions = {}): Promise<number> {
  const listed = book.sheets.flatMap((sheet, at) =>
    sheet.columns.flatMap(({ list }, column) => (list && list.length > 0 ? [{ at, column, list }] : []))
  )
  const listColumns = listed.filter(({ list }) => inlineList(list) === null)
  const hasNotes = book.noteSheet !== undefined
  const names = sheetNames([
    ...book.sheets.map(({ name }) => name),
    ...(hasNotes ? [NOTE_SHEET] : []),
    ...(listColumns.length > 0 ? [LIST_SHEET] : [])
  ])
  const listSheet = names.at(-1) ?? ''
  const listsOf = (at: number): ListSource[] =>
    listed
      .filter((one) => one.at === at)
      .map((one) => {
        const letters = columnLetters(listColumns.indexOf(one))
        const range = `${quoteSheet(listSheet)}!$${letters}$1:$${letters}$${one.list.length}`
        return { column: one.column, formula: inlineList(one.list) ?? range }
      })
  return toTarget(target, async (into) => {
    const zip = zipWriter(into)
    let rows = 0
    const parts = names.map((name, i) => ({
      name,
      hidden: listColumns.length > 0 && i === names.length - 1,
      header: i < book.sheets.length
    }))
    for (const [name, content] of bookParts(parts)) await zip.add(name, content)
    for (const [i, sheet] of book.sheets.entries())
      await zip.stream(
        sheetPart(i),
        sheetXml({ ...sheet, name: names[i] ?? sheet.name }, i === 0, listsOf(i), () => rows++, options.signal)
      )
    if (book.noteSheet) await zip.stream(sheetPart(book.sheets.length), notesXml(book.noteSheet))
    if (listColumns.length > 0) await zip.stream(sheetPart(names.length - 1), listsXml(listColumns.map(({ list }) => list)))
    await zip.finish()
    return rows
  })
}

/** A short list stands in the rule itself; one with commas, quotes or more than 255 characters needs a sheet. */
function inlineList(list: readonly string[]): string | null {
  const joined = list.join(',')
  return joined.length <= 255 && !list.some((item) => /[,"]|^\s|\s$/.test(item)) ? `"${joined}"` : null
}

const open = (inside: string): string =>
  `${XML_HEAD}<worksheet xmlns="${NAMESPACES.main}" xmlns:r="${NAMESPACES.office}">${inside}<sheetData>`
const FROZEN =
  '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft" activeCell="A2" sqref="A2"/>'

async function* sheetXml(
  sheet: WriteSheet,
  first: boolean,
  lists: readonly ListSource[],
  count: () => unknown,
  signal: AbortSignal | undefined
): AsyncGenerator<string> {
  const { columns } = sheet
  const styles = columns.map(({ text }) => (text === true ? STYLE.text : STYLE.general))
  const cols = columns.map(
    ({ width }, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" style="${styles[i] ?? STYLE.general}" customWidth="1"/>`
  )
  const letters = columns.map((_, i) => columnLetters(i))
  let text = open(
    `<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView${first ? ' tabSelected="1"' : ''} workbookViewId="0">${FROZEN}</sheetView></sheetViews>` +
      `<sheetFormatPr defaultRowHeight="15"/>${cols.length > 0 ? `<cols>${cols.join('')}</cols>` : ''}`
  )
  text += `<row r="1">${columns.map(({ title }, i) => textXml(title, { row: 1, column: i, name: cellName(1, i) }, STYLE.header)).join('')}</row>`
  let row = 1
  for await (const cells of sheet.rows) {
    if (++row > limits.rows) throw new AppError('workbook.too_many_rows', { sheet: sheet.name, limit: limits.rows })
    text += `<row r="${row}">`
    for (let column = 0; column < cells.length; column++) {
      const cell = cells[column] ?? null
      if (cell !== null && cell !== '')
        text += cellXml(cell, { row, column, name: `${letters[column] ?? columnLetters(column)}${row}` }, columns[column]?.text === true)
    }
    text += '</row>'
    count()
    if (text.length < PIECE) continue
    signal?.throwIfAborted()
    yield text
    text = ''
  }
  yield `${text}</sheetData>${validationsXml(lists)}<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>`
}

interface Place {
  readonly row: number
  readonly column: number
  readonly name: string
}

function cellXml(cell: Exclude<WriteCell, null>, place: Place, isText: boolean): string {
  const { name } = place
  if (typeof cell === 'object') {
    const whole = /^\d{4}-\d{2}-\d{2}$/.test(cell.date) && cell.date >= '1900-03-01'
    return whole && !isText
      ? `<c r="${name}" s="${STYLE.date}"><v>${serialOfDay(cell.date)}</v></c>`
      : textXml(cell.date, place, STYLE.text)
  }
  if (typeof cell === 'string') {
    const quoted = looksLikeFormula(cell)
    return textXml(cell, place, isText ? (quoted ? STYLE.quoted : STYLE.text) : quoted ? STYLE.generalQuoted : STYLE.general)
  }
  if (isText) return textXml(typeof cell === 'number' ? String(cell) : cell ? 'TRUE' : 'FALSE', place, STYLE.text)
  if (typeof cell === 'boolean') return `<c r="${name}" t="b"><v>${cell ? 1 : 0}</v></c>`
  if (!Number.isFinite(cell)) throw new RangeError(`no number for cell ${name}`)
  return `<c r="${name}"><v>${cell}</v></c>`
}

/** Inline strings: a shared table would have to be held until the end. */
function textXml(text: string, { row, column, name }: Place, style: number): string {
  if (text.length > limits.cellCharacters)
    throw new AppError('workbook.cell_too_long', { row, column: column + 1, limit: limits.cellCharacters })
  const preserve = /^\s|\s$|\n/.test(text) ? ' xml:space="preserve"' : ''
  return `<c r="${name}" s="${style}" t="inlineStr"><is><t${preserve}>${cellText(text)}</t></is></c>`
}

// eslint-disable-next-line @typescript-eslint/require-await -- the zip takes every part as a stream
async function* notesXml(lines: readonly string[]): AsyncGenerator<string> {
  const rows = lines.map((line, i) => `<row r="${i + 1}">${textXml(line, { row: i + 1, column: 0, name: `A${i + 1}` }, STYLE.note)}</row>`)
  yield `${open('<sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="1" width="100" customWidth="1"/></cols>')}${rows.join('')}</sheetData></worksheet>`
}

// eslint-disable-next-line @typescript-eslint/require-await -- the zip takes every part as a stream
async function* listsXml(lists: readonly (readonly string[])[]): AsyncGenerator<string> {
  yield open('')
  for (let row = 0; row < Math.max(...lists.map((list) => list.length)); row++)
    yield `<row r="${row + 1}">${lists
      .map((list, column) =>
        list[row] === undefined ? '' : textXml(list[row] ?? '', { row: row + 1, column, name: cellName(row + 1, column) }, STYLE.text)
      )
      .join('')}</row>`
  yield '</sheetData></worksheet>'
}
