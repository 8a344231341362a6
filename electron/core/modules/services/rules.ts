/** Pure decisions about a service: which facts may be stored, when its purpose ended, and when the record goes. */
import { editionOn, findUnsafeCodePoint, isDay, monthsLater, type Day, type ReferenceBook } from '@shared/domain'
import { AppError } from '@shared/errors'

const refused = (value: string, field: string, why: string): AppError =>
  new AppError('services.bad_date', { value }, { fields: { [field]: why } })

/** @throws AppError `services.bad_date` */
function realDay(value: string, field: string): Day {
  if (isDay(value)) return value
  throw refused(value, field, '没有这一天')
}

export interface ServiceDays {
  readonly servedOn: string
  readonly endedOn: string | null
  readonly nextOn: string | null
}

/** @throws AppError `services.bad_date` for a day that is none, in the future, or before the service */
export function checkDays({ servedOn, endedOn, nextOn }: ServiceDays, today: Day): void {
  if (realDay(servedOn, 'servedOn') > today) throw refused(servedOn, 'servedOn', '不能晚于今天')
  if (endedOn !== null && realDay(endedOn, 'endedOn') < servedOn) throw refused(endedOn, 'endedOn', '不能早于服务日期')
  if (nextOn !== null && realDay(nextOn, 'nextOn') < servedOn) throw refused(nextOn, 'nextOn', '不能早于服务日期')
}

/** The last day anybody named for it: the end, the next appointment, else the service itself. */
export const purposeEnd = ({ servedOn, endedOn, nextOn }: ServiceDays): string =>
  [servedOn, endedOn, nextOn].reduce<string>((last, day) => (day !== null && day > last ? day : last), servedOn)

/** @returns the day after which the record goes, by the rule in force on the day its purpose ended. Source: PV-7. */
export function purgeAfter(purposeEndedOn: string, reference: ReferenceBook): string {
  const day = realDay(purposeEndedOn, 'servedOn')
  return monthsLater(day, reference.serviceRetentionOn(day).months)
}

/** @throws AppError `services.code_unknown`; a code that was on file before is kept though its list no longer has it */
export function checkCode(
  { codeLists }: ReferenceBook,
  list: string,
  code: string | null,
  { field, today, before }: { readonly field: string; readonly today: Day; readonly before: string | null }
): void {
  if (code === null || code === before) return
  const known = codeLists[list]
  if (known !== undefined && editionOn(known, today)?.codes.some((entry) => entry.code === code && entry.retired !== true)) return
  throw new AppError('services.code_unknown', { value: code }, { fields: { [field]: '请从列表里选择' } })
}

/** @throws AppError `services.bad_text` naming the character, not the text @returns null for nothing typed */
export function storedText(value: string | null, field: string, label: string): string | null {
  if (value === null || value === '') return null
  const codePoint = findUnsafeCodePoint(value, field === 'outcome')
  if (codePoint === null) return value
  const character = `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`
  throw new AppError('services.bad_text', { label, character }, { fields: { [field]: '请重新输入' } })
}
