/** The paper with the recovery key: what it opens, how to keep it, and where to sign for it. */
import { escapeText } from './escape-text'
import { printPage } from './print-page'

export interface RecoveryFacts {
  readonly code: string
  readonly name: string
  readonly practice: boolean
  /** Forty digits of the office's own key, in groups. */
  readonly digits: string
  readonly recoveryKey: string
  /** YYYY-MM-DD. */
  readonly madeOn: string
}

const css = `
.facts{width:100%;border-collapse:collapse;margin-bottom:6mm}
.facts th,.facts td{border:.3mm solid #000;padding:2mm 3mm;text-align:left;font-weight:400}
.facts th{width:34mm}
.key{border:.6mm solid #000;padding:6mm 4mm;margin:0 0 6mm;text-align:center;font-size:15pt;font-weight:700;line-height:1.9;font-variant-numeric:tabular-nums;letter-spacing:.6mm;overflow-wrap:anywhere}
.digits{font-variant-numeric:tabular-nums}
li{margin-bottom:1.5mm}
.sign{display:flex;justify-content:space-between;margin-top:16mm}
.sign span{flex:1}
`

/** A4, one sheet. */
export function recoverySheet({ code, name, practice, digits, recoveryKey, madeOn }: RecoveryFacts): string {
  const row = (label: string, value: string, kind = ''): string => `<tr><th>${label}</th><td${kind}>${escapeText(value)}</td></tr>`
  const body = `
<h1>恢复密钥</h1>
<table class="facts">${row('单位', name)}${row('单位代码', code)}${row('建立日期', madeOn)}${row('密钥指纹', digits, ' class="digits"')}</table>
<p class="key">${escapeText(recoveryKey)}</p>
<ol>
<li>所有用户的口令都忘记时，凭此密钥可以打开本单位资料并重设口令。</li>
<li>任何拿到这张纸的人都能打开资料。请装入信封封口，由负责人锁存，不与电脑放在一起。</li>
<li>本页只打印一次；遗失或被人看到时，请立即报告管理员更换。</li>
</ol>
<div class="sign"><span>封存人：</span><span>监封人：</span><span>封存日期：</span></div>`
  return printPage({ title: `恢复密钥 ${code}`, paper: [210, 297], margin: 20, body, css, practice })
}
