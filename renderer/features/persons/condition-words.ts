/** The conditions in the words of the screen: what can be chosen, and how a chosen one reads. */
import type { FieldOption } from '@renderer/ui'
import {
  minimumFields,
  minimumPlaces,
  movementScopeLabels,
  movementScopes,
  requiredFieldLabel,
  type ArrivalIndicator,
  type IndicatorSide
} from '@shared/domain'
import { arrivedOf } from './conditions'
import type { ListQuery } from './list-query'

export const sexChoices: readonly FieldOption[] = [
  { value: '1', label: '男' },
  { value: '2', label: '女' },
  { value: '9', label: '未说明' },
  { value: '0', label: '未知' }
]
export const maritalChoices: readonly FieldOption[] = [
  { value: '10', label: '未婚' },
  { value: '20', label: '已婚（含初婚、再婚、复婚）' },
  { value: '30', label: '丧偶' },
  { value: '40', label: '离婚' },
  { value: '90', label: '未说明' }
]
/** Levels that both editions of the national list share. */
export const educationChoices: readonly FieldOption[] = [
  { value: '10', label: '研究生' },
  { value: '20', label: '大学本科' },
  { value: '30', label: '大学专科' },
  { value: '40', label: '中专、中技' },
  { value: '60', label: '高中' },
  { value: '70', label: '初中' },
  { value: '80', label: '小学' },
  { value: '90', label: '文盲、半文盲及其他' }
]
const sharedChoices: readonly FieldOption[] = [
  { value: 'either', label: '本省跨县' },
  { value: 'both', label: '两地都登记' }
]
/** What a figure counted of those who moved in. */
const arrivedWords: Readonly<Record<ArrivalIndicator, Readonly<Record<IndicatorSide, string>>>> = {
  submission: { denominator: '应发首张交流单', numerator: '已发首张交流单' },
  certificate_seen: { denominator: '应查验证明', numerator: '已查验证明' },
  certificate_held: { denominator: '应查验证明', numerator: '持有效证明' }
}
export const hukouTypeChoices: readonly FieldOption[] = [
  { value: '1', label: '非农业' },
  { value: '2', label: '农业' },
  { value: '9', label: '其他' }
]
export const numberChoices: readonly FieldOption[] = [
  { value: 'yes', label: '有证件号' },
  { value: 'no', label: '暂无证件号' },
  { value: 'warns', label: '证件号校验不符' }
]
export const glyphChoices: readonly FieldOption[] = [{ value: 'missing', label: '姓名有缺字' }]
export const fileChoices: readonly FieldOption[] = [
  { value: 'complete', label: '档案完整' },
  { value: 'incomplete', label: '档案不完整' },
  ...minimumFields.map((field) => {
    const label = requiredFieldLabel({ field })
    return { value: field, label: minimumPlaces.includes(field) ? `${label}不全` : `缺${label}` }
  })
]
export const scopeChoices: readonly FieldOption[] = movementScopes.map((value) => ({ value, label: movementScopeLabels[value] }))
/** Ages that services of the trade ask for. */
export const childChoices: readonly FieldOption[] = ['1', '3', '7', '14', '18'].map((value) => ({ value, label: `有 ${value} 岁以下子女` }))

/** What the office calls codes and records that conditions name; null: looked up and not there. */
export type ConditionNames = Readonly<
  Partial<Record<'hukou' | 'employer' | 'dwelling' | 'reason' | 'statusReason', string | null | undefined>>
>

const labelOf = (choices: readonly FieldOption[], value: string): string => choices.find((one) => one.value === value)?.label ?? value
const span = (from: string, to: string, unit: string): string =>
  from === to ? `${from}${unit}` : to === '' ? `${from}${unit}起` : from === '' ? `至${to}${unit}` : `${from}—${to}${unit}`

export interface Chip {
  readonly text: string
  /** What taking it away leaves empty. */
  readonly clears: readonly (keyof ListQuery)[]
  /** It names a place or record that is no longer there. */
  readonly gone?: boolean
}

function spanChips(query: ListQuery): Chip[] {
  const spans = [
    ['年龄', 'ageFrom', 'ageTo', '岁'],
    ['出生', 'bornFrom', 'bornTo', ''],
    ['状态日期', 'statusFrom', 'statusTo', ''],
    ['状态登记', 'statusBookedFrom', 'statusBookedTo', ''],
    ['建档日期', 'madeFrom', 'madeTo', '']
  ] as const
  return spans.flatMap(([label, from, to, unit]) =>
    query[from] === '' && query[to] === '' ? [] : [{ text: `${label} ${span(query[from], query[to], unit)}`, clears: [from, to] }]
  )
}

function namedChips(query: ListQuery, names: ConditionNames): Chip[] {
  const named = [
    ['户籍', 'hukou'],
    ['流动原因', 'reason'],
    ['单位', 'employer'],
    ['住处', 'dwelling'],
    ['状态原因', 'statusReason']
  ] as const
  return named.flatMap(([label, name]): Chip[] => {
    if (query[name] === '') return []
    const told = names[name]
    if (told === null) return [{ text: `${label} 已查不到（原先选定的已不存在）`, clears: [name], gone: true }]
    return [{ text: `${label} ${told ?? (name === 'hukou' ? query[name] : '…')}`, clears: [name] }]
  })
}

/** @returns one chip for each condition that narrows the list beyond the controls always in sight */
export function chipsOf(query: ListQuery, names: ConditionNames = {}): Chip[] {
  const chosen = [
    ['性别 ', 'sex', sexChoices],
    ['婚姻 ', 'marital', maritalChoices],
    ['文化 ', 'education', educationChoices],
    ['户口性质 ', 'hukouType', hukouTypeChoices],
    ['', 'number', numberChoices],
    ['', 'glyph', glyphChoices],
    ['', 'file', fileChoices],
    ['', 'shared', sharedChoices],
    ['范围 ', 'scope', scopeChoices]
  ] as const
  const chips: Chip[] = chosen.flatMap(([label, name, choices]) =>
    query[name] === '' ? [] : [{ text: `${label}${labelOf(choices, query[name])}`, clears: [name] }]
  )
  chips.push(...spanChips(query), ...namedChips(query, names))
  if (query.childUnder !== '') chips.push({ text: `有 ${query.childUnder} 岁以下子女`, clears: ['childUnder'] })
  const arrived = arrivedOf(query.arrived)
  if (arrived)
    chips.push({ text: `${arrivedWords[arrived.figure][arrived.side]} ${span(arrived.from, arrived.to, '')}`, clears: ['arrived'] })
  if (query.madeBy !== '') chips.push({ text: `建档人 ${query.madeBy}`, clears: ['madeBy'] })
  if (query.untouched !== '') chips.push({ text: `${query.untouched} 起未更新`, clears: ['untouched'] })
  return chips
}
