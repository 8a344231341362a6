/** One visible line of a tree: the page decides which lines are open, the tree only draws and walks them. */
export interface TreeRow {
  readonly id: string
  /** 1 for the top. */
  readonly level: number
  readonly label: string
  /** Facts beside the name. */
  readonly note?: string
  /** Null where nothing lies below. */
  readonly open: boolean | null
  /** Place among its siblings, from 1, and how many they are. */
  readonly position: number
  readonly siblings: number
  /** No longer in use: shown paler, and said in the note. */
  readonly faded?: boolean
}

/** Where a key leads from a line; `turn` opens or closes it instead. */
export type TreeStep = { readonly to: string } | { readonly turn: boolean } | null

/** The keyboard of a tree (WAI-ARIA): ↑ ↓ Home End walk, → opens and then goes down, ← closes and then goes up. */
export function treeStep(rows: readonly TreeRow[], active: string | null, key: string): TreeStep {
  const at = Math.max(
    rows.findIndex((row) => row.id === active),
    0
  )
  const row = rows[at]
  if (row === undefined) return null
  const to = (index: number): TreeStep => {
    const next = rows[Math.min(Math.max(index, 0), rows.length - 1)]
    return next === undefined ? null : { to: next.id }
  }
  if (key === 'ArrowDown') return to(at + 1)
  if (key === 'ArrowUp') return to(at - 1)
  if (key === 'PageDown') return to(at + 10)
  if (key === 'PageUp') return to(at - 10)
  if (key === 'Home') return to(0)
  if (key === 'End') return to(rows.length - 1)
  if (key === 'ArrowRight')
    return row.open === false ? { turn: true } : row.open === true && (rows[at + 1]?.level ?? 0) > row.level ? to(at + 1) : null
  if (key === 'ArrowLeft') return row.open === true ? { turn: false } : upFrom(rows, at)
  return null
}

function upFrom(rows: readonly TreeRow[], at: number): TreeStep {
  const level = rows[at]?.level ?? 0
  for (let index = at - 1; index >= 0; index--) {
    const row = rows[index]
    if (row !== undefined && row.level < level) return { to: row.id }
  }
  return null
}
