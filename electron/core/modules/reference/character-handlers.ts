/** Answers the search for rare characters out of the program's table. */
import type { Handlers } from '../../rpc'

export const characterHandlers: Handlers<'characters'> = {
  search: ({ reference }, { text, limit }) => {
    const { rows, total } = reference.characters.search(text, limit)
    return { rows: rows.map((row) => ({ ...row, readings: [...row.readings] })), total }
  }
}
