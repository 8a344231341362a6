/** 本人信息告知单: everything the office holds about one person, where it came from, who was told, and who looked, to be handed to that person. */
import type { Holdings } from '@shared/contract/desk'
import { deskCapacityLabels, deskNumberWords } from '@shared/domain/person-desk'
import { formatCount, formatInstant } from '@shared/format'
import { escapeText } from './escape-text'
import { printPage } from './print-page'

export interface NoticePaper {
  readonly held: Holdings
  readonly office: { readonly name: string; readonly phone: string }
  readonly practice: boolean
}

const css = `
body{line-height:1.4}
h1{margin:0 0 3mm}
h2{font-size:11.5pt;margin:4mm 0 1.5mm;break-after:avoid}
.facts{margin:0 0 2mm}
table{width:calc(100% - .4mm);border-collapse:collapse;table-layout:fixed;font-size:9pt}
thead{display:table-header-group}
tr{break-inside:avoid}
th,td{border:.2mm solid #000;padding:.8mm 1.4mm;text-align:left;font-weight:400;vertical-align:top;overflow-wrap:anywhere}
th{font-weight:700}
.own th{width:32mm}
.time{width:31mm}
.seal{margin:10mm 0 0;text-align:right;padding-right:20mm;line-height:2;break-inside:avoid}
.sign{display:flex;margin:6mm 0 0;break-inside:avoid}
.sign span{flex:1}
.free{font-weight:700}
`

const cell = (text: string): string => `<td>${escapeText(text)}</td>`

interface Column<R> {
  readonly title: string
  readonly text: (row: R) => string
  /** Of one width: a time or a day. */
  readonly time?: boolean
}

/** A heading and its rows; says so where there are none, because nothing is an answer too. */
function table<R>(title: string, rows: readonly R[], columns: readonly Column<R>[], none: string): string {
  if (rows.length === 0) return `<h2>${title}</h2><p class="facts">${none}</p>`
  const head = columns.map((column) => `<th${column.time === true ? ' class="time"' : ''}>${column.title}</th>`).join('')
  const lines = rows.map((row) => `<tr>${columns.map(({ text }) => cell(text(row))).join('')}</tr>`)
  return `<h2>${title}（${formatCount(rows.length)}）</h2><table><thead><tr>${head}</tr></thead><tbody>${lines.join('')}</tbody></table>`
}

const ownSection = ({ title, facts }: Holdings['sections'][number]): string =>
  `<h2>${escapeText(title)}</h2><table class="own"><tbody>${facts
    .map(({ label, value, contested }) => `<tr><th>${escapeText(label)}${contested ? '（有异议）' : ''}</th>${cell(value)}</tr>`)
    .join('')}</tbody></table>`

const day = (on: string | null): string => on ?? ''

function tables({ sources, recipients, received, consents, lists, requests, marks, looks }: Holdings): string {
  return [
    table(
      '标记',
      marks,
      [
        { title: '内容', text: ({ what }) => what },
        { title: '自', text: ({ since }) => formatInstant(since), time: true }
      ],
      '没有限制处理和异议标记。'
    ),
    table(
      '同意记录',
      consents,
      [
        { title: '用途', text: ({ purpose }) => purpose },
        { title: '同意', text: ({ givenOn }) => givenOn, time: true },
        { title: '撤回', text: ({ withdrawnOn }) => day(withdrawnOn), time: true },
        { title: '同意书', text: ({ form }) => form ?? '' }
      ],
      '没有同意记录。'
    ),
    table(
      '提供给了谁',
      recipients,
      [
        { title: '日期', text: ({ on }) => day(on), time: true },
        { title: '收到的单位', text: ({ partner }) => partner },
        { title: '交流单', text: ({ kind, slipNo }) => `${kind} ${slipNo}` },
        { title: '内容', text: ({ fields }) => fields.join('、') },
        { title: '状态', text: ({ state }) => state }
      ],
      '没有向其他单位提供过。'
    ),
    table(
      '其他单位的来单',
      received,
      [
        { title: '日期', text: ({ on }) => day(on), time: true },
        { title: '单位', text: ({ partner }) => partner },
        { title: '交流单', text: ({ kind, slipNo }) => `${kind} ${slipNo}` }
      ],
      '没有关于您的来单。'
    ),
    table(
      '列入的名单和导出的表格',
      lists,
      [
        { title: '时间', text: ({ at }) => formatInstant(at), time: true },
        { title: '名单或表格', text: ({ what }) => what },
        { title: '经办', text: ({ by }) => by }
      ],
      '没有列入名单或导出。'
    ),
    table(
      '来源和更正记录',
      sources,
      [
        { title: '时间', text: ({ at }) => formatInstant(at), time: true },
        { title: '内容', text: ({ what }) => what },
        { title: '原来', text: ({ before }) => before ?? '' },
        { title: '改为', text: ({ after }) => after ?? '' },
        { title: '来源、原因', text: ({ from }) => from },
        { title: '登记人', text: ({ by }) => by }
      ],
      '没有记录。'
    ),
    table(
      '您提出过的申请',
      requests,
      [
        { title: '收到', text: ({ receivedOn }) => receivedOn, time: true },
        { title: '申请号', text: ({ number }) => deskNumberWords(number) },
        { title: '事项', text: ({ kind }) => kind },
        { title: '状态', text: ({ state, decision }) => [state, decision].filter((part) => part !== null).join('，') }
      ],
      '没有。'
    ),
    table(
      '谁查看和办理过',
      looks,
      [
        { title: '时间', text: ({ at }) => formatInstant(at), time: true },
        { title: '岗位', text: ({ posts }) => posts },
        { title: '事项', text: ({ what, refused }) => (refused ? `${what}（被拒绝）` : what) },
        { title: '记录序号', text: ({ line }) => String(line), time: true }
      ],
      '没有查看记录。'
    )
  ].join('')
}

/** A4 upright, as many sheets as it needs. */
export function noticeSheet({ held, office, practice }: NoticePaper): string {
  const to = held.capacity === 'self' ? `${held.personName}（本人）` : `${held.asker ?? ''}（${deskCapacityLabels[held.capacity]}）`
  const phone = office.phone === '' ? '' : `咨询、投诉电话：${escapeText(office.phone)}。`
  const more = held.moreLooks ? '<p class="facts">查看记录只印最近 500 条，更早的请向本单位索取。</p>' : ''
  const body = `
<h1>本人信息告知单</h1>
<p class="facts">${escapeText(office.name)}&emsp;申请号：${deskNumberWords(held.number)}&emsp;截至：${held.asOf}&emsp;交给：${escapeText(to)}</p>
<p class="facts">下面是本单位保存的关于 ${escapeText(held.personName)} 的全部登记内容。您可以要求更正、提出异议、限制处理、撤回同意或者删除。查看记录只写岗位；需要追查某一次查看时，请说出记录序号。在列表里一起显示、没有打开档案的，不逐人记录。<span class="free">查阅和复制免费。</span>${phone}</p>
${held.sections.map(ownSection).join('')}
${tables(held)}${more}
<p class="seal">${escapeText(office.name)}（盖章）<br>${held.asOf}</p>
<div class="sign"><span>领取人签名：</span><span>日期：</span></div>`
  const foot = `@page{@bottom-right{content:"第 " counter(page) " 页，共 " counter(pages) " 页";font-family:'Yipanqi Sans','Noto Sans CJK SC',sans-serif;font-size:9pt}}`
  return printPage({
    title: `本人信息告知单 ${deskNumberWords(held.number)}`,
    paper: [210, 297],
    margin: 15,
    body,
    css: css + foot,
    practice
  })
}
