/** What a row says of who it means: number, name, sex, birth date and registered residence, compared as the register compares them. */
import { isPlaceholderId, isResidentId, nameSearchKey, storedName, upgradeResidentId } from '@shared/domain'

/** A field that is not in the map was left blank or has no column: what is on file stays. Null clears it. */
export type Facts = ReadonlyMap<string, string | null>

/** What identifies the person of a row; '' where nothing is said. */
export interface Identity {
  readonly idNo: string
  /** The 18-character form of a resident number. */
  readonly number: string
  /** Folded. */
  readonly name: string
  readonly sex: string
  readonly birthDate: string
  readonly hukou: string
  /** Our own number of the file. */
  readonly own: string
  /** Number of the household. */
  readonly household: string
}

export function identityOf(facts: Facts): Identity {
  const of = (key: string): string => facts.get(key) ?? ''
  const idNo = of('idNo')
  const number = isResidentId(idNo) && !isPlaceholderId(idNo) ? upgradeResidentId(idNo) : ''
  const born = number === '' ? '' : `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`
  const oddOne = Number(number.charAt(16)) % 2 === 1
  return {
    ...{ idNo, number, name: nameSearchKey(storedName(of('name'))), hukou: of('hukouCode'), own: of('id'), household: of('household') },
    sex: of('sex') || (number === '' ? '' : oddOne ? '1' : '2'),
    birthDate: of('birthDate') || born
  }
}

/** One word for a person of a list, by which rows are told apart and decisions are remembered. */
export const keyOf = ({ idNo, number, name, birthDate, sex, hukou }: Identity): string =>
  `${number || idNo}|${name}|${birthDate}|${sex}|${hukou}`

const SEXES: readonly string[] = ['1', '2']
/** A sex nobody stated speaks against nobody. */
export const sexesAgree = (one: string, other: string): boolean =>
  one === '' || one === other || !SEXES.includes(one) || !SEXES.includes(other)
