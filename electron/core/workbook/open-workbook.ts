// Why: the one way in for a table from outside: what kind of file it is, whether it may be read at all, and its rows.
import { AppError } from '@shared/errors'
import { openSource, type ByteSource } from './byte-source'
import { openCsv, readCsvRows } from './csv-open'
import type { CsvEncoding } from './csv-encoding'
import type { Delimiter } from './csv-records'
import { knownOfFile, markOf } from './known-of-file'
import { readFacts, type SheetFacts } from './sheet-facts'
import { readRows } from './sheet-rows'
import { openPackage } from './xlsx-open'
import { openZip } from './zip-archive'
import type { RawRow } from './raw-row'

export interface SheetInfo {
  readonly name: string
  readonly hidden: boolean
}

export interface Workbook {
  readonly kind: 'xlsx' | 'csv'
  readonly sheets: readonly SheetInfo[]
  /** The workbook counts its dates from 1904; they are read accordingly. */
  readonly date1904: boolean
  /** What a text file was read as; null for a workbook. */
  readonly csv: { readonly encoding: CsvEncoding; readonly delimiter: Delimiter; readonly badLines: readonly number[] } | null
  /** Merged areas, hidden columns and about how many rows; goes through the whole sheet once. */
  facts(sheet: string): Promise<SheetFacts>
  /** Rows that hold something, from row `from` (1-based) on. The same sheet can be read again. */
  rows(sheet: string, from?: number): AsyncIterable<RawRow>
  close(): Promise<void>
}

export interface OpenOptions {
  /** Aborting makes the reading in progress throw the signal's reason. */
  readonly signal?: AbortSignal
}

/**
 * Opens a table for reading; memory does not grow with its rows.
 * @param file a path the office chose itself (its spool), or the octets
 * @throws AppError workbook.old_format, .encrypted, .not_a_workbook, .damaged, .hostile, .too_large
 */
export async function openWorkbook(file: string | Uint8Array, options: OpenOptions = {}): Promise<Workbook> {
  const source = watched(await openSource(file), options.signal)
  try {
    const mark = await markOf(file)
    const start = await source.read(0, 4096)
    if (await isXlsx(source, start)) return await openXlsx(source, mark)
    return await openText(source, mark)
  } catch (error) {
    await source.close()
    throw error
  }
}

/** Every read asks whether the user has cancelled. */
function watched(source: ByteSource, signal: AbortSignal | undefined): ByteSource {
  if (!signal) return source
  return {
    ...source,
    async read(offset, length) {
      signal.throwIfAborted()
      return source.read(offset, length)
    }
  }
}

const OLE = Buffer.from('d0cf11e0a1b11ae1', 'hex')

/** @returns false for a text file. @throws AppError for a file that is neither */
export async function isXlsx(source: ByteSource, start: Buffer): Promise<boolean> {
  if (start.length === 0) throw new AppError('workbook.not_a_workbook', { found: '空文件' })
  if (start.subarray(0, 2).toString('latin1') === 'PK') return true
  if (start.subarray(0, 8).equals(OLE)) throw await oleFault(source)
  const words = start
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
    .toLowerCase()
  if (words.startsWith('%pdf')) throw new AppError('workbook.not_a_workbook', { found: ' PDF 文件' })
  if (words.startsWith('rar!') || words.startsWith('7z\xbc\xaf')) throw new AppError('workbook.not_a_workbook', { found: '压缩包' })
  if (/^\xff\xd8\xff|^\x89png|^gif8|^bm.{4}\0/.test(words)) throw new AppError('workbook.not_a_workbook', { found: '图片' })
  // Many systems export a web page and call it .xls.
  if (/^<(!doctype html|html|table|head|meta|style|\?xml|mso)/.test(words))
    throw new AppError('workbook.old_format', { format: '网页或 XML 存成的 .xls' })
  return false
}

/** A compound file is either a workbook locked by a password or one of before 2007. */
async function oleFault(source: ByteSource): Promise<AppError> {
  const mark = Buffer.from('EncryptedPackage', 'utf16le')
  const MIB = 1_048_576
  for (const at of [0, Math.max(0, source.size - MIB)])
    if ((await source.read(at, MIB)).includes(mark)) return new AppError('workbook.encrypted')
  return new AppError('workbook.old_format', { format: '.xls / .et' })
}

async function openXlsx(source: ByteSource, mark: string | null): Promise<Workbook> {
  const archive = await openZip(source)
  const book = await openPackage(archive)
  const partOf = (name: string): (typeof book.sheets)[number] => {
    const part = book.sheets.find((sheet) => sheet.name === name)
    if (!part) throw new AppError('workbook.sheet_unknown', { sheet: name })
    return part
  }
  const known = new Map<string, Promise<SheetFacts>>()
  const facts = (name: string): Promise<SheetFacts> => {
    const { entry } = partOf(name)
    const found = known.get(name) ?? knownOfFile(mark, `facts of ${name}`, () => readFacts(archive, entry))
    known.set(name, found)
    return found
  }
  const { strings, styles, date1904 } = book
  return {
    kind: 'xlsx',
    sheets: book.sheets.map(({ name, hidden }) => ({ name, hidden })),
    date1904,
    csv: null,
    facts: async (name) => facts(name),
    async *rows(name, from = 1) {
      const { entry } = partOf(name)
      yield* readRows(archive, entry, { strings, styles, date1904, sheet: name, facts: await facts(name), from })
    },
    close: () => source.close()
  }
}

/** Name of the only sheet of a text file. */
export const CSV_SHEET = 'CSV'

async function openText(source: ByteSource, mark: string | null): Promise<Workbook> {
  const file = await knownOfFile(mark, 'text', () => openCsv(source))
  const check = (name: string): void => {
    if (name !== CSV_SHEET) throw new AppError('workbook.sheet_unknown', { sheet: name })
  }
  return {
    kind: 'csv',
    sheets: [{ name: CSV_SHEET, hidden: false }],
    date1904: false,
    csv: { encoding: file.encoding, delimiter: file.delimiter, badLines: file.badLines },
    async facts(name) {
      check(name)
      return { merges: [], hiddenColumns: [], rowElements: await knownOfFile(mark, 'lines', () => countLines(source)), drawing: null }
    },
    async *rows(name, from = 1) {
      check(name)
      yield* readCsvRows(source, file, name, from)
    },
    close: () => source.close()
  }
}

async function countLines(source: ByteSource): Promise<number> {
  let lines = 0
  for (let at = 0; at < source.size;) {
    const piece = await source.read(at, 1_048_576)
    if (piece.length === 0) break
    for (let end = piece.indexOf(10); end >= 0; end = piece.indexOf(10, end + 1)) lines++
    at += piece.length
  }
  return lines
}
