/** The employer named with a stay, checked and found or made. */
import { normalisePhone } from '@shared/domain'
import type { EpisodeRecord } from './dependents'
import { employerOf, type PlaceContext } from './dwellings'
import type { FactContext } from './facts'
import { codeFact, textFact } from './plain-facts'
import type { Origin } from './queries/changes'
import type { TypedEpisode } from './record-facts'

/**
 * @returns the id to store: what stood there when the stay does not speak of an employer
 * @throws AppError `persons.bad_text`, `persons.code_unknown`
 */
export function employerFor(
  context: PlaceContext & FactContext,
  { employer }: TypedEpisode,
  row: EpisodeRecord,
  origin: Origin
): string | null {
  if (employer === undefined || employer === null) return row.employer_id
  const name = textFact(employer.name, 'employer.name', '用人单位') ?? ''
  const address = textFact(employer.address ?? null, 'employer.address', '单位地址')
  const kind = codeFact('employer_kind', employer.kind ?? null, 'employer.kind', context)
  const phone = textFact(employer.phone ?? null, 'employer.phone', '单位电话')
  return employerOf(context, { name, address, kind, phone: phone === null ? null : normalisePhone(phone) }, origin)
}
