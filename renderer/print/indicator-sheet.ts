/** The indicators of a period on A4 lying, each with its formula, its counting rule and how many it was counted from. */
import type { Output, SpecOf } from '@shared/contract'
import { indicatorUnit } from '@shared/domain'
import { formatFraction } from '@shared/format'
import { escapeText } from './escape-text'
import { printPage } from './print-page'

interface IndicatorPaper extends Output<SpecOf<'reports.indicators'>> {
  readonly register: Output<SpecOf<'reports.registerIndicators'>>
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
h2{margin:4mm 0 2mm;font-size:11pt;break-after:avoid}
table{width:calc(100% - .4mm);border-collapse:collapse;table-layout:fixed}
thead{display:table-header-group}
tr{break-inside:avoid}
th,td{border:.2mm solid #000;padding:1mm 1.6mm;text-align:left;font-weight:400;vertical-align:top;overflow-wrap:anywhere}
th{font-weight:700}
.n{width:18mm;text-align:right}
.name{width:34mm}
.foot{margin-top:3mm;font-size:8.5pt}
`

const HEAD =
  '<thead><tr><th class="name">指标</th><th class="n">分子</th><th class="n">分母</th><th class="n">结果</th><th>怎样算</th></tr></thead>'

function tableOf(rows: readonly (IndicatorPaper | IndicatorPaper['register'])['rows'][number][]): string {
  const lines = rows.map(({ id, label, numerator, denominator, rule, counted }) => {
    const figures =
      counted === null
        ? ['', '', '—']
        : [String(counted.numerator), String(counted.denominator), formatFraction(counted, indicatorUnit(id))]
    return `<tr><td class="name">${escapeText(label)}</td>${figures.map((one) => `<td class="n">${one}</td>`).join('')}<td>${escapeText(`${numerator} ÷ ${denominator}。${rule}`)}</td></tr>`
  })
  return `<table>${HEAD}<tbody>${lines.join('')}</tbody></table>`
}

export function indicatorSheet({
  rows,
  register,
  from,
  to,
  asOf,
  rulePack,
  smallNumber,
  office,
  practice,
  printedOn
}: IndicatorPaper): string {
  const gaps = register.gaps.filter(({ persons }) => persons > 0).map(({ label, persons }) => `${label} ${String(persons)} 人`)
  const body = `
<h1>指标表</h1>
<p>${escapeText(office)}&emsp;期限、登记日期在 ${from} 至 ${to}&emsp;截至 ${asOf}&emsp;规则：${escapeText(rulePack)}</p>
${tableOf(rows)}
<h2>按 ${register.asOf} 的登记</h2>
${tableOf(register.rows)}
${gaps.length === 0 ? '' : `<p>缺项：${escapeText(gaps.join('、'))}</p>`}
<p class="foot">分母不足 ${String(smallNumber)} 时只列数，不算百分比。打印：${printedOn}</p>`
  return printPage({ title: `指标表 ${from} 至 ${to}`, paper: [297, 210], margin: 12, body, css, practice })
}
