/** Whom a list has already spoken of: nobody comes in twice from one list, whatever slice of it the rows lie in. */
import { keyOf, sexesAgree, type Identity } from './identity'

interface Met {
  readonly row: number
  readonly number: string
  readonly sex: string
}

/** More of one name and birth date are not told apart by looking at each. */
const MOST = 50

export class PeopleMet {
  private readonly rows = new Map<string, number>()
  /** By birth date, then by name. */
  private readonly names = new Map<string, Map<string, Met[]>>()

  /** @returns an earlier row that means the same person; else the row is remembered */
  twinOf(row: number, identity: Identity): number | undefined {
    const key = identity.own || identity.number || keyOf(identity)
    const twin = this.rows.get(key)
    if (twin === undefined) this.rows.set(key, row)
    return twin
  }

  /**
   * @param identity of a row that is nobody on file
   * @returns an earlier such row that may mean the same person: named and born alike, and not told apart by sex or by two numbers
   */
  namesakeOf({ name, birthDate, sex, number, idNo }: Identity): number | undefined {
    const own = number || idNo
    return this.names
      .get(birthDate)
      ?.get(name)
      ?.find((met) => sexesAgree(sex, met.sex) && (own === '' || met.number === '' || own === met.number))?.row
  }

  /** The row comes in as a new person. */
  remember(row: number, { name, birthDate, sex, number, idNo }: Identity): void {
    if (name === '' || birthDate === '') return
    const born = this.names.get(birthDate) ?? new Map<string, Met[]>()
    this.names.set(birthDate, born)
    const met = born.get(name)
    const one = { row, sex, number: number || idNo }
    if (met === undefined) born.set(name, [one])
    else if (met.length < MOST) met.push(one)
  }
}
