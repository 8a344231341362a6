/** Whom the rows of one slice may mean: all files that share a number, or name and birth date, with any of them, asked for together. */
import type { ReadDb } from '../../db'
import type { Identity } from './identity'
import { byNamesAndBirths, byNumbers, byPlainNumbers, type PersonKey } from './queries'

export interface Candidates {
  /** Files with the number of the row, in its 18-character form where it has one. */
  numbered(identity: Identity): readonly PersonKey[]
  /** Files of that name and birth date: those that bear the name now, else those that once bore it. */
  named(identity: Identity): readonly PersonKey[]
}

const NONE: readonly PersonKey[] = []
/** Of more than that nobody can be told. */
const MOST = 50

export const noCandidates: Candidates = { numbered: () => NONE, named: () => NONE }

const nameOf = (birth: string, name: string): string => `${birth}|${name}`

function grouped<R>(rows: readonly R[], keyOf: (row: R) => string): Map<string, R[]> {
  const groups = new Map<string, R[]>()
  for (const row of rows) {
    const key = keyOf(row)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [row])
    else if (group.length < MOST) group.push(row)
  }
  return groups
}

const asked = (texts: readonly string[]): string[] => [...new Set(texts)].filter((text) => text !== '')

/** @param counts whether a file is compared at all */
export function candidatesOf(db: ReadDb, identities: readonly Identity[], counts: (seq: number) => boolean): Candidates {
  const kept = <R extends PersonKey>(rows: readonly R[]): R[] => rows.filter(({ seq }) => counts(seq))
  const numbers = asked(identities.map(({ number }) => number))
  const others = asked(identities.map(({ number, idNo }) => (number === '' ? idNo : '')))
  const people = new Map(identities.map(({ birthDate, name }) => [nameOf(birthDate, name), [birthDate, name] as const]))
  const named = [...people.values()].filter(([birth, name]) => birth !== '' && name !== '')
  const byMatch = grouped(numbers.length === 0 ? [] : kept(byNumbers(db, numbers)), (row) => row.id_match ?? '')
  const byNumber = grouped(others.length === 0 ? [] : kept(byPlainNumbers(db, others)), (row) => row.id_no ?? '')
  const byName = grouped(named.length === 0 ? [] : kept(byNamesAndBirths(db, named)), (row) => nameOf(row.birth_date, row.name))
  return {
    numbered: ({ number, idNo }) => (number !== '' ? byMatch.get(number) : idNo === '' ? NONE : byNumber.get(idNo)) ?? NONE,
    named({ name, birthDate }) {
      const found = byName.get(nameOf(birthDate, name)) ?? NONE
      const present = found.filter((row) => row.name_key === name)
      return present.length > 0 ? present : found
    }
  }
}
