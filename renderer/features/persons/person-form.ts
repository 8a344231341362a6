/** The form of a person as plain data: blank, from a record, checked field by field, and as the office wants it. */
import type { CallInput } from '@shared/contract'
import type { persons, PersonView } from '@shared/contract/persons'
import { checkPersonName, isPartialDate, isPlausiblePhone, normalisePhone, suggestNameDots, type NameWarning } from '@shared/domain'

export interface PersonForm {
  name: string
  pinyin: string
  formerName: string
  idType: string | null
  idNo: string
  idVerified: boolean
  noIdReason: string | null
  sex: string | null
  birthDate: string
  marital: string | null
  phone: string
  phoneOwner: string
  hukouCode: string
  hukouText: string
  note: string
  stayId: string | null
  kind: string | null
  startedOn: string
  endedOn: string
  residenceCode: string
  residenceText: string
  reason: string | null
  dwellingKind: string | null
  dwellingContact: string
  why: string
}

export const blankForm = (): PersonForm => ({
  name: '',
  pinyin: '',
  formerName: '',
  idType: 'resident_id',
  idNo: '',
  idVerified: false,
  noIdReason: null,
  sex: null,
  birthDate: '',
  marital: '90',
  phone: '',
  phoneOwner: '',
  hukouCode: '',
  hukouText: '',
  note: '',
  stayId: null,
  kind: 'in',
  startedOn: '',
  endedOn: '',
  residenceCode: '',
  residenceText: '',
  reason: null,
  dwellingKind: null,
  dwellingContact: '',
  why: ''
})

/** The record with its present stay; masked numbers stand as they are shown and go back untouched. */
export function formOf(person: PersonView): PersonForm {
  const stay = person.episodes.find((episode) => episode.endedOn === null) ?? person.episodes[0]
  return {
    ...blankForm(),
    name: person.name,
    pinyin: person.pinyin,
    formerName: person.formerName ?? '',
    idType: person.idType,
    idNo: person.idNoMasked ?? '',
    idVerified: person.idVerified !== null,
    noIdReason: person.noIdReason,
    sex: person.sex,
    birthDate: person.birthDate,
    marital: person.marital,
    phone: person.phoneMasked ?? '',
    phoneOwner: person.phoneOwner ?? '',
    hukouCode: person.hukouCode,
    hukouText: person.hukouText ?? '',
    note: person.note ?? '',
    ...(stay === undefined
      ? {}
      : {
          stayId: stay.id,
          kind: stay.kind,
          startedOn: stay.startedOn,
          endedOn: stay.endedOn ?? '',
          residenceCode: stay.residenceCode,
          residenceText: stay.residenceText ?? '',
          reason: stay.reason,
          dwellingKind: stay.dwellingKind,
          dwellingContact: stay.dwellingContact ?? ''
        })
  }
}

/** A new stay for the same person: the old one is left as it is on file. */
export const withNewStay = (form: PersonForm): PersonForm => {
  const { stayId, kind, startedOn, endedOn, residenceCode, residenceText, reason, dwellingKind, dwellingContact } = blankForm()
  return { ...form, stayId, kind, startedOn, endedOn, residenceCode, residenceText, reason, dwellingKind, dwellingContact }
}

const stayTyped = (form: PersonForm): boolean =>
  form.stayId !== null ||
  [form.startedOn, form.endedOn, form.residenceCode, form.residenceText, form.dwellingContact].some((text) => text !== '')

/** @returns field → what is missing or impossible; the office checks again and says what else is odd */
export function formErrors(form: PersonForm): Record<string, string> {
  const errors: Record<string, string> = {}
  const { problem } = checkPersonName(form.name)
  if (problem === 'empty') errors['name'] = '请填姓名'
  else if (problem !== null) errors['name'] = problem === 'too_long' ? '最多 100 字' : '含有看不见的或不能使用的字符，请重新输入'
  if (form.sex === null) errors['sex'] = '请选性别'
  if (form.birthDate === '') errors['birthDate'] = '请填出生日期，不知道月日可只填年'
  else if (!isPartialDate(form.birthDate)) errors['birthDate'] = `没有“${form.birthDate}”这个日期`
  if (form.idNo === '' && form.noIdReason === null) errors['noIdReason'] = '没有号码时请选原因'
  if (form.hukouCode === '') errors['hukouCode'] = '请选户籍地'
  if (stayTyped(form)) {
    if (!isPartialDate(form.startedOn)) errors['startedOn'] = form.startedOn === '' ? '请填开始日期' : `没有“${form.startedOn}”这个日期`
    if (form.residenceCode === '') errors['residenceCode'] = '请选现居住地'
    if (form.endedOn !== '' && !isPartialDate(form.endedOn)) errors['endedOn'] = `没有“${form.endedOn}”这个日期`
  }
  return errors
}

const nameWords: Readonly<Record<NameWarning, string>> = {
  dot_look_alike: '间隔号与规定的“·”不同，保存时改为“·”',
  private_use: '含有自造字，别的电脑上可能显示不出来',
  damaged: '含有“?”或“�”，可能是转换时损坏的字',
  digit: '姓名中有数字',
  inner_space: '两个汉字之间有空格',
  glyph_missing: '缺字：随程序的字体里没有这个字，打印前请核对'
}

export interface NameAdvice {
  readonly words: string[]
  /** The name with the right dots; null when they are right. */
  readonly offered: string | null
}

export const nameAdvice = (name: string): NameAdvice => ({
  words: name === '' ? [] : checkPersonName(name).warnings.map((code) => nameWords[code]),
  offered: suggestNameDots(name.trim())
})

export const phoneAdvice = (phone: string): string =>
  phone === '' || phone.includes('*') || isPlausiblePhone(normalisePhone(phone)) ? '' : '不像手机号或带区号的固定电话'

const blankToNull = (text: string): string | null => (text.trim() === '' ? null : text.trim())
const oneOf = <const T extends string>(options: readonly T[], text: string | null, otherwise: T): T =>
  options.find((option) => option === text) ?? otherwise

type SaveInput = CallInput<typeof persons.save>

/** @param held the record on screen, null for a new one */
export function saveInput(form: PersonForm, held: PersonView | null): SaveInput {
  return {
    id: held?.id ?? null,
    revision: held?.revision ?? null,
    person: {
      name: form.name,
      // The reading belongs to the name: a changed name is read anew unless the clerk typed another reading too.
      pinyin: held !== null && form.pinyin === held.pinyin && form.name !== held.name ? null : blankToNull(form.pinyin),
      formerName: blankToNull(form.formerName),
      sex: oneOf(['1', '2', '0', '9'], form.sex, '9'),
      birthDate: form.birthDate,
      idType: oneOf(['resident_id', 'household_book', 'residence_permit', 'passport', 'none'], form.idType, 'none'),
      idNo: blankToNull(form.idNo),
      noIdReason: form.idNo === '' ? form.noIdReason : null,
      idVerified: form.idVerified,
      marital: form.marital ?? '90',
      phone: blankToNull(form.phone),
      phoneOwner: blankToNull(form.phoneOwner),
      hukouCode: form.hukouCode,
      hukouText: blankToNull(form.hukouText),
      note: blankToNull(form.note)
    },
    episodes: stayTyped(form)
      ? [
          {
            id: form.stayId,
            kind: oneOf(['in', 'out', 'intra_county'], form.kind, 'in'),
            reason: form.reason,
            startedOn: form.startedOn,
            endedOn: blankToNull(form.endedOn),
            residenceCode: form.residenceCode,
            residenceText: blankToNull(form.residenceText),
            dwellingKind: form.dwellingKind,
            dwellingContact: blankToNull(form.dwellingContact)
          }
        ]
      : [],
    why: blankToNull(form.why)
  }
}

/** @returns a draft of this form, blanks where it is older than the form; null for anything else */
export function draftOf(kept: unknown): PersonForm | null {
  if (typeof kept !== 'object' || kept === null) return null
  const blank = blankForm()
  const known = Object.entries(kept).filter(([name, value]) => {
    if (!Object.hasOwn(blank, name)) return false
    const mayBeNull = ['idType', 'noIdReason', 'sex', 'marital', 'stayId', 'kind', 'reason', 'dwellingKind'].includes(name)
    return name === 'idVerified' ? typeof value === 'boolean' : typeof value === 'string' || (mayBeNull && value === null)
  })
  return known.length === 0 ? null : { ...blank, ...Object.fromEntries(known) }
}
