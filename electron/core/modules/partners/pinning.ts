/** Pins an office by its key card, and raises the alarm when a pinned one contradicts itself. */
import { SUPPORTED_SUITES, type KeyCard } from '../../container'
import type { WriteDb } from '../../db'
import type { CallContext } from '../../rpc'
import { insertCard } from './queries/card-queries'
import {
  insertConfirmation,
  insertPartner,
  partnerRowsByCode,
  pinPartner,
  setAlarm,
  setCarried,
  setHeard,
  setTrust,
  voidConfirmations
} from './queries/partner-queries'
import type { Comparer } from './rules'

/** Registers an office as pending; a partner known on paper under the same code becomes this one. @returns the partner's id */
export function pinCard(context: Pick<CallContext, 'now' | 'newId'> & { readonly db: WriteDb }, card: KeyCard): string {
  const { db, now } = context
  const suites = JSON.stringify(card.suites.filter((suite) => SUPPORTED_SUITES.includes(suite)))
  const onPaper = partnerRowsByCode(db, card.code).find((row) => row.office_id === null)
  const practice = card.practice === true
  const facts = { name: card.name, code: card.code, phone: card.phone }
  const id = onPaper?.id ?? context.newId()
  if (onPaper) pinPartner(db, id, { ...facts, officeId: card.id, suites, practice })
  else insertPartner(db, { ...facts, id, office_id: card.id, trust: 'pending', suites, practice: practice ? 1 : 0 }, now)
  insertCard(db, card, 0, now)
  return id
}

/** Registers an office whose digits two persons compared elsewhere: the made-up pair of practice. @returns the partner's id */
export function addConfirmedPartner(
  context: Pick<CallContext, 'now' | 'newId'> & { readonly db: WriteDb },
  card: KeyCard,
  accounts: readonly [Comparer, Comparer]
): string {
  const id = pinCard(context, card)
  for (const account of accounts) insertConfirmation(context.db, id, card.root, account, context.now)
  setTrust(context.db, id, 'confirmed')
  return id
}

/** One version with two contents: nothing more is sent there until two persons have compared the digits again. */
export function raiseAlarm(db: WriteDb, partnerId: string, now: string): void {
  if (setAlarm(db, partnerId, now) > 0) voidConfirmations(db, partnerId, now)
}

export const noteHeard = (db: WriteDb, partnerId: string, at: string): void => void setHeard(db, partnerId, at)
export const noteCarried = (db: WriteDb, partnerId: string, at: string): void => void setCarried(db, partnerId, at)
