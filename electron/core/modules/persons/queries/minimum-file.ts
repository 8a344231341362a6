/** SQL of the minimum file: which required facts stand in the row of a person, for the list, for one file and for the count of all. */
import type { FileState, MinimumField, RequiredField } from '@shared/domain'
import type { ReadDb } from '../../../db'
import type { Scope } from '../scope'
import { clause, inScope, type Clause } from './clause'

/** 未知 and 未说明 are no answer; a number may be wanting for a reason that is on file. */
const FILLED: Readonly<Record<MinimumField, string>> = {
  name: "p.name <> ''",
  sex: "(p.sex = '1' OR p.sex = '2')",
  birthDate: "p.birth_date <> ''",
  idNo: '(p.id_no IS NOT NULL OR p.no_id_reason IS NOT NULL)',
  marital: "(p.marital <> '' AND p.marital <> '90')",
  hukouCode: "p.hukou_code <> ''",
  'episode.kind': "p.stay_kind <> ''",
  'episode.startedOn': "p.stay_started <> ''",
  'episode.residenceCode': "p.stay_code <> ''"
}
const PLACES: Readonly<Partial<Record<MinimumField, string>>> = { hukouCode: 'p.hukou_code', 'episode.residenceCode': 'p.stay_code' }

function filled({ field, digits }: RequiredField): string {
  const place = PLACES[field]
  return digits === undefined || place === undefined ? FILLED[field] : `length(${place}) >= ${String(digits)}`
}

const whole = (required: readonly RequiredField[]): string => required.map(filled).join(' AND ')

/** What is true of the file of a row of the list. */
export function fileClause(asked: FileState, required: readonly RequiredField[]): Clause {
  if (asked === 'complete') return clause(whole(required))
  if (asked === 'incomplete') return clause(`NOT (${whole(required)})`)
  return clause(`NOT ${filled(required.find(({ field }) => field === asked) ?? { field: asked })}`)
}

/** @param seq row of table person @returns the required facts it does not hold */
export function missingIn(db: ReadDb, seq: number, required: readonly RequiredField[]): RequiredField[] {
  const columns = required.map((one, nth) => `${filled(one)} AS f${String(nth)}`).join(', ')
  const row = db.one<Record<string, number>>(`SELECT ${columns} FROM person p WHERE p.seq = ?`, seq) ?? {}
  return required.filter((_, nth) => row[`f${String(nth)}`] === 0)
}

export interface FileCounts {
  persons: number
  complete: number
  /** How many hold each required fact, in the order of the rules. */
  filled: number[]
}

/** Files in the list, of the rows behind the first up to the second number. */
export function countFiles(
  db: ReadDb,
  required: readonly RequiredField[],
  scope: Scope,
  [after, upTo]: readonly [number, number]
): FileCounts {
  const seen = inScope(scope)
  const columns = required.map((one, nth) => `coalesce(sum(${filled(one)}), 0) AS f${String(nth)}`)
  const row = db.one<Record<string, number>>(
    `SELECT count(*) AS persons, coalesce(sum(${whole(required)}), 0) AS complete, ${columns.join(', ')} FROM person p
      WHERE p.seq > ? AND p.seq <= ? AND p.status = 'active' AND ${seen.sql}`,
    after,
    upTo,
    ...seen.params
  )
  const { persons = 0, complete = 0 } = row ?? {}
  return { persons, complete, filled: required.map((_, nth) => row?.[`f${String(nth)}`] ?? 0) }
}
