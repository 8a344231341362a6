/** What is odd about a record: warnings that are shown and never block, because what stands on the paper may be wrong by the rules. */
import type { Output } from '@shared/contract'
import type { persons } from '@shared/contract/persons'
import {
  ageOn,
  checkPersonName,
  checkResidentId,
  codePointLabel,
  comparePartialDates,
  daysBetween,
  firstDayOf,
  isInForce,
  isPartialDate,
  isPlausiblePhone,
  lastDayOf,
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
  readonly id: string
  readonly startedOn: string
  readonly endedOn: string | null
  readonly residenceCode: string
}

export interface CheckedChild {
  readonly id: string
  readonly name: string | null
  readonly sex: string | null
  readonly birthDate: string | null
  readonly idNo: string | null
}

export interface CheckedMarriage {
  readonly id: string
  readonly name: string | null
  readonly birthDate: string | null
  readonly idNo: string | null
  readonly phone: string | null
  readonly hukouCode: string | null
  readonly residenceCode: string | null
  readonly startedOn: string | null
  readonly endedOn: string | null
  readonly endReason: string | null
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

interface NumberHolder {
  readonly idNo: string | null
  readonly sex: string | null
  readonly birthDate: string | null
}

/** The five checks of domain.md §3.5. */
function warnOfDigits({ idNo, sex, birthDate }: NumberHolder, { today, reference }: CheckContext): Warning[] {
  if (idNo === null) return []
  const birth = birthDate !== null && isPartialDate(birthDate) ? birthDate : null
  const isKnownArea = (code: string): boolean => reference.division(code) !== undefined
  return checkResidentId(idNo, { sex, birthDate: birth, today, isKnownArea }).map((check) => ({
    code: `id_${check}`,
    field: 'idNo',
    text: residentIdWarnings[check]
  }))
}

/** @returns the failed checks of a resident number; none once the paper was seen and says exactly this */
export function warnOfNumber(person: Checked, context: CheckContext): Warning[] {
  if (person.placeholder) return [{ code: 'id_placeholder', field: 'idNo', text: '这是表示“无号”的占位号码，已按暂无证件号登记' }]
  return person.idType !== 'resident_id' || person.idVerified ? [] : warnOfDigits(person, context)
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

const inRecord = (record: string, warnings: readonly Warning[]): Warning[] => warnings.map((warning) => ({ ...warning, record }))

/** @param birth of the person, @returns warnings about one stay; an incomplete date warns only when no reading of it can be right */
export function warnOfStay(stay: CheckedStay, birth: string, context: CheckContext): Warning[] {
  const found: Warning[] = []
  if (isPartialDate(stay.startedOn) && firstDayOf(stay.startedOn) > context.today)
    found.push({ code: 'stay_future', field: 'startedOn', text: '开始日期晚于今天' })
  if (isBefore(stay.startedOn, birth)) found.push({ code: 'stay_before_birth', field: 'startedOn', text: '开始日期早于出生日期' })
  if (stay.endedOn !== null && isBefore(stay.endedOn, stay.startedOn))
    found.push({ code: 'stay_order', field: 'endedOn', text: '结束日期早于开始日期' })
  return inRecord(`episode:${stay.id}`, [...found, ...warnOfDivision(stay.residenceCode, 'residenceCode', context)])
}

/** Days between two stays from which on the clerk is asked whether one is missing; papers of one move are rarely further apart. */
const GAP = 31

/** @returns where stays overlap, or leave a hole, in the order of their beginnings; open stays beside each other are one warning */
export function warnOfStays(stays: readonly CheckedStay[]): Warning[] {
  const ordered = [...stays].sort((a, b) => (a.startedOn < b.startedOn ? -1 : a.startedOn > b.startedOn ? 1 : a.id < b.id ? -1 : 1))
  return ordered.slice(1).flatMap((stay, at): Warning[] => {
    const earlier = ordered[at]
    if (earlier === undefined || !isPartialDate(stay.startedOn)) return []
    const record = `episode:${stay.id}`
    if (earlier.endedOn === null) return [{ code: 'stay_still_open', field: 'startedOn', text: '另一段居住记录还没有结束日期', record }]
    if (isBefore(stay.startedOn, earlier.endedOn))
      return [{ code: 'stay_overlap', field: 'startedOn', text: `与另一段居住记录（至 ${earlier.endedOn}）重叠`, record }]
    if (!isPartialDate(earlier.endedOn)) return []
    const gap = daysBetween(lastDayOf(earlier.endedOn), firstDayOf(stay.startedOn))
    return gap <= GAP ? [] : [{ code: 'stay_gap', field: 'startedOn', text: `与上一段居住记录（至 ${earlier.endedOn}）之间有空缺`, record }]
  })
}

/** @param parents birth dates of the parents known */
export function warnOfChild(child: CheckedChild, parents: readonly string[], context: CheckContext): Warning[] {
  const found = [...(child.name === null ? [] : warnOfName(child.name, 'name')), ...warnOfDigits(child, context)]
  if (child.birthDate !== null) {
    found.push(...warnOfBirth(child.birthDate, context.today))
    const birth = child.birthDate
    if (parents.some((parent) => isBefore(birth, parent)))
      found.push({ code: 'child_before_parent', field: 'birthDate', text: '出生日期早于父母的出生日期' })
  }
  return inRecord(`child:${child.id}`, found)
}

const MARRIED = ['20', '21', '22', '23']
const ENDED: Readonly<Record<string, string>> = { divorced: '40', widowed: '30' }

export function warnOfMarriage(marriage: CheckedMarriage, context: CheckContext): Warning[] {
  const { name, startedOn, endedOn, endReason, phone } = marriage
  const found = [...(name === null ? [] : warnOfName(name, 'name')), ...warnOfDigits({ ...marriage, sex: null }, context)]
  if (marriage.birthDate !== null) found.push(...warnOfBirth(marriage.birthDate, context.today))
  if (phone !== null && !isPlausiblePhone(phone))
    found.push({ code: 'phone_implausible', field: 'phone', text: '不像手机号或带区号的固定电话' })
  for (const field of ['hukouCode', 'residenceCode'] as const)
    if (marriage[field] !== null) found.push(...warnOfDivision(marriage[field], field, context))
  if (startedOn !== null && endedOn !== null && isBefore(endedOn, startedOn))
    found.push({ code: 'marriage_order', field: 'endedOn', text: '结束日期早于结婚日期' })
  if ((endedOn === null) !== (endReason === null))
    found.push({ code: 'marriage_end', field: 'endReason', text: '结束日期和结束原因应当同时填写' })
  return inRecord(`spouse:${marriage.id}`, found)
}

/** @returns where the marital status and the marriages on file say different things */
export function warnOfMaritalStatus(marital: string, marriages: readonly CheckedMarriage[]): Warning[] {
  const open = marriages.filter(({ endedOn }) => endedOn === null)
  const told = (text: string): Warning[] => [{ code: 'marital_differs', field: 'marital', text }]
  if (open.length > 1) return [{ code: 'marriage_several', field: 'marital', text: '有不止一段没有结束的婚姻' }]
  if (open.length === 1) return MARRIED.includes(marital) || marital === '90' ? [] : told('有没有结束的婚姻，婚姻状况却不是已婚')
  const last = marriages.find(({ endReason }) => endReason !== null)?.endReason
  if (last !== undefined && last !== null && marital !== ENDED[last] && marital !== '90' && MARRIED.includes(marital))
    return told('最近一段婚姻已经结束，婚姻状况却是已婚')
  return []
}
