/** 区域协作会议纪要 on A4: who met, what was discussed and decided, and who does what until when. */
import type { MeetingView } from '@shared/contract/meetings'
import { escapeText } from './escape-text'
import { printPage } from './print-page'

interface MeetingPaper {
  readonly meeting: MeetingView
  readonly office: string
  readonly practice: boolean
  /** YYYY-MM-DD. */
  readonly printedOn: string
}

const css = `
body{line-height:1.6}
h1{margin:0 0 4mm}
h2{font-size:11.5pt;margin:4mm 0 1.5mm}
p{margin:0 0 1.5mm;white-space:pre-line}
table{width:calc(100% - .4mm);border-collapse:collapse;table-layout:fixed}
tr{break-inside:avoid}
th,td{border:.2mm solid #000;padding:1.2mm 2mm;text-align:left;font-weight:400;vertical-align:top;overflow-wrap:anywhere}
thead th{font-weight:700}
.label{width:26mm}
.no{width:9mm}
.who{width:42mm}
.day{width:25mm}
.done{width:36mm}
.foot{margin-top:8mm;font-size:8.5pt}
`

const row = (label: string, value: string): string => `<tr><th class="label">${label}</th><td>${escapeText(value)}</td></tr>`
const there = ({ participants }: MeetingView): string =>
  participants.map(({ office, post }) => (post === '' ? office : `${office}（${post}）`)).join('、')

export function meetingSheet({ meeting, office, practice, printedOn }: MeetingPaper): string {
  const items = meeting.items
    .map(
      (item, at) =>
        `<tr><td class="no">${String(at + 1)}</td><td>${escapeText(item.text)}</td><td class="who">${escapeText(item.office)}</td><td class="day">${item.dueOn}</td><td class="done">${item.doneOn === null ? '' : escapeText(`${item.doneOn} ${item.result ?? '完成'}`)}</td></tr>`
    )
    .join('')
  const open =
    items === ''
      ? '<p>没有待办事项。</p>'
      : `<table><thead><tr><th class="no">序</th><th>事项</th><th class="who">责任单位</th><th class="day">完成期限</th><th class="done">完成情况</th></tr></thead><tbody>${items}</tbody></table>`
  const body = `
<h1>${escapeText(meeting.title)}纪要</h1>
<table>${row('时间', meeting.heldOn)}${row('地点', meeting.place)}${row('参加单位', there(meeting))}</table>
<h2>议题</h2><p>${escapeText(meeting.topics)}</p>
<h2>议定事项</h2><p>${escapeText(meeting.decisions)}</p>
<h2>待办事项</h2>${open}
<p class="foot">记录单位：${escapeText(office)}&emsp;打印：${printedOn}</p>`
  return printPage({ title: `会议纪要 ${meeting.heldOn}`, paper: [210, 297], margin: 20, body, css, practice })
}
