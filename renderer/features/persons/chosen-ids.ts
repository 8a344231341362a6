/** The persons behind a selection: those ticked, or all that the query finds but those left out. */
import type { OfficeClient } from '@renderer/client'
import type { Chosen } from '@renderer/ui'
import type { searchOf } from './list-query'

/** More would make one act on more persons than anybody has looked at. */
export const MOST_CHOSEN = 500
const PAGE = 200

export async function chosenIds(
  client: Pick<OfficeClient, 'persons'>,
  chosen: Chosen,
  search: ReturnType<typeof searchOf>
): Promise<readonly string[]> {
  if (!chosen.all) return chosen.ids
  const left = new Set(chosen.except)
  const ids: string[] = []
  let cursor: string | null = null
  do {
    const page: { readonly rows: readonly { readonly id: string }[]; readonly next: string | null } = await client.persons.search({
      ...search,
      cursor,
      limit: PAGE
    })
    ids.push(...page.rows.map((row) => row.id).filter((id) => !left.has(id)))
    cursor = page.next
  } while (cursor !== null && ids.length < MOST_CHOSEN)
  return ids.slice(0, MOST_CHOSEN)
}
