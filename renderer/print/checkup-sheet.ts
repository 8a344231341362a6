/** One checkup on one sheet of A4, to be filed or handed to whoever looks after the PC; no word about a person stands on it. */
import { escapeText } from './escape-text'
import { printPage } from './print-page'

export interface CheckupPaper {
  /** Name of the office. */
  readonly office: string
  readonly practice: boolean
  readonly by: string
  /** When, and why it was made. */
  readonly when: string
  readonly appVersion: string
  /** How many of each verdict, in words. */
  readonly counts: string
  readonly rows: readonly { readonly title: string; readonly verdict: string; readonly found: string; readonly todo: string }[]
}

const css = `
.facts{margin:0 0 3mm;font-size:9.5pt}
table{width:100%;border-collapse:collapse;font-size:9pt;line-height:1.45}
tr{break-inside:avoid}
th,td{border:.2mm solid #000;padding:.9mm 1.6mm;text-align:left;font-weight:400;vertical-align:top;overflow-wrap:anywhere}
th{font-weight:700;white-space:nowrap}
td.short{white-space:nowrap}
.todo{font-weight:700}
.sign{display:flex;justify-content:space-between;margin-top:7mm;font-size:9.5pt}
.sign span{flex:1}
`

/** A4, one sheet. */
export function checkupSheet({ office, practice, by, when, appVersion, counts, rows }: CheckupPaper): string {
  const row = ({ title, verdict, found, todo }: CheckupPaper['rows'][number]): string =>
    `<tr><td class="short">${escapeText(title)}</td><td class="short">${escapeText(verdict)}</td><td>${escapeText(found)}${todo === '' ? '' : `<span class="todo">${escapeText(todo)}</span>`}</td></tr>`
  const body = `
<h1>程序体检单</h1>
<p class="facts">${escapeText(office)}&emsp;${escapeText(when)}&emsp;程序版本 ${escapeText(appVersion)}<br>结果：${escapeText(counts)}&emsp;打印人：${escapeText(by)}</p>
<table><thead><tr><th>项目</th><th>结果</th><th>查到的和要做的</th></tr></thead><tbody>${rows.map(row).join('')}</tbody></table>
<div class="sign"><span>管理员：</span><span>日期：</span></div>`
  return printPage({ title: '程序体检单', paper: [210, 297], margin: 14, body, css, practice })
}
