/** What an entry of the error catalogue is made of. */

/** Decides what the screen does: mark a field, say who can, go back, show both versions, open quarantine, name a version, retry, replug, apologise. */
export type ErrorCategory =
  'invalid' | 'forbidden' | 'missing' | 'conflict' | 'untrusted' | 'incompatible' | 'busy' | 'storage' | 'internal'

/**
 * One failure in words a clerk can act on. `{name}` in a text is replaced by the parameter of that name.
 * `what` happened — what stayed as it `kept` — what to `todo`.
 */
export interface ErrorEntry {
  readonly category: ErrorCategory
  readonly what: string
  readonly kept: string
  readonly todo: string
}

export type ErrorEntries = Readonly<Record<`${string}.${string}`, ErrorEntry>>

/** Keeps the codes as literal types while checking each entry. */
export const entries = <const E extends ErrorEntries>(table: E): E => table
