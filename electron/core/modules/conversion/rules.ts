/** Pure decisions of a conversion: what one place becomes under the clerk's word, and which choices the tables allow. */
import type { Conversion } from '@shared/domain'

export interface Decision {
  readonly followText: boolean
  readonly otherwise: string | null
}

/** @returns the code the place gets; null leaves it as it is */
export function targetOf(found: Conversion, { followText, otherwise }: Decision): string | null {
  if (found.kind === 'sure') return found.to
  if (found.kind !== 'choose') return null
  if (followText && found.why === 'text' && found.proposed !== null) return found.proposed
  if (otherwise === null) return null
  // Kept digits in the chosen heir name a place there; else the county itself is all that is known.
  return found.among.find((code) => code.length > 6 && code.startsWith(otherwise) && found.why !== 'text') ?? otherwise
}

/** What a clerk would see proposed. @returns null where nothing is */
export const proposedBy = (found: Conversion): string | null => (found.kind === 'choose' && found.why === 'text' ? found.proposed : null)

export const countyOf = (code: string): string => code.slice(0, 6)
