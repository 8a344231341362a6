/** Lists for the field on paper: the visit list with a code in every row and boxes to tick, and the roster of a place; heads repeat on every sheet. */
import type { RosterView } from '@shared/contract/rosters'
import { rosterBasisLabels, rosterKindLabels, rosterNumberWords, visitResultLabels, visitResults } from '@shared/domain/roster'
import { rowCode } from '@shared/domain/scan-code'
import { formatCount } from '@shared/format'
import { escapeText } from './escape-text'
import { printPage } from './print-page'
import { qrSvg } from './qr-code'

export interface RosterPaper {
  readonly list: RosterView
  readonly rows: readonly { readonly row: number; readonly cells: Readonly<Record<string, string>> }[]
  /** Name of the office that issued it. */
  readonly office: string
  readonly practice: boolean
  /** Day of issue in China, YYYY-MM-DD. */
  readonly issuedOn: string
}

const FOOT = `font-family:'Yipanqi Sans','Noto Sans CJK SC',sans-serif;font-size:9pt`
/** Number of the list and of the page at the foot of every sheet; digits only, nothing that anybody typed. */
export const footCss = (number: number, label: '名单号' | '表号' = '名单号'): string =>
  `@page{@bottom-left{content:"${label} ${rosterNumberWords(number)}";${FOOT}}@bottom-right{content:"第 " counter(page) " 页，共 " counter(pages) " 页";${FOOT}}}`

const common = `
body{line-height:1.35}
h1{margin:0 0 3mm}
.facts{margin:0 0 1.5mm}
table{width:100%;border-collapse:collapse;table-layout:fixed}
thead{display:table-header-group}
tr{break-inside:avoid}
th,td{border:.2mm solid #000;padding:.6mm 1.2mm;text-align:left;font-weight:400;vertical-align:middle;overflow-wrap:anywhere}
th{font-weight:700}
.strip th{border:0;padding:0 0 1mm;font-weight:400;font-size:9pt}
.n,.c{text-align:center;padding-left:0;padding-right:0}
`
const visitCss = `${common}
td{font-size:10.5pt}
.name{font-size:13pt;font-weight:700}
.code{padding:.4mm 0;text-align:center}
.code svg{display:block;margin:auto}
.ticks{font-size:8.5pt}
.ask{font-size:8pt}
.ticks span{display:inline-block;margin-right:1.6mm;white-space:nowrap}
.ticks i{display:inline-block;width:20mm;border-bottom:.2mm solid #000}
.heads th{padding-left:.4mm;padding-right:.4mm;font-size:9pt;text-align:center}
.sign{display:flex;margin:0 0 2mm}
.sign span{flex:1}
`
const rosterCss = `${common}
td{font-size:9.5pt}
.w{white-space:nowrap}
.heads th{padding-left:.4mm;padding-right:.4mm;font-size:9.5pt;text-align:center}
`

const CODE_MM = 14
/** Widths of a visit list in millimetres, 186 in all. */
const VISIT_WIDTHS = [15, 8, 30, 9, 13, 38, 22, 38, 13] as const
/** What changed is written beside its box, which stands last. */
const TICKS = `${visitResults.map((result) => `<span>□${visitResultLabels[result]}</span>`).join('')}<i></i>`

/** Widths as rules: sheets carry no style attributes. */
export const widthsCss = (widths: readonly number[]): string =>
  widths.map((width, at) => `col:nth-child(${String(at + 1)}){width:${String(width)}mm}`).join('')
export const columnsOf = (widths: readonly number[]): string => `<colgroup>${'<col>'.repeat(widths.length)}</colgroup>`

/** What a loose sheet is told by. */
const strip = ({ list, office }: RosterPaper, span: number): string =>
  `<tr class="strip"><th colspan="${String(span)}">${rosterKindLabels[list.kind]} ${rosterNumberWords(list.number)}&emsp;${escapeText(list.placeName ?? '')}&emsp;${escapeText(office)}</th></tr>`

const factsOf = ({ list, office, issuedOn }: RosterPaper): string =>
  [
    escapeText(office),
    `地点：${escapeText(list.placeName ?? '')}${list.basis === null ? '' : `（按${rosterBasisLabels[list.basis]}）`}`,
    `${formatCount(list.count)} 人`,
    `开出：${escapeText(issuedOn)}`,
    `经办：${escapeText(list.by)}`
  ].join('　')

/** A4 upright. The code of a row names list and row and nothing of the person. */
export function visitSheet(paper: RosterPaper): string {
  const { list, rows, practice } = paper
  const cell = (text: string | undefined, kind = ''): string => `<td${kind === '' ? '' : ` class="${kind}"`}>${escapeText(text ?? '')}</td>`
  const line = ({ row, cells }: RosterPaper['rows'][number]): string => {
    const code = qrSvg(rowCode({ list: list.number, row, practice }), CODE_MM, `第${String(row)}行的码`)
    const facts = [
      cell(String(row), 'n'),
      cell(cells['name'], 'name'),
      cell(cells['sex'], 'c'),
      cell(cells['birthYear'], 'c'),
      cell(cells['door'])
    ]
    return `<tr><td class="code">${code}</td>${facts.join('')}${cell(cells['ask'], 'ask')}<td class="ticks">${TICKS}</td><td></td></tr>`
  }
  const titles = ['码', '行', '姓名', '性别', '出生年', '住处', '核对', '结果（打勾）', '日期']
  const head = `<thead>${strip(paper, titles.length)}<tr class="heads">${titles.map((title) => `<th>${title}</th>`).join('')}</tr></thead>`
  const body = `
<h1>走访清单</h1>
<p class="facts">${factsOf(paper)}</p>
<p class="facts">只核对登记、告知服务，一切服务免费。不愿回答的，在“谢绝”打勾就是答复，不必追问。“有变化”请在旁边写明。用毕交回。</p>
<div class="sign"><span>走访人：</span><span>走访日期：</span><span>交回日期：</span></div>
<table>${columnsOf(VISIT_WIDTHS)}${head}<tbody>${rows.map(line).join('')}</tbody></table>`
  return printPage({
    title: titleOf(list),
    paper: [210, 297],
    margin: 12,
    body,
    css: visitCss + widthsCss(VISIT_WIDTHS) + footCss(list.number),
    practice
  })
}

/** Millimetres of columns whose words have one length and never break; the others share what is left. */
const FIXED: Readonly<Record<string, number>> = { sex: 10, birthDate: 24, idNo: 42, kind: 18, startedOn: 24, phone: 29 }
const SHARES: Readonly<Record<string, number>> = { name: 30, residence: 42, hukou: 40, note: 30 }
const ROSTER_MM = 273
const ROW_MM = 11

function rosterWidths(keys: readonly string[]): number[] {
  const fixed = keys.reduce((sum, key) => sum + (FIXED[key] ?? 0), ROW_MM)
  const shared = keys.reduce((sum, key) => sum + (FIXED[key] === undefined ? (SHARES[key] ?? 30) : 0), 0)
  const width = (key: string): number => FIXED[key] ?? Math.floor(((ROSTER_MM - fixed) * (SHARES[key] ?? 30) * 10) / shared) / 10
  return [ROW_MM, ...keys.map(width)]
}

/** A4 lengthwise with the columns that were chosen. */
export function rosterSheet(paper: RosterPaper): string {
  const { list, rows, practice } = paper
  const widths = rosterWidths(list.columns.map(({ key }) => key))
  const titles = ['行', ...list.columns.map(({ title }) => title)].map((title) => `<th>${escapeText(title)}</th>`).join('')
  const line = ({ row, cells }: RosterPaper['rows'][number]): string =>
    `<tr><td class="n">${String(row)}</td>${list.columns.map(({ key }) => `<td${FIXED[key] === undefined ? '' : ' class="w"'}>${escapeText(cells[key] ?? '')}</td>`).join('')}</tr>`
  const care = list.whole ? '<p class="facts">印有完整的证件号，请妥善保管，用毕交回。</p>' : ''
  const body = `
<h1>花名册</h1>
<p class="facts">${factsOf(paper)}</p>${care}
<table>${columnsOf(widths)}<thead>${strip(paper, widths.length)}<tr class="heads">${titles}</tr></thead><tbody>${rows.map(line).join('')}</tbody></table>`
  return printPage({
    title: titleOf(list),
    paper: [297, 210],
    margin: 12,
    body,
    css: rosterCss + widthsCss(widths) + footCss(list.number),
    practice
  })
}

const titleOf = ({ kind, number }: RosterView): string => `${rosterKindLabels[kind]} ${rosterNumberWords(number)}`
