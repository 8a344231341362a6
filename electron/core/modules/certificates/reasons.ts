/** Reasons are chosen from dated lists, and words that people type hold nothing that two readers see differently. */
import { findUnsafeCodePoint, offeredCodes } from '@shared/domain'
import { AppError } from '@shared/errors'
import type { CallContext } from '../../rpc'

export type ReasonList = 'void' | 'reissue' | 'reprint' | 'spoil' | 'block_return'

/** @throws AppError `certificates.reason_unknown` */
export function assertReason({ reference, today }: Pick<CallContext, 'reference' | 'today'>, list: ReasonList, code: string): void {
  const known = reference.codeLists[`certificate_${list}_reason`]
  if (known && offeredCodes(known, today).some((entry) => entry.code === code)) return
  throw new AppError('certificates.reason_unknown', {}, { fields: { reason: '请选择列出的原因' } })
}

/** @returns the text composed @throws AppError `certificates.bad_text` */
export function plainWords(text: string, field: string): string {
  const composed = text.normalize('NFC')
  const codePoint = findUnsafeCodePoint(composed, true)
  if (codePoint === null) return composed
  const character = `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`
  throw new AppError('certificates.bad_text', { field, character }, { fields: { [field]: '含有不能使用的字符' } })
}
