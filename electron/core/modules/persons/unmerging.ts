/** After a merge is taken back: what was written meanwhile finds its file, and values that earlier undone merges had to leave go back too. */
import type { DependentKind } from '@shared/contract/persons'
import type { ReferenceBook } from '@shared/domain'
import { AppError } from '@shared/errors'
import type { ReadDb, WriteDb } from '../../db'
import { recordOfName } from './dependents'
import { CREATED, takeAllBack, type PersonFile } from './file'
import { actBySeq } from './queries/acts'
import { changesOf, dropChange, type ChangeRecord, type Origin } from './queries/changes'
import { fileOf, personBySeq } from './queries/files'
import { membersOf } from './queries/groups'
import type { PersonRecord, Row } from './record'
import { changeFile, storeFile } from './store'
import { planOf } from './undo-plan'
import { labelOfKind, spokenValue } from './words'

export interface WrittenRecord {
  readonly kind: DependentKind
  readonly id: string
  readonly label: string
  readonly at: string
  readonly by: string
}

const MOVABLE: readonly DependentKind[] = ['episode', 'child', 'spouse', 'phone', 'consent']
const isMovable = (kind: string): kind is DependentKind => MOVABLE.some((known) => known === kind)

const rowIn = (file: PersonFile, kind: DependentKind, id: string): Row | undefined =>
  (file[kind] as readonly Row[]).find((row) => row['id'] === id)

/** Words by which a clerk knows the record again. */
function describe(reference: ReferenceBook, kind: DependentKind, row: Row): string {
  const speaking = { reference, nameOf: () => '', masked: true }
  const said = (field: string, column: string): string | null => {
    const cell = row[column]
    return spokenValue(kind, field, cell === null || cell === undefined ? null : String(cell), speaking)
  }
  const parts = {
    episode: [said('kind', 'kind'), said('startedOn', 'started_on'), said('residenceCode', 'residence_code')],
    child: [said('name', 'name'), said('birthDate', 'birth_date')],
    spouse: [said('name', 'name'), said('startedOn', 'started_on')],
    phone: [said('number', 'number')],
    consent: [said('purpose', 'purpose'), said('givenOn', 'given_on')]
  }[kind]
  return [labelOfKind(kind), ...parts.filter((part) => part !== null)].join(' ')
}

/** @returns records that others wrote into the surviving file after the act, the latest first */
export function writtenSince(
  { db, reference }: { readonly db: ReadDb; readonly reference: ReferenceBook },
  act: number,
  survivor: PersonRecord,
  merged: PersonRecord
): WrittenRecord[] {
  const made = changesOf(db, merged.seq).find((line) => line.act === act)
  if (made === undefined) return []
  const file = fileOf(db, survivor)
  return changesOf(db, survivor.seq).flatMap((line) => {
    if (line.seq < made.seq || line.act === act || line.field !== CREATED || line.record === null) return []
    const { kind, id } = recordOfName(line.record)
    const row = isMovable(kind) ? rowIn(file, kind, id) : undefined
    return row === undefined || !isMovable(kind) ? [] : [{ kind, id, label: describe(reference, kind, row), at: line.at, by: line.by }]
  })
}

interface StoreContext {
  readonly db: WriteDb
  readonly reference: ReferenceBook
}

/** A record goes from one file to another; both histories tell it. @throws AppError `persons.record_unknown` */
export function moveRecord(
  context: StoreContext,
  from: PersonRecord,
  to: PersonRecord,
  record: { readonly kind: DependentKind; readonly id: string },
  origin: Origin
): void {
  const { kind, id } = record
  const { db } = context
  const [source, target] = [fileOf(db, from), fileOf(db, to)]
  const row = rowIn(source, kind, id)
  if (row === undefined) throw new AppError('persons.record_unknown', { label: labelOfKind(kind) })
  const others = (source[kind] as readonly Row[]).filter((one) => one !== row)
  changeFile(context, source, { ...source, [kind]: others }, origin)
  changeFile(context, target, { ...target, [kind]: [...(target[kind] as readonly Row[]), { ...row, person_seq: to.seq }] }, origin)
}

/** Acts that were taken back but had to leave lines in this file, the latest first. */
function undoneActs(db: ReadDb, lines: readonly ChangeRecord[]): number[] {
  const acts = [...new Set(lines.map(({ act }) => act).filter((act) => act !== null))].sort((a, b) => b - a)
  return acts.filter((act) => actBySeq(db, act)?.state === 'undone')
}

/**
 * Merges are taken back in any order: a value that one had to leave because a later one stood over it goes back once the later one is gone.
 * @param seq row of table person
 */
export function settleLeftovers(context: StoreContext, seq: number): void {
  const { db } = context
  for (const act of undoneActs(db, changesOf(db, seq))) {
    const person = personBySeq(db, seq)
    if (person === undefined) return
    // A file that stays although the act made it keeps its first line.
    const back = planOf(changesOf(db, seq), act).back.filter(({ record, field }) => record !== null || field !== CREATED)
    if (back.length === 0) continue
    const before = fileOf(db, person)
    storeFile(context, before, takeAllBack(before, back))
    for (const line of back) dropChange(db, line.seq)
  }
}

/** Every file of the group and of the merged one, whose histories an undone act may have left lines in. */
export const filesAround = (db: ReadDb, ...persons: readonly PersonRecord[]): number[] => [
  ...new Set(persons.flatMap((person) => [person.seq, ...membersOf(db, person.survivor ?? person.seq)]))
]
