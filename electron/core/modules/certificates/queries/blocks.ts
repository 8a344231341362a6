/** SQL of the blocks of serials: who may give out which, how far each is used, and why serials carry no certificate. */
import type { CertificateStatus } from '@shared/domain'
import type { ReadDb, WriteDb } from '../../../db'

export interface BlockRow {
  readonly seq: number
  readonly id: string
  readonly series: string
  readonly unit: string | null
  readonly unit_code: string
  readonly first: number
  readonly last: number
  readonly given: number
  readonly state: 'open' | 'returned' | 'lost'
  readonly made_at: string
  readonly made_by: string
}

const BLOCK = 'SELECT seq, id, series, unit, unit_code, first, last, given, state, made_at, made_by FROM certificate_block'

export const blockById = (db: ReadDb, id: string): BlockRow | undefined => db.one<BlockRow>(`${BLOCK} WHERE id = ?`, id)
export const blockBySeq = (db: ReadDb, seq: number): BlockRow | undefined => db.one<BlockRow>(`${BLOCK} WHERE seq = ?`, seq)
export const allBlocks = (db: ReadDb): BlockRow[] => db.all<BlockRow>(`${BLOCK} ORDER BY seq`)
export const blocksOfUnitIn = (db: ReadDb, unit: string | null, series: string): BlockRow[] =>
  db.all<BlockRow>(`${BLOCK} WHERE unit IS ? AND series = ? ORDER BY first`, unit, series)
/** Blocks with the names of their units. @param code division code of the unit whose blocks alone are seen; null for all */
export const blocksWithUnits = (db: ReadDb, code: string | null): (BlockRow & { readonly unit_name: string | null })[] =>
  db.all<BlockRow & { readonly unit_name: string | null }>(
    `SELECT b.*, u.name AS unit_name FROM certificate_block b LEFT JOIN unit_name u ON u.id = b.unit
     WHERE substr(b.series, 1, 1) <> '*' AND (? IS NULL OR b.unit_code = ?) ORDER BY b.series DESC, b.first`,
    code,
    code
  )
export const blocksIn = (db: ReadDb, series: string): BlockRow[] => db.all<BlockRow>(`${BLOCK} WHERE series = ? ORDER BY first`, series)

/** Highest serial of the series that lies in any block; 0 before the first. */
export const highestIn = (db: ReadDb, series: string): number =>
  db.value<number | null>('SELECT last FROM certificate_block WHERE series = ? ORDER BY first DESC LIMIT 1', series) ?? 0

export function insertBlock(db: WriteDb, row: Omit<BlockRow, 'seq'>): number {
  db.run(
    'INSERT INTO certificate_block(id, series, unit, unit_code, first, last, given, state, made_at, made_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    ...[row.id, row.series, row.unit, row.unit_code, row.first, row.last, row.given, row.state, row.made_at, row.made_by]
  )
  return db.value<number>('SELECT seq FROM certificate_block WHERE id = ?', row.id) ?? 0
}

export const setGiven = (db: WriteDb, seq: number, given: number): void =>
  void db.run('UPDATE certificate_block SET given = ? WHERE seq = ?', given, seq)
export const endBlock = (db: WriteDb, seq: number, state: 'returned' | 'lost'): void =>
  void db.run('UPDATE certificate_block SET state = ?, given = last WHERE seq = ?', state, seq)

export interface GapRow {
  readonly block: number
  readonly first: number
  readonly last: number
  readonly why: 'returned' | 'restored'
  readonly reason: string | null
  readonly at: string
  readonly by: string
}

/** Does nothing for an empty span. */
export function insertGap(db: WriteDb, { block, first, last, why, reason, at, by }: GapRow): void {
  if (last < first) return
  db.run(
    'INSERT INTO certificate_gap(block, first, last, why, reason, at, by) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ...[block, first, last, why, reason, at, by]
  )
}

export const gapsOf = (db: ReadDb, block: number): GapRow[] =>
  db.all<GapRow>('SELECT block, first, last, why, reason, at, by FROM certificate_gap WHERE block = ? ORDER BY first', block)

/** How far each block was given out, as it is kept outside the database as well. */
export interface GivenBlock {
  readonly series: string
  readonly first: number
  readonly last: number
  readonly given: number
}

export interface UsedSerial {
  readonly serial: number
  readonly status: CertificateStatus
}
export const usedSerials = (db: ReadDb, block: number): UsedSerial[] =>
  db.all<UsedSerial>('SELECT serial, status FROM certificate WHERE block = ? ORDER BY serial', block)
