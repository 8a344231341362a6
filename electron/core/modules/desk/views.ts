/** Requests as the desk's page shows them, and only those of persons whom the account may see. */
import type { DeskRow, DeskView } from '@shared/contract/desk'
import { daysBetween, isDay, type Day } from '@shared/domain'
import { deskPapers, deskReason } from '@shared/domain/person-desk'
import { AppError } from '@shared/errors'
import { z } from 'zod'
import type { ReadDb } from '../../db'
import type { CallContext } from '../../rpc'
import { changesMadeFor, filesOfGroup, isInScope, personRow, scopeOf, standsFor } from '../persons'
import { eventsOf, placeOf, requestById, type DeskRecord } from './queries'

export type Asking = Pick<CallContext, 'actor' | 'reference' | 'today'> & { readonly db: ReadDb }

const Words = z.array(z.string())
const KeptList = z.array(z.strictObject({ what: z.string(), rule: z.string(), until: z.string().nullable(), reason: z.string() }))
export const wordsOf = (json: string): string[] => Words.parse(JSON.parse(json))

/** One about nobody on file any more is the county's. */
export function maySee({ db, actor }: Pick<Asking, 'db' | 'actor'>, { person_id: person }: DeskRecord): boolean {
  const scope = scopeOf(actor)
  if (scope === null) return true
  const place = person === null ? undefined : placeOf(db, person)
  return place !== undefined && isInScope(scope, place)
}

/** @throws AppError `desk.unknown`, `persons.out_of_scope` */
export function knownRequest(context: Pick<Asking, 'db' | 'actor'>, id: string): DeskRecord {
  const request = requestById(context.db, id)
  if (request === undefined) throw new AppError('desk.unknown')
  if (!maySee(context, request)) throw new AppError('persons.out_of_scope')
  return request
}

const waits = ({ state }: DeskRecord): boolean => state === 'open' || state === 'decided'
const daysLeft = (due: string, today: Day): number | null => (isDay(due) ? daysBetween(today, due) : null)

export function rowOf(context: Asking, request: DeskRecord): DeskRow {
  const person = request.person_id === null ? undefined : personRow(context, request.person_id)
  return {
    ...{ id: request.id, revision: request.revision, number: request.number, kind: request.kind, state: request.state },
    personName: person?.name ?? null,
    capacity: request.capacity,
    receivedOn: request.received_on,
    dueOn: request.due_on,
    daysLeft: waits(request) ? daysLeft(request.due_on, context.today) : null,
    decision: request.decision,
    closedOn: request.closed_on
  }
}

const correctionsOf = ({ db }: Asking, { person_id: person, kind, number }: DeskRecord): number =>
  person === null ? 0 : changesMadeFor(db, filesOfGroup(db, person), deskReason(kind, number))

/** A request as it stands. */
export function viewOf(context: Asking, request: DeskRecord): DeskView {
  const { db } = context
  const papers: unknown = JSON.parse(request.papers)
  return {
    ...rowOf(context, request),
    person: request.person_id === null ? null : (personRow(context, request.person_id) ?? null),
    asker: request.asker,
    papers: papersIn(papers),
    wanted: request.wanted,
    fields: wordsOf(request.fields),
    evidence: request.evidence,
    dueRule: request.due_rule,
    reason: request.reason,
    decidedBy: request.decided_by,
    decidedAt: request.decided_at,
    kept: request.kept === null ? [] : KeptList.parse(JSON.parse(request.kept)),
    doneAt: request.done_at,
    handed: request.handed,
    createdBy: request.created_by,
    marked: standsFor(db, request.number),
    corrections: correctionsOf(context, request),
    history: eventsOf(db, request.seq)
  }
}

const Papers = z.array(z.enum(deskPapers))
const papersIn = (stored: unknown): DeskView['papers'] => Papers.parse(stored)

export { correctionsOf }
