/** The report of one import, to be filed with the list; names rows, never persons. */
import { escapeText, printPage } from '@renderer/print'
import { formatCount } from '@shared/format'
import { countWords, type ImportReport } from './list-words'

interface SheetFacts {
  readonly office: string
  readonly practice: boolean
  readonly by: string
  readonly printedOn: string
  readonly report: ImportReport
}

const css = `
.facts{margin:0 0 4mm}
table{width:100%;border-collapse:collapse;font-size:9.5pt}
thead{display:table-header-group}
tr{break-inside:avoid}
th,td{border:.2mm solid #000;padding:1.2mm 2mm;text-align:left;font-weight:400;vertical-align:top}
th{font-weight:700}
.n{text-align:right;white-space:nowrap}
.sign{display:flex;margin-top:12mm}
.sign span{flex:1}
`
/** Rows named of each kind; the marked copy holds all. */
const NAMED = 30

/** A4. */
export function importSheet({ office, practice, by, printedOn, report }: SheetFacts): string {
  const rows = report.problems.map(({ severity, label, count, rows: places }) => {
    const named = places.slice(0, NAMED).map(({ row, column }) => (row === null ? (column ?? '整张表') : `${column ?? '行'}${String(row)}`))
    const more = count > named.length ? ' …' : ''
    return `<tr><td>${severity === 'error' ? '错误' : '提醒'}</td><td>${escapeText(label)}</td><td class="n">${formatCount(count)}</td><td>${escapeText(named.join('、'))}${more}</td></tr>`
  })
  const table =
    rows.length === 0
      ? '<p>没有发现损坏或错误。</p>'
      : `<table><thead><tr><th>级别</th><th>问题</th><th class="n">处</th><th>位置</th></tr></thead><tbody>${rows.join('')}</tbody></table>`
  const body = `<h1>表格导入报告</h1>
<p class="facts">${escapeText(office)}&emsp;表格：${escapeText(report.file)}（${escapeText(report.sheet)}）&emsp;经办：${escapeText(by)}&emsp;打印：${escapeText(printedOn)}<br>${escapeText(countWords(report))}。</p>
${table}
<div class="sign"><span>经办人：</span><span>审核人：</span><span>日期：</span></div>`
  return printPage({ title: `表格导入报告 ${report.file}`, paper: [210, 297], margin: 16, body, css, practice })
}
