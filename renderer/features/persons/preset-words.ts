/** A kept question in one line, so that it is known before it is opened. */
import type { PresetView } from '@shared/contract/presets'
import { chipsOf, type ConditionNames } from './condition-words'
import { queryOfSearch } from './list-query'
import { kindWords, statusOf } from './words'

/** Names of single records are looked up when the question is opened. */
const NOT_YET: ConditionNames = { employer: '已选定的单位', dwelling: '已选定的住处' }
const orders: Readonly<Record<string, string>> = { started: '按开始日期排', division: '按现居住地排' }

/** @param nameOf the name of a division code, the code itself where it is not at hand */
export function presetWords({ question }: PresetView, names: ConditionNames, nameOf: (code: string) => string): string {
  if (question === null) return '这个方案是别的版本存的，这里打不开'
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
