/** Facts about a person as they may be stored: what is impossible is refused here with a reason, what is only odd becomes a warning elsewhere. */
import type { HandlerInput } from '@shared/contract'
import type { persons } from '@shared/contract/persons'
import {
  isPlaceholderId,
  isResidentId,
  maskPhone,
  maskResidentId,
  normalisePhone,
  normaliseResidentId,
  upgradeResidentId,
  type Day,
  type ReferenceBook
} from '@shared/domain'
import { AppError } from '@shared/errors'
import { isProtectedChild, maskedName, maskedYear } from './masks'
import { codeFact, dateFact, divisionFact, educationFact, MASK, nameFact, textFact, unmasked } from './plain-facts'

type SaveInput = HandlerInput<typeof persons.save>
/** What the contract lets through. */
export type TypedPerson = SaveInput['person']

/** Checked facts, complete: dates exist, codes are known, the number is no placeholder, texts hold no hidden characters. */
export interface PersonFacts {
  readonly name: string
  readonly pinyin: string | null
  readonly formerName: string | null
  readonly sex: Exclude<TypedPerson['sex'], '*'>
  readonly birthDate: string
  readonly idType: TypedPerson['idType']
  readonly idNo: string | null
  readonly idNoOld15: string | null
  /** The typed number was one of those that stand for "no number". */
  readonly placeholder: boolean
  readonly noIdReason: string | null
  readonly ethnicity: string | null
  readonly education: string | null
  readonly educationEdition: string | null
  readonly hukouType: string | null
  readonly marital: string
  readonly firstMarriedOn: string | null
  readonly currentMarriedOn: string | null
  readonly marriageCertNo: string | null
  readonly onlyChildCertNo: string | null
  readonly onlyChildCertOn: string | null
  readonly phone: string | null
  readonly phoneOwner: string | null
  readonly hukouCode: string
  readonly hukouText: string | null
  readonly hukouAsOf: string | null
  readonly householdId: string | null
  readonly relationToHead: string | null
  readonly note: string | null
}

export interface FactContext {
  readonly reference: ReferenceBook
  readonly today: Day
}

/** Marital status nobody stated (GB/T 2261.2). */
const NOT_STATED = '90'

/** What stands for a fact that a save does not mention. */
export const blankFacts: Pick<PersonFacts, Exclude<keyof PersonFacts, 'name' | 'sex' | 'birthDate' | 'idType' | 'hukouCode'>> = {
  pinyin: null,
  formerName: null,
  idNo: null,
  idNoOld15: null,
  placeholder: false,
  noIdReason: null,
  ethnicity: null,
  education: null,
  educationEdition: null,
  hukouType: null,
  marital: NOT_STATED,
  firstMarriedOn: null,
  currentMarriedOn: null,
  marriageCertNo: null,
  onlyChildCertNo: null,
  onlyChildCertOn: null,
  phone: null,
  phoneOwner: null,
  hukouText: null,
  hukouAsOf: null,
  householdId: null,
  relationToHead: null,
  note: null
}

/** What is on file is kept where the save says nothing, or gives back what the screen showed masked. */
const kept = <T>(typed: T | undefined, onFile: T): T => (typed === undefined ? onFile : typed)
export const keptMasked = (typed: string | null | undefined, onFile: string | null, masked: (whole: string) => string): string | null =>
  typed === undefined || (onFile !== null && typed === masked(onFile)) ? onFile : typed

const starred = (): string => MASK

interface NumberFacts {
  readonly idNo: string | null
  readonly idNoOld15: string | null
  readonly placeholder: boolean
  readonly noIdReason: string | null
}

/**
 * A 15-digit number becomes its 18-digit form and is kept beside it (domain.md §3.5).
 * @param onFile a number on file is not read again
 * @throws AppError `persons.bad_text`, `persons.id_reason_needed`, `persons.code_unknown`
 */
function numberFacts(typed: TypedPerson, onFile: PersonFacts | null, context: FactContext): NumberFacts {
  const wanted = keptMasked(typed.idNo, onFile?.idNo ?? null, maskResidentId)
  const number = wanted === null ? '' : normaliseResidentId(wanted)
  const placeholder = typed.idType === 'resident_id' && number !== '' && isPlaceholderId(number)
  const plain = number === '' || placeholder ? null : unmasked(number, 'idNo', '证件号')
  const isOld = plain !== null && plain.length === 15 && typed.idType === 'resident_id' && isResidentId(plain)
  const idNo = isOld ? upgradeResidentId(plain) : plain
  const older = unmasked(keptMasked(typed.idNoOld15, onFile?.idNoOld15 ?? null, maskResidentId), 'idNoOld15', '15位旧号')
  const reason = codeFact('no_id_reason', kept(typed.noIdReason, onFile?.noIdReason ?? null), 'noIdReason', context, onFile?.noIdReason)
  if (idNo === null && reason === null)
    throw new AppError('persons.id_reason_needed', {}, { fields: { idNo: '请填号码，或选择暂无证件号的原因' } })
  return { idNo, idNoOld15: isOld ? plain : older, placeholder, noIdReason: idNo === null ? reason : null }
}

/** @returns the number to look for, null for none or a placeholder */
export function numberFact(typed: string | null, idType: TypedPerson['idType']): string | null {
  const idNo = typed === null ? '' : normaliseResidentId(typed)
  return idNo === '' || (idType === 'resident_id' && isPlaceholderId(idNo)) ? null : idNo
}

/** The reading belongs to the name: a changed name is read anew unless another reading was typed. */
function readingFact(typed: TypedPerson, name: string, onFile: PersonFacts | null): string | null {
  if (typed.pinyin !== undefined && typed.pinyin !== MASK) return textFact(typed.pinyin, 'pinyin', '拼音')
  return onFile !== null && onFile.name === name ? onFile.pinyin : null
}

function marriageFacts(typed: TypedPerson, was: typeof blankFacts, context: FactContext) {
  return {
    marital: codeFact('marital_status', kept(typed.marital, was.marital), 'marital', context, was.marital) ?? NOT_STATED,
    firstMarriedOn: dateFact(kept(typed.firstMarriedOn, was.firstMarriedOn), 'firstMarriedOn'),
    currentMarriedOn: dateFact(kept(typed.currentMarriedOn, was.currentMarriedOn), 'currentMarriedOn'),
    marriageCertNo: textFact(kept(typed.marriageCertNo, was.marriageCertNo), 'marriageCertNo', '结婚证号'),
    onlyChildCertNo: textFact(kept(typed.onlyChildCertNo, was.onlyChildCertNo), 'onlyChildCertNo', '独生子女父母光荣证号'),
    onlyChildCertOn: dateFact(kept(typed.onlyChildCertOn, was.onlyChildCertOn), 'onlyChildCertOn')
  }
}

function contactFacts(typed: TypedPerson, was: typeof blankFacts) {
  const phone = unmasked(keptMasked(typed.phone, was.phone, maskPhone), 'phone', '联系电话')
  return {
    phone: phone === null ? null : normalisePhone(phone),
    phoneOwner: textFact(kept(typed.phoneOwner, was.phoneOwner), 'phoneOwner', '电话机主'),
    note: textFact(kept(typed.note, was.note), 'note', '备注')
  }
}

function homeFacts(typed: TypedPerson, onFile: PersonFacts | null, context: FactContext) {
  const was = onFile ?? blankFacts
  const hukouCode = divisionFact(typed.hukouCode, 'hukouCode', context.reference)
  const sameCode = onFile !== null && onFile.hukouCode === hukouCode
  return {
    hukouCode,
    hukouText: textFact(kept(typed.hukouText, was.hukouText), 'hukouText', '户籍地详址'),
    // The code was chosen from today's table unless the clerk says of which day it is.
    hukouAsOf: dateFact(kept(typed.hukouAsOf, sameCode ? was.hukouAsOf : context.today), 'hukouAsOf'),
    hukouType: codeFact('hukou_type', kept(typed.hukouType, was.hukouType), 'hukouType', context, was.hukouType),
    householdId: kept(typed.householdId, was.householdId),
    relationToHead: codeFact(
      'relation_to_head',
      kept(typed.relationToHead, was.relationToHead),
      'relationToHead',
      context,
      was.relationToHead
    )
  }
}

/** What somebody under 14 is known by comes back as it was shown: masked, and then it is what is on file. @throws AppError `persons.bad_text` */
function ownFacts(typed: TypedPerson, onFile: PersonFacts | null, today: Day): Pick<PersonFacts, 'name' | 'sex' | 'birthDate'> {
  const sex = typed.sex === MASK ? onFile?.sex : typed.sex
  if (sex === undefined) throw new AppError('persons.bad_text', { label: '性别', character: MASK }, { fields: { sex: '请选择' } })
  const small = onFile !== null && isProtectedChild(onFile.birthDate, today)
  if (!small) return { name: typed.name, sex, birthDate: typed.birthDate }
  return {
    name: keptMasked(typed.name, onFile.name, maskedName) ?? typed.name,
    sex,
    birthDate: keptMasked(typed.birthDate, onFile.birthDate, maskedYear) ?? typed.birthDate
  }
}

/**
 * @param typed what the contract let through: an absent member leaves what is on file, null clears it
 * @param onFile the facts as they stand, null for a new person
 * @throws AppError `persons.bad_name`, `persons.bad_text`, `persons.bad_date`, `persons.code_unknown`, `persons.id_reason_needed`,
 *   `reference.division_unknown`
 */
export function personFacts(typed: TypedPerson, onFile: PersonFacts | null, context: FactContext): PersonFacts {
  const was = onFile ?? blankFacts
  const { name: shown, sex, birthDate } = ownFacts(typed, onFile, context.today)
  const name = nameFact(shown, 'name')
  const former = keptMasked(typed.formerName, was.formerName, maskedName)
  const ethnicity = keptMasked(typed.ethnicity, was.ethnicity, starred)
  return {
    name,
    pinyin: readingFact(typed, name, onFile),
    formerName: former === null || former === '' ? null : nameFact(former, 'formerName'),
    sex,
    birthDate: dateFact(birthDate, 'birthDate') ?? birthDate,
    idType: typed.idType,
    ...numberFacts(typed, onFile, context),
    ethnicity: codeFact('ethnicity', ethnicity, 'ethnicity', context, was.ethnicity),
    ...educationFact(typed, was, context),
    ...marriageFacts(typed, was, context),
    ...contactFacts(typed, was),
    ...homeFacts(typed, onFile, context)
  }
}
