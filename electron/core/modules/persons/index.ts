/** The door of the register of persons. */
import type { PersonRow } from '@shared/contract/persons'
import type { ReferenceBook } from '@shared/domain'
import type { ReadDb } from '../../db'
import { listRow, listRows, personById, presentStay } from './queries/records'
import { factsOf } from './record'
import { rowView } from './views'

export { adoptableFields, adoptField, personField, type AdoptableField } from './adopt'
export { insertPersons, type InsertContext, type NewPerson } from './bulk'
export { personHandlers } from './handlers'
export { matchScore, type Match, type MatchKey } from './match-score'
export { pairCandidates, type Candidate, type Wanted } from './pairing'

/** @returns the person as a list shows it, undefined when unknown */
export function personRow(db: ReadDb, reference: ReferenceBook, id: string): PersonRow | undefined {
  const row = listRow(db, id)
  return row && rowView(row, reference)
}

/** @returns those of the persons who are on file, in the order of the ids */
export function personRows(db: ReadDb, reference: ReferenceBook, ids: readonly string[]): PersonRow[] {
  const found = new Map(listRows(db, ids).map((row) => [row.id, row]))
  return ids.flatMap((id) => {
    const row = found.get(id)
    return row === undefined ? [] : [rowView(row, reference)]
  })
}

/** Unmasked key facts, from which a slip's whitelist takes what the question needs. */
export interface PersonForSlip {
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

export function personForSlip(db: ReadDb, id: string): PersonForSlip | undefined {
  const person = personById(db, id)
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
