/** 流向表 on A4 lying: where people come from and go to, slips, agreements, and what is proposed. */
import type { FlowRow } from '@shared/contract/agreements'
import { flowAdviceLabels } from '@shared/domain'
import { escapeText } from './escape-text'
import { printPage } from './print-page'

interface FlowPaper {
  readonly rows: readonly FlowRow[]
  readonly byPrefecture: boolean
  readonly asOf: string
  readonly since: string
  readonly office: string
  readonly practice: boolean
}

const css = `
body{line-height:1.4;font-size:9.5pt}
h1{margin:0 0 3mm}
table{width:calc(100% - .4mm);border-collapse:collapse;table-layout:fixed}
thead{display:table-header-group}
tr{break-inside:avoid}
th,td{border:.2mm solid #000;padding:1mm 1.6mm;text-align:left;font-weight:400;vertical-align:top;overflow-wrap:anywhere}
th{font-weight:700}
.n{width:16mm;text-align:right}
.advice{width:28mm}
.code{width:16mm}
.reason{width:98mm}
.foot{margin-top:3mm;font-size:8.5pt}
`

const line = ({ code, name, inflow, outflow, sent, answered, received, advice, reason }: FlowRow): string =>
  `<tr><td class="code">${code}</td><td>${escapeText(name)}</td><td class="n">${inflow.text}</td><td class="n">${outflow.text}</td><td class="n">${String(sent)}</td><td class="n">${String(answered)}</td><td class="n">${String(received)}</td><td class="advice">${flowAdviceLabels[advice]}</td><td class="reason">${escapeText(reason)}</td></tr>`

export function flowSheet({ rows, byPrefecture, asOf, since, office, practice }: FlowPaper): string {
  const body = `
<h1>流向与协作建议表</h1>
<p>${escapeText(office)}&emsp;按${byPrefecture ? '地市' : '县区'}&emsp;在册人数截至 ${asOf}，交流单自 ${since} 起</p>
<table><thead><tr><th class="code">代码</th><th>对方</th><th class="n">流入</th><th class="n">流出</th><th class="n">发出</th><th class="n">反馈</th><th class="n">收到</th><th class="advice">建议</th><th class="reason">依据</th></tr></thead>
<tbody>${rows.map(line).join('')}</tbody></table>
<p class="foot">只有人数和张数，没有姓名。“1–4”表示人数少，不写具体数。</p>`
  return printPage({ title: `流向表 ${asOf}`, paper: [297, 210], margin: 12, body, css, practice })
}
