/** Single facts of any record: a name, a date, a code, a text, each refused with the field it stands in when it cannot be stored. */
import {
  checkPersonName,
  editionOn,
  findUnsafeCodePoint,
  isPartialDate,
  normaliseDivisionCode,
  type CodeEdition,
  type Day,
  type ReferenceBook
} from '@shared/domain'
import { AppError } from '@shared/errors'

/** Stands in masked values; whoever changed a masked value has to type the whole. */
export const MASK = '*'

const shown = (codePoint: number): string => `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`
const blankToNull = (text: string | null): string | null => (text === null || text === '' ? null : text)

/** Nearly every name: it is stored as it is, and nothing speaks against it. */
const PLAIN_NAME = /^[\u4e00-\u9fa5]{1,100}$/

/** @throws AppError `persons.bad_name` naming the character, or the length limit */
export function nameFact(typed: string, field: string): string {
  if (PLAIN_NAME.test(typed)) return typed
  const { name, problem } = checkPersonName(typed)
  if (problem === null) return name
  const codePoint = findUnsafeCodePoint(name)
  const character = codePoint === null ? '长度为 1 至 100 字' : shown(codePoint)
  throw new AppError('persons.bad_name', { character }, { fields: { [field]: '请按证件原样重新输入' } })
}

/** @throws AppError `persons.bad_date` when there is no such day, month or year */
export function dateFact(value: string | null, field: string): string | null {
  if (value === null || isPartialDate(value)) return value
  throw new AppError('persons.bad_date', { value }, { fields: { [field]: '没有这一天' } })
}

/** Codes found in the table before; an office writes the same few thousand over and over. */
const codesSeen = new WeakMap<ReferenceBook, Map<string, string>>()
const MOST_CODES = 50_000

/** @throws AppError `reference.division_unknown` */
export function divisionFact(code: string, field: string, reference: ReferenceBook): string {
  const codes = codesSeen.get(reference) ?? new Map<string, string>()
  codesSeen.set(reference, codes)
  const seen = codes.get(code)
  if (seen !== undefined) return seen
  const short = normaliseDivisionCode(code)
  if (short !== null && reference.division(short) !== undefined) {
    if (codes.size < MOST_CODES) codes.set(code, short)
    return short
  }
  throw new AppError('reference.division_unknown', { code }, { fields: { [field]: '请从列表中选择区划' } })
}

/** @throws AppError `persons.bad_text` for a character no slip may carry */
export function textFact(text: string | null, field: string, label: string): string | null {
  const codePoint = text === null ? null : findUnsafeCodePoint(text, field === 'note')
  if (codePoint !== null)
    throw new AppError('persons.bad_text', { label, character: shown(codePoint) }, { fields: { [field]: '含有不能使用的字符' } })
  return blankToNull(text)
}

/** @throws AppError `persons.bad_text` for a masked value that somebody touched */
export function unmasked(text: string | null, field: string, label: string): string | null {
  if (text?.includes(MASK) === true)
    throw new AppError('persons.bad_text', { label, character: MASK }, { fields: { [field]: '请输入完整内容' } })
  return textFact(text, field, label)
}

interface CodeContext {
  readonly reference: ReferenceBook
  readonly today: Day
}

const known = new WeakMap<CodeEdition, ReadonlySet<string>>()
function codesOf(edition: CodeEdition): ReadonlySet<string> {
  const codes = known.get(edition) ?? new Set(edition.codes.map(({ code }) => code))
  known.set(edition, codes)
  return codes
}

const unknownCode = (label: string, code: string, field: string): AppError =>
  new AppError('persons.code_unknown', { label, code }, { fields: { [field]: '请从列表中选择' } })

/**
 * @param onFile what stands in the record: an old code stays, whatever the list says today
 * @param lists further lists in which the code may stand
 * @throws AppError `persons.code_unknown`
 */
export function codeFact(
  list: string,
  typed: string | null,
  field: string,
  { reference }: CodeContext,
  onFile?: string | null,
  ...lists: readonly string[]
): string | null {
  const code = blankToNull(typed)
  if (code === null || code === onFile) return code
  for (const name of [list, ...lists]) if (reference.codeLists[name]?.editions.some((edition) => codesOf(edition).has(code))) return code
  throw unknownCode(reference.codeLists[list]?.label ?? list, code, field)
}

interface Education {
  readonly education: string | null
  readonly educationEdition: string | null
}

/**
 * The same number means another thing in another edition, so both are stored (domain.md §3.6).
 * @throws AppError `persons.code_unknown` also when the edition named has no such code
 */
export function educationFact(
  typed: { readonly education?: string | null | undefined; readonly educationEdition?: string | null | undefined },
  onFile: Education,
  { reference, today }: CodeContext
): Education {
  const code = blankToNull(typed.education === undefined ? onFile.education : typed.education)
  if (code === null) return { education: null, educationEdition: null }
  const list = reference.codeLists['education']
  const same = code === onFile.education && (typed.educationEdition === undefined || typed.educationEdition === onFile.educationEdition)
  if (same) return { education: code, educationEdition: onFile.educationEdition }
  const present = list === undefined ? null : editionOn(list, today)
  const name = blankToNull(typed.educationEdition ?? null) ?? present?.edition
  const edition = list?.editions.find((one) => one.edition === name)
  if (edition === undefined || !codesOf(edition).has(code)) throw unknownCode(list?.label ?? '文化程度', code, 'education')
  return { education: code, educationEdition: edition.edition }
}
