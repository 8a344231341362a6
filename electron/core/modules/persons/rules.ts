/** What is odd about a record: warnings that are shown and never block, because what stands on the paper may be wrong by the rules. */
import type { Output } from '@shared/contract'
import type { persons } from '@shared/contract/persons'
import {
  ageOn,
  checkPersonName,
  checkResidentId,
  codePointLabel,
  comparePartialDates,
  firstDayOf,
  isInForce,
  isPartialDate,
  isPlausiblePhone,
  residentIdWarnings,
  suggestNameDots,
  type Day,
  type NameWarning,
  type ReferenceBook
} from '@shared/domain'

export type Warning = Output<typeof persons.save>['warnings'][number]

/** What the checks look at; facts that were never typed stand as null. */
export interface Checked {
  readonly name: string
  readonly formerName: string | null
  readonly sex: string
  readonly birthDate: string
  readonly idType: string
  readonly idNo: string | null
  readonly placeholder: boolean
  readonly idVerified: boolean
  readonly phone: string | null
  readonly hukouCode: string
}

export interface CheckedStay {
  readonly startedOn: string
  readonly endedOn: string | null
  readonly residenceCode: string
}

export interface CheckContext {
  readonly today: Day
  readonly reference: Pick<ReferenceBook, 'division'>
}

const OLDEST = 120

const nameWarnings: Readonly<Record<NameWarning, string>> = {
  dot_look_alike: '间隔号与规定的“·”不同，保存为',
  private_use: '含有自造字，别的电脑上可能显示不出来；请尽量换成标准字',
  damaged: '含有“?”或“�”，可能是转换时损坏的字',
  digit: '姓名中有数字',
  inner_space: '两个汉字之间有空格',
  glyph_missing: '缺字：随程序的字体里没有这个字，打印前请核对'
}

/** @returns warnings for a name in the field named */
export function warnOfName(name: string, field: string): Warning[] {
  const { warnings, missing } = checkPersonName(name)
  const more = (code: NameWarning): string => {
    if (code === 'dot_look_alike') return `：${suggestNameDots(name) ?? name}`
    return code === 'glyph_missing'
      ? `（${missing.map((character) => `${character} ${codePointLabel(character.codePointAt(0) ?? 0)}`).join('、')}）`
      : ''
  }
  return warnings.map((code) => ({ code: `name_${code}`, field, text: nameWarnings[code] + more(code) }))
}

/** @returns the failed checks of a resident number; none once the paper was seen and says exactly this */
export function warnOfNumber(person: Checked, { today, reference }: CheckContext): Warning[] {
  if (person.placeholder) return [{ code: 'id_placeholder', field: 'idNo', text: '这是表示“无号”的占位号码，已按暂无证件号登记' }]
  if (person.idNo === null || person.idType !== 'resident_id' || person.idVerified) return []
  const { sex } = person
  const birthDate = isPartialDate(person.birthDate) ? person.birthDate : null
  const isKnownArea = (code: string): boolean => reference.division(code) !== undefined
  return checkResidentId(person.idNo, { sex, birthDate, today, isKnownArea }).map((check) => ({
    code: `id_${check}`,
    field: 'idNo',
    text: residentIdWarnings[check]
  }))
}

const warnOfBirth = (birth: string, today: Day): Warning[] => {
  if (!isPartialDate(birth)) return []
  if (firstDayOf(birth) > today) return [{ code: 'birth_future', field: 'birthDate', text: '出生日期晚于今天' }]
  if (ageOn(birth, today).min > OLDEST) return [{ code: 'birth_too_early', field: 'birthDate', text: `年龄超过 ${OLDEST} 岁` }]
  return []
}

const warnOfDivision = (code: string, field: string, { today, reference }: CheckContext): Warning[] => {
  const entry = reference.division(code)
  if (entry === undefined) return []
  if (entry.statisticalOnly) return [{ code: 'division_statistical', field, text: `“${entry.name}”只是统计用区划，证件上没有` }]
  if (isInForce(entry, today)) return []
  const now = entry.successors.map((next) => reference.division(next)?.fullName ?? next)
  return [{ code: 'division_abolished', field, text: `“${entry.fullName}”已不再使用${now.length > 0 ? `，现为${now.join('、')}` : ''}` }]
}

/** @returns every warning about the person's own facts, in the order of the form */
export function warnOfPerson(person: Checked, context: CheckContext): Warning[] {
  const phone = person.phone !== null && !isPlausiblePhone(person.phone)
  return [
    ...warnOfName(person.name, 'name'),
    ...(person.formerName === null ? [] : warnOfName(person.formerName, 'formerName')),
    ...warnOfBirth(person.birthDate, context.today),
    ...warnOfNumber(person, context),
    ...(phone ? [{ code: 'phone_implausible', field: 'phone', text: '不像手机号或带区号的固定电话' }] : []),
    ...warnOfDivision(person.hukouCode, 'hukouCode', context)
  ]
}

/** Only when every reading of both dates is in that order. */
const isBefore = (a: string, b: string): boolean => isPartialDate(a) && isPartialDate(b) && comparePartialDates(a, b) === 'before'

/** @param birth of the person, @returns warnings about one stay; an incomplete date warns only when no reading of it can be right */
export function warnOfStay(stay: CheckedStay, birth: string, context: CheckContext): Warning[] {
  const found: Warning[] = []
  if (isPartialDate(stay.startedOn) && firstDayOf(stay.startedOn) > context.today)
    found.push({ code: 'stay_future', field: 'startedOn', text: '开始日期晚于今天' })
  if (isBefore(stay.startedOn, birth)) found.push({ code: 'stay_before_birth', field: 'startedOn', text: '开始日期早于出生日期' })
  if (stay.endedOn !== null && isBefore(stay.endedOn, stay.startedOn))
    found.push({ code: 'stay_order', field: 'endedOn', text: '结束日期早于开始日期' })
  return [...found, ...warnOfDivision(stay.residenceCode, 'residenceCode', context)]
}
