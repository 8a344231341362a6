/** The door of the service desk's records. Their sealed part leaves this room by one method only: `services.open`. */
import type { ServiceRow } from '@shared/contract/services'
import type { HandlerInput, Contract } from '@shared/contract'
import { AppError } from '@shared/errors'
import type { ReadDb } from '../../db'
import type { CallContext, CommandContext, Handlers } from '../../rpc'
import { accountNames } from '../accounts'
import { noteGone } from '../erasure'
import { assertInScope, fileOf, livingPerson, membersOfGroup, scopeOf, survivorOf, type PersonRecord } from '../persons'
import {
  askedAndGot,
  dropService,
  noteLook,
  putService,
  sealedPartOf,
  serviceById,
  servicesOf,
  type SealedPart,
  type ServiceRecord,
  type WrittenService
} from './queries'
import { checkCode, checkDays, purgeAfter, purposeEnd, storedText } from './rules'

type Reading = Pick<CallContext, 'actor'> & { readonly db: ReadDb }
type SaveInput = HandlerInput<Contract['services']['save']>

/** The file that goes on. @throws AppError `persons.unknown`, `persons.out_of_scope` */
function personOf({ db, actor }: Reading, idOrSeq: string | number): PersonRecord {
  const person = survivorOf(db, idOrSeq)
  assertInScope(scopeOf(actor), person)
  return person
}

/** @throws AppError `services.unknown`, and as `personOf` */
function knownService(context: Reading, id: string): { record: ServiceRecord; person: PersonRecord } {
  const record = serviceById(context.db, id)
  if (record === undefined) throw new AppError('services.unknown')
  return { record, person: personOf(context, record.person_seq) }
}

function assertRevision(record: ServiceRecord, revision: number | null): void {
  if (record.revision !== revision) throw new AppError('services.changed_meanwhile')
}

const yesNo = (value: number | null): boolean | null => (value === null ? null : value === 1)
const bit = (value: boolean): number => (value ? 1 : 0)

const rowView = (row: ServiceRecord, ofPerson: string, recordedBy: string): ServiceRow => ({
  ...{ id: row.id, ofPerson, revision: row.revision, type: row.type, askedBySelf: row.asked_by_self === 1, servedOn: row.served_on },
  ...{ endedOn: row.ended_on, institution: row.institution, performed: row.performed === 1, nextOn: row.next_on, consent: row.consent },
  ...{ source: row.source, free: yesNo(row.free), sealed: row.sealed === 1, purgeAfter: row.purge_after },
  ...{ recordedAt: row.recorded_at, recordedBy }
})

const list: Handlers<'services'>['list'] = (context, { personId }) => {
  const { db, note } = context
  const person = personOf(context, personId)
  const names = accountNames(db)
  note({ subject: person.id })
  const rows = membersOfGroup(db, person.seq)
    .flatMap((member) => servicesOf(db, member.seq).map((row) => ({ row, id: member.id })))
    .sort((a, b) => (a.row.served_on === b.row.served_on ? b.row.seq - a.row.seq : a.row.served_on < b.row.served_on ? 1 : -1))
  return { rows: rows.map(({ row, id }) => rowView(row, id, names.get(row.recorded_by) ?? '')) }
}

/** @throws AppError `services.consent_unknown` for one that is not in the file, or was withdrawn and not named before */
function checkConsent(db: ReadDb, person: PersonRecord, consent: string | null, before: string | null): void {
  if (consent === null || consent === before) return
  const given = membersOfGroup(db, person.seq).flatMap((member) => fileOf(db, member).consent)
  if (!given.some(({ id, withdrawn_on: withdrawn }) => id === consent && withdrawn === null)) throw new AppError('services.consent_unknown')
}

const NOTHING: SealedPart = { method: null, outcome: null }

/** What is not said stays as it is on file. */
function written(context: CommandContext, input: SaveInput, before: ServiceRecord | undefined, person: PersonRecord): WrittenService {
  const { db, actor, now, today, reference, newId } = context
  const { service } = input
  const sealed = (before && sealedPartOf(db, before.id)) ?? NOTHING
  const kept = <T>(typed: T | null | undefined, stood: T | null): T | null => (typed === undefined ? stood : typed === '' ? null : typed)
  const days = {
    servedOn: service.servedOn,
    endedOn: kept(service.endedOn, before?.ended_on ?? null),
    nextOn: kept(service.nextOn, before?.next_on ?? null)
  }
  checkDays(days, today)
  const source = kept(service.source, before?.source ?? null)
  const method = kept(service.method, sealed.method)
  const consent = kept(service.consent, before?.consent ?? null)
  checkCode(reference, 'service_type', service.type, { field: 'type', today, before: before?.type ?? null })
  checkCode(reference, 'service_source', source, { field: 'source', today, before: before?.source ?? null })
  checkCode(reference, 'contraception_method', method, { field: 'method', today, before: sealed.method })
  checkConsent(db, person, consent, before?.consent ?? null)
  const free = kept(service.free, yesNo(before?.free ?? null))
  const ended = purposeEnd(days)
  return {
    ...{ id: before?.id ?? newId(), person_seq: before?.person_seq ?? person.seq, type: service.type, consent, source, method },
    ...{ asked_by_self: bit(service.askedBySelf), performed: bit(service.performed), free: free === null ? null : bit(free) },
    ...{ served_on: days.servedOn, ended_on: days.endedOn, next_on: days.nextOn },
    institution: storedText(kept(service.institution, before?.institution ?? null), 'institution', '服务机构'),
    outcome: storedText(kept(service.outcome, sealed.outcome), 'outcome', '结果'),
    ...{ purpose_ended_on: ended, purge_after: purgeAfter(ended, reference, context.office.code), revision: (before?.revision ?? 0) + 1 },
    ...{ recorded_at: before?.recorded_at ?? now, recorded_by: before?.recorded_by ?? actor.accountId },
    ...{ updated_at: now, updated_by: actor.accountId }
  }
}

const save: Handlers<'services'>['save'] = (context, input) => {
  const { db, note, changed } = context
  const known = input.id === null ? undefined : knownService(context, input.id)
  const person = known?.person ?? livingPerson(context, input.personId)
  // The record stays with its person: another person's id is a mistake of the caller, not a move.
  if (known && known.person.id !== personOf(context, input.personId).id) throw new AppError('services.unknown')
  if (known) assertRevision(known.record, input.revision)
  const row = written(context, input, known?.record, person)
  putService(db, row)
  note({ subject: person.id, detail: { service: row.id, again: known !== undefined } })
  changed('services')
  return { id: row.id, revision: row.revision }
}

const open: Handlers<'services'>['open'] = (context, { id, reason }) => {
  const { db, actor, now, note } = context
  const { person } = knownService(context, id)
  noteLook(db, id, now, actor.accountId, reason)
  note({ subject: person.id, detail: { service: id } })
  return sealedPartOf(db, id) ?? NOTHING
}

const remove: Handlers<'services'>['remove'] = (context, { id, revision }) => {
  const { record, person } = knownService(context, id)
  assertRevision(record, revision)
  dropService(context.db, id)
  noteGone(context.db, { kind: 'service', id, at: context.now })
  context.note({ subject: person.id, detail: { service: id } })
  context.changed('services')
  return { id }
}

/** Whoever may not read them is not told whether there are any. Null for such an account. */
export const servicesAbout = ({ db, actor }: Reading, person: number): readonly ServiceRecord[] | null =>
  actor.grants.has('services.read') ? membersOfGroup(db, person).flatMap(({ seq }) => servicesOf(db, seq)) : null

export const serviceHandlers: Handlers<'services'> = { list, save, open, remove }

export { askedAndGot, type ServiceRecord }
