/** SQL of the facts two files are compared by, read in the order of the register or for the few files of a pair. */
import type { ReadDb } from '../../../db'
import type { MatchRow } from '../../persons'

export interface FactRow extends MatchRow {
  readonly seq: number
  readonly id: string
  /** The file at the end of a chain of merges, itself when it was never merged. */
  readonly goes_on: number
}

const COLUMNS = 'seq, id, goes_on, name_key, former_key, sound_key, sex, birth_date, id_match, id_no, phone'

const LAST = 'SELECT coalesce(max(seq), 0) FROM comparable_person'
export const lastSeq = (db: ReadDb): number => db.value<number>(LAST) ?? 0

/** Facts that bring files together; each walk reads only its own, the others are absent. */
export interface KeyRow {
  readonly seq: number
  readonly name_key?: string
  readonly former_key?: string
  readonly sound_key?: string
  readonly sex?: string
  readonly birth_date?: string
  readonly id_match?: string | null
  readonly phone?: string | null
}
export type KeyColumn = Exclude<keyof KeyRow, 'seq'>

export const keysStatement = (columns: readonly KeyColumn[]): string =>
  `SELECT seq, ${columns.join(', ')} FROM comparable_person WHERE seq > ? AND seq <= ? ORDER BY seq`
/** @returns the rows with the columns named */
export const keysIn = (db: ReadDb, columns: readonly KeyColumn[], after: number, upTo: number): KeyRow[] =>
  db.all<KeyRow>(keysStatement(columns), after, upTo)

const ONE = `SELECT ${COLUMNS} FROM comparable_person WHERE seq = ?`
export const factsOf = (db: ReadDb, seq: number): FactRow | undefined => db.one<FactRow>(ONE, seq)

export interface Hanging {
  readonly person_seq: number
  readonly value: string | null
}

const HANGING = {
  phones: ['comparable_phone', 'number'],
  spouses: ['comparable_spouse', 'id_no'],
  children: ['comparable_child', 'id_no']
} as const
export type HangingKind = keyof typeof HANGING
export const hangingKinds = Object.keys(HANGING) as HangingKind[]

const HANGING_IN = Object.fromEntries(
  hangingKinds.map((kind) => [
    kind,
    `SELECT person_seq, ${HANGING[kind][1]} AS value FROM ${HANGING[kind][0]} WHERE person_seq > ? AND person_seq <= ?`
  ])
)
/** Telephones, and numbers of spouses and children, of the files in a range of rows. */
export const hangingIn = (db: ReadDb, kind: HangingKind, after: number, upTo: number): Hanging[] =>
  db.all<Hanging>(HANGING_IN[kind] ?? '', after, upTo)

const ID = 'SELECT id FROM comparable_person WHERE seq = ?'
export const idOf = (db: ReadDb, seq: number): string | undefined => db.value<string>(ID, seq)

const SLIPS = 'SELECT count(*) FROM slip_of_person WHERE person_id = ?'
export const slipCount = (db: ReadDb, id: string): number => db.value<number>(SLIPS, id) ?? 0

const ISSUED = 'SELECT count(*) FROM issued_slip_of_person WHERE person_id = ?'
/** Slips that were signed and numbered for a file. */
export const issuedCount = (db: ReadDb, id: string): number => db.value<number>(ISSUED, id) ?? 0

const CHANGES = 'SELECT count(*) FROM change_of_person WHERE person_seq = ?'
export const changeCount = (db: ReadDb, seq: number): number => db.value<number>(CHANGES, seq) ?? 0
