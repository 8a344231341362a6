/** Papers of the person's desk: the application with its receipt, and the reply with the ways that stay open. Free of charge, the seal box left empty. */
import type { DeskView } from '@shared/contract/desk'
import {
  contestableLabels,
  deskCapacityLabels,
  deskDecisionLabels,
  deskKindLabels,
  deskKinds,
  deskNumberWords,
  deskPaperLabels
} from '@shared/domain/person-desk'
import { escapeText } from './escape-text'
import { printPage } from './print-page'

export interface DeskPaper {
  readonly request: DeskView
  /** Name of the person, whole; null once the file was erased. */
  readonly name: string | null
  /** Name, and telephone for questions and complaints. */
  readonly office: { readonly name: string; readonly phone: string }
  readonly practice: boolean
  /** YYYY-MM-DD. */
  readonly printedOn: string
}

const css = `
body{line-height:1.45}
h1{margin:0 0 4mm}
h2{font-size:13pt;text-align:center;margin:0 0 3mm}
table{width:calc(100% - .4mm);margin-bottom:3mm;border-collapse:collapse;table-layout:fixed}
th,td{border:.2mm solid #000;padding:1.6mm 2mm;text-align:left;font-weight:400;vertical-align:top;overflow-wrap:anywhere}
th{width:30mm;font-weight:700}
.tall td{height:22mm}
.box{height:26mm}
.facts{margin:0 0 2mm}
.sign{display:flex;margin:6mm 0 0}
.sign span{flex:1}
.seal{margin:10mm 0 0;text-align:right;padding-right:20mm;line-height:2}
.tear{margin:7mm 0 5mm;border-top:.3mm dashed #000;text-align:center;font-size:9pt}
.free{font-weight:700}
li{margin-bottom:1mm}
`

const row = (label: string, value: string, kind = ''): string =>
  `<tr${kind === '' ? '' : ` class="${kind}"`}><th>${label}</th><td>${escapeText(value)}</td></tr>`
const boxes = (ticked: string): string => deskKinds.map((kind) => `${kind === ticked ? '☑' : '□'}${deskKindLabels[kind]}`).join('&emsp;')
const concerns = ({ fields }: DeskView): string => fields.map((field) => contestableLabels[field] ?? field).join('、')
const papersOf = ({ papers }: DeskView): string => papers.map((paper) => deskPaperLabels[paper]).join('、')
const askedBy = ({ request: { capacity, asker }, name }: DeskPaper): string =>
  capacity === 'self' ? (name === null ? '申请人' : `${name}（本人）`) : `${asker ?? '申请人'}（${deskCapacityLabels[capacity]}）`

const FREE = '<span class="free">办理本申请免费。</span>提出申请不影响您接受任何服务。'
const questions = (phone: string): string => (phone === '' ? '' : `咨询、投诉电话：${escapeText(phone)}。`)

/** A4 upright: what is asked for above, to be signed; below the tear line the receipt that the person keeps. */
export function deskApplication(paper: DeskPaper): string {
  const { request, name, office, practice, printedOn } = paper
  const number = deskNumberWords(request.number)
  const body = `
<h1>个人信息查阅、更正申请表</h1>
<p class="facts">${escapeText(office.name)}&emsp;申请号：${number}&emsp;收到：${request.receivedOn}</p>
<table>
${row('档案姓名', name ?? '')}
${row('申请人', askedBy(paper))}
${row('核对的证件', papersOf(request))}
<tr><th>申请事项</th><td>${boxes(request.kind)}</td></tr>
${request.fields.length === 0 ? '' : row('涉及内容', concerns(request))}
${row('具体请求', request.wanted ?? '', 'tall')}
${request.evidence === null ? '' : row('出示的依据', request.evidence)}
</table>
<p class="facts">${FREE}以上内容由申请人核对无误。</p>
<div class="sign"><span>申请人签名：</span><span>日期：</span><span>受理人：${escapeText(request.createdBy)}</span></div>
<p class="tear">沿此线撕下，由申请人保存</p>
<h2>回&emsp;执</h2>
<table>
${row('申请号', number)}
${row('申请事项', deskKindLabels[request.kind])}
${row('收到日期', request.receivedOn)}
${row('最迟答复', `${request.dueOn}（${request.dueRule}）`)}
</table>
<p class="facts">请凭本回执和证件领取答复。${questions(office.phone)}${FREE}</p>
<p class="seal">${escapeText(office.name)}（盖章）<br>${printedOn}</p>`
  return printPage({ title: `个人信息申请表 ${number}`, paper: [210, 297], margin: 18, body, css, practice })
}

/** What a decision means for the person, in one sentence per kind. */
function outcome({ kind, decision, doneAt, kept }: DeskView): string {
  if (decision === 'refused') return kind === 'contest' ? '经核实，登记内容与依据一致，异议标记已经取消。' : '本单位不能按申请办理。'
  const partly = decision === 'partly' ? '其中一部分' : ''
  switch (kind) {
    case 'show':
      return '档案的全部内容、来源、提供情况和查看记录见《本人信息告知单》。'
    case 'correct':
      return `已按申请更正${partly}登记内容，原来的内容留在更正记录里。`
    case 'contest':
      return decision === 'partly'
        ? '核实后仍不能确定，档案和由它写出的交流单上保留“有异议”。'
        : '经核实确有错误，已经更正，异议标记已经取消。'
    case 'restrict':
      return '档案只保存，不写进交流单、名单和表格，直到您要求解除。'
    case 'withdraw':
      return '同意已经撤回。撤回以前依据同意办的事仍然有效，不提供以前的服务也不受影响。'
    case 'erase':
      if (doneAt === null) return '将按申请办理。'
      return kept.length === 0 ? '档案已经删除，本单位不再保存。' : '可以删除的已经删除。依照下列规定，下面的内容须保存到所列日期。'
  }
}

const keptTable = ({ kept }: DeskView): string =>
  kept.length === 0
    ? ''
    : `<table><thead><tr><td>保存的内容</td><td>依据</td><td>保存到</td></tr></thead><tbody>${kept
        .map(
          ({ what, rule, until, reason }) =>
            `<tr><td>${escapeText(what)}</td><td>${escapeText(`${rule} ${reason}`.trim())}</td><td>${escapeText(until ?? '长期')}</td></tr>`
        )
        .join('')}</tbody></table>`

const remedies = (phone: string): string =>
  `<ol><li>对答复有不同意见，可以向本单位提出复核${phone === '' ? '' : `，电话 ${escapeText(phone)}`}。</li><li>可以向上级卫生健康主管部门或者履行个人信息保护职责的部门投诉。</li><li>可以依法申请行政复议或者向人民法院提起诉讼。</li></ol>`

/** A4 upright: the reply, its reason, and what the person can do when he disagrees. */
export function deskReply(paper: DeskPaper): string {
  const { request, office, practice, printedOn } = paper
  const number = deskNumberWords(request.number)
  const decision = request.decision === null ? '' : deskDecisionLabels[request.decision]
  const body = `
<h1>个人信息申请答复书</h1>
<p class="facts">申请号：${number}</p>
<p>${escapeText(askedBy(paper))}：</p>
<p>您于 ${request.receivedOn} 提出的“${deskKindLabels[request.kind]}”申请，本单位答复如下：</p>
<table>
${row('答复', decision)}
${request.fields.length === 0 ? '' : row('涉及内容', concerns(request))}
${row('办理结果', outcome(request))}
${request.reason === null || request.reason === '' ? '' : row('理由', request.reason)}
</table>
${keptTable(request)}
<p>救济途径：</p>
${remedies(office.phone)}
<p>${FREE}</p>
<p class="seal">${escapeText(office.name)}（盖章）<br>${printedOn}</p>
<div class="sign"><span>领取人签名：</span><span>日期：</span></div>`
  return printPage({ title: `答复书 ${number}`, paper: [210, 297], margin: 20, body, css, practice })
}
