/** The files one save may change: the person's own, those merged into it, and those whose records stand in it too. */
import type { DependentKind } from '@shared/contract/persons'
import { AppError } from '@shared/errors'
import type { ReadDb } from '../../db'
import { dependents, recordName, type DependentRecords } from './dependents'
import type { PersonFile } from './file'
import { groupOf } from './group'
import { fileOf, ownersLinking, personBySeq } from './queries/files'
import type { PersonRecord, Row } from './record'
import { labelOfKind } from './words'

export interface Edit {
  /** The file that is written: the survivor of its group. */
  readonly own: number
  /** Ids of the group: a record that links one of them stands in this file. */
  readonly ids: ReadonlySet<string>
  readonly before: ReadonlyMap<number, PersonFile>
  readonly after: Map<number, PersonFile>
  /** Records taken away, with the reason typed for each. */
  readonly reasons: Map<string, string>
}

const existing = (db: ReadDb, seqs: readonly number[]): PersonRecord[] =>
  seqs.map((seq) => personBySeq(db, seq)).filter((person) => person !== undefined)

/** @param person the file that goes on for its group */
export function openEdit(db: ReadDb, person: PersonRecord): Edit {
  const group = existing(db, groupOf(db, person.seq))
  const linking = existing(db, [...new Set(group.flatMap(({ id }) => ownersLinking(db, id)))])
  const before = new Map([...group, ...linking].map((one) => [one.seq, fileOf(db, one)]))
  return { own: person.seq, ids: new Set(group.map(({ id }) => id)), before, after: new Map(before), reasons: new Map() }
}

/** A person who is not on file yet. */
export function openBirth(person: PersonRecord): Edit {
  const file: PersonFile = { person, phone: [], spouse: [], child: [], episode: [], consent: [] }
  return {
    own: person.seq,
    ids: new Set([person.id]),
    before: new Map([[person.seq, file]]),
    after: new Map([[person.seq, file]]),
    reasons: new Map()
  }
}

export interface Standing<K extends DependentKind> {
  /** Row of the person it was written for. */
  readonly seq: number
  readonly row: DependentRecords[K]
  /** It was written for somebody else and links this file. */
  readonly fromOther: boolean
}

const isOfGroup = (edit: Edit, file: PersonFile): boolean => edit.ids.has(file.person.id)

function links(kind: DependentKind, row: Row, ids: ReadonlySet<string>): boolean {
  return (dependents[kind].links as readonly string[]).some((column) => ids.has(String(row[column])))
}

/** @returns the record of this file; @throws AppError `persons.record_unknown` */
export function standing<K extends DependentKind>(edit: Edit, kind: K, id: string): Standing<K> {
  for (const [seq, file] of edit.after) {
    const row = (file[kind] as readonly DependentRecords[K][]).find((one) => one.id === id)
    const fromOther = !isOfGroup(edit, file)
    if (row !== undefined && (!fromOther || links(kind, row, edit.ids))) return { seq, row, fromOther }
  }
  throw new AppError('persons.record_unknown', { label: labelOfKind(kind) })
}

const fileAfter = (edit: Edit, seq: number): PersonFile => {
  const file = edit.after.get(seq)
  if (file === undefined) throw new RangeError('a record is put only into an open file')
  return file
}

/** Adds a record to the file it is written for, or changes it there. */
export function put<K extends DependentKind>(edit: Edit, kind: K, seq: number, row: DependentRecords[K]): void {
  const file = fileAfter(edit, seq)
  const rows = file[kind] as readonly DependentRecords[K][]
  const there = rows.some(({ id }) => id === row.id)
  edit.after.set(seq, { ...file, [kind]: there ? rows.map((one) => (one.id === row.id ? row : one)) : [...rows, row] })
}

/** Takes a record away; the history keeps it. @throws AppError `persons.record_unknown` */
export function remove(edit: Edit, kind: DependentKind, id: string, reason: string): void {
  const { seq } = standing(edit, kind, id)
  const file = fileAfter(edit, seq)
  edit.after.set(seq, { ...file, [kind]: (file[kind] as readonly Row[]).filter((row) => row['id'] !== id) })
  edit.reasons.set(recordName(kind, id), reason)
}

export const ownFile = (edit: Edit): PersonFile => fileAfter(edit, edit.own)

/** Replaces the person's own row. */
export function putPerson(edit: Edit, person: PersonRecord): void {
  edit.after.set(edit.own, { ...ownFile(edit), person })
}

/** @returns every record of the kind that stands in this file: the group's own, and those of others that link it */
export function allOf<K extends DependentKind>(edit: Edit, kind: K): DependentRecords[K][] {
  return [...edit.after.values()].flatMap((file) =>
    (file[kind] as readonly DependentRecords[K][]).filter((row) => isOfGroup(edit, file) || links(kind, row, edit.ids))
  )
}
