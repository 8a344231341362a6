/** People on file offered while a name or number is typed, so that they are linked instead of written down again. */
import { useOffice } from '@renderer/client'
import { sexWords } from './words'

export interface PersonOffer {
  readonly id: string
  readonly title: string
  readonly detail: string
}

const OFFERS = 5

/** @param except files that are never offered: the one in hand, those chosen already */
export function useFindPerson(except: () => readonly string[]): (text: string, signal: AbortSignal) => Promise<readonly PersonOffer[]> {
  const { client } = useOffice()
  return async (text, signal) => {
    // Stars come from the file itself and find nobody.
    if (text.includes('*')) return []
    const { rows } = await client.persons.search(
      { filter: { text, status: null }, sort: 'relevance', limit: OFFERS + except().length },
      { signal }
    )
    return rows
      .filter(({ id }) => !except().includes(id))
      .slice(0, OFFERS)
      .map(({ id, name, sex, birthDate, residenceName, hukouName }) => ({
        id,
        title: name,
        detail: [sexWords(sex), birthDate, residenceName ?? hukouName].filter(Boolean).join(' ')
      }))
  }
}
