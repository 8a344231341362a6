/** First sight of a file: its sheets, its header, and which column seems to hold what. */
import type { Output, Contract } from '@shared/contract'
import { maskPhone, maskResidentId } from '@shared/domain'
import type { ReadDb } from '../../db'
import type { JobContext } from '../../rpc'
import {
  cellAt,
  columnLetters,
  findHeader,
  foldTitle,
  guessColumns,
  knownOfFile,
  markOf,
  openWorkbook,
  type GuessedColumn,
  type RawRow,
  type Workbook
} from '../../workbook'
import { dictionary, fieldOf } from './fields'
import { titleOf, type WorkbookLayout } from './layouts'
import { ownLayoutOf } from './own-layouts'
import { latestMappings, mappingOf } from './queries'

type Look = Output<Contract['workbooks']['look']>

/** Rows read to find the header and to show examples. */
const LOOKED_AT = 40
const SAMPLES = 3

async function firstRows(workbook: Workbook, sheet: string, from: number): Promise<RawRow[]> {
  const rows: RawRow[] = []
  for await (const row of workbook.rows(sheet, from)) {
    rows.push(row)
    if (rows.length >= LOOKED_AT) break
  }
  return rows
}

const titlesIn = (row: RawRow | undefined): string[] => {
  const titles: string[] = []
  for (const cell of row?.cells ?? []) titles[cell.column] = (cell.spanned ?? cell.text).trim()
  return Array.from(titles, (title: string | undefined) => title ?? '')
}

const FINGERPRINT = 2000
/** One word for a header, by which a mapping is remembered. */
export const fingerprintOf = (titles: readonly string[]): string => titles.map(foldTitle).join(BETWEEN).slice(0, FINGERPRINT)
/** No folded title holds one. */
const BETWEEN = '|'

const titlesOfRow = (sheet: string, row: number): string => `titles of ${sheet} ${String(row)}`

/** The titles of one row of a sheet; those of a file just looked at are known. @throws AppError of the workbook room */
export async function headerTitles(path: string, sheet: string, headerRow: number, signal: AbortSignal): Promise<string[]> {
  if (headerRow === 0) return []
  return await knownOfFile(await markOf(path), titlesOfRow(sheet, headerRow), async () => {
    const workbook = await openWorkbook(path, { signal })
    try {
      const rows = await firstRows(workbook, sheet, headerRow)
      return titlesIn(rows.find((row) => row.number === headerRow))
    } finally {
      await workbook.close()
    }
  })
}

/** In which direction the people of a list move, by the titles of its dates and places. */
function moveKindOf(columns: readonly GuessedColumn[]): Look['moveKind'] {
  if (columns.some(({ key }) => key === 'stay.kind')) return null
  const titles = columns.filter(({ key }) => key?.startsWith('stay.') === true).map(({ title }) => title)
  if (titles.some((title) => title.includes('流入') || title.includes('来本地'))) return 'in'
  return titles.some((title) => title.includes('流出') || title.includes('外出')) ? 'out' : null
}

/** Whole numbers and telephones of a list are not shown to find out which column holds them. */
function masked(text: string): string {
  const plain = text.normalize('NFKC')
  const hidden = plain
    .replace(/(?<![0-9])[0-9]{15,18}[0-9Xx]?(?![0-9])/g, maskResidentId)
    .replace(/(?<![0-9*])1[0-9]{10}(?![0-9*])/g, maskPhone)
  return hidden === plain ? text : hidden
}

function samplesOf(rows: readonly RawRow[], headerRow: number, column: number): string[] {
  const below = rows.filter((row) => row.number > headerRow).map((row) => cellAt(row, column)?.text ?? '')
  return below
    .filter((text) => text !== '')
    .slice(0, SAMPLES)
    .map(masked)
}

interface Header {
  readonly row: number
  readonly columns: readonly GuessedColumn[]
}

function headerOf(rows: readonly RawRow[], asked: number | null): Header {
  if (asked === null) {
    const { last, columns } = findHeader(rows, dictionary)
    return { row: last, columns }
  }
  return { row: asked, columns: guessColumns(titlesIn(rows.find((row) => row.number === asked)), dictionary) }
}

/** Columns that hold something count even without a title. */
function allColumns(rows: readonly RawRow[], header: Header): GuessedColumn[] {
  const width = Math.max(header.columns.length, ...rows.map((row) => (row.cells.at(-1)?.column ?? -1) + 1))
  const known = new Map(header.columns.map((one) => [one.column, one]))
  return Array.from({ length: width }, (_, column) => known.get(column) ?? { column, title: '', key: null, confidence: 0 })
}

interface Remembered {
  readonly column: number
  readonly key: string
}

/** Titles of the county's own lists that somebody named before, in whatever list they stood; the latest word holds. */
function learnedTitles(db: ReadDb): ReadonlyMap<string, string> {
  const learned = new Map<string, string>()
  for (const { fingerprint, columns } of latestMappings(db)) {
    const titles = fingerprint.split(BETWEEN)
    // The last one may have been cut.
    if (fingerprint.length === FINGERPRINT) titles.pop()
    for (const { column, key } of JSON.parse(columns) as Remembered[]) {
      const title = titles[column] ?? ''
      if (title !== '' && !learned.has(title) && fieldOf(key) !== undefined) learned.set(title, key)
    }
  }
  return learned
}

/** What the titles do not say by themselves, as the office named it before; no field twice. */
function withLearned(columns: readonly GuessedColumn[], db: ReadDb): GuessedColumn[] {
  if (columns.every(({ title, key }) => key !== null || title === '')) return [...columns]
  const learned = learnedTitles(db)
  const taken = new Set(columns.map(({ key }) => key))
  return columns.map((column) => {
    const key = column.key === null ? learned.get(foldTitle(column.title)) : undefined
    if (key === undefined || taken.has(key)) return column
    taken.add(key)
    return { ...column, key, confidence: 1 }
  })
}

/** A list made from a template of the office's own needs no guessing; what was added to it does. */
function byLayout(columns: readonly GuessedColumn[], layout: WorkbookLayout): GuessedColumn[] {
  const keys = new Map(layout.columns.map((column) => [foldTitle(titleOf(column)), column.key]))
  const taken = new Set(keys.values())
  return columns.map((column) => {
    const key = keys.get(foldTitle(column.title))
    if (key !== undefined) return { ...column, key, confidence: 1 }
    return column.key !== null && taken.has(column.key) ? { ...column, key: null, confidence: 0 } : column
  })
}

/** @throws AppError of the workbook room, `file.unknown_ticket` */
export async function lookAt(
  ctx: JobContext,
  { ticket, sheet: asked, headerRow }: { ticket: string; sheet: string | null; headerRow: number | null }
): Promise<Look> {
  const { path, name } = ctx.files.find(ticket)
  const workbook = await openWorkbook(path, { signal: ctx.signal })
  try {
    const sheet = asked ?? workbook.sheets.find(({ hidden }) => !hidden)?.name ?? workbook.sheets[0]?.name ?? ''
    const rows = await firstRows(workbook, sheet, 1)
    const header = headerOf(rows, headerRow)
    const titles = titlesIn(rows.find((row) => row.number === header.row))
    await knownOfFile(await markOf(path), titlesOfRow(sheet, header.row), () => Promise.resolve(titles))
    const own = ownLayoutOf(ctx.db, titles)
    const columns = own === null ? withLearned(allColumns(rows, header), ctx.db) : byLayout(allColumns(rows, header), own)
    const kept = mappingOf(ctx.db, ctx.actor.accountId, fingerprintOf(titles))
    // What was kept is this program's own JSON.
    const remembered = kept === undefined ? null : (JSON.parse(kept.columns) as Remembered[])
    const keyOf = ({ column, key }: GuessedColumn): string | null =>
      remembered === null ? key : (remembered.find((one) => one.column === column && fieldOf(one.key) !== undefined)?.key ?? null)
    return {
      ...{ name, sheet, kind: workbook.kind, encoding: workbook.csv?.encoding ?? null, headerRow: header.row },
      sheets: workbook.sheets.map(({ name: own, hidden }) => ({ name: own, hidden })),
      columns: columns.map((one) => ({
        ...{ column: one.column, letters: columnLetters(one.column), title: one.title, key: keyOf(one) },
        confidence: remembered === null ? one.confidence : 1,
        samples: samplesOf(rows, header.row, one.column)
      })),
      moveKind: kept === undefined ? (own?.kind ?? moveKindOf(columns)) : (kept.move_kind as Look['moveKind']),
      remembered: remembered !== null
    }
  } finally {
    await workbook.close()
  }
}
