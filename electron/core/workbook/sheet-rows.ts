// Why: the rows of a sheet are handed on one by one while the part is still being inflated, so that memory does not grow with the sheet.
import { AppError } from '@shared/errors'
import { cellReader, type CellContext } from './cell-value'
import { limits } from './limits'
import { walkMerges } from './merged-areas'
import type { RawCell, RawRow } from './raw-row'
import type { SheetFacts } from './sheet-facts'
import { attribute, decodeEntities, nextAttribute, scanXml, type AttributePlace, type XmlScanner } from './xml-scan'
import { xmlDecoder, type ZipArchive, type ZipEntry } from './zip-archive'

export interface SheetContext extends CellContext {
  readonly sheet: string
  readonly facts: SheetFacts
  /** First row wanted, 1-based. */
  readonly from: number
}

/** Streams the rows that hold something. @throws AppError workbook.damaged, .too_many_rows, .too_many_columns, .hostile */
export async function* readRows(archive: ZipArchive, entry: ZipEntry, context: SheetContext): AsyncGenerator<RawRow> {
  const ready: RawRow[] = []
  const scanner = rowScanner(entry.name, context, (row) => void ready.push(row))
  let decoder: ReturnType<typeof xmlDecoder> | null = null
  for await (const piece of archive.read(entry)) {
    decoder ??= xmlDecoder(piece, entry.name)
    scanner.push(decoder.decode(piece, true))
    yield* ready
    ready.length = 0
  }
  decoder?.decode(Buffer.alloc(0))
  scanner.end()
}

/** The cell being read; one object for the whole sheet. */
interface CellInWork {
  column: number
  type: string
  style: number
  value: string
  hasValue: boolean
  inline: string
  formula: boolean
}

const blankCell = (): CellInWork => ({ column: -1, type: '', style: 0, value: '', hasValue: false, inline: '', formula: false })

function rowScanner(part: string, context: SheetContext, emit: (row: RawRow) => void): XmlScanner {
  const merges = walkMerges(context.facts.merges)
  const read = cellReader(context)
  const cell = blankCell()
  const place: AttributePlace = { nameFrom: 0, nameTo: 0, from: 0, to: 0 }
  let number = 0
  let hidden = false
  let wanted = false
  let merged = false
  let column = -1
  let cells: RawCell[] = []
  /** What text goes into: 1 value, 2 inline text, 0 nowhere. */
  let into: 0 | 1 | 2 = 0
  let inCell = false
  let phonetic = false

  function openRow(attributes: string): void {
    const given = attribute(attributes, 'r')
    const next = given === undefined ? number + 1 : Number(given)
    if (!Number.isInteger(next) || next <= number) throw new AppError('workbook.damaged', { part })
    if (next > limits.rows) throw new AppError('workbook.too_many_rows', { sheet: context.sheet, limit: limits.rows })
    number = next
    hidden = /^(1|true)$/.test(attribute(attributes, 'hidden') ?? '')
    wanted = number >= context.from
    merged = merges.enter(number)
    column = -1
    cells = []
  }

  function openCell(attributes: string): void {
    cell.type = ''
    cell.style = 0
    cell.value = ''
    cell.hasValue = false
    cell.inline = ''
    cell.formula = false
    let next = column + 1
    for (let at = nextAttribute(attributes, 0, place); at >= 0; at = nextAttribute(attributes, at, place)) {
      if (place.nameTo - place.nameFrom !== 1) continue
      const name = attributes.charCodeAt(place.nameFrom)
      if (name === 114) next = columnOf(attributes, place.from)
      else if (name === 115) cell.style = Number(attributes.slice(place.from, place.to))
      else if (name === 116) cell.type = attributes.slice(place.from, place.to)
    }
    if (next <= column) throw new AppError('workbook.damaged', { part })
    column = next
    cell.column = next
    inCell = true
  }

  function closeCell(): void {
    inCell = false
    into = 0
    if (!wanted || (!cell.hasValue && cell.inline === '' && !cell.formula)) return
    if (column >= limits.columns)
      throw new AppError('workbook.too_many_columns', { sheet: context.sheet, row: number, limit: limits.columns })
    const area = merged ? merges.at(column) : undefined
    const isOrigin = area !== undefined && area.area.row === number && area.area.column === column
    // Content under a merged area cannot be seen; it is left from before the merge and is nobody's statement.
    if (area !== undefined && !isOrigin) return
    const found = read(cell, isOrigin)
    if (found === null) return
    if (isOrigin) area.shown = found.plain
    cells.push(found)
  }

  function closeRow(): void {
    if (!wanted || cells.length === 0) return
    emit({ number, hidden, cells: merged ? withCovered(cells) : cells })
  }

  function withCovered(found: readonly RawCell[]): RawCell[] {
    const all: RawCell[] = []
    let next = 0
    for (let at = 0; at < limits.columns; at++) {
      const own = found[next]
      if (own?.column === at) {
        all.push(own)
        next++
        continue
      }
      const area = merges.at(at)
      if (area && !(area.area.row === number && area.area.column === at)) all.push(coveredCell(at, area.shown))
    }
    return all
  }

  return scanXml(part, {
    open(name, attributes, empty) {
      if (name === 'c') {
        openCell(attributes)
        if (empty) inCell = false
      } else if (name === 'v') into = inCell && !empty ? 1 : 0
      else if (name === 't') into = inCell && !phonetic && !empty ? 2 : 0
      else if (name === 'f') cell.formula = inCell
      else if (name === 'row') {
        openRow(attributes)
        if (empty) closeRow()
      } else if (name === 'rPh') phonetic = !empty
    },
    close(name) {
      if (name === 'c') closeCell()
      else if (name === 'v' || name === 't') into = 0
      else if (name === 'row') closeRow()
      else if (name === 'rPh') phonetic = false
    },
    text(raw, isCdata) {
      if (into === 0) return
      const text = isCdata ? raw : decodeEntities(raw)
      if (into === 2) cell.inline += text
      else {
        cell.value += text
        cell.hasValue = true
      }
    }
  })
}

function columnOf(attributes: string, from: number): number {
  let column = 0
  for (let at = from; ; at++) {
    const code = attributes.charCodeAt(at)
    if (code < 65 || code > 90 || at - from > 3) return column - 1
    column = column * 26 + code - 64
  }
}

const coveredCell = (column: number, spanned: string): RawCell => ({
  column,
  text: '',
  raw: '',
  plain: '',
  type: 'blank',
  formula: false,
  merged: 'covered',
  spanned,
  format: ''
})
