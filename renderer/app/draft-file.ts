/** What lies on file for one form: the draft that stands in it, and older ones about which their user has not decided. */

export interface KeptDraft<T> {
  readonly value: T
  /** Instant, UTC ISO text. */
  readonly savedAt: string
}

/**
 * A draft alone is kept as it is; older ones go beside it in the same value, so that one write keeps all or none.
 * No form's own value has a member `older`.
 */
export const draftFile = <T>(newest: T | null, older: readonly KeptDraft<T>[]): unknown => (older.length === 0 ? newest : { newest, older })

/** @returns the drafts of a file, newest first; what `parse` answers with null is no draft of the form and left out */
export function draftsOf<T>(file: KeptDraft<unknown>, parse: (kept: unknown) => T | null): KeptDraft<T>[] {
  return listed(file).flatMap(({ value, savedAt }) => {
    const parsed = value === null ? null : parse(value)
    return parsed === null ? [] : [{ value: parsed, savedAt }]
  })
}

function listed({ value, savedAt }: KeptDraft<unknown>): readonly KeptDraft<unknown>[] {
  if (typeof value !== 'object' || value === null || !('newest' in value) || !('older' in value) || !Array.isArray(value.older))
    return [{ value, savedAt }]
  return [{ value: value.newest, savedAt }, ...value.older.filter(isKeptDraft)]
}

const isKeptDraft = (one: unknown): one is KeptDraft<unknown> =>
  typeof one === 'object' && one !== null && 'value' in one && 'savedAt' in one && typeof one.savedAt === 'string'
