/**
 * A print page on the screen: its sheets lie below each other on a desk. The very engine that breaks pages breaks the columns in which they stand, so a
 * sheet holds what the paper holds; heads of tables, which it repeats on paper alone, are repeated here.
 */
import { FOOT_FONT } from './page-foot'
import type { PrintPage } from './print-page'

/** Between two sheets on the screen. */
const GAP = '6mm'
/** A table that ends on a sheet has a bottom edge of its own, which paper draws over the last row: room for half a line. */
const EDGE_MM = 0.3
const EDGE = `${String(EDGE_MM)}mm`
const PX_PER_MM = 96 / 25.4

/** A browser that cannot wrap columns shows one long sheet with a line where the next one begins. */
export function screenSheets([width, height]: PrintPage['paper'], margin: readonly string[]): string {
  const [top = '0mm', right = top, bottom = top, left = right] = margin
  const [wide, high] = [`${String(width)}mm`, `${String(height)}mm`]
  const inside = `calc(${high} - ${top} - ${bottom})`
  const cuts = `repeating-linear-gradient(#0000 0,#0000 calc(${inside} - .4mm),#c3ccd6 calc(${inside} - .4mm),#c3ccd6 calc(${inside} - .1mm),#0000 calc(${inside} - .1mm),#0000 ${inside})`
  const desk = `html{background:#e9edf1}body{position:relative;isolation:isolate;box-sizing:border-box;width:${wide};min-height:${high};padding:${margin.join(' ')};background:${cuts} content-box,#fff}body>.practice{position:absolute;inset:0 0 auto;height:${high}}`
  const foot = `.sheet-foot{position:absolute;top:calc(${high} - ${bottom});right:${right};left:${left};height:${bottom};display:flex;align-items:center;justify-content:space-between;line-height:1.2;${FOOT_FONT}}`
  const sheets = `body{columns:1;column-height:calc(${inside} + ${EDGE});column-wrap:wrap;column-fill:auto;row-gap:calc(${bottom} + ${GAP} + ${top} - ${EDGE});background:repeating-linear-gradient(#fff 0,#fff ${high},#0000 ${high},#0000 calc(${high} + ${GAP}))}`
  return `@media screen{${desk}${foot}@supports(column-wrap:wrap){${sheets}}}`
}

/** Rules that begin a page begin a column on the screen. */
export const screenBreaks = (css: string): string => {
  const rules = [...css.matchAll(/([^{}]+)\{[^{}]*?break-(before|after):\s*page\b/g)]
  return rules.length === 0 ? '' : `@media screen{${rules.map(([, which = '', side = '']) => `${which}{break-${side}:column}`).join('')}}`
}

/** What a table is broken between: groups that stay together, else rows. */
const unitsOf = (table: HTMLTableElement, view: Window): HTMLElement[] =>
  [...table.tBodies].flatMap<HTMLElement>((group) => (view.getComputedStyle(group).breakInside === 'avoid' ? [group] : [...group.rows]))

/** Rows are measured to a hundredth of a pixel. */
const SLACK_PX = 0.5
/** A head that takes more of a sheet is not repeated on paper. Source: CSS Tables 3, repeated headers. */
const LARGEST_HEAD = 0.25

/** @returns what the boxes around a table take from the top and the bottom of every sheet they go over */
function paddingOfSheets(table: Element, view: Window): readonly [top: number, bottom: number] {
  let [top, bottom] = [0, 0]
  for (let box = table.parentElement; box; box = box.parentElement) {
    const style = view.getComputedStyle(box)
    if (style.getPropertyValue('box-decoration-break') !== 'clone') continue
    top += Number.parseFloat(style.paddingTop)
    bottom += Number.parseFloat(style.paddingBottom)
  }
  return [top, bottom]
}

interface Room {
  readonly view: Window
  /** Pixels of a sheet inside its margins. */
  readonly inside: number
  /** Where a place on the page lies on its sheet. */
  readonly offset: (top: number) => number
}

/** @returns the units that begin a further sheet once every sheet begins with the head */
function firstOfSheets(table: HTMLTableElement, head: HTMLElement, { view, inside, offset }: Room): HTMLElement[] {
  const units = unitsOf(table, view).map((unit) => ({ unit, box: unit.getBoundingClientRect() }))
  const [begin] = units
  const headHeight = head.getBoundingClientRect().height
  if (!begin || headHeight > inside * LARGEST_HEAD) return []
  const [above, below] = paddingOfSheets(table, view)
  let used = offset(begin.box.top)
  return units.flatMap(({ unit, box: { height } }) => {
    const isFirst = used + height > inside - below + SLACK_PX
    used = (isFirst ? above + headHeight : used) + height
    return isFirst ? [unit] : []
  })
}

/** The rows from a unit on become a table of their own on the next sheet, below the same head. */
function beginSheet(table: HTMLTableElement, unit: HTMLElement): void {
  const next = table.cloneNode(false) as HTMLTableElement // A clone of a table is one.
  next.append(...[...table.querySelectorAll('colgroup, thead')].map((part) => part.cloneNode(true)))
  next.tHead?.setAttribute('aria-hidden', 'true')
  next.style.breakBefore = 'column'
  next.style.marginTop = '0'
  const groups = [...table.tBodies]
  const at = groups.findIndex((group) => group.contains(unit))
  const group = groups[at]
  if (!group) return
  const rest = group.cloneNode(false) as HTMLTableSectionElement // A clone of a group of rows is one.
  const rows = [...group.rows]
  rest.append(...rows.slice(rows.findIndex((row) => unit.contains(row))))
  if (group.rows.length === 0) group.remove()
  next.append(rest, ...groups.slice(at + 1))
  table.after(next)
}

/** Repeats heads of tables, the mark of practice and the foot on every sheet of a print page that stands on the screen, once its fonts are there. */
export function drawSheets(page: Document): void {
  const view = page.defaultView
  if (!view) return
  const style = view.getComputedStyle(page.body)
  const high = Number.parseFloat(style.getPropertyValue('column-height'))
  if (!(high > 0)) return
  const inside = high - EDGE_MM * PX_PER_MM
  const period = high + Number.parseFloat(style.rowGap)
  const first = page.body.getBoundingClientRect().top + Number.parseFloat(style.paddingTop)
  const offset = (top: number): number => (top - first) % period
  for (const table of page.querySelectorAll('table')) {
    const head = table.tHead
    if (!head) continue
    for (const unit of firstOfSheets(table, head, { view, inside, offset }).reverse()) beginSheet(table, unit)
  }
  const count = Math.round((page.body.getBoundingClientRect().height + period - high) / period)
  for (const selector of ['.practice', '.sheet-foot']) {
    const first = page.querySelector<HTMLElement>(selector)
    if (first) repeat(first, count, period)
  }
}

/** What stands on every sheet; the foot counts them. */
function repeat(first: HTMLElement, sheets: number, period: number): void {
  for (let at = sheets - 1; at >= 0; at -= 1) {
    const mark = at === 0 ? first : (first.cloneNode(true) as HTMLElement) // A clone of an element is one.
    mark.style.marginTop = `${String(at * period)}px`
    const number = mark.querySelector('.sheet-number')
    if (number) number.textContent = `第 ${String(at + 1)} 页，共 ${String(sheets)} 页`
    if (at > 0) first.after(mark)
  }
}
