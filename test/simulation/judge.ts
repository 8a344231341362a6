/** Steps 5 and 6 of the check order for a simulated file, by the rules the program itself asks: whose card, whose key, and what a former key still proves. */
import { judgeCard, signerByCard, type BundleHeader, type CardDecision, type KeyCard } from '../../electron/core/container'
import type { Envelope } from '../../electron/core/modules/exchange/protocol'
import { judgeRevokedBundle } from '../../electron/core/modules/exchange/revoked-judge'
import { newestCard, pinFor } from '../../electron/core/modules/partners'
import type { ReadDb } from '../../electron/core/db'
import { officeId } from './cards'
import type { SimFile } from './paper'

export interface Verified {
  readonly decision: CardDecision
  /** Signed by a key that its owner has lost. */
  readonly isLost: boolean
}

/** What is heard of a file that came through. */
export interface Heard {
  readonly envelope: Envelope | null
  readonly sealed: string
  readonly signedBy: string
  readonly decision: CardDecision
}

/** `waits`: for a card, or for what vouches for it; `alarm`: one version of a card with two contents. */
export type Judged = Verified | 'waits' | 'refused' | 'alarm'

/** @param trustsLost takes a lost key for one that was merely changed */
export function judgeFile(db: ReadDb, { from, to, card, signedBy, beside, data }: SimFile, trustsLost = false): Judged {
  const pinned = pinFor(db, officeId(from))
  if (!pinned) return 'refused'
  const decision = judgeCard(pinned, card, beside)
  if (decision.kind === 'refuse') return decision.alarm ? 'alarm' : 'refused'
  if (decision.kind === 'ancestors') return 'waits'
  const signer = signerByCard(decision.kind === 'install' ? card : pinned.newest, signedBy)
  if (signer === null) return 'refused'
  if (signer.kind === 'current') return { decision, isLost: false }
  if (!data) return 'refused'
  // The judge reads no more of a header than this.
  const header = {
    from: { id: officeId(from) },
    to: { id: officeId(to) },
    data: { content: { id: data.id }, stream: data.stream }
  } as BundleHeader
  const entry = trustsLost ? { ...signer.entry, reason: 'rotated' } : signer.entry
  const verdict = judgeRevokedBundle(db, { header, entry, publicKey: new Uint8Array() })
  if (verdict === 'accept') return { decision, isLost: signer.entry.reason === 'lost' }
  return verdict === 'wait' ? 'waits' : 'refused'
}

/** The newest card of an office once a decision about its cards is carried out. */
export const cardAfter = (db: ReadDb, office: number, decision: CardDecision): KeyCard | null =>
  (decision.kind === 'install' ? decision.cards.at(-1) : undefined) ?? newestCard(db, officeId(office)) ?? null
