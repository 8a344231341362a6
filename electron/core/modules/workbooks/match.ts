/** Which file a row means: by our own number, by the identity number, else by name, sex, birth date and registered residence. */
import { isPlaceholderId, isResidentId, nameSearchKey, storedName, upgradeResidentId } from '@shared/domain'
import type { ReadDb } from '../../db'
import { survivorOf, type PersonRecord } from '../persons'
import { byNameAndBirth, byNumber, byPlainNumber, decisionOf, type PersonKey } from './queries'
import type { Facts } from './read-rows'

export type Match =
  | { readonly is: 'new' }
  | { readonly is: 'known'; readonly person: PersonRecord }
  | {
      readonly is: 'doubtful'
      readonly key: string
      readonly why: string
      readonly persons: readonly PersonRecord[]
      readonly decided: string | null
    }
  | { readonly is: 'missing' }

/** What identifies the person of a row; '' where nothing is said. */
export interface Identity {
  readonly idNo: string
  /** The 18-character form of a resident number. */
  readonly number: string
  readonly name: string
  readonly sex: string
  readonly birthDate: string
  readonly hukou: string
}

export function identityOf(facts: Facts): Identity {
  const of = (key: string): string => facts.get(key) ?? ''
  const idNo = of('idNo')
  const number = isResidentId(idNo) && !isPlaceholderId(idNo) ? upgradeResidentId(idNo) : ''
  const born = number === '' ? '' : `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`
  const oddOne = Number(number.charAt(16)) % 2 === 1
  return {
    ...{ idNo, number, name: nameSearchKey(storedName(of('name'))), hukou: of('hukouCode') },
    sex: of('sex') || (number === '' ? '' : oddOne ? '1' : '2'),
    birthDate: of('birthDate') || born
  }
}

/** One word for a person of a list, by which rows are told apart and decisions are remembered. */
export const keyOf = ({ idNo, number, name, birthDate, sex, hukou }: Identity): string =>
  `${number || idNo}|${name}|${birthDate}|${sex}|${hukou}`

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
export function matchRow(db: ReadDb, facts: Facts, ownById: (id: string) => PersonRecord | null): Match {
  const own = facts.get('id')
  if (own != null) {
    const person = ownById(own)
    return person === null ? { is: 'missing' } : { is: 'known', person }
  }
  const identity = identityOf(facts)
  const numbered = identity.number !== '' ? byNumber(db, identity.number) : identity.idNo !== '' ? byPlainNumber(db, identity.idNo) : []
  if (numbered.length > 0) {
    if (numbered.every((row) => sameName(row, identity))) {
      const person = single(db, numbered)
      if (person !== null) return { is: 'known', person }
      return doubtful(db, identity, numbered, '几份档案都是这个号码')
    }
    return doubtful(db, identity, numbered, '号码相同，姓名不同')
  }
  if (identity.name === '' || identity.birthDate === '') return { is: 'new' }
  const named = byNameAndBirth(db, identity.name, identity.birthDate).filter(
    ({ sex }) => identity.sex === '' || sex === identity.sex || !['1', '2'].includes(sex)
  )
  if (named.length === 0) return { is: 'new' }
  const agreeing = named.filter((row) => numbersAgree(row, identity))
  if (agreeing.length === 0) return doubtful(db, identity, named, '同名同生日，证件号码不同')
  const person = single(db, agreeing)
  const homes = agreeing.every(({ hukou_code: home }) => identity.hukou === '' || county(home) === county(identity.hukou))
  if (person === null) return doubtful(db, identity, agreeing, '有几位同名同生日的人')
  if (!homes) return doubtful(db, identity, agreeing, '同名同生日，户籍地不同')
  return { is: 'known', person }
}
