// Why: what people type here is printed and read out, so no text may hold characters that two readers see differently.
import { findUnsafeCodePoint } from '@shared/domain'
import { AppError } from '@shared/errors'

/** @returns the text composed and trimmed; null for nothing @throws AppError `agreements.bad_text`; lines may be broken */
export function plainText(text: string | null, field: string, label: string): string | null {
  const composed = text?.normalize('NFC').replaceAll('\r\n', '\n').trim() ?? ''
  for (const line of composed.split('\n')) {
    const codePoint = findUnsafeCodePoint(line)
    if (codePoint === null) continue
    const character = `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`
    throw new AppError('agreements.bad_text', { label, character }, { fields: { [field]: '含有不能使用的字符' } })
  }
  return composed === '' ? null : composed
}
