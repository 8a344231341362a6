/** The one presenter of failures: whatever was thrown becomes three sentences and a reference number. */
import { AppError, explain } from '@shared/errors'
import { referenceOf } from '@renderer/client'
import type { Problem } from '@renderer/ui'

/** Unknown failures lose their message and read as the catalogue's apology. Null stays null, and so does a call somebody gave up. */
export function toProblem(error: unknown): Problem | null {
  if (error === null || error === undefined || (error instanceof DOMException && error.name === 'AbortError')) return null
  const known = error instanceof AppError ? error : new AppError('internal.unexpected')
  return { ...explain(known.code, known.params), ref: referenceOf(error) }
}

/** Messages per field of a refused form, empty for any other failure. */
export const fieldErrors = (error: unknown): Readonly<Record<string, string>> => (error instanceof AppError ? (error.fields ?? {}) : {})
