/** Whose stick brought a stranger's card: worth telling, worth nothing as trust (exchange.md §4.3, 4). */
import type { Contract, Output } from '@shared/contract'
import type { ReadDb } from '../../db'
import { partnerById } from '../partners'

type Scanned = Output<Contract['exchange']['scanStick']>
type Card = Omit<Scanned['cards'][number], 'introducedBy'>

/** Files that passed the check of their signature. */
const GENUINE: ReadonlySet<Scanned['found'][number]['state']> = new Set(['ready', 'duplicate', 'status'])

/** Names the confirmed partner whose genuine files lie on the same stick beside cards of offices unknown here; null where none or several do. */
export function withIntroducer(db: ReadDb, cards: readonly Card[], found: Scanned['found']): Scanned['cards'] {
  const senders = new Set(found.flatMap(({ state, partnerId }) => (GENUINE.has(state) && partnerId !== null ? [partnerId] : [])))
  const [only, ...others] = [...senders].flatMap((id) => partnerById(db, id) ?? [])
  const name = only?.trust === 'confirmed' && others.length === 0 ? only.name : null
  return cards.map((card) => ({ ...card, introducedBy: card.outcome === 'unknown-office' ? name : null }))
}
