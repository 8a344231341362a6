/** Facts about a person as they may be stored: what is impossible is refused here with a reason, what is only odd becomes a warning elsewhere. */
import type { HandlerInput } from '@shared/contract'
import type { persons } from '@shared/contract/persons'
import {
  checkPersonName,
  findUnsafeCodePoint,
  isPartialDate,
  isPlaceholderId,
  maskPhone,
  maskResidentId,
  normaliseDivisionCode,
  normalisePhone,
  normaliseResidentId,
  type ReferenceBook
} from '@shared/domain'
import { AppError } from '@shared/errors'

type SaveInput = HandlerInput<typeof persons.save>
/** What the contract lets through, defaults filled in. */
export type TypedPerson = SaveInput['person']
export type TypedEpisode = NonNullable<SaveInput['episode']>

/** Checked facts: dates exist, codes are known, the number is no placeholder, texts hold no hidden characters. */
export type PersonFacts = Omit<TypedPerson, 'idVerified'> & {
  /** The typed number was one of those that stand for "no number". */
  readonly placeholder: boolean
}
export type EpisodeFacts = TypedEpisode

const shown = (codePoint: number): string => `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`
const blankToNull = (text: string | null): string | null => (text === null || text === '' ? null : text)

/** @throws AppError `persons.bad_name` naming the character, or the length limit */
export function nameFact(typed: string, field: string): string {
  const { name, problem } = checkPersonName(typed)
  if (problem === null) return name
  const codePoint = findUnsafeCodePoint(name)
  const character = codePoint === null ? '长度为 1 至 100 字' : shown(codePoint)
  throw new AppError('persons.bad_name', { character }, { fields: { [field]: '请按证件原样重新输入' } })
}

/** @throws AppError `persons.bad_date` when there is no such day, month or year */
export function dateFact(value: string, field: string): string {
  if (isPartialDate(value)) return value
  throw new AppError('persons.bad_date', { value }, { fields: { [field]: '没有这一天' } })
}

/** @throws AppError `reference.division_unknown` */
export function divisionFact(code: string, field: string, reference: ReferenceBook): string {
  const short = normaliseDivisionCode(code)
  if (short !== null && reference.division(short) !== undefined) return short
  throw new AppError('reference.division_unknown', { code }, { fields: { [field]: '请从列表中选择区划' } })
}

/** @throws AppError `persons.bad_text` for a character no slip may carry */
export function textFact(text: string | null, field: string, label: string): string | null {
  const codePoint = text === null ? null : findUnsafeCodePoint(text, field === 'note')
  if (codePoint !== null)
    throw new AppError('persons.bad_text', { label, character: shown(codePoint) }, { fields: { [field]: '含有不能使用的字符' } })
  return blankToNull(text)
}

/** Stands in masked numbers; whoever changed a masked number has to type the whole. */
const MASK = '*'

/**
 * The screen shows numbers masked and gives them back as it shows them: what was not touched stays as it is on file.
 * @param onFile the record as it stands, null for a new one
 */
export function withHidden(
  typed: TypedPerson,
  onFile: { readonly id_no: string | null; readonly phone: string | null } | null
): TypedPerson {
  const { id_no: idNo = null, phone = null } = onFile ?? {}
  return {
    ...typed,
    idNo: idNo !== null && typed.idNo === maskResidentId(idNo) ? idNo : typed.idNo,
    phone: phone !== null && typed.phone === maskPhone(phone) ? phone : typed.phone
  }
}

const unmasked = (text: string | null, field: string, label: string): string | null => {
  if (text?.includes(MASK) === true)
    throw new AppError('persons.bad_text', { label, character: MASK }, { fields: { [field]: '请输入完整号码' } })
  return textFact(text, field, label)
}

/** @returns the number to store, null for none, with the mark that a placeholder was typed */
export function numberFact(typed: string | null, idType: TypedPerson['idType']): { idNo: string | null; placeholder: boolean } {
  const idNo = typed === null ? '' : normaliseResidentId(typed)
  if (idNo === '') return { idNo: null, placeholder: false }
  const placeholder = idType === 'resident_id' && isPlaceholderId(idNo)
  return { idNo: placeholder ? null : unmasked(idNo, 'idNo', '证件号'), placeholder }
}

/**
 * @param typed what the contract let through
 * @throws AppError `persons.bad_name`, `persons.bad_text`, `persons.bad_date`, `persons.id_reason_needed`, `reference.division_unknown`
 */
export function personFacts(typed: TypedPerson, reference: ReferenceBook): PersonFacts {
  const { idNo, placeholder } = numberFact(typed.idNo, typed.idType)
  if (idNo === null && blankToNull(typed.noIdReason) === null)
    throw new AppError('persons.id_reason_needed', {}, { fields: { idNo: '请填号码，或选择暂无证件号的原因' } })
  const former = blankToNull(typed.formerName)
  const phone = unmasked(typed.phone, 'phone', '联系电话')
  const { idVerified: _, ...kept } = typed
  return {
    ...kept,
    name: nameFact(typed.name, 'name'),
    pinyin: textFact(typed.pinyin, 'pinyin', '拼音'),
    formerName: former === null ? null : nameFact(former, 'formerName'),
    birthDate: dateFact(typed.birthDate, 'birthDate'),
    idNo,
    placeholder,
    noIdReason: idNo === null ? typed.noIdReason : null,
    phone: phone === null ? null : normalisePhone(phone),
    phoneOwner: textFact(typed.phoneOwner, 'phoneOwner', '电话机主'),
    hukouCode: divisionFact(typed.hukouCode, 'hukouCode', reference),
    hukouText: textFact(typed.hukouText, 'hukouText', '户籍地详址'),
    note: textFact(typed.note, 'note', '备注')
  }
}

/** @throws AppError `persons.bad_text`, `persons.bad_date`, `reference.division_unknown` */
export function episodeFacts(typed: TypedEpisode, reference: ReferenceBook): EpisodeFacts {
  return {
    ...typed,
    startedOn: dateFact(typed.startedOn, 'startedOn'),
    endedOn: typed.endedOn === null ? null : dateFact(typed.endedOn, 'endedOn'),
    residenceCode: divisionFact(typed.residenceCode, 'residenceCode', reference),
    residenceText: textFact(typed.residenceText, 'residenceText', '现居住地详址'),
    dwellingContact: textFact(typed.dwellingContact, 'dwellingContact', '房主或联系人')
  }
}
