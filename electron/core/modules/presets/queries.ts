/** SQL of questions kept under a name. */
import type { ReadDb, WriteDb } from '../../db'

/** Lists whose questions are kept. */
export type PresetList = 'persons' | 'slips'

export interface PresetRecord {
  readonly id: string
  readonly revision: number
  readonly account_id: string
  readonly list: PresetList
  readonly shared: 0 | 1
  readonly name: string
  readonly question: string
  readonly columns: string
  readonly updated_at: string
  readonly updated_by: string
  readonly removed_at: string | null
}

const SEEN = `SELECT * FROM (
    SELECT * FROM preset INDEXED BY preset_own_name_once WHERE account_id = ? AND list = ? AND shared = 0 AND removed_at IS NULL ORDER BY name
  ) UNION ALL SELECT * FROM (
    SELECT * FROM preset INDEXED BY preset_shared_name_once WHERE list = ? AND shared = 1 AND removed_at IS NULL ORDER BY name
  )`
/** Those of the account, then those of the office. */
export const presetsFor = (db: ReadDb, list: PresetList, account: string): PresetRecord[] => db.all<PresetRecord>(SEEN, account, list, list)

const BY_ID = 'SELECT * FROM preset WHERE id = ?'
export const presetById = (db: ReadDb, id: string): PresetRecord | undefined => db.one<PresetRecord>(BY_ID, id)

const OWN_NAMED = 'SELECT id FROM preset WHERE account_id = ? AND list = ? AND name = ? AND shared = 0 AND removed_at IS NULL'
const SHARED_NAMED = 'SELECT id FROM preset WHERE list = ? AND name = ? AND shared = 1 AND removed_at IS NULL'
/** @returns the id of the one that bears the name where it would stand */
export const presetNamed = (db: ReadDb, { account_id: account, list, shared, name }: PresetRecord): string | undefined =>
  shared === 1 ? db.value<string>(SHARED_NAMED, list, name) : db.value<string>(OWN_NAMED, account, list, name)

const COLUMNS = [
  'id',
  'revision',
  'account_id',
  'list',
  'shared',
  'name',
  'question',
  'columns',
  'updated_at',
  'updated_by',
  'removed_at'
] as const
const PUT = `INSERT INTO preset (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map(() => '?').join(', ')})
  ON CONFLICT (id) DO UPDATE SET ${COLUMNS.slice(1)
    .map((column) => `${column} = excluded.${column}`)
    .join(', ')}`
export const putPreset = (db: WriteDb, row: PresetRecord): void => void db.run(PUT, ...COLUMNS.map((column) => row[column]))

const COUNT = 'SELECT count(*) FROM preset WHERE account_id = ? AND removed_at IS NULL'
export const countPresets = (db: ReadDb, account: string): number => db.value<number>(COUNT, account) ?? 0

const OF_ACCOUNT = `SELECT ${COLUMNS.join(', ')} FROM preset WHERE account_id = ? AND removed_at IS NULL`
interface HandOver {
  readonly from: string
  readonly to: string
  /** How the one who leaves is called. */
  readonly leaver: string
  readonly now: string
}
/** Presets go to another account; a name that one uses already gets the former owner's beside it. @returns how many went */
export function handPresets(db: WriteDb, { from, to, leaver, now }: HandOver): number {
  const rows = db.all<PresetRecord>(OF_ACCOUNT, from)
  for (const row of rows) {
    const taken = row.shared === 0 && presetNamed(db, { ...row, account_id: to }) !== undefined
    const free = (name: string): boolean => presetNamed(db, { ...row, account_id: to, name }) === undefined
    const names = [
      `${row.name}（${leaver}）`,
      ...Array.from({ length: rows.length + 1 }, (_, at) => `${row.name}（${leaver}${String(at + 2)}）`)
    ]
    const name = taken ? (names.find(free) ?? `${row.name}（${row.id}）`) : row.name
    putPreset(db, { ...row, account_id: to, name, revision: row.revision + 1, updated_at: now })
  }
  return rows.length
}
