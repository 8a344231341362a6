/** Files that are new to the register: all their rows at once, with statements prepared once for loops over a hundred thousand. */
import type { ReferenceBook } from '@shared/domain'
import { dependentKinds } from './dependents'
import type { PersonFacts } from './facts'
import type { PersonFile } from './file'
import { noteBirth } from './queries/acts'
import type { Origin } from './queries/changes'
import { personInserter, rowInserter, wordsInserter } from './queries/files'
import { personsGrew } from './queries/grown'
import { composeColumns, type PersonRecord, type Verified } from './record'
import { stayColumns } from './stay-columns'
import { announceBirth, isKnownArea, presentOf, wordsOf, type StoreContext } from './store'

/** @returns the row of somebody who was never on file; the present stay is filled in with the file */
export function newPerson(
  seq: number,
  id: string,
  facts: PersonFacts,
  verified: Verified,
  { at, by }: Origin,
  reference: ReferenceBook
): PersonRecord {
  return {
    ...composeColumns(facts, verified, null, isKnownArea(reference)),
    seq,
    id,
    revision: 1,
    status: 'active',
    status_on: null,
    status_recorded_on: null,
    status_reason: null,
    status_note: null,
    merged_into: null,
    survivor: null,
    created_at: at,
    updated_at: at,
    updated_by: by
  }
}

/** @returns the insertion of whole new files, which answers with the file as it stands then */
export function fileInserter(context: StoreContext): (file: PersonFile, origin: Origin) => PersonFile {
  const { db } = context
  const insertPerson = personInserter(db)
  const insertWords = wordsInserter(db)
  const insertRows = dependentKinds.map((kind) => ({ kind, insert: rowInserter(db, kind) }))
  return (file, origin) => {
    const stay = presentOf(file.episode)
    const person: PersonRecord = stay === undefined ? file.person : { ...file.person, ...stayColumns(stay, file.person, context.reference) }
    const { seq, id } = person
    insertPerson({ seq, id, at: origin.at, by: origin.by }, person)
    personsGrew(db, seq)
    for (const { kind, insert } of insertRows) for (const row of file[kind]) insert(row)
    insertWords(seq, wordsOf(person))
    if (origin.act !== null) noteBirth(db, origin.act, seq)
    announceBirth(context, file, origin)
    return { ...file, person }
  }
}
