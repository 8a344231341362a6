// What a suite name fixes, which suite a link uses, and when that asks for a new epoch (exchange.md §2.8).
import { isDigestKind, type DigestKind } from '../crypto'

export type SuiteName = 'A1' | 'G1'

/** `family`: how member 2 is signed and member 5 encrypted, which also gives both their names. */
export interface Suite {
  readonly name: SuiteName
  readonly family: 'ssh' | 'sm2'
  /** Kind of `payload.digest`, and of the content id of content first sealed in this suite. */
  readonly digest: DigestKind
}

const SUITES: Readonly<Record<SuiteName, Suite>> = {
  A1: { name: 'A1', family: 'ssh', digest: 'sha256' },
  G1: { name: 'G1', family: 'sm2', digest: 'sm3' }
}

/** What this program reads and writes; a suite name fixes all algorithms. */
export const SUPPORTED_SUITES: readonly string[] = Object.keys(SUITES)

const isSuiteName = (name: string): name is SuiteName => Object.hasOwn(SUITES, name)

/** @returns null for a name this version does not know */
export const suiteNamed = (name: string): Suite | null => (isSuiteName(name) ? SUITES[name] : null)

export const suiteOf = (name: SuiteName): Suite => SUITES[name]

/** @returns the kind a digest string names, null when this program cannot compute it */
export function digestKindOf(digest: string): DigestKind | null {
  const name = digest.slice(0, Math.max(0, digest.indexOf(':')))
  return isDigestKind(name) ? name : null
}

/** What choosing needs of a card. */
export type WithSuites = { readonly suites: readonly string[] }

/**
 * The sender's choice: the first suite of the recipient's card that the link's pinned set allows and the sender's own card announces too.
 * @param link the suites pinned for this link @returns null when there is none: nothing may be sealed then
 */
export function chooseSuite(recipient: WithSuites, link: readonly string[], own: WithSuites): SuiteName | null {
  return recipient.suites.find((name): name is SuiteName => isSuiteName(name) && link.includes(name) && own.suites.includes(name)) ?? null
}

/**
 * True when the next bundle may not continue an epoch: `prev` must be of the kind of the new content id.
 * @param prev content id of the last bundle sealed in the epoch, null when it is empty
 */
export function newEpochNeeded(prev: string | null, suite: SuiteName): boolean {
  return prev !== null && digestKindOf(prev) !== SUITES[suite].digest
}
