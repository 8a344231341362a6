// Why: in the user's own sheet only the marked cells change; every other character of the part goes through as it came.
import { AppError } from '@shared/errors'
import { limits } from './limits'
import { cellName, parseCellName } from './raw-row'
import { attribute } from './xml-scan'

export interface SheetMarks {
  /** Row → its marked columns, ascending. */
  readonly rows: ReadonlyMap<number, readonly number[]>
  /** Number of the marked copy of a style; null when cells are not coloured. */
  readonly marked: ((style: number) => number) | null
  /** Relation of the drawing that shows the comments; null when the sheet has one already. */
  readonly drawing: string | null
}

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
/** What stands behind the comments' drawing in a sheet. ECMA-376 part 1 §18.3.1.99. */
const BEHIND_DRAWING = /^(legacyDrawingHF|drawingHF|picture|oleObjects|controls|webPublishItems|tableParts|extLst|AlternateContent)$/

interface Tag {
  readonly raw: string
  readonly name: string
  readonly prefix: string
  readonly closing: boolean
  readonly empty: boolean
}

/** Rewrites a sheet piece by piece. @throws AppError workbook.damaged for a tag without end */
export function markSheet(part: string, { rows, marked, drawing }: SheetMarks): { push(text: string): string; end(): string } {
  const pending = [...rows.keys()].sort((a, b) => a - b)
  let next = 0
  let rest = ''
  let where: 'head' | 'rows' | 'tail' = 'head'
  let prefix = ''
  let row = 0
  let column = -1
  /** Marked columns of the row being written that are still to come; null in a row without marks. */
  let wanted: number[] | null = null
  let depth = 0
  let drawn = drawing === null

  const newCell = (at: number): string => (marked === null ? '' : `<${prefix}c r="${cellName(row, at)}" s="${marked(0)}"/>`)
  const cellsUpTo = (limit: number): string => {
    let out = ''
    while (wanted && wanted[0] !== undefined && wanted[0] < limit) out += newCell(wanted.shift() ?? 0)
    return out
  }

  /** Marked rows above `limit` that the sheet does not have. */
  function rowsUpTo(limit: number): string {
    let out = ''
    for (let number = pending[next]; number !== undefined && number < limit; number = pending[++next]) {
      row = number
      wanted = [...(rows.get(number) ?? [])]
      const cells = cellsUpTo(Infinity)
      if (cells !== '') out += `<${prefix}row r="${number}">${cells}</${prefix}row>`
    }
    wanted = null
    return out
  }

  function openRow(tag: Tag): string {
    const given = Number(attribute(attributesOf(tag), 'r') ?? row + 1)
    const before = rowsUpTo(given)
    row = given
    column = -1
    if (pending[next] !== given) return before + tag.raw
    next++
    wanted = [...(rows.get(given) ?? [])]
    // The span hint would no longer be true.
    const raw = tag.raw.replace(/\sspans\s*=\s*(?:"[^"]*"|'[^']*')/, '')
    if (!tag.empty) return before + raw
    const cells = cellsUpTo(Infinity)
    wanted = null
    return `${before}${raw.replace(/\s*\/>$/, '>')}${cells}</${tag.prefix}row>`
  }

  function openCell(tag: Tag): string {
    if (!wanted) return tag.raw
    const name = attribute(attributesOf(tag), 'r')
    column = name === undefined ? column + 1 : (parseCellName(name)?.column ?? column + 1)
    const before = cellsUpTo(column)
    if (wanted[0] !== column) return before + tag.raw
    wanted.shift()
    return before + (marked ? restyled(tag.raw, marked) : tag.raw)
  }

  function drawingTag(): string {
    drawn = true
    return `<${prefix}legacyDrawing xmlns:r="${OFFICE}" r:id="${drawing ?? ''}"/>`
  }

  function inTail(tag: Tag): string {
    let before = ''
    if (!drawn && ((depth === 0 && tag.closing) || (depth === 0 && BEHIND_DRAWING.test(tag.name)))) before = drawingTag()
    if (tag.closing) depth--
    else if (!tag.empty) depth++
    return before + tag.raw
  }

  function handle(tag: Tag): string {
    if (where === 'tail') return inTail(tag)
    if (tag.name === 'sheetData') {
      prefix = tag.prefix
      if (tag.closing || tag.empty) where = 'tail'
      else where = 'rows'
      if (tag.closing) return rowsUpTo(Infinity) + tag.raw
      if (!tag.empty) return tag.raw
      return `${tag.raw.replace(/\s*\/>$/, '>')}${rowsUpTo(Infinity)}</${prefix}sheetData>`
    }
    if (where === 'head') return tag.raw
    if (tag.name === 'row') {
      if (!tag.closing) return openRow(tag)
      const cells = cellsUpTo(Infinity)
      wanted = null
      return cells + tag.raw
    }
    return tag.name === 'c' && !tag.closing ? openCell(tag) : tag.raw
  }

  function push(piece: string): string {
    const text = rest + piece
    let out = ''
    let at = 0
    for (;;) {
      if (where === 'rows' && wanted === null) {
        // Rows without marks go through whole.
        const to = nextRow(text, at)
        out += text.slice(at, to)
        at = to
      }
      const open = text.indexOf('<', at)
      if (open < 0) break
      const end = tokenEnd(text, open)
      if (end < 0) break
      out += text.slice(at, open)
      const raw = text.slice(open, end)
      out += raw.startsWith('<!') || raw.startsWith('<?') ? raw : handle(tagOf(raw))
      at = end
    }
    rest = text.slice(at)
    if (rest.length > limits.tokenCharacters) throw new AppError('workbook.damaged', { part })
    return out
  }

  return {
    push,
    end: () => rest
  }
}

const ROW_OR_END = /<(?:[\w.-]+:)?row[\s/>]|<\/(?:[\w.-]+:)?sheetData/g

/** Where the next row starts or the rows end; the last `<` when neither is there yet. */
function nextRow(text: string, from: number): number {
  ROW_OR_END.lastIndex = from
  return ROW_OR_END.exec(text)?.index ?? Math.max(from, text.lastIndexOf('<'))
}

/** Position behind the token that starts at `open`; -1 when it is not whole yet. */
function tokenEnd(text: string, open: number): number {
  const behind = (mark: string): number => {
    const end = text.indexOf(mark, open)
    return end < 0 ? -1 : end + mark.length
  }
  if (text.startsWith('<!--', open)) return behind('-->')
  if (text.startsWith('<![CDATA[', open)) return behind(']]>')
  if (text.startsWith('<?', open)) return behind('?>')
  let quote = ''
  for (let at = open + 1; at < text.length; at++) {
    const character = text.charAt(at)
    if (quote !== '') {
      if (character === quote) quote = ''
    } else if (character === '>') return at + 1
    else if (character === '"' || character === "'") quote = character
  }
  return -1
}

function tagOf(raw: string): Tag {
  const [, slash = '', prefix = '', name = ''] = /^<(\/?)([\w.-]+:)?([\w.-]+)/.exec(raw) ?? []
  return { raw, name, prefix, closing: slash === '/', empty: raw.endsWith('/>') }
}

const attributesOf = (tag: Tag): string => tag.raw.slice(1 + tag.prefix.length + tag.name.length, tag.empty ? -2 : -1)

function restyled(raw: string, marked: (style: number) => number): string {
  const found = /\ss\s*=\s*(?:"(\d+)"|'(\d+)')/.exec(raw)
  const style = marked(Number(found?.[1] ?? found?.[2] ?? 0))
  if (found) return `${raw.slice(0, found.index)} s="${style}"${raw.slice(found.index + found[0].length)}`
  return raw.replace(/\s*(\/?>)$/, ` s="${style}"$1`)
}
