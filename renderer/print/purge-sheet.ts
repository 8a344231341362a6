/** The report of one deletion of what was due, to be filed: rules and counts, and nobody's name. */
import { formatBytes, formatCount, formatInstant } from '@shared/format'
import { escapeText } from './escape-text'
import { printPage } from './print-page'

export interface PurgeFacts {
  /** Name of the office. */
  readonly office: string
  readonly practice: boolean
  /** Day up to which things were due. */
  readonly on: string
  readonly at: string
  readonly by: string
  readonly printedOn: string
  readonly rows: readonly {
    readonly label: string
    readonly from: string
    readonly period: string
    readonly source: string
    readonly action: string
    readonly count: number
  }[]
  /** Files held back. */
  readonly held: number
  /** Octets of the database file before and after; null while it waits to be cleaned. */
  readonly size: { readonly before: number; readonly after: number } | null
  /** What older copies still hold, in words. */
  readonly backups: string
}

const css = `
.facts{margin:0 0 4mm}
table{width:100%;border-collapse:collapse;font-size:9.5pt}
thead{display:table-header-group}
tr{break-inside:avoid}
th,td{border:.2mm solid #000;padding:1.2mm 2mm;text-align:left;font-weight:400;vertical-align:top}
th{font-weight:700}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.sign{display:flex;justify-content:space-between;margin-top:12mm}
.sign span{flex:1}
`

/** A4, one sheet. */
export function purgeSheet(facts: PurgeFacts): string {
  const { office, practice, on, at, by, printedOn, rows, held, size, backups } = facts
  const row = ({ label, from, period, source, action, count }: PurgeFacts['rows'][number]): string =>
    `<tr><td>${escapeText(label)}</td><td>${escapeText(from)}起 ${escapeText(period)}</td><td>${escapeText(action)}</td><td class="n">${formatCount(count)}</td><td>${escapeText(source)}</td></tr>`
  const cleaned =
    size === null
      ? '数据文件还没有整理完。'
      : `数据文件已整理：${formatBytes(size.before)} → ${formatBytes(size.after)}，删除的内容在文件里不再存在。`
  const body = `
<h1>到期删除报告</h1>
<p class="facts">${escapeText(office)}&emsp;到 ${escapeText(on)} 为止到期的&emsp;办理：${escapeText(formatInstant(at))}&emsp;经办：${escapeText(by)}&emsp;打印：${escapeText(printedOn)}<br>${cleaned}${held > 0 ? `保全未删 ${formatCount(held)} 份。` : ''}<br>${escapeText(backups)}</p>
<table><thead><tr><th>资料</th><th>期限</th><th>处理</th><th class="n">件</th><th>依据</th></tr></thead><tbody>${rows.map(row).join('')}</tbody></table>
<div class="sign"><span>经办人：</span><span>批准人：</span><span>日期：</span></div>`
  return printPage({ title: `到期删除报告 ${on}`, paper: [210, 297], margin: 16, body, css, practice })
}
