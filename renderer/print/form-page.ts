/** A form and what it says become one print page: its filled pieces on their sheets, boxes at their millimetres. docs/formats/forms.md. */
import { onPaper, pieceSize, sheetSize, type FormSheet, type FormTemplate, type PaperSize } from '@shared/domain/form-template'
import { LINE_HEIGHT } from '@shared/format'
import { FormFiller, sizeClass, type FormPiece, type PaperTrouble } from './form-filler'
import { printPage } from './print-page'
import { screenBreaks } from './screen-sheets'

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

export interface FormPage {
  readonly html: string
  readonly troubles: readonly PaperTrouble[]
}

const mm = (length: number): string => `${String(Math.round(length * 100) / 100)}mm`

const BASE = `.piece{position:relative;box-sizing:border-box}
.box{position:absolute;display:flex;align-items:center;line-height:${String(LINE_HEIGHT)};line-break:anywhere;overflow-wrap:anywhere;white-space:pre-wrap}
.code svg{display:block}
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
  if (proof) rules.push(`:not([data-proof])>.proof-code{position:absolute;left:${mm(proof.x - left)};top:${mm(proof.y - top)}}`)
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
  const filler = new FormFiller(template, html, correction !== undefined)
  const filled = pieces.map((piece) => filler.fill(piece))
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
  const { foot } = template.paper
  const rules = [BASE, boxRules(template, edges), pieceRules(template), sizes, apart, own, moved, css].join('')
  const page = printPage({
    title: pieces.length === 1 ? `${template.label} ${pieces[0]?.title ?? ''}`.trim() : `${template.label} ${String(pieces.length)} 份`,
    paper: sheetSize(template.paper),
    margin: template.paper.margin,
    body: sheets.join(''),
    css: onScreen ? rules + screenBreaks(rules) : rules,
    foot: foot === undefined ? undefined : filler.labelled(foot, pieces[0]?.data ?? {}),
    ...{ practice, onScreen: onScreen || trial }
  })
  return { html: page, troubles: filler.troubles }
}
