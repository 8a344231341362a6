/** Where a key moves the active cell; no screen in it, so that row one million is as near as row one. */

export interface GridPlace {
  readonly row: number
  readonly column: number
}
export interface GridBounds {
  readonly rows: number
  readonly columns: number
  /** Whole rows in sight. */
  readonly page: number
}

const within = (value: number, count: number): number => Math.max(0, Math.min(count - 1, value))

/** @returns the new place, or null when the key does not move */
export function step(
  place: GridPlace,
  { key, ctrlKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey'>,
  { rows, columns, page }: GridBounds
): GridPlace | null {
  const moved: Record<string, GridPlace | undefined> = {
    ArrowDown: { row: place.row + 1, column: place.column },
    ArrowUp: { row: place.row - 1, column: place.column },
    ArrowRight: { row: place.row, column: place.column + 1 },
    ArrowLeft: { row: place.row, column: place.column - 1 },
    PageDown: { row: place.row + page, column: place.column },
    PageUp: { row: place.row - page, column: place.column },
    Home: ctrlKey ? { row: 0, column: 0 } : { row: place.row, column: 0 },
    End: ctrlKey ? { row: rows - 1, column: columns - 1 } : { row: place.row, column: columns - 1 }
  }
  const to = moved[key]
  return to ? { row: within(to.row, rows), column: within(to.column, columns) } : null
}

/** Collects letters typed in quick succession; a pause starts a new word. */
export function createTypeAhead(pauseMs = 800): (key: string, at: number) => string {
  let word = ''
  let last = -Infinity
  return (key, at) => {
    word = at - last > pauseMs ? key : word + key
    last = at
    return word.toLowerCase()
  }
}
