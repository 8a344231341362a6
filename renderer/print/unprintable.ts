/** Characters that no bundled font draws, found before a sheet goes to the printer, with the row and column where each stands. */
import { missingGlyphs } from '@shared/domain/glyphs'
import type { RosterPaper } from './roster-sheet'

export interface Unprintable {
  readonly row: number
  /** The name on the row, by which the clerk finds it. */
  readonly name: string
  readonly title: string
  readonly characters: readonly string[]
}

export const unprintableIn = ({ list, rows }: Pick<RosterPaper, 'list' | 'rows'>): Unprintable[] =>
  rows.flatMap(({ row, cells }) =>
    list.columns.flatMap(({ key, title }) => {
      const characters = missingGlyphs((cells[key] ?? '').replace(/\n/g, ''))
      return characters.length === 0 ? [] : [{ row, name: cells['name'] ?? '', title, characters }]
    })
  )
