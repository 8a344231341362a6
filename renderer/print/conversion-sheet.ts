/** The report of one conversion of division codes, to be filed: which codes became which, and what was left. */
import { formatCount } from '@shared/format'
import { escapeText } from './escape-text'
import { printPage } from './print-page'

interface ConversionFacts {
  /** Name of the office. */
  readonly office: string
  readonly practice: boolean
  /** Day whose divisions were taken. */
  readonly on: string
  /** Who did it, and the day the sheet is printed. */
  readonly by: string
  readonly printedOn: string
  readonly files: number
  readonly hukou: number
  readonly stays: number
  readonly left: number
  readonly rows: readonly {
    readonly code: string
    readonly fullName: string
    readonly to: { readonly code: string; readonly fullName: string }
    readonly count: number
  }[]
}

const css = `
.facts{margin:0 0 4mm}
table{width:100%;border-collapse:collapse;font-size:9.5pt}
thead{display:table-header-group}
tr{break-inside:avoid}
th,td{border:.2mm solid #000;padding:1.2mm 2mm;text-align:left;font-weight:400}
th{font-weight:700}
.n{text-align:right;font-variant-numeric:tabular-nums}
.sign{display:flex;justify-content:space-between;margin-top:12mm}
.sign span{flex:1}
`

/** A4, as many sheets as the codes need; holds no person. */
export function conversionSheet(facts: ConversionFacts): string {
  const { office, practice, on, by, printedOn, files, hukou, stays, left, rows } = facts
  const row = ({ code, fullName, to, count }: ConversionFacts['rows'][number]): string =>
    `<tr><td>${escapeText(code)}</td><td>${escapeText(fullName)}</td><td>${escapeText(to.code)}</td><td>${escapeText(to.fullName)}</td><td class="n">${formatCount(count)}</td></tr>`
  const body = `
<h1>区划代码转换报告</h1>
<p class="facts">${escapeText(office)}&emsp;按 ${escapeText(on)} 的区划&emsp;经办：${escapeText(by)}&emsp;打印：${escapeText(printedOn)}<br>改写档案 ${formatCount(files)} 份：户籍地 ${formatCount(hukou)} 处，现居住地 ${formatCount(stays)} 处；未定而没有改的 ${formatCount(left)} 处。</p>
<table><thead><tr><th>原代码</th><th>原区划</th><th>新代码</th><th>新区划</th><th class="n">处</th></tr></thead><tbody>${rows.map(row).join('')}</tbody></table>
<div class="sign"><span>经办人：</span><span>审核人：</span><span>日期：</span></div>`
  return printPage({ title: `区划代码转换报告 ${on}`, paper: [210, 297], margin: 16, body, css, practice })
}
