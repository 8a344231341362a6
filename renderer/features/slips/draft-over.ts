/** Reads a kept draft into the shape of a form as it is opened now: whatever has no place in it, or is of another kind, is left out. */
import { isRecord } from '@shared/domain'

/**
 * @param blank texts, lists of texts, nulls, and records of these @param marks members without which it is no draft of this form
 * @returns null for what is no draft of this form
 */
export function draftOver<T extends object>(blank: T, kept: unknown, marks: readonly (keyof T & string)[]): T | null {
  if (!isRecord(kept) || !marks.every((name) => name in kept)) return null
  return over(blank, kept) as T // Of the shape of `blank`, member by member.
}

function over(blank: unknown, kept: unknown): unknown {
  if (Array.isArray(blank)) return Array.isArray(kept) ? kept.filter((each) => typeof each === 'string') : blank
  if (isRecord(blank)) {
    const old = isRecord(kept) ? kept : {}
    return Object.fromEntries(Object.entries(blank).map(([name, before]) => [name, over(before, old[name])]))
  }
  return typeof kept === 'string' ? kept : blank
}
