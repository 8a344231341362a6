/** Villages of one township or county at a time, out of the compact file that an installation may leave out. */
import { existsSync, readFileSync } from 'node:fs'
import { brotliDecompressSync } from 'node:zlib'
import { pinyin } from 'pinyin-pro'
import { readVillageTable, type DivisionRow, type VillageRow } from '@shared/domain'

export interface Villages {
  /** In the order of their codes; empty for an unknown township or without the file. */
  of(township: string): readonly VillageRow[]
  /** The villages of these townships with their readings, as a search compares them; kept for the places asked for last. */
  rowsOf(townships: readonly DivisionRow[]): readonly DivisionRow[]
}

const LF = 0x0a
const CODE_LENGTH = 9
/** An office asks for its own county and now and then for a neighbour's. */
const KEPT_TOWNSHIPS = 200

export function loadVillages(path: string): Villages {
  if (!existsSync(path)) return { of: () => [], rowsOf: () => [] }
  const bytes = brotliDecompressSync(readFileSync(path))
  const lines = indexLines(bytes)
  const of = (township: string): readonly VillageRow[] => {
    const line = lines.get(township)
    return line ? [...readVillageTable(bytes.toString('utf8', line.start, line.end))] : []
  }
  const kept = new Map<string, readonly DivisionRow[]>()
  const read = (township: DivisionRow): readonly DivisionRow[] => {
    const known = kept.get(township.code)
    if (known) return known
    const rows = of(township.code).map((village) => readable(village, township))
    const [oldest] = kept.keys()
    if (kept.size >= KEPT_TOWNSHIPS && oldest !== undefined) kept.delete(oldest)
    kept.set(township.code, rows)
    return rows
  }
  return { of, rowsOf: (townships) => townships.flatMap(read) }
}

function indexLines(bytes: Buffer): ReadonlyMap<string, { readonly start: number; readonly end: number }> {
  const lines = new Map<string, { readonly start: number; readonly end: number }>()
  for (let start = 0; start < bytes.length;) {
    const found = bytes.indexOf(LF, start)
    const end = found < 0 ? bytes.length : found
    lines.set(bytes.toString('latin1', start, start + CODE_LENGTH), { start, end })
    start = end + 1
  }
  return lines
}

/** A village has no dates of its own: it stands as long as its township's newest name does. */
function readable({ code, name }: VillageRow, township: DivisionRow): DivisionRow {
  const syllables = pinyin(name, { toneType: 'none', type: 'array', v: true }).map((syllable) => syllable.toLowerCase())
  return {
    ...{ code, name, level: 'village', parent: township.code, successors: [], source: 'stats' },
    validFrom: null,
    validTo: township.validTo,
    statisticalOnly: township.statisticalOnly,
    pinyin: syllables.join(' '),
    initials: syllables.map((syllable) => syllable.charAt(0)).join('')
  }
}
