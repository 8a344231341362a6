/** Which file a row means: by our own number, by the identity number, else by name, sex, birth date and registered residence. */
import type { ReadDb } from '../../db'
import { survivorOf, type PersonRecord } from '../persons'
import type { Candidates } from './candidates'
import { keyOf, sexesAgree, type Identity } from './identity'
import { decisionOf, type PersonKey } from './queries'

export type Match =
  | { readonly is: 'new' }
  | { readonly is: 'known'; readonly person: PersonRecord }
  | {
      readonly is: 'doubtful'
      readonly key: string
      readonly why: string
      /** On file; none when it is another row of the list that may mean the same. */
      readonly persons: readonly PersonRecord[]
      readonly decided: string | null
    }
  | { readonly is: 'missing' }

export interface Matching {
  readonly db: ReadDb
  readonly candidates: Candidates
  /** The file with our own number, or the one that goes on for it. */
  ownById(id: string): PersonRecord | null
  /** Whether this list made the file: then it told two people of one name apart by their numbers. */
  isMadeHere(seq: number): boolean
}

const county = (code: string): string => code.slice(0, 6)
const sameName = (row: PersonKey, { name }: Identity): boolean => name === '' || row.name_key === name || row.former_key === name
/** A number on both sides that differs is another person's, or a slip of the pen: that is for the clerk. */
const numbersAgree = (row: PersonKey, { number, idNo }: Identity): boolean =>
  (number === '' && idNo === '') || row.id_no === null || row.id_match === number || row.id_no === idNo

function doubtful(db: ReadDb, identity: Identity, rows: readonly PersonKey[], why: string): Match {
  const key = keyOf(identity)
  const decided = decisionOf(db, key)
  if (decided === null) return { is: 'new' }
  const persons = [...new Set(rows.map(({ living }) => living))].slice(0, 8).map((seq) => survivorOf(db, seq))
  if (decided !== undefined && persons.some(({ id }) => id === decided)) return { is: 'known', person: survivorOf(db, decided) }
  return { is: 'doubtful', key, why, persons, decided: null }
}

function single(db: ReadDb, rows: readonly PersonKey[]): PersonRecord | null {
  const [only, ...others] = [...new Set(rows.map(({ living }) => living))]
  return only !== undefined && others.length === 0 ? survivorOf(db, only) : null
}

/** Nothing is guessed: whoever is not surely one person on file, or surely none, is asked about. */
export function matchRow(identity: Identity, { db, candidates, ownById, isMadeHere }: Matching): Match {
  if (identity.own !== '') {
    const person = ownById(identity.own)
    return person === null ? { is: 'missing' } : { is: 'known', person }
  }
  const numbered = candidates.numbered(identity)
  if (numbered.length > 0) {
    if (!numbered.every((row) => sameName(row, identity))) return doubtful(db, identity, numbered, '号码相同，姓名不同')
    const person = single(db, numbered)
    return person === null ? doubtful(db, identity, numbered, '几份档案都是这个号码') : { is: 'known', person }
  }
  if (identity.name === '' || identity.birthDate === '') return { is: 'new' }
  const named = candidates
    .named(identity)
    .filter((row) => sexesAgree(identity.sex, row.sex) && (numbersAgree(row, identity) || !isMadeHere(row.seq)))
  if (named.length === 0) return { is: 'new' }
  const agreeing = named.filter((row) => numbersAgree(row, identity))
  if (agreeing.length === 0) return doubtful(db, identity, named, '同名同生日，证件号码不同')
  const person = single(db, agreeing)
  const homes = agreeing.every(({ hukou_code: home }) => identity.hukou === '' || county(home) === county(identity.hukou))
  if (person === null) return doubtful(db, identity, agreeing, '有几位同名同生日的人')
  if (!homes) return doubtful(db, identity, agreeing, '同名同生日，户籍地不同')
  return { is: 'known', person }
}
