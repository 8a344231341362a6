/** This office after its root key was lost: the same register and the same people, to the arithmetic another office (exchange.md §4.4). */
import type { KeyCard } from '../../container'
import type { ReadDb, WriteDb } from '../../db'
import { installOwnCard, ownCard, takeOwnCard } from './cards'
import { ownIdentity, presentIdentity } from './queries/card-queries'
import { followFormer, insertFollower, linksInUse, movePending, unheardFollowers } from './queries/identity-queries'
import { closeLink } from './queries/succession-queries'

interface Beginning {
  readonly db: WriteDb
  readonly now: string
  newId(): string
}

/**
 * Takes the first cards of a new identity into use. Every link ends where it stands, with its ledger, and goes on in a row of its own, as on
 * the partner's side: nothing that was said under the one identity can be taken for a word of the other. @returns how many links
 */
export function beginIdentity({ db, now, newId }: Beginning, cards: readonly KeyCard[]): number {
  for (const card of cards) installOwnCard(db, card, now)
  const own = presentIdentity(db)
  const links = linksInUse(db)
  for (const { id: former } of links) {
    const id = newId()
    insertFollower(db, former, { id, own, now })
    followFormer(db, former, id)
    closeLink(db, former, now)
  }
  movePending(db, own)
  return links.length
}

/**
 * A database put back from a copy catches up with the one that stood here: newer cards of its identity, and every identity that came after.
 * @param line own cards of the other database, the first identity first
 */
export function followOwnCards(beginning: Beginning, line: readonly KeyCard[]): void {
  const { db, now } = beginning
  const own = ownCard(db)
  const newest = line.findLast(({ id }) => id === own.id)
  if (!newest) return
  if (newest.ver > own.ver) takeOwnCard(db, newest, line, now)
  for (const id of new Set(line.map((card) => card.id)))
    if (ownIdentity(db, id) === undefined)
      beginIdentity(
        beginning,
        line.filter((card) => card.id === id)
      )
}

/** Offices that were not heard of since this office began anew: they still believe the key that is lost. */
export const awaitedPartners = (db: ReadDb) => unheardFollowers(db, presentIdentity(db))
