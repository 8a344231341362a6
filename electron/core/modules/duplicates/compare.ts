/** Two files beside each other as a clerk decides about them. */
import type { ComparedFile, PairView } from '@shared/contract/duplicates'
import type { HandlerInput, Output } from '@shared/contract'
import type { duplicates } from '@shared/contract/duplicates'
import { moveKindLabels } from '@shared/domain'
import { formatInstant } from '@shared/format'
import { AppError } from '@shared/errors'
import type { ReadDb } from '../../db'
import type { CallContext } from '../../rpc'
import {
  comparedChoices,
  fileOf,
  groupOf,
  knownPerson,
  livingPerson,
  mergeNotes,
  personRow,
  shownName,
  suggestedSurvivor,
  type PersonRecord
} from '../persons'
import { changeCount, idOf, slipCount } from './queries/facts'
import { pairOf, type PairRecord } from './queries/pairs'
import { compareGroups } from './score'

export type Asking = Pick<CallContext, 'actor' | 'reference' | 'today'> & { readonly db: ReadDb }

export interface TwoFiles {
  readonly a: PersonRecord
  readonly b: PersonRecord
}

/** @throws AppError `persons.unknown`, `persons.merged`, `persons.out_of_scope`, `duplicates.same_file` */
export function twoFiles(asking: Asking, ids: { readonly a: string; readonly b: string }): TwoFiles {
  if (ids.a === ids.b) throw new AppError('duplicates.same_file')
  return { a: livingPerson(asking, ids.a), b: livingPerson(asking, ids.b) }
}

const decisionWords = { open: '未处理', not_duplicate: '不是同一人', merged: '已合并' } as const

/** @throws AppError `duplicates.decided` telling the second clerk what the first one decided */
export function assertUndecided(pair: PairRecord | undefined): void {
  if (pair === undefined || pair.state !== 'not_duplicate' || pair.decided_by === null || pair.decided_at === null) return
  throw new AppError('duplicates.decided', {
    by: pair.decided_by,
    at: formatInstant(pair.decided_at),
    decision: decisionWords[pair.state]
  })
}

/** Rows of a pair; a file that is gone leaves no row. */
export function pairView(asking: Asking, pair: PairRecord): PairView | null {
  const [a, b] = [personRow(asking, pair.a_id), personRow(asking, pair.b_id)]
  if (a === undefined || b === undefined) return null
  const { score, state, found_at: foundAt, decided_by: decidedBy, decided_at: decidedAt, why } = pair
  return { a, b, score, reasons: JSON.parse(pair.reasons) as string[], state, foundAt, decidedBy, decidedAt, why }
}

function comparedFile(asking: Asking, person: PersonRecord): ComparedFile {
  const { db, reference } = asking
  const members = groupOf(db, person.seq).map((seq) => knownPerson(db, idOf(db, seq) ?? ''))
  const files = members.map((member) => fileOf(db, member))
  const stays = files.flatMap(({ episode }) => episode).sort((a, b) => (a.started_on < b.started_on ? 1 : -1))
  const sum = (count: (file: (typeof files)[number]) => number): number => files.reduce((all, file) => all + count(file), 0)
  const row = personRow(asking, person.id)
  if (row === undefined) throw new AppError('persons.unknown')
  return {
    person: row,
    revision: person.revision,
    createdAt: person.created_at,
    updatedAt: person.updated_at,
    updatedBy: person.updated_by,
    counts: {
      slips: members.reduce((all, { id }) => all + slipCount(db, id), 0),
      episodes: stays.length,
      spouses: sum(({ spouse }) => spouse.length),
      children: sum(({ child }) => child.length),
      phones: sum(({ phone }) => phone.length) + (person.phone === null ? 0 : 1),
      changes: members.reduce((all, { seq }) => all + changeCount(db, seq), 0)
    },
    stays: stays.map((stay) =>
      [
        moveKindLabels[stay.kind],
        `${stay.started_on} 至 ${stay.ended_on ?? '今'}`,
        reference.divisionName(stay.residence_code),
        stay.residence_text ?? ''
      ]
        .join(' ')
        .trim()
    ),
    mergedFrom: members.slice(1).map((one) => shownName(one, asking.today))
  }
}

type Compared = Output<typeof duplicates.compare>

export function compareFiles(asking: Asking, ids: HandlerInput<typeof duplicates.compare>): Compared {
  const { db, reference } = asking
  const { a, b } = twoFiles(asking, ids)
  const match = compareGroups(db, a.seq, b.seq, reference.characters)
  const pair = pairOf(db, a.id, b.id)
  const decided =
    pair === undefined || pair.state === 'open' || pair.decided_by === null || pair.decided_at === null
      ? null
      : { state: pair.state, by: pair.decided_by, at: pair.decided_at, why: pair.why }
  return {
    a: comparedFile(asking, a),
    b: comparedFile(asking, b),
    score: match.score,
    reasons: match.why,
    survivor: suggestedSurvivor(a, b),
    fields: comparedChoices(asking, a, b),
    notes: notesOf(db, a, b),
    decided: decided?.state === 'merged' ? null : decided
  }
}

/** What stands against a merge is told here and refused there. */
function notesOf(db: ReadDb, a: PersonRecord, b: PersonRecord): string[] {
  try {
    return mergeNotes(db, a, b)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'duplicates.parent_and_child') throw error
    return [`${String(error.params['parent'])}与${String(error.params['child'])}登记为父母和子女，不能合并。`]
  }
}
