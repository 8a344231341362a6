/** 双向协作协议书 on A4: both sides, what is exchanged, limits, posts, articles and the place for both seals. */
import type { AgreementView } from '@shared/contract/agreements'
import { agreedWords, slipKindLabels } from '@shared/domain'
import { escapeText } from './escape-text'
import { printPage } from './print-page'

export interface AgreementPaper {
  readonly agreement: AgreementView
  readonly office: { readonly name: string; readonly code: string; readonly phone: string }
  /** Code of an urgency → its label. */
  readonly urgencies: ReadonlyMap<string, string>
  readonly practice: boolean
  /** YYYY-MM-DD. */
  readonly printedOn: string
}

const css = `
body{line-height:1.6}
h1{margin:0 0 4mm}
h2{font-size:11.5pt;margin:4mm 0 1.5mm}
p{margin:0 0 1.5mm}
table{width:calc(100% - .4mm);margin-bottom:2mm;border-collapse:collapse;table-layout:fixed}
tr{break-inside:avoid}
th,td{border:.2mm solid #000;padding:1.2mm 2mm;text-align:left;font-weight:400;vertical-align:top;overflow-wrap:anywhere}
th{width:32mm}
.seals{display:flex;margin-top:12mm;break-inside:avoid}
.seals p{flex:1;line-height:2.2}
.foot{margin-top:6mm;font-size:8.5pt}
`

const row = (label: string, value: string): string => `<tr><th>${label}</th><td>${escapeText(value)}</td></tr>`
type Posts = AgreementView['ourPosts']
const postWords = (posts: Posts): string =>
  posts.length === 0 ? '' : posts.map(({ post, holder, phone }) => [post, holder, phone].filter((word) => word !== '').join(' ')).join('；')

function limits({ agreement, urgencies }: AgreementPaper): string {
  return agreement.deadlines
    .map((one) => {
      const grade = one.urgency === null ? '' : `（${urgencies.get(one.urgency) ?? one.urgency}）`
      return `${slipKindLabels[one.kind]}${grade} ${agreedWords(one)}内答复`
    })
    .join('；')
}

/** A4 upright, as many sheets as the articles need. */
export function agreementSheet(paper: AgreementPaper): string {
  const { agreement, office, practice, printedOn } = paper
  const term = `${agreement.validFrom} 起${agreement.validTo === null ? '，长期有效' : `，至 ${agreement.validTo} 止`}`
  const articles = agreement.clauses.split('\n').map((line) => `<p>${escapeText(line)}</p>`)
  const body = `
<h1>流动人口服务管理双向协作协议书</h1>
<p>编号：${escapeText(agreement.number)}</p>
<table>
${row('甲方', `${office.name}（${office.code}）`)}
${row('乙方', `${agreement.partnerName}（${agreement.partnerCode}）`)}
${row('有效期', term)}
${row('交流的单据', agreement.kinds.map((kind) => slipKindLabels[kind]).join('、'))}
${row('交流的事项', agreement.items.length === 0 ? '规则规定的各事项' : agreement.items.map(({ label }) => label).join('、'))}
${row('答复期限', agreement.deadlines.length === 0 ? '按规定的期限' : limits(paper))}
${row('甲方联系岗位', postWords(agreement.ourPosts) || `电话 ${office.phone}`)}
${row('乙方联系岗位', postWords(agreement.theirPosts))}
${agreement.renews === null ? '' : row('续签', `接续 ${agreement.renews.number}`)}
</table>
<h2>双方约定</h2>
${articles.join('')}
<p>本协议一式两份，双方各执一份，自签订之日起按上列有效期执行。</p>
<div class="seals"><p>甲方（盖章）<br>经办岗位：<br>日期：</p><p>乙方（盖章）<br>经办岗位：<br>日期：</p></div>
<p class="foot">签订日期：${agreement.signedOn}&emsp;打印：${printedOn}</p>`
  return printPage({ title: `协议 ${agreement.number}`, paper: [210, 297], margin: 20, body, css, practice })
}
