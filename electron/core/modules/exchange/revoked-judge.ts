/** Decides by position in the stream, never by date, whether a bundle signed by a revoked key may still come in (exchange.md §4.4). */
import type { RevokedEvidence } from '../../container'
import type { ReadDb } from '../../db'
import { linkUnder, newestCard } from '../partners'
import { closingsOf, predecessorsNamedAt, type ClosingRow } from './queries/key-queries'
import { isHeld } from './queries/peer-queries'

/** `wait`: only what vouches for it is not here yet. */
export type RevokedVerdict = 'accept' | 'wait' | 'refuse'

export interface Place {
  readonly id: string
  readonly seq: number
}

export interface Evidence {
  readonly reason: string
  /** Ends of its stream, declared by keys that were not lost. */
  readonly closings: readonly Pick<ClosingRow, 'last' | 'head'>[]
  /** Content ids that bundles held at the next place name as the one before them. */
  readonly named: readonly string[]
}

/**
 * A rotated or retired key was never in other hands, so the end of its stream suffices. A lost one may be: only what the declared head, or a
 * bundle held, reaches through `prev` is the office's own, so a thief can neither continue the stream nor fill an open gap.
 */
export function judgePlace({ id, seq }: Place, { reason, closings, named }: Evidence): RevokedVerdict {
  if (reason === 'lost' && named.includes(id)) return 'accept'
  const [end, ...others] = closings
  if (end === undefined) return 'wait'
  const last = others.reduce((lowest, closing) => Math.min(lowest, closing.last), end.last)
  if (seq > last) return 'refuse'
  if (reason !== 'lost') return 'accept'
  if (closings.some((closing) => closing.last === seq && closing.head === id)) return 'accept'
  return seq === last || named.length > 0 ? 'refuse' : 'wait'
}

/** @returns undefined for a status file, which has no place in a stream */
export function judgeRevokedBundle(db: ReadDb, { header, entry }: RevokedEvidence): RevokedVerdict | undefined {
  const partner = linkUnder(db, header.from.id, header.to.id)
  const card = newestCard(db, header.from.id)
  if (!header.data || !partner || !card) return undefined
  if (isHeld(db, header.data.content.id)) return 'accept'
  const { epoch, seq } = header.data.stream
  const lost = new Set([...card.revoked, entry].filter(({ reason }) => reason === 'lost').map(({ key }) => key))
  return judgePlace(
    { id: header.data.content.id, seq },
    {
      reason: entry.reason,
      closings: closingsOf(db, partner.id, epoch).filter(({ signed_by }) => !lost.has(signed_by)),
      named: predecessorsNamedAt(db, partner.id, epoch, seq + 1)
    }
  )
}
