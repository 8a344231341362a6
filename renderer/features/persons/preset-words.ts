/** A kept question in one line, so that it is known before it is opened. */
import { useDivisionNames } from '@renderer/app'
import { chipsOf, type ConditionNames } from './condition-words'
import { queryOfSearch, type ListSearch } from './list-query'
import { labelIn, useCodeOptions } from './use-reference'
import { kindWords, statusOf } from './words'

/** Names of single records are looked up when the question is opened. */
const NOT_YET: ConditionNames = { employer: '已选定的单位', dwelling: '已选定的住处' }
const orders: Readonly<Record<string, string>> = { started: '按开始日期排', division: '按现居住地排' }

/** @param nameOf the name of a division code, the code itself where it is not at hand */
function presetWords(question: ListSearch, names: ConditionNames, nameOf: (code: string) => string): string {
  const query = queryOfSearch(question)
  const { text, kind, status, within, hukou, from, to, sort } = query
  const parts = [
    text === '' ? '' : `“${text}”`,
    kindWords(kind === '' ? null : kind),
    status === 'all' ? '全部状态' : statusOf(status).text,
    within === '' ? '' : `现居住 ${nameOf(within)}`,
    from === '' && to === '' ? '' : `开始日期 ${from}—${to}`,
    ...chipsOf(query, { ...NOT_YET, hukou: hukou === '' ? null : nameOf(hukou), ...names }).map((chip) => chip.text),
    orders[sort] ?? ''
  ]
  return parts.filter(Boolean).join('，')
}

/** Call in the set-up of the page. */
export function usePresetWords(failed: (error: unknown) => void): (question: ListSearch) => string {
  const lists = useCodeOptions(failed)
  const nameOf = useDivisionNames()
  return (question) => {
    const { stayReason = null, statusReason = null } = question.filter?.more ?? {}
    const reasons = ['move_reason', 'move_reason_out_of_scope'].map((list) => labelIn(lists.value, list, stayReason))
    const reason = reasons.find((label) => label !== stayReason) ?? stayReason
    return presetWords(question, { reason, statusReason: labelIn(lists.value, 'file_status_reason', statusReason) }, nameOf)
  }
}
