/** After two files became one, the same marriage may stand in the group twice: that is recognised and told, and a clerk takes one away. */
import { nameSearchKey } from '@shared/domain'
import type { Warning } from './rules'

/** A marriage with the facts of the other one, wherever they stand. */
export interface ToldMarriage {
  readonly id: string
  /** File that goes on for the other one; null when he or she is not on file. */
  readonly who: string | null
  readonly name: string | null
  readonly birthDate: string | null
  readonly idNo: string | null
  readonly certNo: string | null
  readonly startedOn: string | null
}

/** Two partial dates that do not contradict each other: one may say less. */
const agree = (one: string | null, other: string | null): boolean =>
  one === null || other === null || one.startsWith(other) || other.startsWith(one)
const sameOr = (one: string | null, other: string | null): boolean | null => (one === null || other === null ? null : one === other)

/** @returns whether both may be one marriage: the same person, or nothing that speaks against it */
export function isSameMarriage(a: ToldMarriage, b: ToldMarriage): boolean {
  if (!agree(a.startedOn, b.startedOn)) return false
  const person = sameOr(a.who, b.who)
  if (person !== null) return person
  const paper = sameOr(a.certNo, b.certNo)
  const number = sameOr(a.idNo, b.idNo)
  if (paper === true || number === true) return true
  if (paper === false || number === false || a.name === null || b.name === null) return false
  return nameSearchKey(a.name) === nameSearchKey(b.name) && agree(a.birthDate, b.birthDate)
}

/** @returns a warning at every marriage that stands there a second time */
export function warnOfTwinMarriages(marriages: readonly ToldMarriage[]): Warning[] {
  return marriages.flatMap((one, at): Warning[] => {
    const first = marriages.slice(0, at).find((other) => isSameMarriage(one, other))
    if (first === undefined) return []
    const since = first.startedOn === null ? '' : `（${first.startedOn} 结婚）`
    return [{ code: 'marriage_twice', field: 'name', text: `与另一段婚姻${since}像是同一段，请核对后删去一段`, record: `spouse:${one.id}` }]
  })
}
