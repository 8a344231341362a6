/** The papers of trust: the form that travels under the county seal, the record of a comparison, and the root key for the safe. */
import { escapeText } from './escape-text'
import { printPage } from './print-page'
import { qrSvg } from './qr-code'

export interface KeyOffice {
  readonly code: string
  readonly name: string
  readonly officeId: string
  readonly phone: string
  /** Eight groups of five digits, one space between. */
  readonly digits: string
  readonly version: number
  readonly practice: boolean
}

const css = `
.facts{width:100%;border-collapse:collapse;margin-bottom:5mm}
.facts th,.facts td{border:.3mm solid #000;padding:1.2mm 3mm;text-align:left;font-weight:400;overflow-wrap:anywhere}
.facts th{width:34mm}
.digits{width:100%;border-collapse:collapse;margin-bottom:5mm}
.digits td{border:.4mm solid #000;padding:1mm 2mm 2mm;text-align:center;font-size:17pt;font-weight:700;font-variant-numeric:tabular-nums;letter-spacing:.8mm}
.digits small{display:block;font-size:8pt;font-weight:400;letter-spacing:0}
.code{display:flex;gap:8mm;align-items:center;margin-bottom:5mm}
.mono{font-size:9pt;overflow-wrap:anywhere}
li{margin-bottom:1.2mm}
.sign{display:grid;grid-template-columns:1fr 1fr;gap:7mm 8mm;margin-top:8mm}
.seal{height:44mm;width:66mm;border:.3mm dashed #000;margin:2mm 0 0 auto;padding:2mm 3mm}
.root{border:.6mm solid #000;padding:5mm 4mm;margin:0 0 5mm;text-align:center;font-size:13pt;font-weight:700;line-height:1.9;overflow-wrap:anywhere}
`

const row = (label: string, value: string): string => `<tr><th>${label}</th><td>${escapeText(value)}</td></tr>`

/** Two lines of four, numbered as they are read over the telephone. */
function digitTable(digits: string): string {
  const cells = digits.split(' ').map((group, at) => `<td><small>第${String(at + 1)}组</small>${escapeText(group)}</td>`)
  return `<table class="digits"><tbody><tr>${cells.slice(0, 4).join('')}</tr><tr>${cells.slice(4).join('')}</tr></tbody></table>`
}

const officeRows = ({ name, code, officeId }: KeyOffice): string =>
  row('单位名称', name) + row('单位代码', code) + row('单位标识', officeId)

/** 《交换密钥登记表》 (exchange.md §4.3), A4, one sheet. @param qr `JHB1 …`, as scanners read it back */
export function keyRegistrationForm(office: KeyOffice, { qr, handler, on }: { qr: string; handler: string; on: string }): string {
  const body = `
<h1>交换密钥登记表</h1>
<table class="facts">${officeRows(office)}${row('密钥卡', `第 ${String(office.version)} 版`)}${row('经办人', handler)}${row('联系电话', office.phone)}${row('填表日期', on)}</table>
<p>核对数字（本单位主密钥的指纹，八组每组五位）：</p>
${digitTable(office.digits)}
<div class="code">${qrSvg(qr, 34, '核对数字的二维码')}<div><p>二维码与上面的数字内容相同，可用扫码枪录入。</p><p class="mono">${escapeText(qr)}</p></div></div>
<ol>
<li>密钥卡文件（.jhk）另用U盘等交付，不要与本表放在一起。</li>
<li>收到的单位登记密钥卡后，由两个人分别照本表录入数字，由程序比对；数字和二维码不一致的，不要使用本表。</li>
<li>程序不辨认扫描的印章：请看盖章的原件，或按官方公布的电话核实。</li>
</ol>
<div class="seal">（单位公章）</div>`
  return printPage({ title: `交换密钥登记表 ${office.code}`, paper: [210, 297], margin: 18, body, css, practice: office.practice })
}

interface ComparisonRecord {
  /** The office that compared. */
  readonly here: string
  readonly comparisons: readonly { readonly account: string; readonly at: string; readonly way: string }[]
  readonly on: string
}

/** What the receiving office files beside the other's form, A4, one sheet. */
export function keyComparisonRecord(office: KeyOffice, { here, comparisons, on }: ComparisonRecord): string {
  const rows = comparisons.map(({ account, at, way }, index) =>
    row(`第${['一', '二'][index] ?? String(index + 1)}人`, `${account}\u3000${at}\u3000${way}`)
  )
  const body = `
<h1>交换密钥核对记录</h1>
<table class="facts">${row('核对单位', here)}${row('对方单位', office.name)}${row('对方代码', office.code)}${row('对方标识', office.officeId)}${row('密钥卡', `第 ${String(office.version)} 版`)}${rows.join('')}${row('打印日期', on)}</table>
<p>两人核对一致的数字：</p>
${digitTable(office.digits)}
<p>本记录与对方盖章的《交换密钥登记表》一并存档。</p>
<div class="sign"><span>核对人（一）：</span><span>核对人（二）：</span><span>单位负责人：</span><span>日期：</span></div>`
  return printPage({ title: `交换密钥核对记录 ${office.code}`, paper: [210, 297], margin: 18, body, css, practice: office.practice })
}

/** The root key for the sealed envelope, A4, one sheet. @param text in groups, as the office gives it */
export function rootKeySheet(office: KeyOffice, { text, on }: { text: string; on: string }): string {
  const body = `
<h1>主密钥（封存）</h1>
<table class="facts">${officeRows(office)}${row('打印日期', on)}</table>
<p class="root">${escapeText(text)}</p>
<div class="code">${qrSvg(text.replaceAll(' ', ''), 40, '主密钥的二维码')}<p>二维码与上面的文字相同，可用扫码枪录入。</p></div>
<p>对应的核对数字：</p>
${digitTable(office.digits)}
<ol>
<li>主密钥文件丢失时，凭此纸和恢复密钥在“设置”→“密钥”里恢复。</li>
<li>拿到这张纸的人可以冒用本单位签发密钥卡：请装入信封封口，由负责人锁入保险柜，不拍照、不复印。</li>
<li>更换主密钥以后，本纸作废，请当场销毁。</li>
</ol>
<div class="sign"><span>封存人：</span><span>监封人：</span><span>封存日期：</span></div>`
  return printPage({ title: `主密钥 ${office.code}`, paper: [210, 297], margin: 18, body, css, practice: office.practice })
}
