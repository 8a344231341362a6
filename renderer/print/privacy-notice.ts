/** 个人信息处理告知书: handed over at the first registration, before anything is asked: what is kept, what for, who is told, and what everybody may ask. */
import { escapeText } from './escape-text'
import { printPage } from './print-page'

interface PrivacyNotice {
  readonly office: { readonly name: string; readonly phone: string }
  readonly practice: boolean
  /** YYYY-MM-DD. */
  readonly printedOn: string
}

const css = `
body{line-height:1.6}
h1{margin:0 0 5mm}
h2{font-size:12pt;margin:4mm 0 1mm}
p{margin:0 0 1.5mm}
li{margin-bottom:1mm}
ul{margin:0}
.seal{margin:9mm 0 0;text-align:right;padding-right:20mm;line-height:2}
.tear{margin:7mm 0 5mm;border-top:.3mm dashed #000;text-align:center;font-size:9pt}
.sign{display:flex;margin:4mm 0 0}
.sign span{flex:1}
.free{font-weight:700}
`

/** A4 upright. Source: domain.md PV-11 (PIPL art. 17, 35, 44–50). */
export function privacyNotice({ office, practice, printedOn }: PrivacyNotice): string {
  const name = escapeText(office.name)
  const phone = office.phone === '' ? '' : `，电话 ${escapeText(office.phone)}`
  const body = `
<h1>个人信息处理告知书</h1>
<p>${name}为提供流动人口服务登记您的信息。登记以前，请您知道：</p>
<h2>登记什么，为了什么</h2>
<ul><li>姓名、性别、出生日期、证件号码、户籍地、现居住地、联系电话、婚姻和子女情况：核对身份，提供免费的计划生育和卫生健康服务，办理流动登记和奖励扶助。</li>
<li>健康方面的内容只在您接受服务、并且单独同意时才登记。不愿提供的可以不填。</li>
<li>14 岁以下孩子的信息，由监护人同意后登记。</li></ul>
<h2>告诉谁，保存多久</h2>
<ul><li>只为核对您的流动情况，用加密的交流单告诉户籍地或居住地的同类单位，内容以回答问题所必需的为限。</li>
<li>按规定的期限保存，到期删除或匿名化。谁看过、谁改过您的档案都有记录。</li></ul>
<h2>您可以要求</h2>
<ul><li>查阅、复制本人的全部信息，以及提供给了谁、谁看过；</li>
<li>更正、提出异议、限制处理；</li>
<li>随时撤回同意，不需要理由；</li>
<li>删除或匿名化；依法须保存的，告诉您依据和日期。</li></ul>
<p>请带证件到本单位“本人服务台”办理${phone}，一般在 15 个工作日内答复。14 岁以下的由监护人办理，也可以书面委托他人。</p>
<p><span class="free">一切免费。</span>不同意、不愿回答、撤回同意或者提出申请，都不影响您接受其他任何服务。对处理有意见的，可以向本单位复核，向上级卫生健康主管部门或者履行个人信息保护职责的部门投诉，也可以依法申请行政复议或者提起诉讼。</p>
<p class="seal">${name}（盖章）<br>${printedOn}</p>
<p class="tear">沿此线撕下，由本单位保存</p>
<p>本人（监护人）已经收到并看过《个人信息处理告知书》。</p>
<div class="sign"><span>签名：</span><span>日期：</span><span>经办：</span></div>`
  return printPage({ title: '个人信息处理告知书', paper: [210, 297], margin: 18, body, css, practice })
}
