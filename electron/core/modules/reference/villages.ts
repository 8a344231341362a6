/** Villages of one township at a time, out of the compact file that an installation may leave out. */
import { existsSync, readFileSync } from 'node:fs'
import { brotliDecompressSync } from 'node:zlib'
import { readVillageTable, type VillageRow } from '@shared/domain'

export interface Villages {
  /** In the order of their codes; empty for an unknown township or without the file. */
  of(township: string): readonly VillageRow[]
}

const LF = 0x0a
const CODE_LENGTH = 9

export function loadVillages(path: string): Villages {
  if (!existsSync(path)) return { of: () => [] }
  const bytes = brotliDecompressSync(readFileSync(path))
  const lines = new Map<string, { readonly start: number; readonly end: number }>()
  for (let start = 0; start < bytes.length;) {
    const found = bytes.indexOf(LF, start)
    const end = found < 0 ? bytes.length : found
    lines.set(bytes.toString('latin1', start, start + CODE_LENGTH), { start, end })
    start = end + 1
  }
  return {
    of(township) {
      const line = lines.get(township)
      return line ? [...readVillageTable(bytes.toString('utf8', line.start, line.end))] : []
    }
  }
}
