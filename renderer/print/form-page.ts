/**
 * A form and what it says become one print page: the form's own HTML is filled in by its `data-` marks, boxes are laid at their millimetres, and
 * whatever people typed stays text. What does not fit or cannot be drawn is told, never cut. docs/formats/forms.md.
 */
import { missingGlyphs } from '@shared/domain/glyphs'
import {
  givenLabels,
  givenNames,
  onPaper,
  pieceSize,
  sheetSize,
  type FormBox,
  type FormData,
  type FormField,
  type FormSheet,
  type FormTemplate,
  type FormValue,
  type PaperSize
} from '@shared/domain/form-template'
import { fitText, formatFormValue, LINE_HEIGHT, type TextBox } from '@shared/format'
import { footCss } from './page-foot'
import { printPage } from './print-page'
import { qrSvg } from './qr-code'
import { screenBreaks } from './screen-sheets'

/** One piece of paper: its fields, what the program gives (`givenNames`), and the text of its 2-D code. */
export interface FormPiece {
  readonly data: FormData
  /** How the piece is called where something is wrong with it: a number, a name. */
  readonly title: string
  readonly code?: string
}

export interface FormPaper {
  readonly sheet: FormSheet
  readonly pieces: readonly FormPiece[]
  readonly practice: boolean
  /** One of the papers of the form; its first one where nothing is said. */
  readonly size?: PaperSize | undefined
  /** Draws what stands on preprinted stationery, and the edges of boxes: for the screen alone. */
  readonly onScreen?: boolean
  /** CSS matrix about the edge of the paper, for a printer that prints aside on stationery. */
  readonly correction?: string
  /** Draws the edges of boxes on the paper too: one sheet to be laid over the stationery. */
  readonly trial?: boolean
}

export interface PaperTrouble {
  readonly piece: string
  /** Where it stands in a list: the number of the row, and who or what the row is about. */
  readonly row?: { readonly number: number; readonly name: string }
  readonly field: string
  readonly kind: 'too_long' | 'not_drawn'
  /** Letters that no bundled font draws. */
  readonly letters: readonly string[]
}

export interface FormPage {
  readonly html: string
  readonly troubles: readonly PaperTrouble[]
}

type Rows = readonly FormData[]
const dataOf = (data: FormData, name: string): FormValue => {
  const value = data[name]
  return isRows(value) || value === undefined ? null : value
}
const isRows = (value: FormValue | Rows | undefined): value is Rows => Array.isArray(value)

/** What a name stands for where the page is being filled: the innermost row first. */
interface Scope {
  readonly rows: readonly FormData[]
  readonly fields: ReadonlyMap<string, Pick<FormField, 'kind' | 'options'>>
}
const GIVEN_DAYS = (['signedOn', 'validTo', 'printedOn'] as const).map((name) => [name, { kind: 'day' }] as const)

const valueOf = ({ rows }: Scope, name: string): FormValue | Rows | undefined => {
  for (const row of rows) if (name in row) return row[name]
  return undefined
}

function wordsOf(scope: Scope, name: string): string {
  const value = valueOf(scope, name)
  return isRows(value) ? '' : formatFormValue(scope.fields.get(name), value)
}

const isSaid = (scope: Scope, name: string): boolean => {
  const value = valueOf(scope, name)
  return isRows(value) ? value.length > 0 : value === true || (value !== false && formatFormValue(undefined, value) !== '')
}

const spell = (text: string, scope: Scope): string => text.replace(/\{([^{}]*)\}/g, (_all, name: string) => wordsOf(scope, name))

/** Where columns were left off, no cell spans more of them than are left: the table would grow by what it spans. */
function spanAtMost(table: Element): void {
  const columns = table.querySelectorAll('col').length
  if (columns === 0) return
  for (const cell of table.querySelectorAll('[colspan]'))
    if (Number(cell.getAttribute('colspan')) > columns) cell.setAttribute('colspan', String(columns))
}

/** Fills one piece; a filler lives for one page, so that its style knows every size that was used. */
class Filler {
  readonly troubles: PaperTrouble[] = []
  readonly sizes = new Set<number>()
  readonly #template: FormTemplate
  readonly #labels: ReadonlyMap<string, string>
  /** Drawn codes wait for the text of the page: as elements they would be read twice, for nothing. */
  readonly #codes: string[] = []
  #piece = ''
  #row: Pick<PaperTrouble, 'row'> = {}

  constructor(template: FormTemplate) {
    this.#template = template
    const fields = [...template.fields, ...template.added, ...template.lists.flatMap((list) => list.fields)]
    this.#labels = new Map([
      ...givenNames.map((name) => [name, givenLabels[name]] as const),
      ...Object.entries(template.texts).map(([name, { label }]) => [name, label] as const),
      ...fields.map(({ name, label }) => [name, label] as const)
    ])
  }

  fill(piece: Element, { data, title, code }: FormPiece): void {
    this.#piece = title
    const { fields: own, added } = this.#template
    const fields = new Map<string, Pick<FormField, 'kind' | 'options'>>([
      ...GIVEN_DAYS,
      ...[...own, ...added].map((field) => [field.name, field] as const)
    ])
    // What the office added stands in rows of its own where the form has a place for them.
    const rows = added.map((field) => ({ addedLabel: field.label, addedValue: formatFormValue(field, dataOf(data, field.name)) }))
    const scope = { rows: [{ added: rows, ...data }], fields }
    this.#walk(piece, scope)
    for (const table of piece.querySelectorAll('table')) spanAtMost(table)
    const pages = [...piece.querySelectorAll('[data-page]')]
    const pageOf = (number: number): Element => pages.find((page) => page.getAttribute('data-page') === String(number)) ?? piece
    for (const [at, box] of this.#template.boxes.entries()) pageOf(box.page).append(this.#boxed(piece.ownerDocument, box, at, scope))
    const { proof } = this.#template
    if (proof && code !== undefined)
      pageOf(proof.page).append(this.#coded(piece.ownerDocument, 'proof-code', code, proof.side, '核验二维码'))
  }

  /** The text of a filled piece, its codes in their places; what people typed holds no comment. */
  textOf(piece: Element): string {
    return piece.outerHTML.replace(/<!--code (\d+)-->/g, (_all, at: string) => this.#codes[Number(at)] ?? '')
  }

  #walk(element: Element, scope: Scope): void {
    for (const child of [...element.children]) this.#element(child, scope)
  }

  #element(element: Element, scope: Scope): void {
    const mark = (name: string): string | null => element.getAttribute(`data-${name}`)
    const [wanted, unwanted, each] = [mark('if'), mark('unless'), mark('each')]
    const isLeftOff = this.#template.hidden.includes(mark('part') ?? '')
    if (isLeftOff || (wanted !== null && !isSaid(scope, wanted)) || (unwanted !== null && isSaid(scope, unwanted))) {
      element.remove()
      return
    }
    if (each !== null) {
      this.#repeat(element, each, scope)
      return
    }
    const [field, text, options, ticked, code] = [mark('field'), mark('text'), mark('options'), mark('tick'), mark('code')]
    if (field !== null) this.#write(element, field, wordsOf(scope, field))
    else if (text !== null) this.#write(element, text, spell(this.#template.texts[text]?.text ?? '', scope))
    else if (options !== null) element.textContent = this.#options(options, scope)
    else if (ticked !== null) element.textContent = valueOf(scope, ticked) === true ? '☑' : '□'
    else if (code !== null) {
      const words = wordsOf(scope, code)
      if (words !== '') element.append(this.#coded(element.ownerDocument, '', words, Number(mark('side') ?? '22'), words))
    } else this.#walk(element, scope)
  }

  #repeat(element: Element, list: string, scope: Scope): void {
    const rows = valueOf(scope, list)
    const own = this.#template.lists.find(({ name }) => name === list)?.fields ?? []
    const fields = new Map([...scope.fields, ...own.map((field) => [field.name, field] as const)])
    const least = Number(element.getAttribute('data-least') ?? '0')
    const said = isRows(rows) ? rows : []
    const blank = Object.fromEntries(own.map(({ name }) => [name, null]))
    const all = [...said, ...Array.from({ length: Math.max(0, least - said.length) }, () => blank)]
    for (const [at, row] of all.entries()) {
      const copy = element.cloneNode(true) as Element // A clone of an element is one.
      copy.removeAttribute('data-each')
      element.before(copy)
      this.#row = {
        row: { number: Number(row['row'] ?? at + 1), name: wordsOf({ rows: [row], fields }, 'name' in row ? 'name' : 'label') }
      }
      this.#element(copy, { rows: [{ rowNumber: at + 1, ...row }, ...scope.rows], fields })
    }
    this.#row = {}
    element.remove()
  }

  #options(name: string, scope: Scope): string {
    const chosen = wordsOf(scope, name)
    return (scope.fields.get(name)?.options ?? []).map((option) => `${option === chosen ? '☑' : '□'}${option}`).join('\u2003')
  }

  /** Words of a field or text, made to fit where the form says how much room there is. */
  #write(element: Element, name: string, words: string): void {
    element.textContent = words
    this.#check(name, words)
    const [w, h, size, min] = ['w', 'h', 'size', 'min'].map((mark) => Number(element.getAttribute(`data-${mark}`) ?? '0'))
    if (!w || !h || !size || !min) return
    element.classList.add(
      this.#fitted(name, words, { w, h, size, min, fit: element.getAttribute('data-fit') === 'wrap' ? 'wrap' : 'line' })
    )
  }

  #fitted(name: string, words: string, box: TextBox): string {
    const { size, fits } = fitText(words, box)
    if (!fits) this.#tell(name, 'too_long')
    this.sizes.add(size)
    return sizeClass(size)
  }

  /** A field in words, behind what it is called. */
  labelled(name: string, data: FormData): string {
    return `${this.#labels.get(name) ?? ''} ${wordsOf({ rows: [data], fields: new Map() }, name)}`
  }

  #check(name: string, words: string): void {
    const letters = missingGlyphs(words.replace(/\s/g, ''))
    if (letters.length > 0) this.#tell(name, 'not_drawn', letters)
  }

  #tell(name: string, kind: PaperTrouble['kind'], letters: readonly string[] = []): void {
    this.troubles.push({ piece: this.#piece, ...this.#row, field: this.#labels.get(name) ?? name, kind, letters })
  }

  #boxed(document: Document, box: FormBox, at: number, scope: Scope): Element {
    const element = document.createElement('div')
    const text = this.#template.texts[box.shows]
    const words = text === undefined ? wordsOf(scope, box.shows) : spell(text.text, scope)
    const kind = scope.fields.get(box.shows)?.kind
    element.className = `box b${String(at)}${kind === 'photo' ? ' photo' : ''}`
    const inner = document.createElement('span')
    inner.textContent = words
    element.append(inner)
    this.#check(box.shows, words)
    element.classList.add(this.#fitted(box.shows, words, box))
    return element
  }

  #coded(document: Document, className: string, words: string, side: number, label: string): Element {
    const holder = document.createElement('div')
    holder.className = `code ${className}`.trim()
    holder.append(document.createComment(`code ${String(this.#codes.push(qrSvg(words, side, label)) - 1)}`))
    return holder
  }
}

const sizeClass = (size: number): string => `z${String(size).replace('.', '-')}`
const mm = (length: number): string => `${String(Math.round(length * 100) / 100)}mm`

const BASE = `.piece{position:relative;box-sizing:border-box}
.box{position:absolute;display:flex;align-items:center;line-height:${String(LINE_HEIGHT)};line-break:anywhere;overflow-wrap:anywhere;white-space:pre-wrap}
.code svg{display:block}
.proof-code{position:absolute}
[data-fit]{line-height:${String(LINE_HEIGHT)};line-break:anywhere;overflow-wrap:anywhere}
[data-field]{white-space:pre-line}
.photo span{display:none}
.reprint{font-size:9pt}
`
const ALIGN = { left: 'flex-start', center: 'center', right: 'flex-end' } as const

function boxRules({ boxes, paper, proof }: FormTemplate, edges: string): string {
  // A flowing page begins inside its margins, a page of boxes at the edge of the paper.
  const [top, , , left] = paper.margin
  const rules = boxes.map(
    ({ x, y, w, h, align, bold }, at) =>
      `.b${String(at)}{left:${mm(x - left)};top:${mm(y - top)};width:${mm(w)};height:${mm(h)};justify-content:${ALIGN[align]};text-align:${align}${bold ? ';font-weight:700' : ''}}`
  )
  if (proof) rules.push(`.proof-code{left:${mm(proof.x - left)};top:${mm(proof.y - top)}}`)
  if (edges !== '') rules.push(`.box{outline:${edges}}`)
  return rules.join('')
}

function pieceRules({ paper }: FormTemplate): string {
  const { across, down } = paper.pieces
  if (across * down === 1) return ''
  const [width, height] = pieceSize(paper)
  return `.cut{display:grid;grid-template-columns:repeat(${String(across)},${mm(width)});grid-auto-rows:${mm(height)};break-after:page}.cut:last-of-type{break-after:auto}.cut .piece{overflow:hidden}`
}

/** Elements that stand on preprinted stationery already carry `data-stationery`. */
const stationery = (onScreen: boolean): string => (onScreen ? '[data-stationery]{color:#7b8794}' : '[data-stationery]{visibility:hidden}')

/**
 * What stands on a page of stationery is moved as one, about the corner of the paper. The page itself stays: what moves over its edge is lost there,
 * as at the printer, and begins no further page.
 */
function moveOn(page: Element): void {
  const moved = page.ownerDocument.createElement('div')
  moved.className = 'moved'
  moved.append(...page.childNodes)
  page.append(moved)
  page.classList.add('still')
}
function movedRules({ paper }: FormTemplate, correction: string): string {
  const [top, right, bottom, left] = paper.margin
  const [width, height] = sheetSize(paper)
  const still = `.still{position:relative;overflow:hidden;width:${mm(width - left - right)};height:${mm(height - top - bottom)}}`
  return `${still}.moved{position:absolute;inset:0;transform-origin:${mm(-left)} ${mm(-top)};transform:${correction}}`
}

/** @param paper pieces in the order of the paper */
export function formPage({
  sheet: { template: form, html, css },
  pieces,
  practice,
  size = form.paper.size,
  onScreen = false,
  correction,
  trial = false
}: FormPaper): FormPage {
  const template = onPaper(form, size)
  const parsed = new DOMParser().parseFromString(`<body>${html}</body>`, 'text/html')
  const filler = new Filler(template)
  const filled = pieces.map((piece) => {
    const section = parsed.createElement('section')
    section.className = 'piece'
    for (const child of parsed.body.childNodes) section.append(child.cloneNode(true))
    filler.fill(section, piece)
    if (correction !== undefined) {
      const pages = section.querySelectorAll('[data-page]')
      for (const page of pages.length > 0 ? pages : [section]) moveOn(page)
    }
    return filler.textOf(section)
  })
  const { across, down } = template.paper.pieces
  const aSheet = across * down
  const sheets =
    aSheet === 1
      ? filled
      : Array.from(
          { length: Math.ceil(filled.length / aSheet) },
          (_, nth) => `<div class="cut">${filled.slice(nth * aSheet, (nth + 1) * aSheet).join('')}</div>`
        )
  const sizes = [...filler.sizes].map((size) => `.${sizeClass(size)}{font-size:${String(size)}pt}`).join('')
  const moved = correction === undefined ? '' : movedRules(template, correction)
  const edges = trial ? '.2mm solid #000' : onScreen ? '.1mm dashed #9aa5b1' : ''
  const apart = aSheet === 1 ? '.piece{break-after:page}.piece:last-of-type{break-after:auto}' : ''
  const own = template.paper.preprinted ? stationery(onScreen) : ''
  const foot = template.paper.foot === undefined ? '' : footCss(filler.labelled(template.paper.foot, pieces[0]?.data ?? {}))
  const rules = [BASE, boxRules(template, edges), pieceRules(template), sizes, apart, own, moved, foot, css].join('')
  const page = printPage({
    title: pieces.length === 1 ? `${template.label} ${pieces[0]?.title ?? ''}`.trim() : `${template.label} ${String(pieces.length)} 份`,
    paper: sheetSize(template.paper),
    margin: template.paper.margin,
    body: sheets.join(''),
    css: onScreen ? rules + screenBreaks(rules) : rules,
    ...{ practice, onScreen: onScreen || trial }
  })
  return { html: page, troubles: filler.troubles }
}
