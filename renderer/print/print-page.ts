/**
 * One sheet of paper as a page of its own: HTML and CSS in millimetres, the bundled fonts by address of the program itself.
 * The fonts are linked, not embedded: both carriers serve a print page from the program's own origin, so the same files that
 * draw the screen draw the paper, and a page stays small.
 */
import fontSlices from '../../resources/fonts/slices.css?url'
import { escapeText } from './escape-text'
import { footCss } from './page-foot'
import { pageFonts } from './page-fonts'
import { screenSheets } from './screen-sheets'

export interface PrintPage {
  readonly title: string
  /** Width and height in millimetres. */
  readonly paper: readonly [width: number, height: number]
  /** Margin in millimetres: on all sides, or top, right, bottom, left. */
  readonly margin: number | readonly [top: number, right: number, bottom: number, left: number]
  /** Body as HTML; whatever people typed has gone through `escapeText`. */
  readonly body: string
  /** CSS of this form only, lengths in mm and pt. */
  readonly css: string
  /** Made-up people: every sheet says so. */
  readonly practice: boolean
  /** Stands in the margin below every sheet, beside its number: by what a loose sheet is told. */
  readonly foot?: string | undefined
  /** Looked at in a window as well, as the sheets that the printer makes. */
  readonly onScreen?: boolean
}

const BOLD = /<(?:b|strong|th|h[1-6])\b|font-weight:(?:bold|[6-9]00)/
/** Each once; also those that rules write, as the words at the foot of a sheet; whatever is ASCII lies in the slice of the digits. */
const lettersOf = (body: string, css: string): readonly string[] =>
  [...new Set(body.replace(/<[^>]*>/g, '') + css.replace(/[\0-\x7f]/g, ''))].sort()
const unseen = (letters: readonly string[], weights: readonly string[]): string =>
  weights.map((weight) => `<div class="letters${weight}" aria-hidden="true">${escapeText(letters.join(''))}</div>`).join('')

/**
 * In a window at which nobody looks a page for the printer has its letters alone, each once in the weights there are, so that their fonts are open when
 * printing begins. Its sheets would be laid out for that window twice, before printing and after, and of two hundred that took as long as printing.
 */
const UNSEEN =
  '@media screen{body>:not(.letters){display:none!important}.letters{height:0;overflow:hidden}.letters.bold{font-weight:700}}@media print{.letters{display:none}}'

/** The watermark lies behind the text, so that a practice sheet can be read and never be taken for a real one. */
const practiceCss = (width: number): string =>
  `.practice{position:fixed;inset:0;display:flex;align-items:center;justify-content:center;z-index:-1;font-size:${String(Math.min(60, Math.round(width * 0.28)))}mm;font-weight:700;color:#e4e4e4;transform:rotate(-30deg)}`

export function printPage({ title, paper, margin, body, css, practice, foot, onScreen = false }: PrintPage): string {
  const [width, height] = paper
  const margins = [margin].flat().map((side) => `${String(side)}mm`)
  const sheet = `@page{size:${String(width)}mm ${String(height)}mm;margin:${margins.join(' ')}}${onScreen ? screenSheets(paper, margins) : UNSEEN}`
  const base =
    "html{font-family:'Yipanqi Sans','Yipanqi Rare','Noto Sans CJK SC',sans-serif;font-size:10.5pt;line-height:1.6;color:#000}body{margin:0}h1{font-size:18pt;text-align:center;margin:0 0 6mm}"
  const onFoot =
    foot !== undefined && onScreen ? `<div class="sheet-foot"><span>${escapeText(foot)}</span><span class="sheet-number"></span></div>` : ''
  const mark = (practice ? '<div class="practice">演练</div>' : '') + onFoot
  const own = (practice ? practiceCss(width) : '') + css + (foot === undefined || onScreen ? '' : footCss(foot))
  const letters = lettersOf(mark + body, own)
  const weights = BOLD.test(body + own) ? ['', ' bold'] : ['']
  const { rules, first } = pageFonts(letters, weights.length > 1)
  const asked = first.map((address) => `<link rel="preload" as="font" type="font/woff2" crossorigin href="${address}">`).join('')
  // On the screen the next state of the page takes its place, with letters of any slice.
  const fonts = onScreen ? `${asked}<link rel="stylesheet" href="${fontSlices}"><style>` : `${asked}<style>${rules}`
  const lang = `lang="zh-CN"${practice ? ' data-practice' : ''}`
  return `<!doctype html><html ${lang}><head><meta charset="utf-8"><title>${escapeText(title)}</title>${fonts}${base}${sheet}${own}</style></head><body>${mark}${body}${onScreen ? '' : unseen(letters, weights)}</body></html>`
}
