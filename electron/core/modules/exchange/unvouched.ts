/** What came in under a key before its loss was known and the owner's own word does not cover: people look at it (exchange.md §4.4). */
import type { Contract, HandlerInput, Output } from '@shared/contract'
import { AppError } from '@shared/errors'
import type { KeyCard } from '../../container'
import type { ReadDb } from '../../db'
import type { CommandContext, QueryContext } from '../../rpc'
import { newestCard, partnerById, type PartnerFacts } from '../partners'
import { arrivedBy, arrivedIn } from '../slips'
import { closingsHeard, deleteLook, insertLook, receiptsIn, signedBundles, type ClosingRow, type SignedRow } from './queries/key-queries'

type About = Contract['exchange']['doubtsAbout']
type Listing = Contract['exchange']['unvouched']
type Look = Contract['exchange']['lookUnvouched']

/** `beyond`: not in what the owner says he sent; `beside`: his word is of another at that place; `open`: what decides it is not here yet. */
export type Doubt = 'beyond' | 'beside' | 'open'

/**
 * One epoch. The owner vouches for the end he declared, for every bundle under a key that was not lost, and through `prev` for all before them.
 * Unlike a file that comes in late, what is held already vouches for nothing: a thief may have written the one after it as well.
 * @param closings ends declared by keys that were not lost @param spoken whether the owner was heard since: what he does not name then is not his
 */
export function doubtsIn(
  held: readonly Pick<SignedRow, 'id' | 'seq' | 'prev' | 'signed_by'>[],
  closings: readonly Pick<ClosingRow, 'last' | 'head'>[],
  { lost, spoken }: { readonly lost: ReadonlySet<string>; readonly spoken: boolean }
): Map<string, Doubt> {
  const named = new Map<number, Set<string>>()
  const name = (seq: number, id: string | null): void => {
    if (id !== null) named.set(seq, new Set([...(named.get(seq) ?? []), id]))
  }
  const last = closings.length === 0 && spoken ? 0 : Math.min(...closings.map((end) => end.last))
  for (const end of closings) if (end.last === last) name(last, end.head)
  const doubts = new Map<string, Doubt>()
  for (const { id, seq, prev, signed_by: by } of [...held].sort((a, b) => b.seq - a.seq)) {
    if (!lost.has(by) || named.get(seq)?.has(id)) name(seq - 1, prev)
    else doubts.set(id, seq > last ? 'beyond' : named.has(seq) ? 'beside' : 'open')
  }
  return doubts
}

const revokedOf = (db: ReadDb, { officeId }: Pick<PartnerFacts, 'officeId'>): KeyCard['revoked'] =>
  officeId === null ? [] : (newestCard(db, officeId)?.revoked ?? [])

/** Keys the owner says were in other hands. */
export const lostKeys = (db: ReadDb, partner: Pick<PartnerFacts, 'officeId'>): ReadonlySet<string> =>
  new Set(revokedOf(db, partner).flatMap(({ key, reason }) => (reason === 'lost' ? [key] : [])))

export type Unvouched = SignedRow & { readonly doubt: Doubt }

/** Oldest first. */
export function unvouchedOf(db: ReadDb, partner: PartnerFacts): Unvouched[] {
  const lost = lostKeys(db, partner)
  if (lost.size === 0) return []
  const former = new Set(revokedOf(db, partner).map(({ key }) => key))
  const heard = closingsHeard(db, partner.id).filter(({ signed_by: by }) => !lost.has(by))
  const word = { lost, spoken: heard.some(({ signed_by: by }) => !former.has(by)) }
  const held = signedBundles(db, partner.id)
  const doubts = new Map<string, Doubt>()
  for (const [epoch, bundles] of Map.groupBy(held, (bundle) => bundle.epoch)) {
    const closings = heard.filter((end) => end.epoch === epoch)
    for (const [id, doubt] of doubtsIn(bundles, closings, word)) doubts.set(id, doubt)
  }
  return held.flatMap((bundle) => {
    const doubt = doubts.get(bundle.id)
    return doubt === undefined ? [] : [{ ...bundle, doubt }]
  })
}

/** Decided, and nobody looked at it yet. */
export const isToBeLookedAt = ({ doubt, looked_at: at }: Unvouched): boolean => doubt !== 'open' && at === null

const SHOWN = 50

const WHY: Readonly<Record<Exclude<Doubt, 'open'>, string>> = {
  beyond: '对方没有说发过这一包',
  beside: '对方说发过的这一包是另一份'
}

const whyOf = ({ doubt }: Unvouched): string => (doubt === 'open' ? '' : WHY[doubt])

const lookOf = ({ looked_at: at, looked_at_by: by, note }: Unvouched): Output<Listing>['rows'][number]['looked'] =>
  at !== null && by !== null && note !== null ? { at, by, note } : null

/** @throws AppError `partners.unknown` */
export function unvouched(context: QueryContext, { partnerId }: HandlerInput<Listing>): Output<Listing> {
  const { db } = context
  const decided = unvouchedOf(db, known(db, partnerId)).filter(({ doubt }) => doubt !== 'open')
  const open = decided.filter(isToBeLookedAt)
  const shown = [...open.slice(0, SHOWN), ...decided.filter((row) => !isToBeLookedAt(row)).slice(-SHOWN)]
  const arrived = arrivedIn(
    context,
    shown.map(({ id }) => id)
  )
  return {
    count: open.length,
    rows: shown.map((row) => ({
      ...{ bundleId: row.id, seq: row.seq, receivedAt: row.made_at, why: whyOf(row), receipts: receiptsIn(db, partnerId, row.id) },
      slips: arrived.get(row.id) ?? [],
      looked: lookOf(row)
    }))
  }
}

/**
 * The slip itself says what stands behind it, wherever it is opened.
 * @throws AppError `slips.unknown`, `slips.out_of_scope`
 */
export function doubtsAbout(context: QueryContext, { slipId }: HandlerInput<About>): Output<About> {
  const { partnerId, bundleIds } = arrivedBy(context, slipId)
  const about = unvouchedOf(context.db, known(context.db, partnerId)).filter(({ id }) => bundleIds.includes(id))
  const decided = about.filter(({ doubt }) => doubt !== 'open').sort((a, b) => Number(isToBeLookedAt(b)) - Number(isToBeLookedAt(a)))
  return { doubts: decided.map((row) => ({ seq: row.seq, why: whyOf(row), looked: lookOf(row) })) }
}

/**
 * A person looked at what came in with some of them, or takes that back. Nothing of a slip changes: what is wrong is put right there.
 * @throws AppError `partners.unknown`, `exchange.not_unvouched` when one is covered by now, or stands otherwise
 */
export function lookUnvouched(
  { db, now, actor, note: log, changed }: CommandContext,
  { partnerId, bundleIds, note }: HandlerInput<Look>
): Output<Look> {
  const standing = new Map(unvouchedOf(db, known(db, partnerId)).map((row) => [row.id, row]))
  const [chosen, looked] = [[...new Set(bundleIds)], note !== null]
  for (const id of chosen) {
    const row = standing.get(id)
    if (!row || row.doubt === 'open' || isToBeLookedAt(row) !== looked) throw new AppError('exchange.not_unvouched')
  }
  for (const id of chosen) {
    if (note !== null) insertLook(db, id, actor.displayName, now, note)
    else deleteLook(db, id)
  }
  log({ subject: partnerId, detail: { looked, bundles: chosen.length } })
  changed('bundles', 'partners')
  return { partnerId, bundles: chosen.length }
}

function known(db: ReadDb, partnerId: string): PartnerFacts {
  const partner = partnerById(db, partnerId)
  if (!partner) throw new AppError('partners.unknown')
  return partner
}
