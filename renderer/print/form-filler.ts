/**
 * Fills a form's own HTML by its `data-` marks (docs/formats/forms.md). The HTML is read once and becomes parts, what never changes as text and what does
 * as a function of the data, so that the two-hundredth piece costs only its own words. Whatever people typed stays text; what does not fit or cannot be
 * drawn is told.
 */
import { missingGlyphs } from '@shared/domain/glyphs'
import {
  givenLabels,
  givenNames,
  type FormBox,
  type FormData,
  type FormField,
  type FormTemplate,
  type FormValue,
  type GivenName
} from '@shared/domain/form-template'
import { fitText, formatFormValue, type TextBox } from '@shared/format'
import { escapeText } from './escape-text'
import { qrSvg } from './qr-code'

/** One piece of paper: its fields, what the program gives (`givenNames`), and the text of its 2-D code. */
export interface FormPiece {
  readonly data: FormData
  /** How the piece is called where something is wrong with it: a number, a name. */
  readonly title: string
  readonly code?: string
}

export interface PaperTrouble {
  readonly piece: string
  /** Where it stands in a list: the number of the row, and who or what the row is about. */
  readonly row?: { readonly number: number; readonly name: string }
  readonly field: string
  /** `no_phone`: the form names the telephone for complaints, and the office has written none. */
  readonly kind: 'too_long' | 'not_drawn' | 'no_phone'
  /** Letters that no bundled font draws. */
  readonly letters: readonly string[]
}

type Fields = ReadonlyMap<string, Pick<FormField, 'kind' | 'options'>>
type Rows = readonly FormData[]
const PHONE = 'officePhone' satisfies GivenName
const isNothing = (value: FormValue | Rows | undefined): boolean => value === undefined || value === null || value === ''
const isRows = (value: FormValue | Rows | undefined): value is Rows => Array.isArray(value)

/** What a name stands for where the form is being filled: the innermost row first. */
interface Scope {
  readonly rows: Rows
  readonly fields: Fields
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

/** HTML that is the same on every piece, or that the data decide. */
type Part = string | ((scope: Scope) => string)
const written = (part: Part, scope: Scope): string => (typeof part === 'string' ? part : part(scope))

/** Neighbours that never change become one. */
function joined(parts: readonly Part[]): Part {
  const all: Part[] = []
  for (const part of parts) {
    const last = all.at(-1)
    if (typeof part === 'string' && typeof last === 'string') all[all.length - 1] = last + part
    else all.push(part)
  }
  const [only = '', ...more] = all
  return more.length === 0 ? only : (scope) => all.map((part) => written(part, scope)).join('')
}

/** Stands for a class that the data decide, while an element is taken apart. */
const ANY_CLASS = 'any-class'
interface Tags {
  readonly open: string
  readonly close: string
}
function tagsOf(element: Element, changed: (copy: Element) => void = () => undefined): Tags {
  const copy = element.cloneNode(false) as Element // A clone of an element is one.
  copy.removeAttribute('data-each')
  changed(copy)
  const [open = '', close = ''] = copy.outerHTML.split(/(?=<\/)/)
  return { open, close }
}

/** Where columns were left off, no cell spans more of them than are left: the table would grow by what it spans. Typed quotes are escaped. */
function spanAtMost(table: string): string {
  const columns = table.match(/<col\b/g)?.length ?? 0
  return table.replace(/ colspan="(\d+)"/g, (all, span: string) => (Number(span) > columns ? ` colspan="${String(columns)}"` : all))
}

export const sizeClass = (size: number): string => `z${String(size).replace('.', '-')}`

/** Lives for one page, so that its style knows every size that was used. */
export class FormFiller {
  readonly troubles: PaperTrouble[] = []
  readonly sizes = new Set<number>()
  readonly #template: FormTemplate
  readonly #labels: ReadonlyMap<string, string>
  readonly #fields: Fields
  readonly #namesPhone: boolean
  readonly #body: Part
  readonly #pageOf: (number: number) => Element
  /** A place of its own among the words, or the page on which the code is laid. */
  readonly #codeStand: Element
  readonly #isMoved: (element: Element) => boolean
  #piece: FormPiece = { data: {}, title: '' }
  #row: Pick<PaperTrouble, 'row'> = {}

  /** @param isMoved what stands on each page of the paper is moved as one: it gets a holder of the class `moved`, its page the class `still` */
  constructor(template: FormTemplate, html: string, isMoved: boolean) {
    this.#template = template
    const own = [...template.fields, ...template.added]
    this.#fields = new Map<string, Pick<FormField, 'kind' | 'options'>>([
      ...GIVEN_DAYS,
      ...own.map((field) => [field.name, field] as const)
    ])
    this.#labels = new Map([
      ...givenNames.map((name) => [name, givenLabels[name]] as const),
      ...Object.entries(template.texts).map(([name, { label }]) => [name, label] as const),
      ...[...own, ...template.lists.flatMap((list) => list.fields)].map(({ name, label }) => [name, label] as const)
    ])
    this.#namesPhone = Object.values(template.texts).some(({ text }) => text.includes(`{${PHONE}}`))
    const { body } = new DOMParser().parseFromString(`<body>${html}</body>`, 'text/html')
    const piece = body.ownerDocument.createElement('section')
    piece.className = 'piece'
    piece.append(...body.childNodes)
    const pages = [...piece.querySelectorAll('[data-page]')]
    this.#pageOf = (number) => pages.find((page) => page.getAttribute('data-page') === String(number)) ?? piece
    this.#codeStand = piece.querySelector('[data-proof]') ?? this.#pageOf(template.proof?.page ?? 1)
    this.#isMoved = (element) => isMoved && (pages.length > 0 ? pages.includes(element) : element === piece)
    this.#body = this.#part(piece)
  }

  /** @returns the piece as HTML */
  fill(piece: FormPiece): string {
    this.#piece = piece
    if (this.#namesPhone && isNothing(piece.data[PHONE])) this.#tell(PHONE, 'no_phone')
    // What the office added stands in rows of its own where the form has a place for them.
    const added = this.#template.added.map((field) => {
      const value = piece.data[field.name]
      return { addedLabel: field.label, addedValue: formatFormValue(field, isRows(value) ? null : value) }
    })
    return written(this.#body, { rows: [{ added, ...piece.data }], fields: this.#fields })
  }

  /** A field in words, behind what it is called. */
  labelled(name: string, data: FormData): string {
    return `${this.#labels.get(name) ?? ''} ${wordsOf({ rows: [data], fields: new Map() }, name)}`
  }

  #part(element: Element): Part {
    const each = element.getAttribute('data-each')
    if (each === null) return this.#asked(element, this.#element(element))
    const least = Number(element.getAttribute('data-least') ?? '0')
    return this.#asked(element, this.#repeated(each, least, this.#asked(element, this.#element(element))))
  }

  /** Left off where the office left it off or its condition does not hold. */
  #asked(element: Element, part: Part): Part {
    const [wanted, unwanted] = [element.getAttribute('data-if'), element.getAttribute('data-unless')]
    if (this.#template.hidden.includes(element.getAttribute('data-part') ?? '')) return ''
    if (wanted === null && unwanted === null) return part
    return (scope) => {
      const isLeftOff = (wanted !== null && !isSaid(scope, wanted)) || (unwanted !== null && isSaid(scope, unwanted))
      return isLeftOff ? '' : written(part, scope)
    }
  }

  #repeated(list: string, least: number, part: Part): Part {
    const own = this.#template.lists.find(({ name }) => name === list)?.fields ?? []
    const ofRow = own.map((field) => [field.name, field] as const)
    const blank = Object.fromEntries(own.map(({ name }) => [name, null]))
    return (scope) => {
      const rows = valueOf(scope, list)
      const said = isRows(rows) ? rows : []
      const all = [...said, ...Array.from({ length: Math.max(0, least - said.length) }, () => blank)]
      const fields = new Map([...scope.fields, ...ofRow])
      const outer = this.#row
      const words = all.map((row, at) => {
        const name = wordsOf({ rows: [row], fields }, 'name' in row ? 'name' : 'label')
        this.#row = { row: { number: Number(row['row'] ?? at + 1), name } }
        return written(part, { rows: [{ rowNumber: at + 1, ...row }, ...scope.rows], fields })
      })
      this.#row = outer
      return words.join('')
    }
  }

  #element(element: Element): Part {
    const mark = (name: string): string | null => element.getAttribute(`data-${name}`)
    const [field, text, options, ticked, code] = [mark('field'), mark('text'), mark('options'), mark('tick'), mark('code')]
    if (field !== null) return this.#words(element, field, (scope) => wordsOf(scope, field))
    if (text !== null) return this.#words(element, text, (scope) => spell(this.#template.texts[text]?.text ?? '', scope))
    if (this.#isMoved(element)) {
      const { open, close } = tagsOf(element, (copy) => copy.classList.add('still'))
      return joined([open, '<div class="moved">', this.#inside(element), '</div>', close])
    }
    const { open, close } = tagsOf(element)
    if (options !== null) return joined([open, (scope) => escapeText(this.#options(options, scope)), close])
    if (ticked !== null) return joined([open, (scope) => (valueOf(scope, ticked) === true ? '☑' : '□'), close])
    if (code !== null) return joined([open, element.innerHTML, this.#code(code, Number(mark('side') ?? '22')), close])
    const whole = joined([open, this.#inside(element), close])
    const spans = element.matches('table') && element.querySelector('col') && element.querySelector('[colspan]')
    return spans ? (scope) => spanAtMost(written(whole, scope)) : whole
  }

  /** What stands in an element, and behind it the boxes and the code that lie on it as on a page. */
  #inside(element: Element): Part {
    const { boxes, proof } = this.#template
    const parts = [...element.childNodes].map((node): Part => {
      if (node instanceof Element) return this.#part(node)
      return node.nodeType === Node.TEXT_NODE ? escapeText(node.textContent ?? '') : ''
    })
    for (const [at, box] of boxes.entries()) if (this.#pageOf(box.page) === element) parts.push((scope) => this.#boxed(box, at, scope))
    if (proof && this.#codeStand === element)
      parts.push(() => (this.#piece.code === undefined ? '' : coded('proof-code', this.#piece.code, proof.side, '核验二维码')))
    return joined(parts)
  }

  #options(name: string, scope: Scope): string {
    const chosen = wordsOf(scope, name)
    return (scope.fields.get(name)?.options ?? []).map((option) => `${option === chosen ? '☑' : '□'}${option}`).join('\u2003')
  }

  #code(name: string, side: number): Part {
    return (scope) => {
      const words = wordsOf(scope, name)
      return words === '' ? '' : coded('', words, side, words)
    }
  }

  /** Words of a field or text, made to fit where the form says how much room there is. */
  #words(element: Element, name: string, wordsIn: (scope: Scope) => string): Part {
    const [w = 0, h = 0, size = 0, min = 0] = ['w', 'h', 'size', 'min'].map((mark) => Number(element.getAttribute(`data-${mark}`) ?? '0'))
    if (!w || !h || !size || !min) {
      const { open, close } = tagsOf(element)
      return joined([open, (scope) => this.#checked(name, wordsIn(scope)), close])
    }
    const box = { w, h, size, min, fit: element.getAttribute('data-fit') === 'wrap' ? ('wrap' as const) : ('line' as const) }
    const { open, close } = tagsOf(element, (copy) => copy.classList.add(ANY_CLASS))
    const [before = '', after = ''] = open.split(ANY_CLASS)
    return (scope) => {
      const words = wordsIn(scope)
      return before + this.#fitted(name, words, box) + after + this.#checked(name, words) + close
    }
  }

  #boxed(box: FormBox, at: number, scope: Scope): string {
    const text = this.#template.texts[box.shows]
    const words = text === undefined ? wordsOf(scope, box.shows) : spell(text.text, scope)
    const photo = scope.fields.get(box.shows)?.kind === 'photo' ? ' photo' : ''
    const size = this.#fitted(box.shows, words, box)
    return `<div class="box b${String(at)}${photo} ${size}"><span>${this.#checked(box.shows, words)}</span></div>`
  }

  /** @returns the class of a size at which the words fit, the smallest one otherwise */
  #fitted(name: string, words: string, box: TextBox): string {
    const { size, fits } = fitText(words, box)
    if (!fits) this.#tell(name, 'too_long')
    this.sizes.add(size)
    return sizeClass(size)
  }

  #checked(name: string, words: string): string {
    const letters = missingGlyphs(words.replace(/\s/g, ''))
    if (letters.length > 0) this.#tell(name, 'not_drawn', letters)
    return escapeText(words)
  }

  #tell(name: string, kind: PaperTrouble['kind'], letters: readonly string[] = []): void {
    this.troubles.push({ piece: this.#piece.title, ...this.#row, field: this.#labels.get(name) ?? name, kind, letters })
  }
}

const coded = (className: string, words: string, side: number, label: string): string =>
  `<div class="${`code ${className}`.trim()}">${qrSvg(words, side, label)}</div>`
