// Why: a file that holds another list than the screen is worse than none.
import { describe, expect, it } from 'vitest'
import type { LoadPage } from './row-source'
import { shownTable, type ShownParts } from './shown-table'

interface Row {
  readonly id: string
  readonly name: string
}
const all: Row[] = Array.from({ length: 450 }, (_, at) => ({ id: String(at), name: `张${String(at)}` }))
const load: LoadPage<Row> = ({ cursor, limit }) => {
  const from = Number(cursor ?? 0)
  const rows = all.slice(from, from + limit)
  return Promise.resolve({ rows, next: from + limit < all.length ? String(from + limit) : null })
}
const column = (id: 'id' | 'name', title: string, width: number) => ({ id, title, width, text: (row: Row) => row[id] })
const parts = (over: Partial<ShownParts<Row>> = {}): ShownParts<Row> => ({
  columns: [column('name', '姓名', 120), column('id', '号', 60)],
  load,
  idOf: ({ id }) => id,
  chosen: { all: false, ids: [] },
  picked: [],
  ...over
})

describe('shownTable', () => {
  it('gives the whole list in its order, with the columns as arranged', async () => {
    const table = await shownTable(parts(), 1000)
    expect(table.columns).toEqual([
      { title: '姓名', width: 120 },
      { title: '号', width: 60 }
    ])
    expect(table.rows).toEqual(all.map(({ id, name }) => [name, id]))
    expect(table.more).toBe(false)
  })

  it('gives the chosen rows alone, and a whole list but those left out', async () => {
    const some = await shownTable(
      parts({ chosen: { all: false, ids: ['7', '3'] }, picked: [all[7], all[3]].filter((row) => row !== undefined) }),
      10
    )
    expect(some.rows.map(([, id]) => id)).toEqual(['7', '3'])
    const rest = await shownTable(parts({ chosen: { all: true, except: ['0', '449'] } }), 1000)
    expect([rest.rows.length, rest.rows[0]?.[1], rest.rows.at(-1)?.[1]]).toEqual([448, '1', '448'])
  })

  it('says that there is more › instead of giving a part for the whole', async () => {
    expect(await shownTable(parts(), 449)).toMatchObject({ more: true })
    expect(await shownTable(parts(), 450)).toMatchObject({ more: false })
  })
})
