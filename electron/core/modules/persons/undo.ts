/** Taking an act back: values, records and files return to what they were; where somebody came later, the later value stays and is told. */
import { AppError } from '@shared/errors'
import type { Day, ReferenceBook } from '@shared/domain'
import type { WriteDb } from '../../db'
import { leftOf, type Outcome } from './acts'
import { cellOf, recordOfName, type EpisodeRecord } from './dependents'
import { dwellingKey, employerKey, knownDwelling, placeFields, STAMPS } from './dwellings'
import { takeAllBack, type PersonFile } from './file'
import { heldFiles } from './held-files'
import {
  dropActPerson,
  endUndo,
  personsOfAct,
  restoreRevision,
  startUndo,
  touchPerson,
  type ActPerson,
  type ActRecord
} from './queries/acts'
import { changesOf, changesOfPlace, dropChange, placesOfAct } from './queries/changes'
import { fileOf, personBySeq } from './queries/files'
import { survivorSeq } from './queries/groups'
import {
  deletePlace,
  isPlaceKind,
  isPlaceUsed,
  placeById,
  placeKinds,
  placesMadeBy,
  updatePlace,
  type DwellingRecord,
  type EmployerRecord,
  type PlaceKind
} from './queries/places'
import { dropHanging, dropPerson, isLinkBacked, linkLines } from './queries/undo'
import type { Cell, Row } from './record'
import { settleStay, storeFile } from './store'
import { planOf } from './undo-plan'

export interface UndoContext {
  readonly db: WriteDb
  readonly reference: ReferenceBook
  readonly now: string
  readonly today: Day
  readonly actor: { readonly displayName: string }
}

/** Houses and employers are found anew: those the act had found may be gone when it is. */
function settled(context: UndoContext, before: PersonFile, after: PersonFile): PersonFile {
  const { db } = context
  const was = new Set(before.episode)
  const again = (stay: EpisodeRecord): EpisodeRecord => {
    const employer = stay.employer_id !== null && placeById(db, 'employer', stay.employer_id) === undefined ? null : stay.employer_id
    return { ...stay, dwelling: knownDwelling(db, stay), employer_id: employer }
  }
  return before.episode === after.episode ? after : { ...after, episode: after.episode.map((stay) => (was.has(stay) ? stay : again(stay))) }
}

/** One file that stood before the act. */
function putBack(context: UndoContext, act: number, touched: ActPerson): void {
  const { db, now, actor } = context
  const { person_seq: seq, revision_before: revision, updated_at_before: at, updated_by_before: by } = touched
  const person = personBySeq(db, seq)
  if (person === undefined) return
  const { back } = planOf(changesOf(db, seq), act)
  const before = fileOf(db, person)
  if (back.length > 0) storeFile(context, before, settled(context, before, takeAllBack(before, back)))
  for (const line of back) dropChange(db, line.seq)
  if (person.revision === touched.revision_after && revision !== null) restoreRevision(db, seq, revision, at ?? now, by ?? '')
  else touchPerson(db, seq, now, actor.displayName, null)
  dropActPerson(db, act, seq)
}

function keyOf(kind: PlaceKind, row: Row): Record<string, Cell> {
  if (kind === 'household') return {}
  if (kind === 'dwelling') {
    const { code, kind: use, text } = row as DwellingRecord
    return { key: dwellingKey(code, use, text) }
  }
  const { name, address } = row as EmployerRecord
  return { key: employerKey(name, address) }
}

/** One household, dwelling or employer that stood before the act. */
function putPlaceBack({ db }: UndoContext, act: number, record: string): void {
  const { kind, id } = recordOfName(record)
  const place: Row | undefined = isPlaceKind(kind) ? placeById(db, kind, id) : undefined
  if (place === undefined || !isPlaceKind(kind)) return
  const fields: Readonly<Record<string, string>> = { ...placeFields[kind], ...STAMPS }
  const { back, stay } = planOf(changesOfPlace(db, record), act)
  const last = back.find(({ field }) => field === '~revision')
  // Stamps go back only where nobody else has stamped the record since.
  const untouched = last !== undefined && String(place['revision']) === last.after
  const columns: Record<string, Cell> = {}
  for (const { field, before } of back) {
    const column = fields[field]
    if (column === undefined || (field.startsWith('~') && !untouched)) continue
    columns[column] = cellOf(column, before)
  }
  updatePlace(db, kind, Number(place['seq']), { ...columns, ...keyOf(kind, { ...place, ...columns }) })
  for (const line of back) dropChange(db, line.seq)
  for (const line of stay) if (line.field.startsWith('~')) dropChange(db, line.seq)
}

/** Places the act made and nobody uses or changed. */
function dropUnusedPlaces({ db }: UndoContext, act: number): void {
  for (const kind of placeKinds)
    for (const { seq, id } of placesMadeBy(db, kind, act)) {
      const lines = changesOfPlace(db, `${kind}:${id}`)
      if (isPlaceUsed(db, kind, seq) || lines.some((line) => line.act !== act)) continue
      for (const line of lines) dropChange(db, line.seq)
      deletePlace(db, kind, seq)
    }
}

/** Lines in the files of those whom the act linked, where the link itself is gone. */
function dropLinkLines({ db }: UndoContext, act: number): void {
  for (const line of linkLines(db, act))
    if (!isLinkBacked(db, act, line.after ?? line.before ?? '', line.record ?? '')) dropChange(db, line.seq)
}

type Phase = 'changed' | 'rows' | 'files' | 'places' | 'over'
const NEXT: Readonly<Record<Phase, Phase>> = { changed: 'rows', rows: 'files', files: 'places', places: 'over', over: 'over' }
const NEWEST = Number.MAX_SAFE_INTEGER

/**
 * Taking back in slices: files that stood before, then rows and files the act made, then places.
 * Every slice runs in the caller's transaction; between slices the act is `undoing`, and a later call goes on where the last one stopped.
 * @throws AppError `acts.not_done` for an act already taken back
 */
export function openUndo(act: ActRecord, total: number): { slice(context: UndoContext, limit: number): boolean; done(): number } {
  if (act.state === 'undone') throw new AppError('acts.not_done')
  let phase: Phase = 'changed'
  let below = NEWEST
  let done = 0
  let held: Map<number, string> | null = null
  const isHeld = (context: UndoContext, seq: number): boolean => (held ??= heldFiles(context.db, act.seq)).has(seq)
  const turn = (): void => {
    phase = NEXT[phase]
    below = NEWEST
  }
  const files = (context: UndoContext, limit: number): void => {
    const { db } = context
    const page = personsOfAct(db, act.seq, below, limit)
    for (const touched of page) {
      const { person_seq: seq, revision_before: revision } = touched
      below = seq
      if (revision !== null) {
        if (phase !== 'changed') continue
        putBack(context, act.seq, touched)
        done += 1
      } else if (phase === 'rows' && !isHeld(context, seq)) {
        const end = survivorSeq(db, seq)
        dropHanging(db, seq)
        // What hung on a merged file counted for the one that goes on.
        if (end !== seq) settleStay(context, end)
      } else if (phase === 'files') {
        if (!isHeld(context, seq)) {
          dropPerson(db, seq)
          done += 1
        }
        dropActPerson(db, act.seq, seq)
      }
    }
    if (page.length < limit) turn()
  }
  return {
    done: () => Math.min(done, total),
    slice(context, limit) {
      if (phase === 'places') {
        for (const record of placesOfAct(context.db, act.seq)) putPlaceBack(context, act.seq, record)
        dropLinkLines(context, act.seq)
        dropUnusedPlaces(context, act.seq)
        endUndo(context.db, act.seq)
        turn()
      } else {
        if (act.state === 'done' && phase === 'changed' && below === NEWEST)
          startUndo(context.db, act.seq, context.now, context.actor.displayName)
        files(context, limit)
      }
      return phase !== 'over'
    }
  }
}

const SLICE = 500

/**
 * Takes an act back whole inside the caller's transaction.
 * @returns how many files were put back or removed, and what stayed because somebody came later
 * @throws AppError `acts.not_done`
 */
export function undoAct(context: UndoContext, act: ActRecord): Outcome & { undone: number } {
  const work = openUndo(act, NEWEST)
  while (work.slice(context, SLICE));
  return { undone: work.done(), ...leftOf({ ...context, scope: null }, act.seq) }
}
