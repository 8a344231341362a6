/** The employer named with a stay, checked and found or made. */
import { normalisePhone } from '@shared/domain'
import type { EpisodeRecord } from './dependents'
import { employerOf, type EmployerFacts, type PlaceContext } from './dwellings'
import type { FactContext } from './facts'
import { codeFact, textFact } from './plain-facts'
import type { Origin } from './queries/changes'
import type { TypedEpisode } from './record-facts'

/** @returns the employer typed with a stay, checked; null when the stay does not speak of one @throws AppError `persons.bad_text`, `persons.code_unknown` */
export function employerFacts(context: FactContext, { employer }: TypedEpisode): EmployerFacts | null {
  if (employer === undefined || employer === null) return null
  const name = textFact(employer.name, 'employer.name', '用人单位') ?? ''
  const address = textFact(employer.address ?? null, 'employer.address', '单位地址')
  const kind = codeFact('employer_kind', employer.kind ?? null, 'employer.kind', context)
  const phone = textFact(employer.phone ?? null, 'employer.phone', '单位电话')
  return { name, address, kind, phone: phone === null ? null : normalisePhone(phone) }
}

/**
 * @returns the id to store: what stood there when the stay does not speak of an employer
 * @throws AppError `persons.bad_text`, `persons.code_unknown`
 */
export function employerFor(context: PlaceContext & FactContext, typed: TypedEpisode, row: EpisodeRecord, origin: Origin): string | null {
  const facts = employerFacts(context, typed)
  return facts === null ? row.employer_id : employerOf(context, facts, origin)
}
