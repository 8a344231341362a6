/** 套打校准页: rulers along the left and the top edge and numbered crosses, on the very paper of a form; what is measured on it tells how a printer prints aside. */
import { calibrationMarks, type PaperPoint } from '@shared/domain/printer-calibration'
import { escapeText } from './escape-text'
import { printPage } from './print-page'

export interface CalibrationPaper {
  /** Width and height of the paper in millimetres. */
  readonly size: readonly [width: number, height: number]
  readonly form: string
  readonly printer: string
  readonly tray: string
  readonly practice: boolean
  /** YYYY-MM-DD. */
  readonly printedOn: string
}

const ARM = 2.5
/** From the edge inwards; a printer leaves some four millimetres out. */
const TICKS = { one: 4.6, five: 5.4, ten: 6.2 } as const
const CSS = `
.sheet{position:relative;overflow:hidden;break-inside:avoid}
.sheet svg{position:absolute;left:0;top:0;display:block}
.sheet path{stroke:#000;stroke-width:.12;fill:none}
.sheet .cross{stroke-width:.25}
.sheet text{font-size:2px}
.sheet .no{font-size:3px;font-weight:700}
.words{position:absolute;font-size:7pt;line-height:1.35}
.wide .words{font-size:10.5pt;line-height:1.6}
.wide .no{font-size:4px}
`

const at = (value: number): string => String(Math.round(value * 100) / 100)
const path = (steps: readonly string[], kind = ''): string => `<path${kind === '' ? '' : ` class="${kind}"`} d="${steps.join('')}"/>`
const label = (words: string, { x, y }: PaperPoint, kind = ''): string =>
  `<text${kind === '' ? '' : ` class="${kind}"`} x="${at(x)}" y="${at(y)}">${words}</text>`

const tick = (mm: number): number => (mm % 10 === 0 ? TICKS.ten : mm % 5 === 0 ? TICKS.five : TICKS.one)
/** Where both rulers meet there is room for neither. */
const upTo = (length: number): number[] => Array.from({ length: Math.floor(length) }, (_, nth) => nth + 1).filter((mm) => mm > TICKS.ten)
const isTold = (mm: number, length: number): boolean => mm % 10 === 0 && mm < length - 2

function rulers([width, height]: CalibrationPaper['size']): string {
  return [
    path(upTo(width - 1).map((mm) => `M${at(mm)} 0v${at(tick(mm))}`)),
    path(upTo(height - 1).map((mm) => `M0 ${at(mm)}h${at(tick(mm))}`)),
    ...upTo(width).flatMap((mm) => (isTold(mm, width) ? [label(String(mm), { x: mm + 0.4, y: TICKS.ten })] : [])),
    ...upTo(height).flatMap((mm) => (isTold(mm, height) ? [label(String(mm), { x: TICKS.one + 0.4, y: mm - 0.4 })] : []))
  ].join('')
}

const cross = ({ x, y }: PaperPoint, nth: number): string =>
  path([`M${at(x - ARM)} ${at(y)}h${at(2 * ARM)}`, `M${at(x)} ${at(y - ARM)}v${at(2 * ARM)}`], `cross m${String(nth + 1)}`) +
  label(String(nth + 1), { x: x + 0.8, y: y + ARM + 1.2 }, 'no')

/** What 左 and 上 are, shown at the first cross: from the edge of the paper to the middle of the cross. */
function arrows({ x, y }: PaperPoint): string {
  const [across, down] = [y + ARM + 0.6, x + ARM + 0.8]
  const heads = [`M1.2 ${at(across - 0.6)}l-1.2 .6l1.2 .6`, `M${at(down - 0.6)} 1.2l.6 -1.2l.6 1.2`]
  const tips = [`M${at(x - 1.2)} ${at(across - 0.6)}l1.2 .6l-1.2 .6`, `M${at(down - 0.6)} ${at(y - 1.2)}l.6 1.2l.6 -1.2`]
  return [
    path([`M0 ${at(across)}H${at(x)}`, `M${at(down)} 0V${at(y)}`, ...heads, ...tips]),
    label('左', { x: x / 2 + 1, y: across + 2.4 }),
    label('上', { x: down + 0.8, y: y - 0.6 })
  ].join('')
}

export function calibrationSheet({ size, form, printer, tray, practice, printedOn }: CalibrationPaper): string {
  const [width, height] = size
  const marks = calibrationMarks(size)
  const [first = { x: 0, y: 0 }] = marks
  const where = [printer, tray].filter((part) => part !== '').join('，')
  const words = [
    `<b>套打校准页\u3000${escapeText(form)}</b>`,
    `${escapeText(where)}\u3000${escapeText(printedOn)}`,
    '按实际大小打印，不缩放。用尺量每个十字的中心，读到半毫米：',
    '左＝离纸的左边，上＝离纸的上边，都从纸边量起。'
  ].join('<br>')
  const [mw, mh] = [`${at(width)}mm`, `${at(height)}mm`]
  const room = `.sheet{width:${mw};height:${mh}}.words{left:${at(first.x + 4)}mm;right:${at(first.x)}mm;top:${at(first.y + ARM + 4)}mm}`
  const drawn = `<svg width="${mw}" height="${mh}" viewBox="0 0 ${at(width)} ${at(height)}" role="img" aria-label="毫米尺和${String(marks.length)}个十字">${rulers(size)}${marks.map(cross).join('')}${arrows(first)}</svg>`
  return printPage({
    title: `套打校准页 ${form}`,
    paper: size,
    margin: 0,
    body: `<div class="sheet${width > 140 ? ' wide' : ''}">${drawn}<div class="words">${words}</div></div>`,
    css: CSS + room,
    ...{ practice, onScreen: true }
  })
}
