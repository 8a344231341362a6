/** 信息交流单 on A4 for an office without the program: what is asked above, the reply half below the tear line, so that it can be posted back. */
import type { SlipPaper } from '@shared/contract/slips'
import { itemStatusLabels, pairingResultLabels, replyKinds, verificationMethodLabels } from '@shared/domain'
import { escapeText } from './escape-text'
import { printPage } from './print-page'
import { qrSvg } from './qr-code'

export interface SlipPapers {
  readonly slips: readonly SlipPaper[]
  readonly office: { readonly name: string; readonly phone: string }
  readonly practice: boolean
  /** YYYY-MM-DD. */
  readonly printedOn: string
}

const css = `
body{line-height:1.4;font-size:10pt}
section{break-after:page}
section:last-of-type{break-after:auto}
h1{font-size:15pt;margin:0 0 2mm}
h2{font-size:12pt;text-align:center;margin:0 0 2mm}
.head{display:flex;gap:4mm}
.head div{flex:1}
.to{margin:0 0 3mm}
table{width:calc(100% - .4mm);margin-bottom:2mm;border-collapse:collapse;table-layout:fixed}
tr{break-inside:avoid}
th,td{border:.2mm solid #000;padding:1mm 1.6mm;text-align:left;font-weight:400;vertical-align:top;overflow-wrap:anywhere}
th{width:34mm}
td.answer{width:66mm}
td.blank{height:9mm}
.tear{margin:4mm 0 3mm;border-top:.3mm dashed #000;text-align:center;font-size:8.5pt}
.sign{display:flex;margin:3mm 0 0}
.sign span{flex:1}
.quiet{font-size:9pt}
`

/** Members that serve programs only, and those that the table of items repeats. */
const SILENT =
  /^(type|schema_version|policy_profile|subject_ref|slip_no|sender_org|receiver_org|issued_on|due_on|items\b|questions\b|reply_to|receipts\.\d+\.slip_no)/
const lastWords = (label: string): string => label.split('·').at(-1) ?? label
const boxes = (labels: Readonly<Record<string, string>>): string =>
  Object.values(labels)
    .map((label) => `□${label}`)
    .join('&ensp;')
const row = (label: string, value: string): string => `<tr><th>${escapeText(label)}</th><td>${escapeText(value)}</td></tr>`

const recipient = ({ to }: SlipPaper): string => {
  const where = [to.postcode, to.address].filter((word) => word !== '').join(' ')
  const post = to.post === '' ? '' : ` ${to.post}`
  return `<p class="to">收件：${escapeText(to.name)}（${escapeText(to.code)}）${escapeText(post)}${where === '' ? '' : `<br>${escapeText(where)}`}${to.phone === '' ? '' : `<br>电话 ${escapeText(to.phone)}`}</p>`
}

const number = ({ slipNo }: SlipPaper): string => qrSvg(slipNo, 22, `单号 ${slipNo}`)

function question(slip: SlipPaper): string {
  const facts = slip.fields.filter(({ field }) => !SILENT.test(field)).map(({ label, value }) => row(lastWords(label), value))
  const due =
    slip.dueOn === null ? '' : row('请在此日前反馈', `${slip.dueOn}${slip.deadlineRule === null ? '' : `（${slip.deadlineRule}）`}`)
  const asked = slip.items.length === 0 ? '' : row('请核实', slip.items.map(({ label }) => label).join('、'))
  return `<table>${answered(slip)}${facts.join('')}${asked}${due}</table>${findings(slip)}`
}

const isReply = ({ kind }: SlipPaper): boolean => replyKinds.some((known) => known === kind)

/** The reader looks for his own number first. */
const answered = (slip: SlipPaper): string => (isReply(slip) ? row('答复贵单位', slip.answers ?? '（来函没有编号）') : '')

/** What was found, one line for each thing that was asked. */
function findings({ kind, fields }: SlipPaper): string {
  if (kind !== 'FK') return ''
  const found = new Map<string, Map<string, string>>()
  for (const { field, value } of fields) {
    const [, at, name] = /^items\.(\d+)\.(code|status|value)/.exec(field) ?? []
    if (at === undefined || name === undefined) continue
    const item = found.get(at) ?? new Map<string, string>()
    item.set(name, [item.get(name), value].filter(Boolean).join(' '))
    found.set(at, item)
  }
  const rows = [...found.values()].map((item) => {
    const [label = '', status = '', value = ''] = ['code', 'status', 'value'].map((name) => item.get(name))
    return `<tr><th>${escapeText(label)}</th><td class="answer">${escapeText(status)}</td><td>${escapeText(value)}</td></tr>`
  })
  return rows.length === 0 ? '' : `<table><tr><th>核实事项</th><td class="answer">结论</td><td>内容</td></tr>${rows.join('')}</table>`
}

function reply(slip: SlipPaper, office: SlipPapers['office']): string {
  const items = slip.items
    .map(({ label }) => `<tr><th>${escapeText(label)}</th><td class="answer">${boxes(itemStatusLabels)}</td><td class="blank"></td></tr>`)
    .join('')
  const back = `${escapeText(office.name)}${office.phone === '' ? '' : `，电话 ${escapeText(office.phone)}`}`
  return `<p class="tear">沿此线撕下，填好后寄回</p>
<div class="head"><div><h2>反馈联</h2><p class="quiet">单号 ${escapeText(slip.slipNo)}<br>寄回：${back}</p></div>${number(slip)}</div>
<table><tr><th>查找结果</th><td colspan="2">${boxes(pairingResultLabels)}</td></tr>${items}
<tr><th>核实方式</th><td colspan="2">${boxes(verificationMethodLabels)}</td></tr><tr><th>说明</th><td class="blank" colspan="2"></td></tr></table>
<p class="quiet">本人不同意提供的，选“本人不同意提供”即可，同样是完整的反馈。</p>
<div class="sign"><span>经办岗位：</span><span>核实日期：</span><span>（单位盖章）</span></div>`
}

function sheet(slip: SlipPaper, { office, printedOn }: SlipPapers): string {
  const takenBack = slip.withdrawnOn !== null
  const title = takenBack ? '流动人口信息交流单撤回通知' : `流动人口信息交流单（${escapeText(slip.label)}）`
  const said = takenBack
    ? `<p>单号 ${escapeText(slip.slipNo)} 的交流单，本单位已于 ${escapeText(slip.withdrawnOn ?? '')} 撤回，请不再办理，并销毁收到的纸件。</p>`
    : question(slip)
  return `<section><div class="head"><div><h1>${title}</h1><p class="quiet">单号 ${escapeText(slip.slipNo)}&emsp;签发 ${escapeText(slip.issuedOn ?? '')}</p></div>${number(slip)}</div>
${recipient(slip)}${said}<div class="sign"><span>发出：${escapeText(office.name)}（盖章）</span><span>电话：${escapeText(office.phone)}</span><span>打印：${escapeText(printedOn)}</span></div>
${slip.answerNeeded ? reply(slip, office) : ''}</section>`
}

/** One sheet per slip. */
export const slipSheets = (papers: SlipPapers): string =>
  printPage({
    title: papers.slips.length === 1 ? `交流单 ${papers.slips[0]?.slipNo ?? ''}` : `交流单 ${String(papers.slips.length)} 张`,
    paper: [210, 297],
    margin: 15,
    body: papers.slips.map((slip) => sheet(slip, papers)).join(''),
    css,
    practice: papers.practice
  })
