/** What requests of persons are called on screen, how calmly their days are told, and the columns they stand in. */
import type { FieldOption, GridColumn, StateName } from '@renderer/ui'
import type { DeskRow, DeskView } from '@shared/contract/desk'
import {
  contestableLabels,
  contestables,
  deskCapacityLabels,
  deskDecisionLabels,
  deskKindLabels,
  deskNumberWords,
  deskPaperLabels,
  deskPapers,
  deskStateLabels,
  deskWayLabels
} from '@shared/domain/person-desk'
import { formatCount } from '@shared/format'

const optionsOf = (labels: Readonly<Record<string, string>>): FieldOption[] =>
  Object.entries(labels).map(([value, label]) => ({ value, label }))

export const kindOptions = optionsOf(deskKindLabels)
export const capacityOptions = optionsOf(deskCapacityLabels)
export const decisionOptions = optionsOf(deskDecisionLabels)
export const wayOptions = optionsOf(deskWayLabels)
export const paperOptions = deskPapers.map((value) => ({ value, label: deskPaperLabels[value] }))
export const contestableOptions = contestables.map((value) => ({ value, label: contestableLabels[value] ?? value }))

/** What each kind does at once, said beside the choice. */
export const kindNotes: Readonly<Record<string, string>> = {
  show: '受理即可出示、打印和提供文件，不需要审批。',
  correct: '审核签发答复以后，由窗口在档案里更正，修改原因写申请号。',
  contest: '受理以后，档案和由它写出的交流单标明“有异议”。',
  restrict: '受理以后档案只保存，不写进交流单、名单和表格，直到解除。',
  withdraw: '受理即撤回，不需要理由，以前依据同意办的事仍然有效。',
  erase: '审核签发答复以后，由两个人办理；依法须保存的，写明依据和日期。'
}

/** Days in words: nothing blinks. */
export function dueWords(daysLeft: number | null): string {
  if (daysLeft === null) return ''
  if (daysLeft === 0) return '今天'
  return daysLeft > 0 ? `还有 ${formatCount(daysLeft)} 天` : `逾期 ${formatCount(-daysLeft)} 天`
}

const SOON_DAYS = 3
export function stateOf({ state, daysLeft }: Pick<DeskRow, 'state' | 'daysLeft'>): { readonly state: StateName; readonly text: string } {
  const text = deskStateLabels[state]
  if (state === 'closed') return { state: 'done', text }
  if (state === 'withdrawn' || daysLeft === null) return { state: 'closed', text }
  if (daysLeft < 0) return { state: 'late', text }
  return { state: daysLeft <= SOON_DAYS ? 'due' : 'pending', text }
}

export const nameWords = ({ personName }: Pick<DeskRow, 'personName'>): string => personName ?? '（档案已删除）'
export const titleWords = ({ kind, number }: Pick<DeskRow, 'kind' | 'number'>): string =>
  `${deskKindLabels[kind]} ${deskNumberWords(number)}`

/** The first column is what typing looks for: the number as it is read off the receipt. */
export const deskColumns: readonly GridColumn<DeskRow>[] = [
  { id: 'number', title: '申请号', width: 116, text: ({ number }) => deskNumberWords(number) },
  { id: 'person', title: '姓名', width: 136, isName: true, text: nameWords },
  { id: 'kind', title: '事项', width: 118, text: ({ kind }) => deskKindLabels[kind] },
  { id: 'state', title: '状态', width: 110, text: (row) => stateOf(row).text },
  { id: 'dueOn', title: '最迟答复', width: 100, text: ({ dueOn }) => dueOn },
  { id: 'daysLeft', title: '期限', width: 100, text: ({ daysLeft }) => dueWords(daysLeft) },
  { id: 'receivedOn', title: '收到', width: 100, text: ({ receivedOn }) => receivedOn },
  { id: 'capacity', title: '申请人', width: 80, text: ({ capacity }) => deskCapacityLabels[capacity] },
  { id: 'decision', title: '答复', width: 90, text: ({ decision }) => (decision === null ? '' : deskDecisionLabels[decision]) },
  { id: 'closedOn', title: '办结', width: 100, text: ({ closedOn }) => closedOn ?? '' }
]

const actionWords: Readonly<Record<string, string>> = {
  receive: '受理',
  show: '出示',
  export: '提供文件',
  decide: '答复',
  withdraw: '申请人撤回',
  lift: '解除标记',
  erase: '删除或匿名化',
  close: '送达办结'
}
export const actionOf = (action: string): string => actionWords[action] ?? action

/** Facts of one request, those that are empty left out. */
export function factsOf(view: DeskView): readonly { readonly label: string; readonly text: string }[] {
  const { papers, fields, wanted, evidence, asker, capacity, decision, reason, decidedBy, handed } = view
  return [
    { label: '姓名', text: nameWords(view) },
    { label: '事项', text: deskKindLabels[view.kind] },
    { label: '申请人', text: capacity === 'self' ? '本人' : `${asker ?? ''}（${deskCapacityLabels[capacity]}）` },
    { label: '看过的证件', text: papers.map((paper) => deskPaperLabels[paper]).join('、') },
    { label: '涉及内容', text: fields.map((field) => contestableLabels[field] ?? field).join('、') },
    { label: '请求', text: wanted ?? '' },
    { label: '依据', text: evidence ?? '' },
    { label: '收到', text: `${view.receivedOn}\u3000受理 ${view.createdBy}` },
    { label: '最迟答复', text: `${view.dueOn}\u3000${view.dueRule}${view.daysLeft === null ? '' : `\u3000${dueWords(view.daysLeft)}`}` },
    { label: '答复', text: decision === null ? '' : [deskDecisionLabels[decision], decidedBy].filter(Boolean).join('\u3000') },
    { label: '理由', text: reason ?? '' },
    { label: '档案更正', text: view.corrections === 0 ? '' : `按这份申请改了 ${formatCount(view.corrections)} 处` },
    { label: '标记', text: view.marked ? '档案上有这份申请的标记' : '' },
    { label: '送达', text: handed === null ? '' : `${deskWayLabels[handed]}\u3000${view.closedOn ?? ''}` }
  ].filter(({ text }) => text !== '')
}
