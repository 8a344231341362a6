/** 信息交流单 for an office without the program: what is asked, and the reply half below the tear line, so that it can be posted back. */
import type { SlipPaper } from '@shared/contract/slips'
import { replyKinds } from '@shared/domain'
import type { FormData } from '@shared/domain/form-template'
import type { FormPiece } from './form-filler'

export interface SlipPapers {
  readonly slips: readonly SlipPaper[]
  /** What the program says on every form. */
  readonly given: FormData
}

/** Members that serve programs only, and those that the table of items repeats. */
const SILENT =
  /^(type|schema_version|policy_profile|subject_ref|slip_no|sender_org|receiver_org|issued_on|due_on|items\b|questions\b|reply_to|receipts\.\d+\.slip_no)/
const lastWords = (label: string): string => label.split('·').at(-1) ?? label

const recipient = ({ to }: SlipPaper) => ({
  toName: to.name,
  toCode: to.code,
  toPost: to.post,
  toAddress: [to.postcode, to.address].filter((word) => word !== '').join(' '),
  toPhone: to.phone
})

const isReply = ({ kind }: SlipPaper): boolean => replyKinds.some((known) => known === kind)

/** What was found, one line for each thing that was asked. */
function findings({ kind, fields }: SlipPaper): FormData[] {
  if (kind !== 'FK') return []
  const found = new Map<string, Map<string, string>>()
  for (const { field, value } of fields) {
    const [, at, name] = /^items\.(\d+)\.(code|status|value)/.exec(field) ?? []
    if (at === undefined || name === undefined) continue
    const item = found.get(at) ?? new Map<string, string>()
    item.set(name, [item.get(name), value].filter(Boolean).join(' '))
    found.set(at, item)
  }
  return [...found.values()].map((item) => ({
    item: item.get('code') ?? '',
    status: item.get('status') ?? '',
    value: item.get('value') ?? ''
  }))
}

/** One sheet per slip. */
export const slipPieces = ({ slips, given }: SlipPapers): FormPiece[] =>
  slips.map((slip) => {
    const { slipNo, label, issuedOn, withdrawnOn, dueOn, deadlineRule, items, answerNeeded, fields } = slip
    const data = {
      ...{ ...given, slipNo, kind: label, issuedOn, withdrawnOn, ...recipient(slip) },
      /** The reader looks for his own number first. */
      answers: isReply(slip) ? (slip.answers ?? '（来函没有编号）') : null,
      asked: items.map((item) => item.label).join('、'),
      ...{ dueOn, dueRule: deadlineRule, answerNeeded },
      facts: fields.filter(({ field }) => !SILENT.test(field)).map((fact) => ({ label: lastWords(fact.label), value: fact.value })),
      findings: findings(slip),
      items: items.map((item) => ({ label: item.label }))
    }
    return { data, title: slipNo }
  })
