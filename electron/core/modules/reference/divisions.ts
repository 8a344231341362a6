/** The dated table of administrative divisions in memory: find one by code, by words, by what it was called before. */
import { readFileSync } from 'node:fs'
import { brotliDecompressSync } from 'node:zlib'
import { readDivisionTable, type DivisionEntry, type DivisionQuery, type DivisionRow } from '@shared/domain'

export interface Divisions {
  find(code: string): DivisionEntry | undefined
  search(query: DivisionQuery): DivisionEntry[]
  children(parent: string | null): DivisionEntry[]
}

/** Names of the prefecture level that stand only in the code book and on no paper. */
const PLACEHOLDER_NAMES = new Set(['市辖区', '县', '省直辖县级行政区划', '自治区直辖县级行政区划', '省直辖行政单位', '市'])

export function loadDivisions(path: string): Divisions {
  const rows: DivisionRow[] = [...readDivisionTable(brotliDecompressSync(readFileSync(path)).toString('utf8'))]
  const byCode = new Map<string, DivisionRow[]>()
  for (const row of rows) {
    const same = byCode.get(row.code)
    if (same) same.push(row)
    else byCode.set(row.code, [row])
  }
  const names = new Map<DivisionRow, string>()
  const fullName = (row: DivisionRow): string => {
    const known = names.get(row)
    if (known !== undefined) return known
    const above = row.parent === null ? undefined : latest(byCode.get(row.parent))
    const before = above === undefined ? '' : fullName(above)
    const made = row.level === 'prefecture' && PLACEHOLDER_NAMES.has(row.name) ? before : before + row.name
    names.set(row, made)
    return made
  }
  const entry = (row: DivisionRow): DivisionEntry => ({ ...row, fullName: fullName(row) })
  const childrenOf = indexChildren(rows)
  return {
    find(code) {
      const row = latest(byCode.get(code) ?? byCode.get(trimmed(code)))
      return row && entry(row)
    },
    search: (query) => search(rows, query).map(entry),
    children: (parent) => (childrenOf.get(parent ?? '') ?? []).map(entry)
  }
}

/** A twelve-digit code that ends in zeros stands for the division above. */
const trimmed = (code: string): string => code.replace(/(?:000){1,2}$/, '')

/** The row that stands today, else the one that stood last. */
function latest(rows: readonly DivisionRow[] | undefined): DivisionRow | undefined {
  return rows?.reduce((best, row) => (row.validTo === null || (best.validTo !== null && row.validTo > best.validTo) ? row : best))
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

/** Lower is better; null when the row does not match. */
function rank(row: DivisionRow, text: string, latin: string): number | null {
  if (row.code === text) return 0
  if (row.name === text) return 1
  if (/^\d+$/.test(text)) return row.code.startsWith(text) ? 2 : null
  if (row.name.startsWith(text)) return 3
  if (row.name.includes(text)) return 5
  if (latin === '') return null
  if (row.initials === latin) return 3
  const pinyin = row.pinyin.replaceAll(' ', '')
  if (pinyin === latin) return 3
  if (pinyin.startsWith(latin) || row.initials.startsWith(latin)) return 4
  return null
}

function search(rows: readonly DivisionRow[], { text, within, levels, limit }: DivisionQuery): DivisionRow[] {
  const typed = text.normalize('NFKC').trim()
  if (typed === '') return []
  const latin = /^[a-zA-Z' ]+$/.test(typed) ? typed.toLowerCase().replace(/[' ]/g, '') : ''
  const area = within === null ? '' : within.replace(/0+$/, '')
  const found: { row: DivisionRow; rank: number }[] = []
  for (const row of rows) {
    if (area !== '' && !row.code.startsWith(area)) continue
    if (levels.length > 0 && !levels.includes(row.level)) continue
    const at = rank(row, typed, latin)
    if (at !== null) found.push({ row, rank: at + (row.validTo === null ? 0 : 0.5) + (row.statisticalOnly ? 0.25 : 0) })
  }
  return found
    .sort((a, b) => a.rank - b.rank || a.row.code.length - b.row.code.length || (a.row.code < b.row.code ? -1 : 1))
    .slice(0, limit)
    .map(({ row }) => row)
}
