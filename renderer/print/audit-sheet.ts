/** Lines of the log on paper: what the overseer files, or gives a person who asks who looked at her file. */
import { formatCount } from '@shared/format'
import { escapeText } from './escape-text'
import { printPage } from './print-page'

export interface AuditPaper {
  /** Name of the office. */
  readonly office: string
  readonly practice: boolean
  /** What was asked for, in words; never the number of a person. */
  readonly asked: string
  /** Lines about one person, to be handed to her. */
  readonly aboutPerson: boolean
  readonly by: string
  readonly printedOn: string
  /** Lines were left out because there are more than fit. */
  readonly more: boolean
  readonly rows: readonly {
    readonly seq: number
    readonly at: string
    readonly account: string
    readonly event: string
    readonly outcome: string
    readonly detail: string
  }[]
}

const css = `
.facts{margin:0 0 4mm}
table{width:100%;border-collapse:collapse;font-size:9pt}
thead{display:table-header-group}
tr{break-inside:avoid}
th,td{border:.2mm solid #000;padding:1mm 1.6mm;text-align:left;font-weight:400;overflow-wrap:anywhere}
th{font-weight:700;white-space:nowrap}
td.time{white-space:nowrap}
.n{text-align:right;font-variant-numeric:tabular-nums}
.sign{display:flex;justify-content:space-between;margin-top:12mm}
.sign span{flex:1}
`

/** A4, as many sheets as the lines need. */
export function auditSheet(paper: AuditPaper): string {
  const { office, practice, asked, aboutPerson, by, printedOn, more, rows } = paper
  const title = aboutPerson ? '本人档案查看和办理记录' : '操作记录'
  const row = ({ seq, at, account, event, outcome, detail }: AuditPaper['rows'][number]): string =>
    `<tr><td class="n">${formatCount(seq)}</td><td class="time">${escapeText(at)}</td><td>${escapeText(account)}</td><td>${escapeText(event)}</td><td>${escapeText(outcome)}</td><td>${escapeText(detail)}</td></tr>`
  const left = more ? '（只印最近的一部分，更早的请缩小日期另印）' : ''
  const body = `
<h1>${title}</h1>
<p class="facts">${escapeText(office)}&emsp;${escapeText(asked)}&emsp;共 ${formatCount(rows.length)} 条${left}<br>打印人：${escapeText(by)}&emsp;打印：${escapeText(printedOn)}</p>
<table><thead><tr><th class="n">序号</th><th>时间</th><th>用户</th><th>事项</th><th>结果</th><th>说明</th></tr></thead><tbody>${rows.map(row).join('')}</tbody></table>
<div class="sign"><span>${aboutPerson ? '领取人：' : '监督人员：'}</span><span>日期：</span></div>`
  return printPage({ title: `${title} ${printedOn}`, paper: [210, 297], margin: 16, body, css, practice })
}
