// Why: every township names its columns a little differently; the mapping is proposed from the titles so that the clerk only confirms it.
import type { RawRow } from './raw-row'

/** A field that columns can be mapped to, with every title it goes by; the first is its own name. */
export interface TitleEntry {
  readonly key: string
  readonly titles: readonly string[]
}

export interface GuessedColumn {
  /** 0-based. */
  readonly column: number
  /** As it stands in the file, upper and lower header joined by a slash. */
  readonly title: string
  /** null when no field fits. */
  readonly key: string | null
  /** 1 the title itself, 0.9 a synonym, below by how much of it fits; 0 without key. */
  readonly confidence: number
}

export interface GuessedHeader {
  /** Rows of the header, 1-based; both 0 when no row looks like one. */
  readonly first: number
  readonly last: number
  readonly columns: readonly GuessedColumn[]
}

/** Rows looked at for a header. */
const HEADER_WITHIN = 10
const LEAST = 0.6

/** Titles compared: half-width, no blanks, no marks, no remarks in brackets, no numbering. */
export function foldTitle(title: string): string {
  const plain = title
    .slice(0, 200)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\u200b\ufeff]/g, '')
  const bare = plain.replace(/[([{【〔][^)\]}】〕]*[)\]}】〕]/g, '').replace(/^\d+[.、]/, '')
  const letters = (bare === '' ? plain : bare).replace(/[^\p{L}\p{N}/]/gu, '')
  return letters.replace(/^\/+|\/+$/g, '')
}

/** Maps titles to fields; each field is given to the one column that fits best. */
export function guessColumns(header: readonly string[], dictionary: readonly TitleEntry[]): GuessedColumn[] {
  const folded = dictionary.map(({ key, titles }) => ({ key, titles: titles.map(foldTitle) }))
  const candidates = header.flatMap((title, column) =>
    folded.map(({ key, titles }) => ({ column, key, confidence: likeness(foldTitle(title), titles) }))
  )
  const taken = new Map<number, { key: string; confidence: number }>()
  const given = new Set<string>()
  for (const { column, key, confidence } of candidates.sort((a, b) => b.confidence - a.confidence || a.column - b.column)) {
    if (confidence < LEAST || taken.has(column) || given.has(key)) continue
    taken.set(column, { key, confidence })
    given.add(key)
  }
  return header.map((title, column) => ({ column, title, key: null, confidence: 0, ...taken.get(column) }))
}

function likeness(title: string, names: readonly string[]): number {
  if (title === '') return 0
  const lower = title.split('/').at(-1) ?? title
  return Math.max(
    0,
    ...names.map((name, i) => {
      if (name === '') return 0
      if (name === title || name === title.replaceAll('/', '')) return i === 0 ? 1 : 0.9
      // 户籍地/地址 may be named by its lower part alone, less surely.
      if (name === lower) return 0.75
      const [short, long] = name.length < title.length ? [name, title] : [title, name]
      return short.length >= 2 && long.includes(short) ? 0.5 + 0.4 * (short.length / long.length) : 0
    })
  )
}

/** Finds the header in the first rows of a sheet, one or two rows high, and maps its columns. @param rows the first ten or more rows */
export function findHeader(rows: readonly RawRow[], dictionary: readonly TitleEntry[]): GuessedHeader {
  const near = rows.filter((row) => row.number <= HEADER_WITHIN)
  let best: GuessedHeader = { first: 0, last: 0, columns: [] }
  let most = 0
  for (const [i, row] of near.entries()) {
    const titles = titlesOf(row)
    const below = near[i + 1]
    const choices: GuessedHeader[] = [{ first: row.number, last: row.number, columns: guessColumns(alone(titles), dictionary) }]
    if (below?.number === row.number + 1 && isUpperHeader(row))
      choices.push({ first: row.number, last: below.number, columns: guessColumns(joined(titles, titlesOf(below)), dictionary) })
    for (const choice of choices) {
      const score = choice.columns.reduce((sum, { confidence }) => sum + confidence, 0)
      // A second row must earn its place, and a later row must say more than an earlier one.
      if (score <= most + (choice.first === choice.last ? 0 : 0.5)) continue
      best = choice
      most = score
    }
  }
  const found = best.columns.filter((column) => column.key !== null).length
  return found >= Math.min(2, dictionary.length) ? best : { first: 0, last: 0, columns: [] }
}

/** Titles by column; a title over several columns counts for each of them. */
function titlesOf(row: RawRow): string[] {
  const titles: string[] = []
  for (const cell of row.cells) titles[cell.column] = (cell.spanned ?? cell.text).trim()
  return Array.from(titles, (title: string | undefined) => title ?? '')
}

/** A header row by itself: a title over several columns names the first of them. */
const alone = (titles: readonly string[]): string[] => titles.map((title, i) => (title === titles[i - 1] ? '' : title))

/** An upper header spans columns, or leaves gaps the lower one fills. */
const isUpperHeader = (row: RawRow): boolean =>
  row.cells.some((cell) => cell.merged === 'origin') || row.cells.some((cell, i) => cell.column !== i)

function joined(upper: readonly string[], lower: readonly string[]): string[] {
  return Array.from({ length: Math.max(upper.length, lower.length) }, (_, i) => {
    const [above = '', below = ''] = [upper[i], lower[i]]
    return above === '' || below === '' || above === below ? above || below : `${above}/${below}`
  })
}
