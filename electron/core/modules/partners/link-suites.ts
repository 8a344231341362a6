/** Which suite a link uses: the way up is two root-signed cards, the way down is two persons (exchange.md §2.8). */
import type { Contract, HandlerInput, Output } from '@shared/contract'
import { AppError } from '@shared/errors'
import { chooseSuite, type KeyCard, type SuiteName } from '../../container'
import type { ReadDb, WriteDb } from '../../db'
import type { Ask, CommandContext } from '../../rpc'
import { announcesNational, firstSuites, NATIONAL, newestCard, ownCard, withNational } from './cards'
import {
  partnerRow,
  partnerRowByOffice,
  partnerRowsByTrust,
  releaseNational,
  setNationalHeard,
  setNationalSent,
  type PartnerRow
} from './queries/partner-queries'

type AllowCommon = Contract['partners']['allowCommonSuite']

const isBound = (row: PartnerRow): boolean => row.national_sent_at !== null || row.national_heard_at !== null

/** What the next envelope for this office is sealed in; null when the cards no longer agree on what the link may use. */
function suiteToSeal(db: ReadDb, row: PartnerRow, card: Pick<KeyCard, 'suites'>): SuiteName | null {
  const own = ownCard(db)
  return chooseSuite(card, isBound(row) ? [NATIONAL] : withNational(firstSuites(row), announcesNational(own)), own)
}

/** @returns null also for an office without card here */
export function suiteFor(db: ReadDb, officeId: string): SuiteName | null {
  const row = partnerRowByOffice(db, officeId)
  const card = newestCard(db, officeId)
  return row && card ? suiteToSeal(db, row, card) : null
}

/** A stick sealed in the national suite lies ready for the partner: from now on nothing is sent to it in the common one. */
export function noteSealedIn(db: WriteDb, partnerId: string, suite: string, now: string): void {
  if (suite === NATIONAL) setNationalSent(db, partnerId, now)
}

/** An envelope in the national suite came in. Late ones of a time before it was switched off here bind nobody. */
export function noteHeardIn(db: WriteDb, partnerId: string, suite: string, now: string): void {
  if (suite === NATIONAL && announcesNational(ownCard(db))) setNationalHeard(db, partnerId, now)
}

/** One link as people see it. */
export interface LinkSuite {
  /** What the next stick is sealed in; null when nothing can be sealed. */
  readonly inUse: SuiteName | null
  /** Whether only two persons can bring it back to the common suite. */
  readonly bound: boolean
}

const NOTHING_SEALED: LinkSuite = { inUse: null, bound: false }

/** @param card newest card held of the partner */
export const suiteOfLink = (db: ReadDb, row: PartnerRow, card: KeyCard | undefined): LinkSuite =>
  card ? { inUse: suiteToSeal(db, row, card), bound: isBound(row) } : NOTHING_SEALED

export function linkSuite(db: ReadDb, partnerId: string): LinkSuite {
  const row = partnerRow(db, partnerId)
  return row?.office_id ? suiteOfLink(db, row, newestCard(db, row.office_id)) : NOTHING_SEALED
}

/** Confirmed partners whose card announces the national suite, and links bound to it. */
export function nationalLinks(db: ReadDb): { readonly offering: number; readonly using: number } {
  const rows = partnerRowsByTrust(db, 'confirmed')
  const offering = rows.filter(({ office_id }) => {
    const card = office_id === null ? undefined : newestCard(db, office_id)
    return card !== undefined && announcesNational(card)
  })
  return { offering: offering.length, using: rows.filter(isBound).length }
}

/** @throws AppError `partners.unknown`, `partners.suite_open` */
export function allowCommonSuite({ db, note, changed }: CommandContext, { id }: HandlerInput<AllowCommon>): Output<AllowCommon> {
  const row = partnerRow(db, id)
  if (!row) throw new AppError('partners.unknown')
  if (releaseNational(db, id) === 0) throw new AppError('partners.suite_open', { name: row.name })
  note({ subject: id, detail: { sent: row.national_sent_at, heard: row.national_heard_at } })
  changed('partners', 'bundles')
  return { id }
}

export const commonSuiteQuestion: Ask<AllowCommon> = ({ db }, { id }) => {
  const row = partnerRow(db, id)
  if (!row || !isBound(row)) return null
  return { sentence: `与“${row.name}”的往来从国密套件退回通用算法；已按官方电话问清对方停用国密的原因。` }
}
