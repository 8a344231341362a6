/** Papers of the person's desk: the application with its receipt, and the reply with the ways that stay open. */
import type { DeskView } from '@shared/contract/desk'
import type { FormData } from '@shared/domain/form-template'
import {
  contestableLabels,
  deskCapacityLabels,
  deskDecisionLabels,
  deskKindLabels,
  deskNumberWords,
  deskPaperLabels
} from '@shared/domain/person-desk'
import type { FormPiece } from './form-filler'

export interface DeskPaper {
  readonly request: DeskView
  /** Name of the person, whole; null once the file was erased. */
  readonly name: string | null
  /** What the program says on every form. */
  readonly given: FormData
}

const concerns = ({ fields }: DeskView): string => fields.map((field) => contestableLabels[field] ?? field).join('、')
const askedBy = ({ request: { capacity, asker }, name }: DeskPaper): string =>
  capacity === 'self' ? (name === null ? '申请人' : `${name}（本人）`) : `${asker ?? '申请人'}（${deskCapacityLabels[capacity]}）`

/** What both papers of a request say. */
const common = (paper: DeskPaper) => {
  const { request, given } = paper
  return {
    ...given,
    requestNo: deskNumberWords(request.number),
    receivedOn: request.receivedOn,
    asker: askedBy(paper),
    kind: deskKindLabels[request.kind],
    concerns: concerns(request)
  }
}

/** What is asked for, and the receipt that the person keeps. */
export function applicationPieces(paper: DeskPaper): FormPiece[] {
  const { request, name } = paper
  const { papers, wanted, evidence, createdBy, dueOn, dueRule } = request
  const data = {
    ...{ ...common(paper), name, wanted, evidence, acceptedBy: createdBy, dueOn, dueRule },
    papers: papers.map((one) => deskPaperLabels[one]).join('、')
  }
  return [{ data, title: data.requestNo }]
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

/** The reply, its reason, and what stays by which rule. */
export function replyPieces(paper: DeskPaper): FormPiece[] {
  const { request } = paper
  const data = {
    ...common(paper),
    decision: request.decision === null ? '' : deskDecisionLabels[request.decision],
    outcome: outcome(request),
    reason: request.reason,
    kept: request.kept.map(({ what, rule, until, reason }) => ({ what, rule: `${rule} ${reason}`.trim(), until: until ?? '长期' }))
  }
  return [{ data, title: data.requestNo }]
}
