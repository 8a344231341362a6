/** Writes a file from one state to the next: rows that differ, derived columns, search words; and, for an act of a person, the history. */
import type { ReferenceBook } from '@shared/domain'
import type { WriteDb } from '../../db'
import { dependentKinds, type EpisodeRecord, type PhoneRecord } from './dependents'
import { changesBetween, CREATED, linksOf, LINKED, REMOVED, UNLINKED, type Change, type PersonFile } from './file'
import { touchPerson } from './queries/acts'
import { changeInserter, type Origin } from './queries/changes'
import { episodesOf, personById, personBySeq, replaceWords, storePerson, storeRows } from './queries/files'
import { membersOf, settleSurvivor, survivorSeq } from './queries/groups'
import { composeColumns, factsOf, reversedDigits, verifiedOf, type PersonRecord, type SavedColumns } from './record'
import { searchWords } from './search-words'
import { stayColumns, type StayColumns } from './stay-columns'

export interface StoreContext {
  readonly db: WriteDb
  readonly reference: ReferenceBook
}

const areas = new WeakMap<ReferenceBook, Map<string, boolean>>()

/** Six digits were ever a division: asked for every number, and there are some thousands. */
export function isKnownArea(reference: ReferenceBook): (code: string) => boolean {
  const known = areas.get(reference) ?? new Map<string, boolean>()
  areas.set(reference, known)
  return (code) => {
    const before = known.get(code)
    if (before !== undefined) return before
    const found = reference.division(code) !== undefined
    if (known.size < MOST_AREAS) known.set(code, found)
    return found
  }
}
const MOST_AREAS = 20_000

/** @returns the stay that lasts, else the one that began last */
export function presentOf<S extends Pick<EpisodeRecord, 'ended_on' | 'started_on' | 'id'>>(stays: readonly S[]): S | undefined {
  const rank = ({ ended_on, started_on, id }: S): string => `${ended_on === null ? '1' : '0'}${started_on.padEnd(10)}${id}`
  return stays.reduce<S | undefined>((best, stay) => (best === undefined || rank(stay) > rank(best) ? stay : best), undefined)
}

export const wordsOf = (columns: Pick<SavedColumns, 'name' | 'former_name' | 'pinyin'>): string =>
  searchWords(columns.name, columns.former_name, columns.pinyin)

const WORDED = ['name', 'former_name', 'pinyin'] as const

/** The file's own rows; the present stay of merged files counts for the one that goes on. */
function stayOfGroup({ db, reference }: StoreContext, person: PersonRecord, own: readonly EpisodeRecord[]): StayColumns {
  const others = membersOf(db, person.seq).slice(1)
  return stayColumns(presentOf([...own, ...others.flatMap((member) => episodesOf(db, member))]), person, reference)
}

/** Fills the present stay of a file in again, from its own records and those of files merged into it. */
export function settleStay(context: StoreContext, seq: number): void {
  const { db, reference } = context
  const person = personBySeq(db, seq)
  if (person === undefined) return
  const stay = stayOfGroup(context, person, episodesOf(db, seq))
  storePerson(db, person, { ...person, ...composeColumns(factsOf(person), verifiedOf(person), stay, isKnownArea(reference)) }, seq)
}

const withTail = (row: PhoneRecord): PhoneRecord => {
  const tail = reversedDigits(row.number)
  return tail === row.reversed ? row : { ...row, reversed: tail }
}

/** Without history and revision: for saves, which write both, and for taking back, which restores both. */
export function storeFile(context: StoreContext, before: PersonFile, after: PersonFile): PersonRecord {
  const { db, reference } = context
  const { seq } = before.person
  const phone = before.phone === after.phone ? after.phone : after.phone.map(withTail)
  for (const kind of dependentKinds) {
    const rows = kind === 'phone' ? phone : after[kind]
    if (before[kind] !== rows) storeRows(db, kind, before[kind], rows)
  }
  const stay = stayOfGroup(context, after.person, after.episode)
  const columns = composeColumns(factsOf(after.person), verifiedOf(after.person), stay, isKnownArea(reference))
  const person: PersonRecord = { ...after.person, ...columns }
  const moved = before.person.merged_into !== person.merged_into
  // The end of the chain is settled once the link stands; until then the link itself keeps the row whole.
  const written = moved ? { ...person, survivor: person.merged_into } : person
  storePerson(db, before.person, written, seq)
  if (WORDED.some((column) => before.person[column] !== person[column])) replaceWords(db, seq, wordsOf(person))
  if (moved) settleSurvivor(db, seq, person.merged_into)
  const ends = new Set([before.person.survivor ?? seq, survivorSeq(db, seq)])
  if (moved || before.episode !== after.episode) for (const end of ends) if (end !== seq || moved) settleStay(context, end)
  return written
}

/** Files that show the record beside the one it was written for, and those that go on for them. */
function touched(db: WriteDb, own: number, linked: Iterable<string>): Set<number> {
  const found = new Set([own, survivorSeq(db, own)])
  for (const id of linked) {
    const other = personById(db, id)
    if (other !== undefined) found.add(other.seq).add(other.survivor ?? other.seq)
  }
  return found
}

/** Lines in the files of those whom a record began or ceased to link. */
function noteLinks(db: WriteDb, before: PersonFile | null, after: PersonFile, origin: Origin): void {
  const [was, is] = [before === null ? new Map<string, Set<string>>() : linksOf(before), linksOf(after)]
  const insert = changeInserter(db)
  for (const id of new Set([...was.keys(), ...is.keys()])) {
    const seq = personById(db, id)?.seq
    if (seq === undefined) continue
    const [old, now] = [was.get(id) ?? new Set<string>(), is.get(id) ?? new Set<string>()]
    const owner = after.person.id
    for (const record of now) if (!old.has(record)) insert(seq, { record, field: LINKED, before: null, after: owner }, origin)
    for (const record of old) if (!now.has(record)) insert(seq, { record, field: UNLINKED, before: owner, after: null }, origin)
  }
}

/** Whom the changed records link, before or after. */
function linkedByChanges(before: PersonFile | null, after: PersonFile, changes: readonly Change[]): Set<string> {
  const records = new Set(changes.map(({ record }) => record))
  const found = new Set<string>()
  for (const file of before === null ? [after] : [before, after])
    for (const [id, names] of linksOf(file)) if ([...names].some((name) => records.has(name))) found.add(id)
  return found
}

/**
 * One act of a person on one file: rows, derived columns, history and revision of every file that shows them.
 * @param reasons why each removed record was taken away
 * @returns the changes; none means that nothing was written
 */
export function changeFile(
  context: StoreContext,
  before: PersonFile,
  after: PersonFile,
  origin: Origin,
  reasons: ReadonlyMap<string, string> = new Map()
): Change[] {
  const { db } = context
  const changes = changesBetween(before, after)
  if (changes.length === 0) return []
  storeFile(context, before, after)
  const insert = changeInserter(db)
  for (const change of changes) {
    const reason = change.field === REMOVED && change.record !== null ? reasons.get(change.record) : undefined
    insert(before.person.seq, change, reason === undefined ? origin : { ...origin, why: reason })
  }
  noteLinks(db, before, after, origin)
  for (const seq of touched(db, before.person.seq, linkedByChanges(before, after, changes)))
    touchPerson(db, seq, origin.at, origin.by, origin.act)
  return changes
}

/** A file that is new with everything in it: its rows stand already; those whom it links learn of it. */
export function announceBirth({ db }: StoreContext, file: PersonFile, origin: Origin): void {
  changeInserter(db)(file.person.seq, { record: null, field: CREATED, before: null, after: null }, origin)
  const links = linksOf(file)
  if (links.size === 0) return
  noteLinks(db, null, file, origin)
  for (const seq of touched(db, file.person.seq, links.keys()))
    if (seq !== file.person.seq) touchPerson(db, seq, origin.at, origin.by, origin.act)
}
