/** 调查核实表: what a batch of slips asks, slip by slip in walking order, four boxes an item; a code in every row names sheet and row alone. */
import type { CheckRow, CheckSheet } from '@shared/contract/check-sheets'
import { exceedsLevel, itemStatuses, itemStatusLabels, sensitivityLevels, verificationMethodLabels } from '@shared/domain'
import { rosterNumberWords } from '@shared/domain/roster'
import { rowCode } from '@shared/domain/scan-code'
import { escapeText } from './escape-text'
import { printPage } from './print-page'
import { qrSvg } from './qr-code'

interface CheckPaper {
  readonly sheet: CheckSheet
  readonly rows: readonly CheckRow[]
  readonly office: string
  readonly practice: boolean
  /** Day it was made, YYYY-MM-DD. */
  readonly madeOn: string
}

const css = `
body{line-height:1.35}
h1{margin:0 0 2mm}
.facts{margin:0 0 1.5mm}
table{width:100%;border-collapse:collapse;table-layout:fixed}
thead{display:table-header-group}
tbody{break-inside:avoid}
th,td{border:.2mm solid #000;padding:.6mm 1.2mm;text-align:left;font-weight:400;vertical-align:middle;overflow-wrap:anywhere;font-size:10pt}
th{font-weight:700;text-align:center;font-size:9pt;padding:.6mm .4mm}
.code{padding:.4mm 0;text-align:center}
.code svg{display:block;margin:auto}
.n{text-align:center;padding-left:0;padding-right:0}
.name{font-size:12pt;font-weight:700}
.ticks span{display:inline-block;margin-right:2mm;white-space:nowrap}
.small{font-size:8.5pt}
.sign{display:flex;margin:0 0 2mm}
.sign span{flex:1}
`
/** A4 lengthwise: 273 mm. */
const WIDTHS = [15, 8, 30, 46, 34, 72, 32, 18, 18]
/** As rules: sheets carry no style attributes. */
const WIDTHS_CSS = WIDTHS.map((width, at) => `col:nth-child(${String(at + 1)}){width:${String(width)}mm}`).join('')
const CODE_MM = 14
const TITLES = ['码', '行', '姓名', '住处', '核实事项', '结论（打勾）', '情况（不符时写明）', '日期', '核实人']
const TICKS = itemStatuses.map((status) => `<span>□${itemStatusLabels[status]}</span>`).join('')
const STATES = { open: '', unpaired: '还没有配对，请先认人', nobody: '没有找到此人，由县里答复', done: '已经答复，不再核实' } as const

/** What is of health or of the service desk is never carried through a village on paper. */
const isPrinted = ({ level }: CheckRow['items'][number]): boolean =>
  sensitivityLevels.some((known) => known === level && !exceedsLevel(known, 'L2'))

const cell = (text: string, kind = '', span = 1): string =>
  `<td${kind === '' ? '' : ` class="${kind}"`}${span > 1 ? ` rowspan="${String(span)}"` : ''}>${escapeText(text)}</td>`

function slipRows({ sheet, practice }: CheckPaper, row: CheckRow): string {
  const asked = row.state === 'open' ? row.items.filter((item) => isPrinted(item) && !row.declined.includes(item.code)) : []
  const span = Math.max(1, asked.length)
  const code = qrSvg(rowCode({ list: sheet.number, row: row.row, practice }), CODE_MM, `第${String(row.row)}行的码`)
  const born = [row.sex, row.birthDate].filter((part) => part !== '').join(' ')
  const who = `<td rowspan="${String(span)}"><span class="name">${escapeText(row.name ?? '（内容已撤回）')}</span><br><span class="small">${escapeText(born)}</span></td>`
  const head = `<td class="code" rowspan="${String(span)}">${code}</td>${cell(String(row.row), 'n', span)}${who}${cell(row.door, '', span)}`
  const item = (label: string): string => `${cell(label)}<td class="ticks">${TICKS}</td>${cell('')}${cell('')}${cell('')}`
  const [first, ...rest] = asked
  if (first === undefined) return `<tbody><tr>${head}<td colspan="5">${STATES[row.state] || '事项由县里核实'}</td></tr></tbody>`
  return `<tbody><tr>${head}${item(first.label)}</tr>${rest.map(({ label }) => `<tr>${item(label)}</tr>`).join('')}</tbody>`
}

export function checkSheetPage(paper: CheckPaper): string {
  const { sheet, rows, office, practice, madeOn } = paper
  const methods = Object.values(verificationMethodLabels)
    .map((label) => `□${label}`)
    .join('　')
  const facts = [office, `表号 ${rosterNumberWords(sheet.number)}`, `${String(sheet.count)} 张`, `开出 ${madeOn}`, `经办 ${sheet.by}`].join(
    '　'
  )
  const body = `
<h1>调查核实表</h1>
<p class="facts">${escapeText(facts)}</p>
<p class="facts">本人自愿回答，一切办理免费。不愿提供的，在“${itemStatusLabels.declined}”打勾就是答复，不必追问；这一项就此办结。用毕交回。</p>
<p class="facts">核实方式：${methods}</p>
<div class="sign"><span>核实人：</span><span>核实日期：</span><span>交回日期：</span></div>
<table><colgroup>${'<col>'.repeat(WIDTHS.length)}</colgroup><thead><tr>${TITLES.map((title) => `<th>${title}</th>`).join('')}</tr></thead>${rows.map((row) => slipRows(paper, row)).join('')}</table>`
  return printPage({
    title: `调查核实表 ${rosterNumberWords(sheet.number)}`,
    paper: [297, 210],
    margin: 12,
    body,
    css: css + WIDTHS_CSS,
    foot: `表号 ${rosterNumberWords(sheet.number)}`,
    practice
  })
}
