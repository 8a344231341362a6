/** What the form says of itself before the office is asked: fields missing, dates that never were, names worth a second look. */
import {
  birthDateOfResidentId,
  checkPersonName,
  isPartialDate,
  isPlaceholderId,
  isPlausiblePhone,
  isResidentId,
  normalisePhone,
  sexOfResidentId
} from '@shared/domain'
import { childTyped, phoneTyped, spouseTyped, stayTyped, type ChildForm, type PersonForm } from './person-form'

type Errors = Record<string, string>

function nameError(name: string): string | null {
  const { problem } = checkPersonName(name)
  if (problem === null) return null
  if (problem === 'empty') return '请填姓名'
  return problem === 'too_long' ? '最多 100 字' : '含有看不见的或不能使用的字符，请重新输入'
}

function ownErrors(form: PersonForm): Errors {
  const errors: Errors = {}
  const name = nameError(form.name)
  if (name !== null) errors['name'] = name
  if (form.sex === null) errors['sex'] = '请选性别'
  if (form.birthDate === '') errors['birthDate'] = '请填出生日期，不知道月日可只填年'
  if (form.idNo === '' && form.noIdReason === null) errors['noIdReason'] = '没有号码时请选原因'
  if (form.hukouCode === '') errors['hukouCode'] = '请选户籍地'
  return errors
}

function stayErrors(form: PersonForm): Errors {
  if (!stayTyped(form)) return {}
  const employerMissing = form.employerName.trim() === '' && `${form.employerAddress}${form.employerPhone}`.trim() !== ''
  return {
    ...(form.startedOn === '' ? { startedOn: '请填开始日期' } : {}),
    ...(form.residenceCode === '' ? { residenceCode: '请选现居住地' } : {}),
    ...(/^\d{0,2}$/.test(form.companions.trim()) ? {} : { companions: '请填 0 到 99 的人数' }),
    ...(employerMissing ? { employerName: '请填单位名称' } : {})
  }
}

function childErrors(child: ChildForm, path: string): Errors {
  if (!childTyped(child) || child.personId !== null) return {}
  if (child.name.trim() === '' && child.birthDate === '') return { [`${path}.name`]: '请填姓名或出生日期' }
  const name = child.name.trim() === '' || child.name.includes('*') ? null : nameError(child.name)
  return name === null ? {} : { [`${path}.name`]: name }
}

function spouseErrors({ spouse }: PersonForm): Errors {
  if (!spouseTyped(spouse)) return {}
  const name = spouse.personId !== null ? null : nameError(spouse.name)
  return {
    ...(name === null ? {} : { 'spouse.name': name }),
    ...(spouse.endedOn !== '' && spouse.endReason === null ? { 'spouse.endReason': '请选结束原因' } : {})
  }
}

/** Dates by the path of their field. */
function dates(form: PersonForm): [string, string][] {
  const { spouse, children } = form
  return [
    ['birthDate', form.birthDate],
    ['firstMarriedOn', form.firstMarriedOn],
    ['currentMarriedOn', form.currentMarriedOn],
    ['onlyChildCertOn', form.onlyChildCertOn],
    ['startedOn', form.startedOn],
    ['endedOn', form.endedOn],
    ['spouse.birthDate', spouse.birthDate],
    ['spouse.startedOn', spouse.startedOn],
    ['spouse.endedOn', spouse.endedOn],
    ...children.map(({ birthDate }, at): [string, string] => [`children.${String(at)}.birthDate`, birthDate])
  ]
}

/** @returns path of the field → what is missing or impossible; the office checks again and says what else is odd */
export function formErrors(form: PersonForm): Errors {
  const noSuch = dates(form).filter(([, date]) => date !== '' && !isPartialDate(date))
  const noNumber = form.phones.flatMap((phone, at) => (phoneTyped(phone) && phone.number.trim() === '' ? [at] : []))
  return {
    ...ownErrors(form),
    ...spouseErrors(form),
    ...Object.fromEntries(form.children.flatMap((child, at) => Object.entries(childErrors(child, `children.${String(at)}`)))),
    ...stayErrors(form),
    ...Object.fromEntries(noNumber.map((at) => [`phones.${String(at)}.number`, '请填号码，或移去这一行'])),
    ...Object.fromEntries(noSuch.map(([path, date]) => [path, `没有“${date}”这个日期`]))
  }
}

/** @returns what a whole number of 18 says of its bearer; null for anything else */
export function saidByNumber(idNo: string): { readonly birthDate: string | null; readonly sex: string } | null {
  // Fifteen digits may be the beginning of eighteen.
  if (idNo.length !== 18 || !isResidentId(idNo) || isPlaceholderId(idNo)) return null
  return { birthDate: birthDateOfResidentId(idNo), sex: sexOfResidentId(idNo) }
}

export const phoneAdvice = (phone: string): string =>
  phone === '' || phone.includes('*') || isPlausiblePhone(normalisePhone(phone)) ? '' : '不像手机号或带区号的固定电话'
