/** The assessment of impact (PIPL art. 55, 56) and the yearly review: what the program knows is filled in, what it cannot know is left to a person's pen. */
import { formatCount, formatInstant } from '@shared/format'
import { escapeText } from './escape-text'
import { printPage } from './print-page'

export interface ProtectionPaper {
  readonly office: string
  readonly practice: boolean
  readonly by: string
  readonly printedOn: string
  readonly from: string
  readonly to: string
  readonly idleMinutes: number
  readonly files: { readonly active: number; readonly others: number }
  readonly partners: { readonly all: number; readonly confirmed: number }
  readonly posts: readonly { readonly label: string; readonly may: string; readonly accounts: number }[]
  readonly rules: readonly { readonly label: string; readonly from: string; readonly period: string; readonly source: string }[]
  readonly purges: readonly { readonly at: string; readonly records: number }[]
  /** Doings by heading: how often done, refused, failed. */
  readonly acts: readonly {
    readonly title: string
    readonly rows: readonly { readonly what: string; readonly done: number; readonly refused: number; readonly failed: number }[]
  }[]
  readonly requests: readonly { readonly kind: string; readonly received: number; readonly late: number }[]
  readonly backups: { readonly whole: number; readonly failed: number }
  readonly restores: number
  readonly quarantined: number
  /** The log begins later than the first day. */
  readonly logBegins: string | null
}

const css = `
.facts{margin:0 0 3mm;font-size:9.5pt}
h2{font-size:11.5pt;margin:5mm 0 2mm;break-after:avoid}
table{width:100%;border-collapse:collapse;font-size:9pt;line-height:1.45;margin-bottom:2mm}
thead{display:table-header-group}
tr{break-inside:avoid}
th,td{border:.2mm solid #000;padding:.9mm 1.6mm;text-align:left;font-weight:400;vertical-align:top;overflow-wrap:anywhere}
th{font-weight:700;white-space:nowrap}
.posts td:first-child,.rules td:nth-child(3){white-space:nowrap}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
p{margin:0 0 2mm}
ul{margin:0 0 2mm;padding-left:5mm}
.blank{border:.2mm solid #000;min-height:16mm;padding:1.2mm 2mm;margin-bottom:2mm;break-inside:avoid}
.two{min-height:24mm}
.sign{display:flex;justify-content:space-between;margin-top:9mm;break-inside:avoid}
.sign span{flex:1}
`

const blank = (words: string, size: 'one' | 'two' = 'one'): string => `<div class="blank ${size}">${escapeText(words)}</div>`
const table = (head: readonly string[], rows: readonly string[], none: string, kind = ''): string =>
  rows.length === 0
    ? `<p>${escapeText(none)}</p>`
    : `<table class="${kind}"><thead><tr>${head.map((one) => `<th>${escapeText(one)}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`
const cell = (text: string): string => `<td>${escapeText(text)}</td>`
const figure = (count: number): string => `<td class="n">${formatCount(count)}</td>`

const heading = ({ office, from, to, by, printedOn }: ProtectionPaper): string =>
  `<p class="facts">${escapeText(office)}&emsp;统计期间 ${escapeText(from)} 至 ${escapeText(to)}&emsp;制表：${escapeText(by)}&emsp;打印：${escapeText(printedOn)}</p>`

const posts = (paper: ProtectionPaper): string =>
  table(
    ['岗位', '可以做什么', '现有用户'],
    paper.posts.map(({ label, may, accounts }) => `<tr>${cell(label)}${cell(may)}${figure(accounts)}</tr>`),
    '没有在用的用户。',
    'posts'
  )
const rules = (paper: ProtectionPaper): string =>
  table(
    ['资料', '从什么时候起', '保存期', '依据'],
    paper.rules.map((rule) => `<tr>${cell(rule.label)}${cell(rule.from)}${cell(rule.period)}${cell(rule.source)}</tr>`),
    '没有保存期规则。',
    'rules'
  )

/** What the program itself does, each with its present figure; nothing here claims that somebody used it well. */
const measures = ({ idleMinutes, partners }: ProtectionPaper): string => `<ul>
<li>资料、备份、交换文件整份加密；口令按用户，忘记口令的凭恢复密钥。</li>
<li>证件号、电话、未满14岁孩子的资料默认遮盖，显示要写原因；服务结果只有服务岗位看得到。</li>
<li>每次查看、显示、导出、打印都有记录，前后相连，改动看得出；本人可以要自己的那一份。</li>
<li>大批导出、恢复、删除、封存等要两个人办；核实与签发分开。</li>
<li>${formatCount(idleMinutes)} 分钟不动自动锁定。</li>
<li>往来单位 ${formatCount(partners.all)} 个，其中核对过密钥的 ${formatCount(partners.confirmed)} 个；没有核对的不能收发。</li>
<li>程序不联网，不做自动化决策，不向境外提供。</li></ul>`

/** A4: 个人信息保护影响评估表. */
export function assessmentForm(paper: ProtectionPaper): string {
  const { active, others } = paper.files
  const body = `
<h1>个人信息保护影响评估表</h1>
${heading(paper)}
<h2>一、评估的事项</h2>
<p>□ 处理敏感个人信息（健康、特定身份、未满14岁）&emsp;□ 委托处理、向其他单位提供或公开&emsp;□ 其他对个人有重大影响的处理</p>
${blank('具体事项、起止日期：')}
<h2>二、处理的目的、方式是否合法、正当、必要</h2>
${blank('目的和依据（法律、法规条款，或本人同意）：')}
${blank('涉及哪些信息、哪些人，是不是办这件事最少的：')}
<p>现在在册档案 ${formatCount(active)} 份，退档、注销还没有删除的 ${formatCount(others)} 份。保存期如下：</p>
${rules(paper)}
<h2>三、谁看得到</h2>
${posts(paper)}
<h2>四、对个人权益的影响和安全风险</h2>
${blank('可能的影响（泄露、误用、歧视、名誉），可能性和轻重：', 'two')}
<h2>五、保护措施是否合法、有效，与风险相称</h2>
<p>程序里已有的：</p>
${measures(paper)}
${blank('单位另外采取的（场地、U盘保管、培训、保密约定）：')}
${blank('还不够的、怎么补、谁负责、何时完成：')}
<h2>六、结论</h2>
<p>□ 可以处理&emsp;□ 补上措施以后处理&emsp;□ 不处理</p>
<div class="sign"><span>评估人：</span><span>单位负责人：</span><span>日期：</span></div>
<p class="facts">评估报告和处理情况记录至少保存三年（《个人信息保护法》第五十五条、第五十六条）。</p>`
  return printPage({ title: '个人信息保护影响评估表', paper: [210, 297], margin: 15, body, css, practice: paper.practice })
}

const doings = (paper: ProtectionPaper): string =>
  paper.acts
    .map(({ title, rows }) => {
      const lines = rows.map((row) => `<tr>${cell(row.what)}${figure(row.done)}${figure(row.refused)}${figure(row.failed)}</tr>`)
      return `<h2>${escapeText(title)}</h2>${table(['事项', '办成', '被拒绝', '没办成'], lines, '没有。')}`
    })
    .join('')

/** A4: 个人信息保护年度审查表. */
export function reviewForm(paper: ProtectionPaper): string {
  const { backups, restores, quarantined, logBegins, purges, requests } = paper
  const since = logBegins === null ? '' : `操作记录从 ${formatInstant(logBegins)} 起，以前的不在下面的数里。`
  const body = `
<h1>个人信息保护年度审查表</h1>
${heading(paper)}
<p>${escapeText(since)}</p>
<h2>一、用户和岗位</h2>
${posts(paper)}
${blank('离岗的是否都停用，岗位是否与实际相符：')}
${doings(paper)}
${blank('抽查了哪几次导出、打印、显示，用途是否相符：')}
<h2>本人的申请</h2>
${table(
  ['申请', '收到', '其中逾期'],
  requests.map(({ kind, received, late }) => `<tr>${cell(kind)}${figure(received)}${figure(late)}</tr>`),
  '期间没有收到。'
)}
<h2>到期删除</h2>
${table(
  ['时间', '处理'],
  purges.map(({ at, records }) => `<tr>${cell(formatInstant(at))}<td class="n">${formatCount(records)} 件</td></tr>`),
  '期间没有办过到期删除。'
)}
${rules(paper)}
<h2>备份和安全</h2>
<p>备份并读回检查合格 ${formatCount(backups.whole)} 次，没有成功 ${formatCount(backups.failed)} 次；用备份恢复 ${formatCount(restores)} 次；隔离的来件 ${formatCount(quarantined)} 件。</p>
${measures(paper)}
<h2>程序不知道的，由人填写</h2>
${blank('期间有没有个人信息泄露、丢失（U盘、纸件、电脑），什么时候、怎么处理、有没有通知本人和上级：', 'two')}
${blank('告知、同意、协议是否齐全；培训办了几次，谁参加：')}
${blank('投诉和上级检查指出的问题，改了没有：')}
${blank('结论，要改的、谁负责、何时完成：', 'two')}
<div class="sign"><span>审查人：</span><span>单位负责人：</span><span>日期：</span></div>`
  return printPage({ title: '个人信息保护年度审查表', paper: [210, 297], margin: 15, body, css, practice: paper.practice })
}
