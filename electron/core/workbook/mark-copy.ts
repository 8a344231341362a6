// Why: errors are shown where the clerk knows his way about: in a copy of his own file, at the cell, with nothing else of it changed.
import type { Writable } from 'node:stream'
import { AppError } from '@shared/errors'
import { openSource } from './byte-source'
import { toTarget } from './byte-target'
import { limits } from './limits'
import { markCsv } from './mark-csv'
import { commentsXml, drawingXml, highestBlock, withRelations, withTypes } from './mark-comments'
import { markSheet } from './mark-sheet'
import { byCell, type Mark, type MarkedCopy, type MarkJob } from './marks'
import { markStyles, type MarkStyles } from './mark-styles'
import { CSV_SHEET, isXlsx } from './open-workbook'
import { cellName } from './raw-row'
import { readFacts } from './sheet-facts'
import { openPackage, readRelations, relationsPart, type SheetPart, type XlsxPackage } from './xlsx-open'
import { SHEET_TYPE } from './xml-write'
import { openZip, xmlDecoder, type ZipArchive } from './zip-archive'
import { zipWriter, type ZipWriter } from './zip-writer'

export interface MarkOptions {
  readonly signal?: AbortSignal
}

/**
 * Copies a table and says at each marked cell what is wrong: a workbook gets comments and a coloured ground, a text file a column 问题.
 * All other parts of a workbook are carried over octet by octet; comments of the user stay, the new text is added below them.
 * @param summary said at A1 of every marked sheet (of the first when none is), beside the title 问题 in a text file
 * @throws AppError like openWorkbook, and workbook.sheet_unknown; a path holds what it held before
 */
export async function markCopy(
  original: string | Uint8Array,
  target: string | Writable,
  marks: readonly Mark[],
  summary: readonly string[],
  { signal }: MarkOptions = {}
): Promise<MarkedCopy> {
  const source = await openSource(original)
  try {
    if (await isXlsx(source, await source.read(0, 4096)))
      return await toTarget(target, (into) => markXlsx({ source, into, marks, summary, signal }))
    if (marks.some((mark) => mark.sheet !== CSV_SHEET))
      throw new AppError('workbook.sheet_unknown', { sheet: marks.find((mark) => mark.sheet !== CSV_SHEET)?.sheet ?? '' })
    return await toTarget(target, (into) => markCsv({ source, into, marks, summary, signal }))
  } finally {
    await source.close()
  }
}

interface Copying {
  readonly archive: ZipArchive
  readonly zip: ZipWriter
  readonly styles: MarkStyles | null
  readonly summary: readonly string[]
  readonly signal: AbortSignal | undefined
  /** Parts that are not carried over as they are, with their new content. */
  readonly changed: Map<string, string>
  readonly types: { part: string; type: string }[]
  freeBlock: number
}

async function markXlsx({ source, into, marks, summary, signal }: MarkJob): Promise<MarkedCopy> {
  const archive = await openZip(source)
  const book = await openPackage(archive)
  const sheets = sheetsOf(book, marks)
  const stylesEntry = book.stylesPart === null ? undefined : archive.find(book.stylesPart)
  const styles = stylesEntry ? markStyles(utf8Declared(await archive.text(stylesEntry))) : null
  const copying: Copying = {
    archive,
    zip: zipWriter(into),
    styles,
    summary,
    signal,
    changed: new Map(),
    types: [],
    freeBlock: await freeBlock(archive)
  }
  // Relations, comments and drawings first: they say what the sheet itself must point to.
  const total = { commented: 0, colouredOnly: 0 }
  const sheetParts = new Map<string, { rows: Map<number, number[]>; drawing: string | null }>()
  for (const [sheet, rows] of sheets) {
    const { drawing, commented, coloured } = await planComments(copying, sheet, rows)
    const columns = new Map([...rows].map(([row, cells]) => [row, [...cells.keys()].sort((a, b) => a - b)]))
    sheetParts.set(sheet.entry.name, { rows: columns, drawing })
    total.commented += commented
    total.colouredOnly += coloured
  }
  await addTypes(copying)
  for (const entry of archive.entries) {
    signal?.throwIfAborted()
    const sheet = sheetParts.get(entry.name)
    const content = copying.changed.get(entry.name)
    if (sheet) await copying.zip.stream(entry.name, rewritten(copying, entry.name, sheet))
    else if (content !== undefined) await copying.zip.add(entry.name, content)
    // Which styles are needed is known when the last sheet has been rewritten.
    else if (entry !== stylesEntry || !styles) await copying.zip.copy(archive, entry)
  }
  for (const [name, content] of copying.changed) if (!archive.find(name)) await copying.zip.add(name, content)
  if (stylesEntry && styles) await copying.zip.add(stylesEntry.name, styles.xml())
  await copying.zip.finish()
  return total
}

function sheetsOf(book: XlsxPackage, marks: readonly Mark[]): Map<SheetPart, Map<number, Map<number, string>>> {
  const found = new Map<SheetPart, Map<number, Map<number, string>>>()
  for (const name of new Set(marks.map((mark) => mark.sheet))) {
    const part = book.sheets.find((sheet) => sheet.name === name)
    if (!part) throw new AppError('workbook.sheet_unknown', { sheet: name })
    found.set(part, byCell(marks.filter((mark) => mark.sheet === name)))
  }
  const [first] = book.sheets
  if (found.size === 0 && first) found.set(first, new Map())
  return found
}

/** The first block of shape numbers that no drawing of the workbook uses. */
async function freeBlock(archive: ZipArchive): Promise<number> {
  let highest = 0
  for (const entry of archive.entries)
    if (entry.name.toLowerCase().endsWith('.vml')) highest = Math.max(highest, highestBlock(await archive.text(entry)))
  return highest + 1
}

interface Plan {
  /** Relation the sheet must name; null when it names one already or there is nothing to say. */
  readonly drawing: string | null
  readonly commented: number
  readonly coloured: number
}

async function planComments(copying: Copying, sheet: SheetPart, rows: ReadonlyMap<number, ReadonlyMap<number, string>>): Promise<Plan> {
  const { archive, changed, types } = copying
  const { comments, left } = commentsOf(rows, copying.summary)
  if (comments.size === 0) return { drawing: null, commented: 0, coloured: left }
  const part = sheet.entry.name
  const relations = await readRelations(archive, part)
  const named = (await readFacts(archive, sheet.entry)).drawing
  const known = relations.find((one) => one.kind === 'comments')
  const drawn = named === null ? undefined : relations.find((one) => one.id === named)
  const textPart = known?.target ?? freeName(copying, 'xl/comments', '.xml')
  const { xml, added } = commentsXml(await existing(copying, known?.target), comments)
  changed.set(actual(archive, textPart), xml)
  const boxPart = drawn?.target ?? freeName(copying, 'xl/drawings/vmlDrawing', '.vml')
  const box = drawingXml(await existing(copying, drawn?.target), added, comments, copying.freeBlock)
  copying.freeBlock = highestBlock(box) + 1
  changed.set(actual(archive, boxPart), box)
  const id = freeId(relations.map((one) => one.id))
  const lines = [
    ...(known ? [] : [{ id: `${id}c`, kind: 'comments', target: `/${textPart}` }]),
    ...(drawn ? [] : [{ id: `${id}d`, kind: 'vmlDrawing', target: `/${boxPart}` }])
  ]
  if (!known) types.push({ part: textPart, type: `${SHEET_TYPE}.comments+xml` })
  if (lines.length > 0)
    changed.set(actual(archive, relationsPart(part)), withRelations(await existing(copying, relationsPart(part)), lines))
  return { drawing: drawn ? null : `${id}d`, commented: comments.size, coloured: left }
}

function commentsOf(
  rows: ReadonlyMap<number, ReadonlyMap<number, string>>,
  summary: readonly string[]
): { comments: Map<string, string>; left: number } {
  const comments = new Map<string, string>(summary.length > 0 ? [['A1', '']] : [])
  let left = 0
  for (const [row, cells] of [...rows].sort(([a], [b]) => a - b))
    for (const [column, text] of cells) {
      const name = cellName(row, column)
      if (comments.size >= limits.comments && !comments.has(name)) left++
      else comments.set(name, text)
    }
  if (summary.length > 0) {
    const rest = left > 0 ? [`另有 ${left} 处只标了颜色，没有批注。`] : []
    const own = comments.get('A1')
    comments.set('A1', [...summary, ...rest, ...(own ? [own] : [])].join('\n'))
  }
  return { comments, left }
}

async function existing({ archive, changed }: Copying, name: string | undefined): Promise<string | null> {
  const entry = name === undefined ? undefined : archive.find(name)
  return entry ? (changed.get(entry.name) ?? utf8Declared(await archive.text(entry))) : null
}

/** What is changed is written as UTF-8, whatever it was before. */
const utf8Declared = (text: string): string =>
  text.replace(/^(\ufeff?<\?xml[^>]{0,200}encoding\s*=\s*["'])utf-16(?:le|be)?(["'])/i, '$1UTF-8$2')

/** The name as the archive spells it: letter case does not count in a relation. */
const actual = (archive: ZipArchive, name: string): string => archive.find(name)?.name ?? name

function freeName({ archive, changed }: Copying, start: string, end: string): string {
  for (let i = 1; ; i++) if (!archive.find(`${start}${i}${end}`) && !changed.has(`${start}${i}${end}`)) return `${start}${i}${end}`
}

function freeId(taken: readonly string[]): string {
  for (let i = 1; ; i++) if (!taken.some((id) => id.startsWith(`rIdMark${i}`))) return `rIdMark${i}`
}

async function addTypes({ archive, changed, types }: Copying): Promise<void> {
  const entry = archive.find('[Content_Types].xml')
  if (!entry) throw new AppError('workbook.damaged', { part: '[Content_Types].xml' })
  const hasDrawing = [...changed.keys()].some((name) => name.endsWith('.vml'))
  if (types.length > 0 || hasDrawing) changed.set(entry.name, withTypes(utf8Declared(await archive.text(entry)), types, hasDrawing))
}

async function* rewritten(
  { archive, styles, signal }: Copying,
  part: string,
  { rows, drawing }: { rows: Map<number, number[]>; drawing: string | null }
): AsyncGenerator<string> {
  const entry = archive.find(part)
  if (!entry) return
  let first = true
  const writer = markSheet(part, { rows, marked: styles ? styles.marked : null, drawing })
  let decoder: ReturnType<typeof xmlDecoder> | null = null
  for await (const piece of archive.read(entry)) {
    signal?.throwIfAborted()
    decoder ??= xmlDecoder(piece, part)
    const read = decoder.decode(piece, true)
    const text = writer.push(first ? utf8Declared(read) : read)
    first = false
    if (text !== '') yield text
  }
  yield writer.end()
}
