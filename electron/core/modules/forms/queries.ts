/** SQL of what the office changed of forms. */
import type { ReadDb, WriteDb } from '../../db'

export interface ChangeRow {
  readonly seq: number
  readonly form: string
  readonly edition: string
  readonly no: number
  readonly change: string
  readonly note: string
  readonly at: string
  readonly by: string
  readonly withdrawn_at: string | null
  readonly withdrawn_by: string | null
}

const OF_FORM = 'SELECT * FROM form_change WHERE form = ? ORDER BY seq DESC'
export const changesOf = (db: ReadDb, form: string): ChangeRow[] => db.all<ChangeRow>(OF_FORM, form)

const BY_NO = 'SELECT * FROM form_change WHERE form = ? AND edition = ? AND no = ?'
export const changeByNo = (db: ReadDb, form: string, edition: string, no: number): ChangeRow | undefined =>
  db.one<ChangeRow>(BY_NO, form, edition, no)

const LATEST = 'SELECT * FROM form_change WHERE form = ? AND edition = ? AND withdrawn_at IS NULL ORDER BY no DESC LIMIT 1'
/** The change in force. */
export const latestChange = (db: ReadDb, form: string, edition: string): ChangeRow | undefined => db.one<ChangeRow>(LATEST, form, edition)

const NEXT_NO = 'SELECT coalesce(max(no), 0) + 1 FROM form_change WHERE form = ? AND edition = ?'
const INSERT = 'INSERT INTO form_change (form, edition, no, change, note, at, by) VALUES (?, ?, ?, ?, ?, ?, ?)'

/** @returns the number of the change */
export function insertChange(
  db: WriteDb,
  { form, edition, change, note, at, by }: Omit<ChangeRow, 'seq' | 'no' | 'withdrawn_at' | 'withdrawn_by'>
): number {
  const no = db.value<number>(NEXT_NO, form, edition) ?? 1
  db.run(INSERT, form, edition, no, change, note, at, by)
  return no
}

const WITHDRAW = 'UPDATE form_change SET withdrawn_at = ?, withdrawn_by = ? WHERE seq = ?'
export const withdrawChange = (db: WriteDb, seq: number, at: string, by: string): void => void db.run(WITHDRAW, at, by, seq)

export interface CalibrationRecord {
  readonly id: string
  readonly printer: string
  readonly tray: string
  readonly form: string
  readonly width: number
  readonly height: number
  readonly measured: string
  readonly fit: string
  readonly rest: number
  readonly at: string
  readonly by: string
}

const CALIBRATION = ['id', 'printer', 'tray', 'form', 'width', 'height', 'measured', 'fit', 'rest', 'at', 'by'] as const
const CALIBRATIONS = `SELECT ${CALIBRATION.join(', ')} FROM printer_calibration WHERE form = ? AND removed_at IS NULL ORDER BY seq DESC`
export const calibrationsOf = (db: ReadDb, form: string): CalibrationRecord[] => db.all<CalibrationRecord>(CALIBRATIONS, form)

const INSERT_CALIBRATION = `INSERT INTO printer_calibration (${CALIBRATION.join(', ')}) VALUES (${CALIBRATION.map(() => '?').join(', ')})`
export const insertCalibration = (db: WriteDb, row: CalibrationRecord): void =>
  void db.run(INSERT_CALIBRATION, ...CALIBRATION.map((column) => row[column]))

const STANDING = 'SELECT removed_at IS NULL FROM printer_calibration WHERE id = ?'
/** @returns whether it counts among those that stand; undefined where there is none */
export function isCalibrationStanding(db: ReadDb, id: string): boolean | undefined {
  const standing = db.value<number>(STANDING, id)
  return standing === undefined ? undefined : standing === 1
}

const MARK_REMOVED = 'UPDATE printer_calibration SET removed_at = ?, removed_by = ? WHERE id = ?'
/** @param removed null brings it back */
export const markCalibration = (db: WriteDb, id: string, removed: { readonly at: string; readonly by: string } | null): void =>
  void db.run(MARK_REMOVED, removed?.at ?? null, removed?.by ?? null, id)
