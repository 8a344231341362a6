// Why: merged areas stand behind the rows in a sheet's XML, so it is gone through once before any row is handed out; that also proves it whole.
import { AppError } from '@shared/errors'
import { limits } from './limits'
import { parseArea, type MergedArea } from './merged-areas'
import { attribute, prefixedAttribute, scanXml, type XmlScanner } from './xml-scan'
import { xmlDecoder, type ZipArchive, type ZipEntry } from './zip-archive'

export interface SheetFacts {
  readonly merges: readonly MergedArea[]
  /** 0-based columns that the clerk does not see. */
  readonly hiddenColumns: readonly number[]
  /** Row elements in the part, blank styled ones included; for progress, not exact to the last. */
  readonly rowElements: number
  /** Relation of the drawing that shows the comments; null when there is none. */
  readonly drawing: string | null
}

interface Walk {
  where: 'head' | 'rows' | 'tail'
  merges: MergedArea[]
  hiddenColumns: number[]
  rowElements: number
  drawing: string | null
}

/** Longest end tag of the rows, prefix included. */
const CARRY = 60

/** Reads what stands before and behind the rows. @throws AppError workbook.damaged when the part is cut or altered, .hostile, .too_large */
export async function readFacts(archive: ZipArchive, entry: ZipEntry): Promise<SheetFacts> {
  const walk: Walk = { where: 'head', merges: [], hiddenColumns: [], rowElements: 0, drawing: null }
  let scanner = factScanner(entry.name, walk)
  let decoder: ReturnType<typeof xmlDecoder> | null = null
  let carry = ''
  for await (const piece of archive.read(entry)) {
    decoder ??= xmlDecoder(piece, entry.name)
    const text = decoder.decode(piece, true)
    walk.rowElements += countRows(text)
    if (walk.where !== 'rows') {
      scanner.push(text)
      carry = text.slice(-CARRY)
      continue
    }
    // Between the two tags nothing is of interest, and looking for the end is ten times cheaper than reading what stands there.
    const both = carry + text
    const end = endOfRows(both)
    carry = both.slice(-CARRY)
    if (end < 0) continue
    walk.where = 'tail'
    scanner = factScanner(entry.name, walk)
    scanner.push(both.slice(end))
  }
  decoder?.decode(Buffer.alloc(0))
  if (walk.where !== 'tail') throw new AppError('workbook.damaged', { part: entry.name })
  scanner.end()
  const { merges, hiddenColumns, rowElements, drawing } = walk
  return { merges, hiddenColumns, rowElements, drawing }
}

function factScanner(part: string, walk: Walk): XmlScanner {
  return scanXml(part, {
    open(name, attributes, empty) {
      if (name === 'sheetData') walk.where = empty ? 'tail' : 'rows'
      else if (name === 'mergeCell') addMerge(walk, attribute(attributes, 'ref') ?? '', part)
      else if (name === 'legacyDrawing') walk.drawing = prefixedAttribute(attributes, 'id') ?? null
      else if (name === 'col' && walk.where === 'head') addHidden(walk, attributes)
    },
    close(name) {
      if (name === 'sheetData') walk.where = 'tail'
    },
    text() {}
  })
}

function addMerge(walk: Walk, reference: string, part: string): void {
  const area = parseArea(reference)
  if (area && walk.merges.push(area) > limits.merges) throw new AppError('workbook.hostile', { part })
}

function addHidden(walk: Walk, attributes: string): void {
  if (!/^(1|true)$/.test(attribute(attributes, 'hidden') ?? '')) return
  const first = Number(attribute(attributes, 'min')) - 1
  const last = Math.min(Number(attribute(attributes, 'max')), limits.columns)
  for (let column = Math.max(0, first); column < last; column++) walk.hiddenColumns.push(column)
}

function countRows(text: string): number {
  let count = 0
  for (let at = text.indexOf('row '); at >= 0; at = text.indexOf('row ', at + 4)) count++
  return count
}

function endOfRows(text: string): number {
  for (let at = text.indexOf('sheetData>'); at >= 0; at = text.indexOf('sheetData>', at + 1))
    if (/<\/(?:[\w.-]{1,30}:)?$/.test(text.slice(Math.max(0, at - 40), at))) return at + 'sheetData>'.length
  return -1
}
