/** A file as it is read: the group's own records and those of others that link it, now or as they stood at an instant. */
import type { ReadDb } from '../../db'
import { knownDwelling } from './dwellings'
import { recordOfName, type ChildRecord, type SpouseRecord } from './dependents'
import { LINKED, takeAllBack, UNLINKED, type PersonFile } from './file'
import { groupOf } from './group'
import { changesOf, type ChangeRecord } from './queries/changes'
import { fileOf, ownersLinking, personById, personBySeq } from './queries/files'
import { composeColumns, factsOf, verifiedOf, type PersonRecord } from './record'
import { stayColumns } from './stay-columns'
import { presentOf } from './store'

/** A record written for somebody else's file. */
export interface Foreign<R> {
  readonly owner: PersonRecord
  readonly row: R
}

export interface LoadedFile {
  /** The file that goes on for the group. */
  readonly person: PersonRecord
  /** It and those merged into it. */
  readonly members: readonly PersonFile[]
  /** Marriages that name one of the group as the other one. */
  readonly marriages: readonly Foreign<SpouseRecord>[]
  /** Children that name one of the group as the other parent. */
  readonly children: readonly Foreign<ChildRecord>[]
  /** Records by which one of the group is a child. */
  readonly births: readonly Foreign<ChildRecord>[]
}

/** One instant; null is now. What happened after it is taken back. */
export type Moment = string | null

/** @returns undefined when the file was made later */
export function fileAt(db: ReadDb, person: PersonRecord, moment: Moment): PersonFile | undefined {
  const file = fileOf(db, person)
  if (moment === null) return file
  if (person.created_at > moment) return undefined
  const lines = changesOf(db, person.seq)
  const then = takeAllBack(
    file,
    lines.filter(({ at }) => at > moment)
  )
  const last = lines.find(({ at }) => at <= moment)
  return derived(db, { ...then, person: { ...then.person, updated_at: last?.at ?? person.created_at, updated_by: last?.by ?? '' } })
}

/** Columns without a history follow from those that have one. */
function derived(db: ReadDb, file: PersonFile): PersonFile {
  const { person } = file
  const stay = stayColumns(presentOf(file.episode), person, null)
  const columns = composeColumns(factsOf(person), verifiedOf(person), stay, () => true)
  return {
    ...file,
    person: { ...person, ...columns, id_checks: person.id_checks },
    episode: file.episode.map((stay) => ({ ...stay, dwelling: knownDwelling(db, stay) }))
  }
}

/** Seqs of all who may ever have linked this person with a record. */
function everLinking(db: ReadDb, person: PersonRecord, moment: Moment): PersonRecord[] {
  const now = ownersLinking(db, person.id).map((seq) => personBySeq(db, seq))
  if (moment === null) return now.filter((owner) => owner !== undefined)
  const told = changesOf(db, person.seq).filter(({ field }) => field === LINKED || field === UNLINKED)
  const ids = new Set(told.map(({ before, after }) => after ?? before ?? ''))
  const all = [...now, ...[...ids].map((id) => personById(db, id))].filter((owner) => owner !== undefined)
  return [...new Map(all.map((owner) => [owner.seq, owner])).values()]
}

/** The end of the chain of merges as it stood. */
function endOf(members: ReadonlyMap<number, PersonFile>, seq: number): number {
  for (let at = seq; ;) {
    const next = members.get(at)?.person.merged_into ?? null
    if (next === null || !members.has(next)) return at
    at = next
  }
}

/** @param own only this very file, with nothing of the group @returns null when there was no file at that moment */
export function loadFile(db: ReadDb, person: PersonRecord, moment: Moment, own = false): LoadedFile | null {
  const seqs = own ? [person.seq] : groupOf(db, person.seq)
  const files = new Map<number, PersonFile>()
  for (const seq of seqs) {
    const row = personBySeq(db, seq)
    const file = row && fileAt(db, row, moment)
    if (file !== undefined) files.set(seq, file)
  }
  if (!files.has(person.seq)) return null
  const end = own ? person.seq : endOf(files, person.seq)
  const members = [...files.values()].filter((file) => own || endOf(files, file.person.seq) === end)
  const main = files.get(end)
  if (main === undefined) return null
  const ordered = [main, ...members.filter((file) => file !== main)]
  return { person: main.person, members: ordered, ...foreignRecords(db, ordered, moment) }
}

function foreignRecords(db: ReadDb, members: readonly PersonFile[], moment: Moment): Pick<LoadedFile, 'marriages' | 'children' | 'births'> {
  const ids = new Set(members.map(({ person }) => person.id))
  const owners = new Map(members.flatMap(({ person }) => everLinking(db, person, moment)).map((owner) => [owner.seq, owner]))
  const files = [...owners.values()].map((owner) => fileAt(db, owner, moment)).filter((file) => file !== undefined)
  const of = <R>(pick: (file: PersonFile) => readonly R[]): Foreign<R>[] =>
    files.flatMap((file) => pick(file).map((row) => ({ owner: file.person, row })))
  const names = (id: string | null): boolean => id !== null && ids.has(id)
  const outside = ({ owner }: { readonly owner: PersonRecord }): boolean => !ids.has(owner.id)
  return {
    marriages: of((file) => file.spouse.filter((row) => names(row.spouse_id))).filter(outside),
    children: of((file) => file.child.filter((row) => names(row.other_parent_id))).filter(outside),
    births: of((file) => file.child.filter((row) => names(row.child_id)))
  }
}

/** @returns the lines of the group's own files and of others' records that stood in them, the latest first */
export function linesOf(db: ReadDb, members: readonly PersonRecord[]): ChangeRecord[] {
  const lines = members.flatMap((member) => changesOf(db, member.seq))
  const records = new Set<string>()
  for (const { field, record } of lines) if (record !== null && (field === LINKED || field === UNLINKED)) records.add(record)
  const ids = new Set(members.map(({ id }) => id))
  const owners = new Map<number, PersonRecord>()
  for (const member of members) for (const owner of everLinking(db, member, '')) if (!ids.has(owner.id)) owners.set(owner.seq, owner)
  for (const owner of owners.values()) {
    for (const kind of ['spouse', 'child'] as const)
      for (const row of fileOf(db, owner)[kind]) if (links(row, ids)) records.add(`${kind}:${row.id}`)
  }
  const others = [...owners.values()].flatMap((owner) =>
    changesOf(db, owner.seq).filter(({ record, field }) => record !== null && records.has(record) && field !== LINKED && field !== UNLINKED)
  )
  return [...lines, ...others].sort((a, b) => b.seq - a.seq)
}

function links(row: SpouseRecord | ChildRecord, ids: ReadonlySet<string>): boolean {
  const named = 'spouse_id' in row ? [row.spouse_id] : [row.child_id, row.other_parent_id]
  return named.some((id) => id !== null && ids.has(id))
}

export const kindOf = (record: string | null): string | null => (record === null ? null : recordOfName(record).kind)
