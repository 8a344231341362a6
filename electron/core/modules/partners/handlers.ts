/** The contract's `partners` methods: registering an office by its key card, and two persons comparing forty digits. */
import { readFile } from 'node:fs/promises'
import { AppError } from '@shared/errors'
import type { KeyCard } from '../../container'
import type { ReadDb } from '../../db'
import type { CommandContext, Handlers, PrepareContext, QueryContext } from '../../rpc'
import { verifyAccount } from '../accounts'
import { cardFacts, cardRefused, installCards, judgeHeldCard, MAX_CARD_FILE, newestCard, readCardOrRefuse, rootDigitsOf } from './cards'
import { confirmByDirectory } from './directory'
import { directoryHandlers } from './directory-handlers'
import { allowCommonSuite, suiteOfLink } from './link-suites'
import { pinCard } from './pinning'
import { formerCodeRows } from './queries/card-queries'
import {
  confirmationsOf,
  insertConfirmation,
  listedPartner,
  listedPartners,
  partnerRow,
  partnerRowByOffice,
  partnerRowsByCode,
  setTrust,
  unpinPartner,
  voidConfirmations,
  type ListedPartnerRow,
  type PartnerRow
} from './queries/partner-queries'
import { assertCardMayBeAdded, assertForm, newComparers, PERSONS_NEEDED, type Comparer } from './rules'

function formerCodes(db: ReadDb): ReadonlyMap<string, readonly string[]> {
  const codes = new Map<string, string[]>()
  for (const { office_id: office, code } of formerCodeRows(db)) codes.set(office, [...(codes.get(office) ?? []), code])
  return codes
}

function view(db: ReadDb, row: ListedPartnerRow, former: ReadonlyMap<string, readonly string[]>) {
  const card = row.office_id === null ? undefined : newestCard(db, row.office_id)
  return {
    id: row.id,
    name: row.name,
    code: row.code,
    formerCodes: [...(former.get(row.office_id ?? '') ?? [])],
    phone: row.phone,
    officeId: row.office_id,
    trust: row.trust,
    card: card ? cardFacts(card) : null,
    suite: suiteOfLink(db, row, card),
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

/** Raises what stands against this card, whether or not the office is known. */
function assertAcceptable(context: Pick<QueryContext, 'db' | 'office'>, card: KeyCard): void {
  const { db, office } = context
  const sameCode = partnerRowsByCode(db, card.code).map((row) => row.office_id)
  assertCardMayBeAdded({ ownOfficeId: office.id, ownPractice: office.practice, card, sameCode })
}

/** A further card of an office already registered: installed when it continues the pinned one. */
function addKnown(context: CommandContext, known: PartnerRow, card: KeyCard): { id: string; directory: null } {
  const { db, now, note, changed } = context
  const decision = judgeHeldCard(db, card)
  if (decision?.kind === 'same' || decision?.kind === 'older') throw new AppError('partners.already_known', { name: known.name })
  if (decision?.kind !== 'install') throw cardRefused('E_CARD')
  installCards(db, decision, now)
  note({ subject: known.id, detail: { office: card.id, version: card.ver } })
  changed('partners')
  return { id: known.id, directory: null }
}

function addNew(context: CommandContext, card: KeyCard): { id: string; directory: string | null } {
  const { note, changed } = context
  assertAcceptable(context, card)
  const id = pinCard(context, card)
  const by = confirmByDirectory(context.db, card, context.now)
  note({ subject: id, detail: { office: card.id, code: card.code, version: card.ver, ...(by === null ? {} : { directory: by }) } })
  changed('partners')
  return { id, directory: by }
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
    const former = formerCodes(db)
    return { rows: listedPartners(db, actor.scope).map((row) => view(db, row, former)) }
  },
  get: ({ db, actor }, { id }) => {
    const row = listedPartner(db, id, actor.scope)
    if (!row) throw new AppError('partners.unknown')
    return view(db, row, formerCodes(db))
  },
  readCard: async (context, { file }) => {
    const card = await cardOfTicket(context, file)
    assertAcceptable(context, card)
    return { card: cardFacts(card), knownAs: partnerRowByOffice(context.db, card.id)?.id ?? null }
  },
  add: {
    prepare: (context, { file }) => cardOfTicket(context, file),
    run: (context, _input, card: KeyCard) => {
      const known = partnerRowByOffice(context.db, card.id)
      return known ? addKnown(context, known, card) : addNew(context, card)
    }
  },
  confirm: {
    prepare: (context, { second }) => secondPerson(context, second),
    run: ({ db, actor, now, note, changed }, { id, digits, qr, way }, second: Comparer | null) => {
      const partner = required(partnerRow(db, id))
      const card = partner.office_id === null ? undefined : newestCard(db, partner.office_id)
      if (!card) throw new AppError('partners.no_card', { name: partner.name })
      assertForm({ digits, qr }, { officeId: card.id, digits: rootDigitsOf(card) })
      if (partner.trust === 'confirmed') return { id, trust: partner.trust }
      const before = confirmationsOf(db, id, card.root).map((row) => row.account_id)
      const fresh = newComparers(before, { id: actor.accountId, name: actor.name }, second)
      for (const person of fresh) insertConfirmation(db, id, card.root, person, now, way)
      const trust = before.length + fresh.length >= PERSONS_NEEDED ? 'confirmed' : partner.trust
      setTrust(db, id, trust)
      note({ subject: id, detail: { office: card.id, by: fresh.map((person) => person.name), way, trust } })
      changed('partners')
      return { id, trust }
    }
  },
  discard: ({ db, now, note, changed }, { id }) => {
    const partner = required(partnerRow(db, id))
    if (partner.trust !== 'pending') throw new AppError('partners.in_use', { name: partner.name })
    voidConfirmations(db, id, now)
    unpinPartner(db, id)
    note({ subject: id, detail: { office: partner.office_id } })
    changed('partners')
    return { id }
  }
}
