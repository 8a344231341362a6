/** An office that lost its root key, or ours, comes back under another identity: people link the two, never a file (exchange.md §4.4). */
import { AppError } from '@shared/errors'
import type { KeyCard } from '../../container'
import type { ReadDb, WriteDb } from '../../db'
import { partnerRow, type PartnerRow } from './queries/partner-queries'
import { authoritiesProposing, closeLink, deletePartner, formerOf, heirOf, isUsed } from './queries/succession-queries'

/** The other end of a succession. */
export interface LinkedTo {
  readonly id: string
  readonly name: string
}

/** Whose place this link takes, or would take once two persons compared its digits. */
export function formerLink(db: ReadDb, { succeeds }: Pick<PartnerRow, 'succeeds'>): LinkedTo | null {
  const row = succeeds === null ? undefined : partnerRow(db, succeeds)
  return row ? { id: row.id, name: row.name } : null
}

/** Which link took the place of a closed one; null for one that goes on. */
export function presentLink(db: ReadDb, { id, trust }: Pick<PartnerRow, 'id' | 'trust'>): LinkedTo | null {
  const row = trust === 'closed' ? partnerRow(db, currentLinkOf(db, id)) : undefined
  return row && row.id !== id ? { id: row.id, name: row.name } : null
}

/** Whose root key was lost where a link was closed: the very same office goes on beside it only where it was ours. */
export function lostBy(db: ReadDb, { id, trust }: Pick<PartnerRow, 'id' | 'trust'>): 'them' | 'us' | null {
  if (trust !== 'closed') return null
  const heir = heirOf(db, id)
  return heir !== undefined && partnerRow(db, heir)?.office_id === partnerRow(db, id)?.office_id ? 'us' : 'them'
}

/** @returns the link that is in use in place of this one, perhaps after several losses; itself where it goes on */
export function currentLinkOf(db: ReadDb, id: string): string {
  const heir = heirOf(db, id)
  return heir === undefined || heir === id ? id : currentLinkOf(db, heir)
}

/** @returns ids of the closed links before this one, the latest first: what was asked there may be answered here */
export function formerLinksOf(db: ReadDb, id: string): string[] {
  const former = formerOf(db, id)
  return former === undefined ? [] : [former, ...formerLinksOf(db, former)]
}

/**
 * The link a person names as the one the card takes the place of. A directory may propose it, never decide.
 * @throws AppError `partners.not_succeeded` unless it stands under the card's code and is in use
 */
export function assertMaySucceed(db: ReadDb, former: string, card: Pick<KeyCard, 'id' | 'code'>): PartnerRow {
  const row = partnerRow(db, former)
  const inUse = row?.trust === 'confirmed' || row?.trust === 'alarm'
  if (!row || !inUse || row.office_id === card.id || row.code !== card.code)
    throw new AppError('partners.not_succeeded', { name: row?.name ?? card.code })
  return row
}

/** @returns names of confirmed authorities whose directory says the same */
export const proposers = (db: ReadDb, former: PartnerRow, card: Pick<KeyCard, 'id'>): string[] =>
  former.office_id === null ? [] : authoritiesProposing(db, card.id, former.office_id)

/** Two persons compared the digits of the new root: the old link ends, and stays to be read. @returns the link closed */
export function settleSuccession(db: WriteDb, partner: Pick<PartnerRow, 'succeeds'>, now: string): LinkedTo | null {
  const former = formerLink(db, partner)
  return former && closeLink(db, former.id, now) > 0 ? former : null
}

/**
 * A proposal given up leaves nothing: the office goes on under the link whose place it would have taken. @returns false where the row stays,
 * because it was no proposal or was an office on paper before
 */
export function forgetProposal(db: WriteDb, { id, succeeds }: Pick<PartnerRow, 'id' | 'succeeds'>): boolean {
  if (succeeds === null || isUsed(db, id)) return false
  deletePartner(db, id)
  return true
}
