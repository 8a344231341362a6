/** The contract's `partners` methods: registering an office by its key card, and two persons comparing forty digits. */
import { readFile } from 'node:fs/promises'
import { AppError } from '@shared/errors'
import type { KeyCard } from '../../container'
import type { ReadDb } from '../../db'
import type { CommandContext, Handlers, PrepareContext, QueryContext } from '../../rpc'
import { verifyAccount } from '../accounts'
import {
  cardFacts,
  cardRefused,
  installCards,
  isOwnOffice,
  judgeHeldCard,
  MAX_CARD_FILE,
  newestCard,
  readCardOrRefuse,
  rootDigitsOf
} from './cards'
import { confirmByDirectory } from './directory'
import { directoryHandlers } from './directory-handlers'
import { allowCommonSuite, suiteOfLink } from './link-suites'
import { awaitedPartners } from './own-identity'
import { pinCard } from './pinning'
import { formerCodeRows } from './queries/card-queries'
import { proposeSuccession } from './queries/succession-queries'
import {
  confirmationsOf,
  insertConfirmation,
  listedPartner,
  listedPartners,
  partnerRow,
  partnerRowByOffice,
  partnerRowsByCode,
  setIntroducer,
  setTrust,
  unpinPartner,
  voidConfirmations,
  type ListedPartnerRow,
  type PartnerRow
} from './queries/partner-queries'
import { assertCardMayBeAdded, assertForm, newComparers, PERSONS_NEEDED, type Comparer } from './rules'
import { assertMaySucceed, forgetProposal, formerLink, lostBy, presentLink, proposers, settleSuccession } from './succession'

function formerCodes(db: ReadDb): ReadonlyMap<string, readonly string[]> {
  const codes = new Map<string, string[]>()
  for (const { office_id: office, code } of formerCodeRows(db)) codes.set(office, [...(codes.get(office) ?? []), code])
  return codes
}

/** Its name, as long as the introducer is trusted himself and nobody compared the digits. */
function introducerOf(db: ReadDb, { trust, introduced_by: by }: PartnerRow): string | null {
  const introducer = trust === 'pending' && by !== null ? partnerRow(db, by) : undefined
  return introducer?.trust === 'confirmed' ? introducer.name : null
}

/** What every row of a list is looked up in. */
interface Lists {
  readonly former: ReadonlyMap<string, readonly string[]>
  /** Ids of partners that have not yet written to the keys drawn after ours were lost. */
  readonly awaited: ReadonlySet<string>
}

const listsOf = (db: ReadDb): Lists => ({ former: formerCodes(db), awaited: new Set(awaitedPartners(db).map(({ id }) => id)) })

function view(db: ReadDb, row: ListedPartnerRow, { former, awaited }: Lists) {
  const card = row.office_id === null ? undefined : newestCard(db, row.office_id)
  return {
    id: row.id,
    name: row.name,
    code: row.code,
    formerCodes: [...(former.get(row.office_id ?? '') ?? [])],
    phone: row.phone,
    officeId: row.office_id,
    trust: row.trust,
    introducedBy: introducerOf(db, row),
    card: card ? cardFacts(card) : null,
    suite: suiteOfLink(db, row, card),
    succeeds: formerLink(db, row),
    succeededBy: presentLink(db, row),
    closedAt: row.closed_at,
    lostBy: lostBy(db, row),
    awaitsOurs: awaited.has(row.id),
    confirmedBy: card ? confirmationsOf(db, row.id, card.root).map(({ account, at, way }) => ({ account, at, way })) : [],
    lastHeardAt: row.last_heard_at,
    lastCarriedAt: row.last_carried_at,
    openOut: row.open_out,
    openIn: row.open_in
  }
}

async function cardOfTicket(context: Pick<QueryContext, 'files'>, ticket: string): Promise<KeyCard> {
  const file = context.files.find(ticket)
  if (file.folder || file.size > MAX_CARD_FILE) throw cardRefused('E_LIMIT')
  return readCardOrRefuse(await readFile(file.path))
}

/** Raises what stands against this card, whether or not the office is known. @param former id of the link whose place it is to take */
function assertAcceptable(context: Pick<QueryContext, 'db' | 'office'>, card: KeyCard, former: string | null): PartnerRow | null {
  const { db, office } = context
  const old = former === null ? null : assertMaySucceed(db, former, card)
  const sameCode = partnerRowsByCode(db, card.code).flatMap((row) => (row.trust === 'closed' ? [] : row.office_id))
  assertCardMayBeAdded({ isOwn: isOwnOffice(db, card.id), ownPractice: office.practice, card, sameCode, former: old?.office_id ?? null })
  return old
}

/** A further card of an office already registered: installed when it continues the pinned one. */
function addKnown(context: CommandContext, known: PartnerRow, card: KeyCard): { id: string; directory: null } {
  const { db, now, note, changed } = context
  if (known.trust === 'closed') throw new AppError('partners.link_closed', { name: known.name })
  const decision = judgeHeldCard(db, card)
  if (decision?.kind === 'same' || decision?.kind === 'older') throw new AppError('partners.already_known', { name: known.name })
  if (decision?.kind !== 'install') throw cardRefused('E_CARD')
  installCards(db, decision, now)
  note({ subject: known.id, detail: { office: card.id, version: card.ver } })
  changed('partners')
  return { id: known.id, directory: null }
}

function addNew(context: CommandContext, card: KeyCard, former: string | null): { id: string; directory: string | null } {
  const { db, note, changed } = context
  const old = assertAcceptable(context, card, former)
  const id = pinCard(context, card)
  if (old) proposeSuccession(db, id, old.id)
  const by = confirmByDirectory(db, card, context.now)
  const beside = { ...(by === null ? {} : { directory: by }), ...(old ? { former: old.office_id } : {}) }
  note({ subject: id, detail: { office: card.id, code: card.code, version: card.ver, ...beside } })
  changed('partners')
  return { id, directory: by }
}

/**
 * Registers the office of a card as pending, or takes in a further card of one that is registered. In the caller's transaction.
 * @param introducer partner on whose stick it came @param former partner whose place it is to take, named by a person
 * @throws AppError `partners.own_card`, `practice.mixed`, `partners.key_substituted`, `partners.already_known`, `partners.card_refused`,
 *   `partners.not_succeeded`, `partners.link_closed`
 */
export function registerCard(
  context: CommandContext,
  card: KeyCard,
  introducer: string | null = null,
  former: string | null = null
): { id: string; directory: string | null } {
  const known = partnerRowByOffice(context.db, card.id)
  if (known && former !== null) throw new AppError('partners.already_known', { name: known.name })
  if (known) return addKnown(context, known, card)
  const added = addNew(context, card, former)
  if (introducer !== null) setIntroducer(context.db, added.id, introducer)
  return added
}

async function secondPerson(context: PrepareContext, second: { account: string; passphrase: string } | null): Promise<Comparer | null> {
  if (!second) return null
  const account = await verifyAccount(context, second.account, second.passphrase)
  if (!account) throw new AppError('session.wrong_passphrase')
  if (!account.grants.has('partners.confirm')) throw new AppError('partners.second_person_needed')
  return { id: account.accountId, name: account.name }
}

function required(row: PartnerRow | undefined): PartnerRow {
  if (!row) throw new AppError('partners.unknown')
  return row
}

export const partnerHandlers: Handlers<'partners'> = {
  ...directoryHandlers,
  allowCommonSuite,
  list: ({ db, actor }) => {
    const lists = listsOf(db)
    return { rows: listedPartners(db, actor.scope).map((row) => view(db, row, lists)) }
  },
  get: ({ db, actor }, { id }) => {
    const row = listedPartner(db, id, actor.scope)
    if (!row) throw new AppError('partners.unknown')
    return view(db, row, listsOf(db))
  },
  readCard: async (context, { file, succeeds }) => {
    const card = await cardOfTicket(context, file)
    const old = assertAcceptable(context, card, succeeds)
    const proposedBy = old ? proposers(context.db, old, card) : []
    return { card: cardFacts(card), knownAs: partnerRowByOffice(context.db, card.id)?.id ?? null, proposedBy }
  },
  add: {
    prepare: (context, { file }) => cardOfTicket(context, file),
    run: (context, { succeeds }, card: KeyCard) => registerCard(context, card, null, succeeds)
  },
  confirm: {
    prepare: (context, { second }) => secondPerson(context, second),
    run: ({ db, actor, now, note, changed }, { id, digits, qr, way }, second: Comparer | null) => {
      const partner = required(partnerRow(db, id))
      const card = partner.office_id === null ? undefined : newestCard(db, partner.office_id)
      if (!card) throw new AppError('partners.no_card', { name: partner.name })
      assertForm({ digits, qr }, { officeId: card.id, digits: rootDigitsOf(card) })
      if (partner.trust === 'closed') throw new AppError('partners.link_closed', { name: partner.name })
      if (partner.trust === 'confirmed') return { id, trust: partner.trust, closed: null }
      const before = confirmationsOf(db, id, card.root).map((row) => row.account_id)
      const fresh = newComparers(before, { id: actor.accountId, name: actor.name }, second)
      for (const person of fresh) insertConfirmation(db, id, card.root, person, now, way)
      const trust = before.length + fresh.length >= PERSONS_NEEDED ? 'confirmed' : partner.trust
      setTrust(db, id, trust)
      const closed = trust === 'confirmed' && partner.trust === 'pending' ? settleSuccession(db, partner, now) : null
      const beside = closed ? { succeeded: closed.name, why: 'root_lost' } : {}
      note({ subject: id, detail: { office: card.id, by: fresh.map((person) => person.name), way, trust, ...beside } })
      changed('partners', 'slips', 'bundles')
      return { id, trust, closed: closed?.name ?? null }
    }
  },
  discard: ({ db, now, note, changed }, { id }) => {
    const partner = required(partnerRow(db, id))
    if (partner.trust !== 'pending') throw new AppError('partners.in_use', { name: partner.name })
    if (!forgetProposal(db, partner)) {
      voidConfirmations(db, id, now)
      unpinPartner(db, id)
    }
    note({ subject: id, detail: { office: partner.office_id } })
    changed('partners')
    return { id }
  }
}
