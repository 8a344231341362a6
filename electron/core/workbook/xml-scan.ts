// Why: sheets are hundreds of megabytes of XML and come from outside; this reads them piece by piece and believes no declaration in them.
import { AppError } from '@shared/errors'
import { limits } from './limits'

/** What the scanner meets, in the order of the text. Names come without their namespace prefix. */
export interface XmlHandler {
  /** `attributes` is the raw text between name and end of the tag; read it with `attribute`. */
  open(name: string, attributes: string, empty: boolean): void
  close(name: string): void
  /** Raw text, entities not yet decoded; may come in several pieces only around comments and CDATA. */
  text(raw: string, isCdata: boolean): void
}

export interface XmlScanner {
  push(piece: string): void
  /** @throws AppError workbook.damaged when the text ends inside a tag */
  end(): void
}

const LT = 60
const SLASH = 47
const BANG = 33
const QUESTION = 63
const DOUBLE = 34
const SINGLE = 39
const COLON = 58

/**
 * Scans XML given in pieces. No document type, no entity but the five of XML and character references, no external anything.
 * @param part name of the part, for the error
 * @throws AppError workbook.hostile for a document type; workbook.damaged for broken or oversized tokens
 */
export function scanXml(part: string, handler: XmlHandler): XmlScanner {
  let rest = ''
  const damaged = (): AppError => new AppError('workbook.damaged', { part })

  /** @returns the position behind the token that starts with `<` at `at`; -1 when it is not whole yet */
  function special(text: string, at: number, code: number): number {
    if (code === QUESTION) return behind(text, '?>', at)
    if (text.startsWith('<!--', at)) return behind(text, '-->', at + 4)
    if (text.startsWith('<![CDATA[', at)) {
      const end = text.indexOf(']]>', at)
      if (end >= 0) handler.text(text.slice(at + 9, end), true)
      return end < 0 ? -1 : end + 3
    }
    if (text.length - at < 9 && ('<![CDATA['.startsWith(text.slice(at)) || '<!--'.startsWith(text.slice(at)))) return -1
    throw new AppError('workbook.hostile', { part })
  }

  function tag(text: string, at: number): number {
    const end = tagEnd(text, at)
    if (end < 0) return -1
    if (text.charCodeAt(at + 1) === SLASH) {
      handler.close(localName(text, at + 2, end))
      return end + 1
    }
    const empty = text.charCodeAt(end - 1) === SLASH
    const nameEnd = endOfName(text, at + 1, end)
    if (nameEnd === at + 1) throw damaged()
    handler.open(localName(text, at + 1, nameEnd), nameEnd < end ? text.slice(nameEnd, empty ? end - 1 : end) : '', empty)
    return end + 1
  }

  function push(piece: string): void {
    const text = rest === '' ? piece : rest + piece
    let at = 0
    for (;;) {
      const open = text.indexOf('<', at)
      if (open < 0) break
      if (open > at) handler.text(text.slice(at, open), false)
      at = open
      if (open + 1 >= text.length) break
      const code = text.charCodeAt(open + 1)
      const next = code === BANG || code === QUESTION ? special(text, open, code) : tag(text, open)
      if (next < 0) break
      at = next
    }
    rest = text.slice(at)
    if (rest.length > limits.tokenCharacters) throw damaged()
  }

  return {
    push,
    end() {
      if (rest.charCodeAt(0) === LT || rest.trim() !== '') throw damaged()
    }
  }
}

const behind = (text: string, mark: string, from: number): number => {
  const end = text.indexOf(mark, from)
  return end < 0 ? -1 : end + mark.length
}

/** The `>` that closes the tag starting at `at`; one inside a quoted value does not. */
function tagEnd(text: string, at: number): number {
  let end = text.indexOf('>', at)
  let quote = 0
  let seen = at + 1
  while (end >= 0) {
    for (; seen < end; seen++) {
      const code = text.charCodeAt(seen)
      if (quote === 0 ? code === DOUBLE || code === SINGLE : code === quote) quote = quote === 0 ? code : 0
    }
    if (quote === 0) return end
    end = text.indexOf('>', end + 1)
  }
  return -1
}

function endOfName(text: string, from: number, end: number): number {
  let at = from
  while (at < end) {
    const code = text.charCodeAt(at)
    if (code <= 32 || code === SLASH) break
    at++
  }
  return at
}

function localName(text: string, from: number, to: number): string {
  let start = from
  let at = from
  for (; at < to; at++) {
    const code = text.charCodeAt(at)
    if (code <= 32 || code === SLASH) break
    if (code === COLON) start = at + 1
  }
  return text.slice(start, at)
}

/** Where one attribute lies in a tag's raw text; filled by `nextAttribute`, so that a hundred million of them cost no memory. */
export interface AttributePlace {
  nameFrom: number
  nameTo: number
  from: number
  to: number
}

const EQUALS = 61

/** Finds the attribute at or after `at`. @returns the position behind it; -1 when there is none. One pass, whatever the text is. */
export function nextAttribute(raw: string, at: number, place: AttributePlace): number {
  const end = raw.length
  let i = at
  while (i < end && raw.charCodeAt(i) <= 32) i++
  place.nameFrom = i
  while (i < end && raw.charCodeAt(i) !== EQUALS && raw.charCodeAt(i) > 32) i++
  place.nameTo = i
  while (i < end && raw.charCodeAt(i) <= 32) i++
  if (i >= end || raw.charCodeAt(i) !== EQUALS) return -1
  i++
  while (i < end && raw.charCodeAt(i) <= 32) i++
  const quote = raw.charCodeAt(i)
  if (quote !== DOUBLE && quote !== SINGLE) return -1
  place.from = i + 1
  place.to = raw.indexOf(quote === DOUBLE ? '"' : "'", i + 1)
  return place.to < 0 ? -1 : place.to + 1
}

/** Value of an attribute by its name as written (with prefix, if it has one); undefined when it is not there. */
export const attribute = (attributes: string, name: string): string | undefined => findAttribute(attributes, (found) => found === name)

/** The same by local name behind a prefix: `id` finds `r:id`, whatever prefix the writer chose. */
export const prefixedAttribute = (attributes: string, local: string): string | undefined =>
  findAttribute(attributes, (found) => found.endsWith(`:${local}`))

function findAttribute(attributes: string, wanted: (name: string) => boolean): string | undefined {
  const place: AttributePlace = { nameFrom: 0, nameTo: 0, from: 0, to: 0 }
  for (let at = nextAttribute(attributes, 0, place); at >= 0; at = nextAttribute(attributes, at, place))
    if (wanted(attributes.slice(place.nameFrom, place.nameTo))) return decodeEntities(attributes.slice(place.from, place.to))
  return undefined
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Text with the entities of XML decoded and line ends as XML reads them; an unknown entity stays as it is written. */
export function decodeEntities(raw: string): string {
  const text = raw.includes('\r') ? raw.replace(/\r\n?/g, '\n') : raw
  if (!text.includes('&')) return text
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(\w{2,4}));/g, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return ENTITIES[name] ?? whole
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}

/** Excel writes characters that XML has no place for as `_x000D_`. */
export const decodeEscapes = (text: string): string =>
  text.includes('_x') ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))) : text
