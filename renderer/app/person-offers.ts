/** Persons on file, offered while a name or number is typed. */
import { useOffice } from '@renderer/client'

export interface OfferedPerson {
  readonly id: string
  readonly title: string
  readonly detail: string
}

const OFFERS = 6

export function usePersonOffers() {
  const { client } = useOffice()
  const offers = async (text: string, signal: AbortSignal): Promise<readonly OfferedPerson[]> => {
    const { rows } = await client.persons.search({ filter: { text, status: null }, sort: 'relevance', limit: OFFERS }, { signal })
    return rows.map(({ id, name, birthDate, residenceName, hukouName }) => ({
      ...{ id, title: name, detail: [birthDate, residenceName ?? hukouName].filter(Boolean).join(' ') }
    }))
  }
  const named = async (personId: string): Promise<OfferedPerson> => {
    const { id, name, birthDate, hukouName } = await client.persons.get({ id: personId })
    return { id, title: name, detail: `${birthDate} ${hukouName}` }
  }
  return { offers, named }
}
