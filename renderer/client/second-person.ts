/** How the client asks for a second person when the office says that an act needs one. */
import type { ErrorParams } from '@shared/errors'

export interface SecondPersonWanted {
  readonly method: string
  readonly input: unknown
  /** `title`, `sentence` and `permission` of the refusal. */
  readonly params: ErrorParams
}

/** Answers with the agreed request, or null when the act is given up or left for later. */
export type AskSecondPerson = (wanted: SecondPersonWanted) => Promise<string | null>
