/** People on file offered while a name or number is typed, so that they are linked instead of written down again. */
import { useOffice } from '@renderer/client'
import { sexWords } from './words'

export interface PersonOffer {
  readonly id: string
  readonly title: string
  readonly detail: string
}

const OFFERS = 5

/** @param except the file in hand, never offered to itself */
export function useFindPerson(except: () => string | null): (text: string, signal: AbortSignal) => Promise<readonly PersonOffer[]> {
  const { client } = useOffice()
  return async (text, signal) => {
    // Stars come from the file itself and find nobody.
    if (text.includes('*')) return []
    const { rows } = await client.persons.search({ filter: { text, status: null }, sort: 'relevance', limit: OFFERS + 1 }, { signal })
    return rows
      .filter(({ id }) => id !== except())
      .slice(0, OFFERS)
      .map(({ id, name, sex, birthDate, residenceName, hukouName }) => ({
        id,
        title: name,
        detail: [sexWords(sex), birthDate, residenceName ?? hukouName].filter(Boolean).join(' ')
      }))
  }
}
