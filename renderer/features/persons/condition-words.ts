/** The advanced conditions in the words of the screen: what can be chosen, and how a chosen one reads. */
import type { FieldOption } from '@renderer/ui'
import type { Conditions } from './list-query'

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

const labelOf = (choices: readonly FieldOption[], value: string): string => choices.find((one) => one.value === value)?.label ?? value
const span = (from: string, to: string, unit: string): string =>
  from === to ? `${from}${unit}` : to === '' ? `${from}${unit}起` : from === '' ? `至${to}${unit}` : `${from}—${to}${unit}`

export interface Chip {
  readonly text: string
  /** What taking it away leaves empty. */
  readonly clears: readonly (keyof Conditions)[]
}

/** @returns one chip for each condition that narrows the list */
export function chipsOf(conditions: Conditions): Chip[] {
  const { sex, ageFrom, ageTo, bornFrom, bornTo, marital, education, hukouType, number } = conditions
  const chips: Chip[] = []
  if (sex !== '') chips.push({ text: `性别 ${labelOf(sexChoices, sex)}`, clears: ['sex'] })
  if (ageFrom !== '' || ageTo !== '') chips.push({ text: `年龄 ${span(ageFrom, ageTo, '岁')}`, clears: ['ageFrom', 'ageTo'] })
  if (bornFrom !== '' || bornTo !== '') chips.push({ text: `出生 ${span(bornFrom, bornTo, '')}`, clears: ['bornFrom', 'bornTo'] })
  if (marital !== '') chips.push({ text: `婚姻 ${labelOf(maritalChoices, marital)}`, clears: ['marital'] })
  if (education !== '') chips.push({ text: `文化 ${labelOf(educationChoices, education)}`, clears: ['education'] })
  if (hukouType !== '') chips.push({ text: `户口性质 ${labelOf(hukouTypeChoices, hukouType)}`, clears: ['hukouType'] })
  if (number !== '') chips.push({ text: labelOf(numberChoices, number), clears: ['number'] })
  return chips
}
