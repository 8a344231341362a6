/** Key cards as this office keeps them: its own versions, the pinned ones of its partners, and what a further card means. */
import { AppError } from '@shared/errors'
import {
  BundleFault,
  explainFault,
  fingerprint,
  judgeCard,
  rawKey,
  readCard,
  readCardFile,
  rootDigits,
  type CardDecision,
  type KeyCard,
  type PinnedOffice
} from '../../container'
import type { ReadDb, WriteDb } from '../../db'
import {
  cardDigest,
  insertCard,
  newestCardRow,
  newestOwnCardRow,
  ownCardHistory,
  ownCardRows,
  ownCardRowsAbove,
  ownIdentity,
  presentIdentity,
  type CardRow,
  cardRow,
  cardRowsOf
} from './queries/card-queries'
import { partnerRowByOffice, partnerRowUnder, releaseEveryNational, renamePartner, type PartnerRow } from './queries/partner-queries'

/** Larger than any card file of the format. */
export const MAX_CARD_FILE = 131_072

/** Parsing checks signatures again, so each card is parsed once per process; digests name their bytes for ever. */
const parsed = new Map<string, KeyCard>()
const MAX_PARSED = 2_000

function cardOf(row: CardRow): KeyCard {
  const known = parsed.get(row.digest)
  if (known) return known
  const card = readCard(Uint8Array.from(row.bytes), Uint8Array.from(row.sig))
  if (parsed.size >= MAX_PARSED) parsed.clear()
  parsed.set(row.digest, card)
  return card
}

/** A card that was verified when it was stored. */
export const readStoredCard = (bytes: Uint8Array, sig: Uint8Array): KeyCard => readCard(Uint8Array.from(bytes), Uint8Array.from(sig))

/** The newest card of this office. @throws AppError `office.not_set_up` before one was installed */
export function ownCard(db: ReadDb): KeyCard {
  const row = newestOwnCardRow(db)
  if (!row) throw new AppError('office.not_set_up')
  return cardOf(row)
}

/** Own cards a partner that knows version `ver` may lack, lowest version first. */
export const ownCardsAbove = (db: ReadDb, ver: number): KeyCard[] => ownCardRowsAbove(db, ver).map(cardOf)

/** Own cards of every identity this office had, the first one first. */
export const ownCards = (db: ReadDb): KeyCard[] => ownCardRows(db).map(cardOf)

/** Cards this office had under one of its office ids, lowest version first; none for other offices. */
export const ownCardsUnder = (db: ReadDb, officeId: string): KeyCard[] =>
  ownIdentity(db, officeId) === undefined ? [] : cardRowsOf(db, officeId).map(cardOf).reverse()

/** Whether an office id is ours, or was before a root key of ours was lost. */
export const isOwnOffice = (db: ReadDb, officeId: string): boolean => ownIdentity(db, officeId) !== undefined

/** Every card of this office, the newest first. */
export const ownCardList = (db: ReadDb): { version: number; installedAt: string; rootChanged: boolean; isRebuilt: boolean }[] =>
  ownCardHistory(db).map(({ own, ver, root, installed_at }, at, all) => {
    const before = all[at + 1]
    return {
      version: ver,
      installedAt: installed_at,
      rootChanged: before?.own === own && before.root !== root,
      isRebuilt: before !== undefined && before.own !== own
    }
  })

/** Adds a card that this office's root signed; one under a new office id begins a new identity. One that no longer announces the national suite binds no link to it. */
export function installOwnCard(db: WriteDb, card: KeyCard, now: string): void {
  insertCard(db, card, ownIdentity(db, card.id) ?? presentIdentity(db) + 1, now)
  if (!announcesNational(card)) releaseEveryNational(db)
}

/** The newest card held of a partner's office. */
export function newestCard(db: ReadDb, officeId: string): KeyCard | undefined {
  const row = newestCardRow(db, officeId)
  return row && cardOf(row)
}

/** The card of one version, where it is held. */
export function cardOfVersion(db: ReadDb, officeId: string, ver: number): KeyCard | undefined {
  const row = cardRow(db, officeId, ver)
  return row && cardOf(row)
}

/** Every card held of an office, the newest first. */
export const cardsOf = (db: ReadDb, officeId: string): KeyCard[] => cardRowsOf(db, officeId).map(cardOf)

/** The one suite beside the common one; nothing else is said of suites in this module than whether it is this. */
export const NATIONAL = 'G1'

export const announcesNational = ({ suites }: Pick<KeyCard, 'suites'>): boolean => suites.includes(NATIONAL)

/** Suites of the card that was pinned first. */
export function firstSuites({ suites }: Pick<PartnerRow, 'suites'>): readonly string[] {
  const names: unknown = JSON.parse(suites ?? '[]')
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : []
}

export const withNational = (suites: readonly string[], joins: boolean): readonly string[] =>
  joins && !suites.includes(NATIONAL) ? [...suites, NATIONAL] : suites

/**
 * What may come in on a link (exchange.md §2.8): nothing but the national suite once it was heard. Before, it may come as well wherever the
 * sender's card announces it, whatever our own says: an office set back to an older card must hear which of its cards the partner knows.
 */
const acceptedSuites = (row: PartnerRow): readonly string[] =>
  row.national_heard_at === null ? withNational(firstSuites(row), true) : [NATIONAL]

/**
 * What is remembered of an office, whether two persons confirmed it or not; null when it has no card.
 * @param to the office id of ours that the sender means: a late file may still come on a link that a lost root of ours ended
 */
export function cardsHeld(db: ReadDb, officeId: string, to?: string): PinnedOffice | null {
  const partner = linkRow(db, officeId, to)
  const newest = newestCard(db, officeId)
  if (!partner || !newest) return null
  return {
    newest,
    suites: acceptedSuites(partner),
    digestOf: (ver) => cardDigest(db, officeId, ver) ?? null
  }
}

/**
 * What `verifyBundle` needs of a sender; null unless two persons confirmed its root at some time.
 * An alarm does not take the pin away: what the confirmed root signed stays readable, nothing more is sent.
 */
export function pinFor(db: ReadDb, officeId: string, to?: string): PinnedOffice | null {
  const trust = partnerRowByOffice(db, officeId)?.trust
  return trust === 'confirmed' || trust === 'alarm' ? cardsHeld(db, officeId, to) : null
}

/** The link with an office under the identity of ours that somebody means; the present one where that identity had none. */
export function linkRow(db: ReadDb, officeId: string, to?: string): PartnerRow | undefined {
  const own = to === undefined ? undefined : ownIdentity(db, to)
  return (own === undefined ? undefined : partnerRowUnder(db, officeId, own)) ?? partnerRowByOffice(db, officeId)
}

/**
 * Judges a card of a known office by exchange.md §4.2; undefined for an office without card here. Nothing is installed on a link whose root
 * was lost: whoever has that root now is nobody's partner.
 */
export function judgeHeldCard(db: ReadDb, card: KeyCard, supplied: readonly KeyCard[] = []): CardDecision | undefined {
  if (partnerRowByOffice(db, card.id)?.trust === 'closed') return { kind: 'refuse', alarm: false }
  const held = cardsHeld(db, card.id)
  return held ? judgeCard(held, card, supplied) : undefined
}

/**
 * A card of this office that came back on a stick after the database was set back: taken in when it continues the newest one held, so that
 * no version is ever signed twice. @returns what it means here
 */
export function takeOwnCard(db: WriteDb, card: KeyCard, supplied: readonly KeyCard[], now: string): CardDecision['kind'] {
  const newest = ownCard(db)
  const decision = judgeCard({ newest, digestOf: (ver) => cardDigest(db, newest.id, ver) ?? null }, card, supplied)
  if (decision.kind === 'install') for (const each of decision.cards) installOwnCard(db, each, now)
  return decision.kind
}

/** Installs what a decision says, in its order, and takes over name, code and telephone. @returns number of cards installed */
export function installCards(db: WriteDb, decision: CardDecision, now: string): number {
  if (decision.kind !== 'install') return 0
  for (const card of decision.cards) insertCard(db, card, 0, now)
  const newest = decision.cards.at(-1)
  if (newest) renamePartner(db, newest.id, newest)
  return decision.cards.length
}

export const rootDigitsOf = (card: KeyCard): string => rootDigits(rawKey(card.root))

export const cardFacts = (card: KeyCard) => ({
  officeId: card.id,
  code: card.code,
  name: card.name,
  phone: card.phone,
  version: card.ver,
  fingerprint: fingerprint(rawKey(card.root)),
  digits: rootDigitsOf(card),
  practice: card.practice === true
})

/** @throws AppError `partners.card_refused` with the sentence of the fault */
export async function readCardOrRefuse(octets: Uint8Array): Promise<KeyCard> {
  try {
    return await readCardFile(octets)
  } catch (error) {
    if (error instanceof BundleFault) throw cardRefused(error.code, error.params)
    throw error
  }
}

export function cardRefused(code: BundleFault['code'], params: BundleFault['params'] = {}): AppError {
  const { text, advice } = explainFault(code, params)
  return new AppError('partners.card_refused', { code, reason: text, advice })
}
