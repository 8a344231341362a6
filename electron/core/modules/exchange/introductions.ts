/** Whose stick brought a stranger's card: worth telling, and enough for a status file, never for a slip (exchange.md §4.3, 4). */
import type { Contract, HandlerInput, Output } from '@shared/contract'
import { AppError } from '@shared/errors'
import type { KeyCard } from '../../container'
import type { CommandContext, JobContext } from '../../rpc'
import { partnerById, readStoredCard, registerCard as register } from '../partners'
import { insertScannedCard, scannedCard } from './queries/file-queries'

type Scanned = Output<Contract['exchange']['scanStick']>
type Register = Contract['exchange']['registerCard']

/** A card on the stick, and what it means here. */
export interface SeenCard {
  readonly card: KeyCard
  readonly fileName: string
  readonly outcome: Scanned['cards'][number]['outcome']
}

/** Files that passed the check of their signature. */
const GENUINE: ReadonlySet<Scanned['found'][number]['state']> = new Set(['ready', 'duplicate', 'status'])

/** Keeps cards of offices unknown here, with the confirmed partner whose genuine files lie on the same stick; with none or several there is none. */
export function keepSeenCards(ctx: JobContext, cards: readonly SeenCard[], found: Scanned['found']): Scanned['cards'] {
  const senders = new Set(found.flatMap(({ state, partnerId }) => (GENUINE.has(state) && partnerId !== null ? [partnerId] : [])))
  const [only, ...others] = [...senders].flatMap((id) => partnerById(ctx.db, id) ?? [])
  const introducer = only?.trust === 'confirmed' && others.length === 0 ? only : null
  return cards.map(({ card, fileName, outcome }) => {
    const told = { fileName, officeName: card.name, code: card.code, version: card.ver, outcome }
    if (outcome !== 'unknown-office') return { ...told, spool: '', introducedBy: null }
    const spool = ctx.newId()
    ctx.batch((db) => insertScannedCard(db, { id: spool, bytes: card.bytes, sig: card.sig, introduced_by: introducer?.id ?? null }))
    return { ...told, spool, introducedBy: introducer?.name ?? null }
  })
}

/** @throws AppError `exchange.bundle_unknown` after a further scan, and what `partners.add` throws */
export function registerCard(context: CommandContext, { spool }: HandlerInput<Register>): Output<Register> {
  const row = scannedCard(context.db, spool)
  if (!row) throw new AppError('exchange.bundle_unknown')
  return register(context, readStoredCard(row.bytes, row.sig), row.introduced_by)
}
