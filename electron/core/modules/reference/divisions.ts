/** The dated table of administrative divisions in memory: one by its code, what stands below it, and the history of all. */
import { readFileSync } from 'node:fs'
import { brotliDecompressSync } from 'node:zlib'
import {
  divisionHistory,
  isDivisionCode,
  readDivisionTable,
  type DivisionEntry,
  type DivisionHistory,
  type DivisionRow
} from '@shared/domain'

export interface Divisions {
  /** The whole table, by code and day. */
  readonly rows: readonly DivisionRow[]
  readonly history: DivisionHistory
  entry(row: DivisionRow): DivisionEntry
  find(code: string): DivisionEntry | undefined
  children(parent: string | null): DivisionEntry[]
}

/** Names of the prefecture level that stand only in the code book and on no paper. */
const PLACEHOLDER_NAMES = new Set(['市辖区', '县', '省直辖县级行政区划', '自治区直辖县级行政区划', '省直辖行政单位', '市'])

export function loadDivisions(path: string): Divisions {
  const rows: DivisionRow[] = [...readDivisionTable(brotliDecompressSync(readFileSync(path)).toString('utf8'))]
  const history = divisionHistory(rows)
  const rowsOf = (code: string): readonly DivisionRow[] => (isDivisionCode(code) ? history.rowsOf(code) : [])
  const names = new Map<DivisionRow, string>()
  const fullName = (row: DivisionRow): string => {
    const known = names.get(row)
    if (known !== undefined) return known
    const above = row.parent === null ? undefined : latest(rowsOf(row.parent))
    const before = above === undefined ? '' : fullName(above)
    const made = row.level === 'prefecture' && PLACEHOLDER_NAMES.has(row.name) ? before : before + row.name
    names.set(row, made)
    return made
  }
  const entry = (row: DivisionRow): DivisionEntry => ({ ...row, fullName: fullName(row) })
  const childrenOf = indexChildren(rows)
  return {
    rows,
    history,
    entry,
    find(code) {
      const row = latest(rowsOf(code)) ?? latest(rowsOf(trimmed(code)))
      return row && entry(row)
    },
    children: (parent) => (childrenOf.get(parent ?? '') ?? []).map(entry)
  }
}

/** A twelve-digit code that ends in zeros stands for the division above. */
const trimmed = (code: string): string => code.replace(/(?:000){1,2}$/, '')

/** The row that stands today, else the one that stood last. */
function latest(rows: readonly DivisionRow[]): DivisionRow | undefined {
  return rows.reduce<DivisionRow | undefined>(
    (best, row) => (best === undefined || row.validTo === null || (best.validTo !== null && row.validTo > best.validTo) ? row : best),
    undefined
  )
}

function indexChildren(rows: readonly DivisionRow[]): Map<string, DivisionRow[]> {
  const children = new Map<string, DivisionRow[]>()
  for (const row of rows) {
    if (row.validTo !== null || row.statisticalOnly) continue
    const key = row.parent ?? ''
    const list = children.get(key)
    if (list) list.push(row)
    else children.set(key, [row])
  }
  return children
}
