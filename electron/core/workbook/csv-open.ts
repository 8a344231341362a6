// Why: a text file is read as a workbook of one sheet, so that every later step treats both alike.
import { AppError } from '@shared/errors'
import { pieces, type ByteSource } from './byte-source'
import { findEncoding, type CsvEncoding } from './csv-encoding'
import { findDelimiter, splitRecords, type CsvRecord, type Delimiter } from './csv-records'
import { limits } from './limits'
import type { RawCell, RawRow } from './raw-row'

export interface CsvFile {
  readonly encoding: CsvEncoding
  readonly delimiter: Delimiter
  /** Octets of the byte order mark. */
  readonly skip: number
  /** Lines that hold octets which are no text in `encoding`; their characters are read as U+FFFD. */
  readonly badLines: readonly number[]
  /** The file's first line end; CRLF for a file of one line. */
  readonly lineEnd: string
}

const SAMPLE = 65_536

/** Finds encoding and delimiter. @throws AppError workbook.not_a_workbook, .too_large */
export async function openCsv(source: ByteSource): Promise<CsvFile> {
  if (source.size > limits.fileBytes) throw new AppError('workbook.too_large', { limit: '512 MB' })
  const { encoding, skip, badLines } = await findEncoding(source)
  const sample = new TextDecoder(encoding).decode(await source.read(skip, SAMPLE), { stream: true })
  const lineEnd = /\r\n|\n|\r/.exec(sample)?.[0] ?? '\r\n'
  // Excel puts the delimiter it used into a first line of its own.
  const declared = /^sep=([,;\t])[\r\n]/.exec(sample)?.[1] as Delimiter | undefined // the pattern allows these three only
  return { encoding, skip, badLines, lineEnd, delimiter: declared ?? findDelimiter(sample) }
}

/** Records as written, for marking a copy. */
export async function* readRecords(source: ByteSource, file: CsvFile): AsyncGenerator<CsvRecord> {
  const decoder = new TextDecoder(file.encoding, { ignoreBOM: true })
  const splitter = splitRecords(file.delimiter)
  for await (const piece of pieces(source, file.skip)) yield* splitter.push(decoder.decode(piece, { stream: true }))
  yield* splitter.push(decoder.decode())
  yield* splitter.end()
}

/** Rows that hold something, from record `from` on. @throws AppError workbook.quote_open, .too_many_rows, .too_many_columns */
export async function* readCsvRows(source: ByteSource, file: CsvFile, sheet: string, from = 1): AsyncGenerator<RawRow> {
  let number = 0
  for await (const { fields, source: written } of readRecords(source, file)) {
    number++
    if (number > limits.rows) throw new AppError('workbook.too_many_rows', { sheet, limit: limits.rows })
    if (number < from || written === '' || (number === 1 && /^sep=.$/.test(written))) continue
    const cells: RawCell[] = []
    for (const [column, field] of fields.entries()) {
      if (field === '') continue
      if (column >= limits.columns) throw new AppError('workbook.too_many_columns', { sheet, row: number, limit: limits.columns })
      cells.push(textCell(column, field))
    }
    if (cells.length > 0) yield { number, hidden: false, cells }
  }
}

function textCell(column: number, raw: string): RawCell {
  const text = unguard(raw)
  return { column, text, raw, plain: text, type: text === '' ? 'blank' : 'text', formula: false, merged: null, spanned: null, format: '' }
}

/** `="6101…"` keeps Excel from reading digits as a number; `'=…` keeps it from reading text as a formula. Both are taken off. */
function unguard(raw: string): string {
  const first = raw.charCodeAt(0)
  if (first === 0x3d) {
    const found = /^="((?:[^"]|"")*)"$/.exec(raw)
    return found ? (found[1] ?? '').replaceAll('""', '"') : raw
  }
  return first === 0x27 && NEUTRALISED.test(raw) ? raw.slice(1) : raw
}

const NEUTRALISED = /^'[=+\-@＝＋－＠\t\r\n']/

/** Whether a program that opens a text file would take the field for a formula; full-width signs count, as an input method writes them. */
export const looksLikeFormula = (text: string): boolean => /^[=+\-@＝＋－＠\t\r\n]/.test(text)
