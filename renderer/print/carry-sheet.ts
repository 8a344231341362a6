/** 交接单 on A4: what lies on the stick for one office, with the 2-D code the other end compares, and lines for both signatures. */
import type { CarrySheet } from '@shared/contract/agreements'
import { slipKindLabels } from '@shared/domain'
import { formatBytes, formatCount, formatInstant } from '@shared/format'
import { escapeText } from './escape-text'
import { printPage } from './print-page'
import { qrSvg } from './qr-code'

export interface CarryPaper {
  readonly sheet: CarrySheet
  readonly office: { readonly name: string; readonly code: string; readonly phone: string }
  readonly practice: boolean
  /** YYYY-MM-DD. */
  readonly printedOn: string
}

const css = `
body{line-height:1.5}
h1{margin:0 0 4mm}
.head{display:flex;gap:6mm;margin-bottom:3mm}
.head table{flex:1}
table{width:calc(100% - .4mm);border-collapse:collapse;table-layout:fixed}
tr{break-inside:avoid}
th,td{border:.2mm solid #000;padding:1.2mm 2mm;text-align:left;font-weight:400;vertical-align:top;overflow-wrap:anywhere}
.head th{width:26mm}
.files{font-size:9pt}
.files th{font-weight:700}
.no{width:9mm}
.size{width:22mm;text-align:right}
.short{width:32mm}
.digest{margin:3mm 0;font-size:9pt;overflow-wrap:anywhere}
.sign{display:flex;margin-top:8mm;break-inside:avoid}
.sign p{flex:1;line-height:2.2}
`

const row = (label: string, value: string): string => `<tr><th>${label}</th><td>${escapeText(value)}</td></tr>`

export function carrySheetPage({ sheet, office, practice, printedOn }: CarryPaper): string {
  const slips =
    sheet.slips === 0
      ? '没有交流单，只带往来状态'
      : sheet.kinds.map(({ kind, count }) => `${slipKindLabels[kind]} ${String(count)} 张`).join('、')
  const files = sheet.fileList
    .map(
      ({ name, size, sha256 }, at) =>
        `<tr><td class="no">${String(at + 1)}</td><td>${escapeText(name)}</td><td class="size">${formatCount(size)}</td><td class="short">${escapeText(sha256.slice(0, 12))}</td></tr>`
    )
    .join('')
  const body = `
<h1>交换包交接单</h1>
<div class="head"><table>
${row('交出单位', `${office.name}（${office.code}）`)}
${row('接收单位', `${sheet.partnerName}（${sheet.partnerCode}）`)}
${row('封装时间', formatInstant(sheet.writtenAt))}
${row('U盘', sheet.place)}
${row('文件', `${formatCount(sheet.files)} 个，共 ${formatBytes(sheet.bytes)}`)}
${row('交流单', slips)}
</table>${qrSvg(sheet.code, 50, '清单的二维码')}</div>
<table class="files"><thead><tr><th class="no">序</th><th>文件名</th><th class="size">字节</th><th class="short">校验值前 12 位</th></tr></thead><tbody>${files}</tbody></table>
<p class="digest">清单校验值：${escapeText(sheet.digest)}</p>
<p>文件都已加密，只有接收单位能打开。接收时扫描右上角的二维码，程序会核对U盘上的文件是不是都在。丢失、损坏的，请电话告知交出单位重新写盘${office.phone === '' ? '' : `，电话 ${escapeText(office.phone)}`}。</p>
<div class="sign"><p>交出人：<br>日期：</p><p>接收人：<br>日期：</p></div>
<p class="digest">打印：${escapeText(printedOn)}</p>`
  return printPage({ title: `交接单 ${sheet.partnerName}`, paper: [210, 297], margin: 18, body, css, practice })
}
