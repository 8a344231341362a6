/** The door of the register of persons. */
import type { PersonRow } from '@shared/contract/persons'
import type { ReadDb } from '../../db'
import { presentStay } from './adopt'
import { personById, personBySeq } from './queries/files'
import { listRow, listRows } from './queries/records'
import { factsOf } from './record'
import { rowViewer, type RowContext } from './views'

export { closeUndone, knownAct, leftOf, mergeAct, previewOf, standingSlipAct, startAct, type StartedAct } from './acts'
export { adoptableFields, adoptField, personField, type AdoptableField } from './adopt'
export { actHandlers } from './handlers/acts'
export { placeHandlers } from './handlers/places'
export {
  cellOfPerson,
  checkPerson,
  inHousehold,
  insertPersons,
  writePersons,
  type CheckedPerson,
  type InsertContext,
  type NewPerson
} from './bulk'
export { nameDivisions } from './divisions-named'
export { dwellingOf } from './dwellings'
export type { PersonFile } from './file'
export { groupOf, knownPerson, livingPerson, membersOfGroup, survivorOf } from './group'
export { personHandlers } from './handlers'
export {
  assertCareful,
  assertUnrestricted,
  bereavedSince,
  contestedOf,
  contestedWords,
  hiddenInLists,
  isBereaved,
  liftMarksOf,
  marksOf,
  placeMarks,
  restrictedIds,
  restrictedNames,
  standsFor,
  withheldIds
} from './marks'
export { isProtectedChild, maskedName, shownName } from './masks'
export { matchKeyOf, matchScore, type Evidence, type Match, type MatchKey, type MatchRow } from './match-score'
export { childFilesOf, comparedChoices, mergeFiles, mergeNotes, suggestedSurvivor, type MergeContext } from './merging'
export { arrivals } from './arrivals'
export { sharedPeople } from './shared-files'
export { minimumFiles, type FileCounts } from './minimum-file'
export { pairCandidates, type Candidate, type Wanted } from './pairing'
export type { Origin } from './queries/changes'
export { fileOf } from './queries/files'
export type { PersonRecord } from './record'
export { changesMadeFor, consentsOf, filesOfGroup, phonesOf, wholeFiles, withdrawConsent } from './rights'
export { reindexEverybody, reindexPerson } from './reindex'
export { saveFile, type Saved } from './save'
export { assertInScope, isInScope, nameInScope, scopeOf, type Scope } from './scope'
export { noteScopes, openScopes, scopesAreNoted, scopesWait } from './settle-scopes'
export { changeFile, type StoreContext } from './store'
export { undoAct, type UndoContext } from './undo'
export { filesAround, moveRecord, settleLeftovers, writtenSince } from './unmerging'
export { assertRevision } from './save'

/** @returns the person as a list shows it, a merged file as the one that goes on; undefined when unknown */
export function personRow(context: RowContext, id: string): PersonRow | undefined {
  const row = listRow(context.db, id)
  return row && rowViewer(context)(row)
}

/** @returns those of the persons who are on file, in the order of the ids; a merged file answers as the one that goes on */
export function personRows(context: RowContext, ids: readonly string[]): PersonRow[] {
  const found = new Map(listRows(context.db, ids).map((row) => [row.asked, row]))
  const view = rowViewer(context)
  return ids.flatMap((id) => {
    const row = found.get(id)
    return row === undefined ? [] : [view(row)]
  })
}

/** Unmasked key facts, from which a slip's whitelist takes what the question needs. */
export interface PersonForSlip {
  /** As asked: a slip keeps the file it was written for. */
  readonly id: string
  readonly name: string
  readonly formerName: string | null
  readonly sex: string
  readonly birthDate: string
  readonly idNo: string | null
  readonly noIdReason: string | null
  readonly hukouCode: string
  readonly hukouText: string | null
  readonly residenceCode: string | null
  readonly residenceText: string | null
  readonly marital: string
  readonly phone: string | null
  readonly currentEpisode: {
    readonly kind: 'in' | 'out' | 'intra_county'
    readonly reason: string | null
    readonly startedOn: string
    readonly endedOn: string | null
    readonly recordedOn: string
  } | null
}

/** @returns the facts of the file that goes on; undefined when unknown */
export function personForSlip(db: ReadDb, id: string): PersonForSlip | undefined {
  const own = personById(db, id)
  const person = own?.survivor == null ? own : personBySeq(db, own.survivor)
  if (person === undefined) return undefined
  const { name, formerName, sex, birthDate, idNo, noIdReason, hukouCode, hukouText, marital, phone } = factsOf(person)
  const stay = presentStay(db, person.seq)
  return {
    ...{ id, name, formerName, sex, birthDate, idNo, noIdReason, hukouCode, hukouText, marital, phone },
    residenceCode: stay?.residence_code ?? null,
    residenceText: stay?.residence_text ?? null,
    currentEpisode:
      stay === undefined
        ? null
        : { kind: stay.kind, reason: stay.reason, startedOn: stay.started_on, endedOn: stay.ended_on, recordedOn: stay.recorded_on }
  }
}
