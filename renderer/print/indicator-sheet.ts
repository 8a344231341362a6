/** The indicators of a period on A4 lying, each with its formula, its counting rule and how many it was counted from. */
import type { Output, SpecOf } from '@shared/contract'
import { formatFraction } from '@shared/format'
import { escapeText } from './escape-text'
import { printPage } from './print-page'

export interface IndicatorPaper extends Output<SpecOf<'reports.indicators'>> {
  readonly from: string
  readonly to: string
  readonly office: string
  readonly practice: boolean
  /** YYYY-MM-DD. */
  readonly printedOn: string
}

const css = `
body{line-height:1.4;font-size:9.5pt}
h1{margin:0 0 3mm}
table{width:calc(100% - .4mm);border-collapse:collapse;table-layout:fixed}
thead{display:table-header-group}
tr{break-inside:avoid}
th,td{border:.2mm solid #000;padding:1mm 1.6mm;text-align:left;font-weight:400;vertical-align:top;overflow-wrap:anywhere}
th{font-weight:700}
.n{width:18mm;text-align:right}
.name{width:34mm}
.foot{margin-top:3mm;font-size:8.5pt}
`

export function indicatorSheet({ rows, from, to, asOf, rulePack, smallNumber, office, practice, printedOn }: IndicatorPaper): string {
  const lines = rows
    .map(({ label, numerator, denominator, rule, counted }) => {
      const figures = counted === null ? ['', '', '—'] : [String(counted.numerator), String(counted.denominator), formatFraction(counted)]
      return `<tr><td class="name">${escapeText(label)}</td>${figures.map((one) => `<td class="n">${one}</td>`).join('')}<td>${escapeText(`${numerator} ÷ ${denominator}。${rule}`)}</td></tr>`
    })
    .join('')
  const body = `
<h1>指标表</h1>
<p>${escapeText(office)}&emsp;期限在 ${from} 至 ${to}&emsp;截至 ${asOf}&emsp;规则：${escapeText(rulePack)}</p>
<table><thead><tr><th class="name">指标</th><th class="n">分子</th><th class="n">分母</th><th class="n">结果</th><th>怎样算</th></tr></thead><tbody>${lines}</tbody></table>
<p class="foot">分母不足 ${String(smallNumber)} 张时只列张数，不算百分比。打印：${printedOn}</p>`
  return printPage({ title: `指标表 ${from} 至 ${to}`, paper: [297, 210], margin: 12, body, css, practice })
}
