/** Bulk changes that can be taken back as one: begun here, written by whoever changes files under their number, listed and previewed. */
import type { ActConflict, ActKept, ActKind, ActView } from '@shared/contract/acts'
import { AppError } from '@shared/errors'
import type { ReadDb, WriteDb } from '../../db'
import type { Actor, CallContext } from '../../rpc'
import { cellOf, recordOfName } from './dependents'
import { placeFields } from './dwellings'
import { CREATED, LINKED, REMOVED, UNLINKED, valueAt, type PersonFile } from './file'
import { actById, actPage, countsOf, endUndo, insertAct, reachesOutside, startUndo, type ActRecord } from './queries/acts'
import type { ChangeRecord } from './queries/changes'
import { fileOf, personBySeq } from './queries/files'
import { isPlaceKind, placeById } from './queries/places'
import { linesLeft, touchedSince } from './queries/undo'
import type { PersonRecord, Row } from './record'
import { isBereaved } from './marks'
import { isProtectedChild, maskedName, maskedOwnFact, shownName } from './masks'
import { MASK } from './plain-facts'
import { isInScope, scopeOf, type Scope } from './scope'
import { heldFiles } from './held-files'
import { inConflict } from './undo-plan'
import { isSpoken, labelOfChange, spokenValue } from './words'

export interface StartedAct {
  /** Row number, written into every change of the act (`Origin.act`). */
  readonly seq: number
  readonly id: string
}

/** Begins an act inside the caller's transaction; every file changed or made under its number can be put back by `undoAct`. */
export function startAct(
  ctx: Pick<CallContext, 'now' | 'actor' | 'newId'> & { readonly db: WriteDb },
  kind: ActKind,
  note: string | null
): StartedAct {
  const id = ctx.newId()
  return { seq: insertAct(ctx.db, { id, kind, at: ctx.now, by: ctx.actor.displayName, note }), id }
}

interface Looking {
  readonly db: ReadDb
  readonly actor: Actor
}

/** Who is bound to a part of the county sees only what he did himself, to files that are all in his scope. */
function isVisible({ db, actor }: Looking, act: ActRecord): boolean {
  const scope = scopeOf(actor)
  return scope === null || (act.by === actor.displayName && !reachesOutside(db, act.seq, scope))
}

/** @throws AppError `acts.unknown`; `acts.merge_elsewhere`, `acts.slips_elsewhere`: taken back where files are compared, where slips are given out */
export function knownAct(looking: Looking, id: string): ActRecord {
  const act = actById(looking.db, id)
  if (act === undefined || !isVisible(looking, act)) throw new AppError('acts.unknown')
  if (act.kind === 'merge') throw new AppError('acts.merge_elsewhere')
  if (act.kind === 'assign' || act.kind === 'slips') throw new AppError('acts.slips_elsewhere')
  return act
}

/** An act on slips that stands, for whoever may look at it. @throws AppError `acts.unknown`, `acts.not_done` */
export function standingSlipAct(looking: Looking, kind: 'assign' | 'slips', id: string): ActRecord {
  const act = actById(looking.db, id)
  if (act?.kind !== kind || !isVisible(looking, act)) throw new AppError('acts.unknown')
  if (act.state !== 'done') throw new AppError('acts.not_done')
  return act
}

/** An act whose records another module put back itself. */
export function closeUndone({ db, now, actor }: Pick<CallContext, 'now' | 'actor'> & { readonly db: WriteDb }, act: number): void {
  startUndo(db, act, now, actor.displayName)
  endUndo(db, act)
}

/** A merge whose two files the caller has judged himself. @throws AppError `acts.unknown` */
export function mergeAct(db: ReadDb, id: string): ActRecord {
  const act = actById(db, id)
  if (act?.kind !== 'merge') throw new AppError('acts.unknown')
  return act
}

export function actView(db: ReadDb, act: ActRecord): ActView {
  const counted = act.changed === null || act.created === null ? countsOf(db, act.seq) : { changed: act.changed, created: act.created }
  const { id, kind, at, by, note, state, undone_at: undoneAt, undone_by: undoneBy } = act
  return { id, kind, at, by, note, state, undoneAt, undoneBy, ...counted }
}

/** @returns the acts before a row number but merges, the latest first, and where the next page begins */
export function actsPage(looking: Looking, before: number, kind: ActKind | null, limit: number): { rows: ActView[]; next: number | null } {
  const { db } = looking
  const found = actPage(db, before, kind, limit + 1)
  const last = found.length > limit ? found[limit - 1] : undefined
  const rows = found.slice(0, limit).filter((act) => isVisible(looking, act))
  return { rows: rows.map((act) => actView(db, act)), next: last?.seq ?? null }
}

/** Most lines of a list that cross the wire; the counts are whole. */
const SHOWN = 200

export interface Outcome {
  conflicts: ActConflict[]
  conflictCount: number
  kept: ActKept[]
  keptCount: number
}

type Reading = Pick<CallContext, 'reference' | 'today'> & { readonly db: ReadDb; readonly scope: Scope }

/** A file outside the scope is told without its name, id and values. */
const isHidden = ({ scope }: Reading, person: PersonRecord): boolean => !isInScope(scope, person)

/** Lines that stand for more than a value of one field. */
const isWhole = (field: string): boolean => [LINKED, UNLINKED].includes(field) || !isSpoken(field)

function conflictOf(context: Reading, line: ChangeRecord, file: PersonFile): ActConflict | null {
  const { reference } = context
  if (isWhole(line.field) || (line.record === null && line.field === CREATED)) return null
  const present = valueAt(file, line.record, line.field)
  if (line.field !== CREATED && line.field !== REMOVED && present === line.before) return null
  const kind = line.record === null ? null : recordOfName(line.record).kind
  const speaking = { reference, nameOf: (_: string, value: string) => value, masked: true }
  if (isHidden(context, file.person))
    return { personId: null, name: maskedName(file.person.name), label: labelOfChange(kind, line.field, ''), acted: null, present: null }
  const isSmall = kind === null && isProtectedChild(file.person.birth_date, context.today)
  const value = (text: string | null): string | null => {
    if (line.field === CREATED || line.field === REMOVED) return null
    const shown = isSmall && text !== null ? maskedOwnFact(line.field, text) : text
    return shown === MASK ? MASK : spokenValue(kind, line.field, shown, speaking)
  }
  return {
    personId: file.person.id,
    name: listedName(context, file.person),
    label: labelOfChange(kind, line.field, ''),
    acted: value(line.after),
    present: value(present ?? null)
  }
}

/** An act lists many: who is to be met with care is not named there. */
const listedName = ({ db, today }: Reading, person: PersonRecord): string =>
  shownName({ ...person, bereaved: isBereaved(db, person.seq) }, today)

const keptView = (context: Reading, person: PersonRecord, why: string): ActKept =>
  isHidden(context, person)
    ? { personId: null, name: maskedName(person.name), why }
    : { personId: person.id, name: listedName(context, person), why }

function placeConflict({ db, reference }: Reading, line: ChangeRecord): ActConflict | null {
  const { kind, id } = recordOfName(line.record ?? '')
  const place: Row | undefined = isPlaceKind(kind) ? placeById(db, kind, id) : undefined
  if (place === undefined || !isPlaceKind(kind) || isWhole(line.field)) return null
  const fields: Readonly<Record<string, string>> = placeFields[kind]
  const column = fields[line.field] ?? ''
  if (place[column] === cellOf(column, line.before)) return null
  const speaking = { reference, nameOf: (_: string, value: string) => value }
  const now = place[column]
  return {
    personId: null,
    name: String(place['name'] ?? place['text'] ?? place['number'] ?? ''),
    label: labelOfChange(kind, line.field, ''),
    acted: spokenValue(kind, line.field, line.after, speaking),
    present: spokenValue(kind, line.field, now === null || now === undefined ? null : String(now), speaking)
  }
}

function cut(conflicts: readonly ActConflict[], kept: readonly ActKept[]): Outcome {
  return {
    conflicts: conflicts.slice(0, SHOWN),
    conflictCount: conflicts.length,
    kept: kept.slice(0, SHOWN),
    keptCount: kept.length
  }
}

/** What could not be taken back: the lines an undone act still has in the history. */
export function leftOf(context: Reading, act: number): Outcome {
  const { db } = context
  const conflicts: ActConflict[] = []
  const kept: ActKept[] = []
  const files = new Map<number, PersonFile | null>()
  const lines = linesLeft(db, act)
  const made = new Set(lines.filter(({ record, field }) => record === null && field === CREATED).map((line) => line.person_seq))
  for (const line of lines) {
    if (line.person_seq === null) {
      const conflict = placeConflict(context, line)
      if (conflict !== null) conflicts.push(conflict)
      continue
    }
    const person = files.has(line.person_seq) ? undefined : personBySeq(db, line.person_seq)
    if (!files.has(line.person_seq)) files.set(line.person_seq, person === undefined ? null : fileOf(db, person))
    const file = files.get(line.person_seq)
    if (file === null || file === undefined) continue
    if (line.record === null && line.field === CREATED) kept.push(keptView(context, file.person, '后来又有别的记录与这份档案有关'))
    // A file that stays whole keeps everything the act wrote into it.
    const conflict = made.has(line.person_seq) ? null : conflictOf(context, line, file)
    if (conflict !== null) conflicts.push(conflict)
  }
  return cut(conflicts, kept)
}

/** What taking an act back would leave, without taking anything back. */
export function previewOf(context: Reading, act: ActRecord): Outcome {
  const { db } = context
  if (act.state === 'undone') return leftOf(context, act.seq)
  const conflicts: ActConflict[] = []
  for (const seq of touchedSince(db, act.seq)) {
    const person = personBySeq(db, seq)
    if (person === undefined) continue
    const file = fileOf(db, person)
    for (const line of inConflict(db, seq, act.seq)) {
      const conflict = conflictOf(context, line, file)
      if (conflict !== null) conflicts.push(conflict)
    }
  }
  const kept = [...heldFiles(db, act.seq)].flatMap(([seq, why]): ActKept[] => {
    const person = personBySeq(db, seq)
    return person === undefined ? [] : [keptView(context, person, why)]
  })
  return cut(conflicts, kept)
}
