// Why: Excel and WPS show a comment only when it stands in two parts, the text and an old drawing of its box; existing ones of the user stay.
import { parseCellName } from './raw-row'
import { attribute } from './xml-scan'
import { cellText, NAMESPACES, XML_HEAD, xmlText } from './xml-write'

/** Cell name → text of the comment. */
export type Comments = ReadonlyMap<string, string>

const AUTHOR = '一盘棋'

const run = (prefix: string, text: string): string =>
  `<${prefix}r><${prefix}t xml:space="preserve">${cellText(text)}</${prefix}t></${prefix}r>`

/** A comments part with the new comments in it. @param existing the user's part; its comments stay, and a cell that has one gets the text below */
export function commentsXml(existing: string | null, comments: Comments): { xml: string; added: string[] } {
  const empty = `${XML_HEAD}<comments xmlns="${NAMESPACES.main}"><authors></authors><commentList></commentList></comments>`
  const source = opened(opened(existing ?? empty, 'authors'), 'commentList')
  const prefix = /<([\w.-]+:)?commentList[\s>]/.exec(source)?.[1] ?? ''
  const authors = source.indexOf(`</${prefix}authors>`)
  const author = (source.slice(0, Math.max(0, authors)).match(/<(?:[\w.-]+:)?author[\s>/]/g) ?? []).length
  const remaining = new Map(comments)
  let out = ''
  let at = 0
  if (authors >= 0) {
    out += `${source.slice(0, authors)}<${prefix}author>${AUTHOR}</${prefix}author>`
    at = authors
  }
  for (const found of source.matchAll(/<(?:[\w.-]+:)?comment\s((?:"[^"]*"|'[^']*'|[^>"'])*)>/g)) {
    const reference = attribute(found[1] ?? '', 'ref') ?? ''
    const text = remaining.get(reference)
    const end = source.indexOf(`</${prefix}text>`, found.index)
    if (text === undefined || end < 0 || found.index < at) continue
    remaining.delete(reference)
    out += source.slice(at, end) + run(prefix, `\n${text}`)
    at = end
  }
  const list = source.indexOf(`</${prefix}commentList>`, at)
  const added = [...remaining].map(
    ([name, text]) =>
      `<${prefix}comment ref="${name}" authorId="${author}"><${prefix}text>${run(prefix, text)}</${prefix}text></${prefix}comment>`
  )
  return { xml: out + source.slice(at, list) + added.join('') + source.slice(list), added: [...remaining.keys()] }
}

/** `<authors/>` as a pair of tags. */
const opened = (xml: string, name: string): string =>
  xml.replace(
    new RegExp(String.raw`<([\w.-]+:)?${name}(\s[^>]*)?/>`),
    (_, prefix = '', rest = '') => `<${prefix}${name}${rest}></${prefix}${name}>`
  )

/** Shapes are numbered in blocks of 1,024 that belong to one drawing of the workbook. */
const BLOCK = 1024

/** Highest block a drawing lays claim to. */
export const highestBlock = (drawing: string): number =>
  Math.max(
    0,
    ...[...drawing.matchAll(/<o:idmap\s[^>]*data\s*=\s*["']([\d,\s]+)["']/g)].flatMap(([, list = '']) => list.split(',').map(Number))
  )

/** A drawing with a hidden box for each new comment. @param firstBlock a block no drawing of the workbook uses, all above it free as well */
export function drawingXml(existing: string | null, names: readonly string[], comments: Comments, firstBlock: number): string {
  const blocks = Array.from({ length: Math.max(1, Math.ceil(names.length / (BLOCK - 1))) }, (_, i) => firstBlock + i)
  const shapes = names.map((name, i) => {
    const number = (blocks[Math.floor(i / (BLOCK - 1))] ?? firstBlock) * BLOCK + 1 + (i % (BLOCK - 1))
    return shape(name, number, comments.get(name) ?? '')
  })
  const claimed = blocks.join(',')
  if (existing !== null) {
    const end = existing.lastIndexOf('</xml>')
    const type = existing.includes('id="_x0000_t202"') ? '' : SHAPE_TYPE
    const map = `<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="${claimed}"/></o:shapelayout>`
    const widened = /(<o:idmap\s[^>]*data\s*=\s*["'])([\d,\s]+)/.test(existing)
      ? { head: existing.slice(0, end).replace(/(<o:idmap\s[^>]*data\s*=\s*["'])([\d,\s]+)/, `$1$2,${claimed}`), map: '' }
      : { head: existing.slice(0, end), map }
    if (end >= 0) return widened.head + widened.map + type + shapes.join('') + existing.slice(end)
  }
  return `<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="${claimed}"/></o:shapelayout>${SHAPE_TYPE}${shapes.join('')}</xml>`
}

const SHAPE_TYPE =
  '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
const CHARACTERS_A_LINE = 16

function shape(name: string, number: number, text: string): string {
  const { row, column } = parseCellName(name) ?? { row: 1, column: 0 }
  const lines = text.split('\n').reduce((sum, line) => sum + 1 + Math.floor(line.length / CHARACTERS_A_LINE), 1)
  const top = Math.max(0, row - 2)
  const anchor = [column + 1, 15, top, 10, column + 4, 15, top + Math.min(40, Math.max(4, lines)), 4].join(',')
  return (
    `<v:shape id="_x0000_s${number}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;margin-top:1.5pt;width:200pt;height:${Math.min(600, Math.max(60, lines * 15))}pt;z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">` +
    '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>' +
    `<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>${anchor}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>${row - 1}</x:Row><x:Column>${column}</x:Column></x:ClientData></v:shape>`
  )
}

/** Adds relations to a relations part, or begins one. */
export function withRelations(existing: string | null, added: readonly { id: string; kind: string; target: string }[]): string {
  const lines = (prefix: string): string =>
    added
      .map(({ id, kind, target }) => `<${prefix}Relationship Id="${id}" Type="${NAMESPACES.office}/${kind}" Target="${xmlText(target)}"/>`)
      .join('')
  if (existing === null) return `${XML_HEAD}<Relationships xmlns="${NAMESPACES.package}">${lines('')}</Relationships>`
  return appended(opened(existing, 'Relationships'), 'Relationships', lines)
}

/** Adds content types for the parts that were added. */
export function withTypes(existing: string, parts: readonly { part: string; type: string }[], vml: boolean): string {
  const hasVml = /Extension\s*=\s*["']vml["']/i.test(existing)
  const line = (prefix: string): string =>
    (vml && !hasVml ? `<${prefix}Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>` : '') +
    parts.map(({ part, type }) => `<${prefix}Override PartName="/${xmlText(part)}" ContentType="${type}"/>`).join('')
  return appended(existing, 'Types', line)
}

function appended(xml: string, name: string, content: (prefix: string) => string): string {
  const found = new RegExp(String.raw`</([\w.-]+:)?${name}\s*>\s*$`).exec(xml)
  return found ? xml.slice(0, found.index) + content(found[1] ?? '') + xml.slice(found.index) : xml
}
