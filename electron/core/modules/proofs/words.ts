/** Words that people type hold nothing that two readers see differently. */
import { findUnsafeCodePoint } from '@shared/domain'
import { AppError } from '@shared/errors'

/** @param field its Chinese name @returns the text composed @throws AppError `proofs.bad_text` */
export function plainWords(text: string, field: string): string {
  const composed = text.normalize('NFC')
  const codePoint = findUnsafeCodePoint(composed, true)
  if (codePoint === null) return composed
  const character = `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`
  throw new AppError('proofs.bad_text', { field, character })
}
