/** SQL of files that are not yet, or may not become, part of the office: scanned, waiting, in quarantine; and of the ledger of bundles. */
import type { ReadDb, WriteDb } from '../../../db'

export interface ScannedRow {
  readonly id: string
  readonly state: 'ready' | 'duplicate' | 'status' | 'held'
  readonly file_name: string
  readonly place: string
  readonly digest: string
  readonly spooled: string | null
  readonly waiting: string | null
  readonly office_id: string
  readonly state_no: number
}

const SCANNED = 'id, state, file_name, place, digest, spooled, waiting, office_id, state_no' as const

export const scannedFile = (db: ReadDb, id: string): ScannedRow | undefined =>
  db.one<ScannedRow>(`SELECT ${SCANNED} FROM scanned_file WHERE id = ?`, id)

export const scannedFiles = (db: ReadDb): ScannedRow[] => db.all<ScannedRow>(`SELECT ${SCANNED} FROM scanned_file`)

export function insertScanned(db: WriteDb, row: ScannedRow): void {
  db.run(
    `INSERT INTO scanned_file(${SCANNED}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    row.id,
    row.state,
    row.file_name,
    row.place,
    row.digest,
    row.spooled,
    row.waiting,
    row.office_id,
    row.state_no
  )
}

export const deleteScanned = (db: WriteDb, id: string): number => db.run('DELETE FROM scanned_file WHERE id = ?', id)
export const forgetScanned = (db: WriteDb): number => db.run('DELETE FROM scanned_file') + db.run('DELETE FROM scanned_card')

export interface ScannedCardRow {
  readonly id: string
  readonly bytes: Uint8Array
  readonly sig: Uint8Array
  readonly introduced_by: string | null
}

export const scannedCard = (db: ReadDb, id: string): ScannedCardRow | undefined =>
  db.one<ScannedCardRow>('SELECT id, bytes, sig, introduced_by FROM scanned_card WHERE id = ?', id)

export const insertScannedCard = (db: WriteDb, { id, bytes, sig, introduced_by: by }: ScannedCardRow): number =>
  db.run('INSERT INTO scanned_card(id, bytes, sig, introduced_by) VALUES (?, ?, ?, ?)', id, bytes, sig, by)

export interface WaitingRow {
  readonly id: string
  readonly reason: 'wait-key' | 'wait-chain' | 'wait-upgrade' | 'held'
  readonly digest: string
  readonly file_name: string
  readonly place: string
  readonly bytes: number
  readonly office_id: string
  readonly stored: string
  readonly found_at: string
}

const WAITING = 'id, reason, digest, file_name, place, bytes, office_id, stored, found_at' as const

export const waitingFiles = (db: ReadDb): WaitingRow[] => db.all<WaitingRow>(`SELECT ${WAITING} FROM waiting_file ORDER BY found_at, id`)

export const waitingFile = (db: ReadDb, id: string): WaitingRow | undefined =>
  db.one<WaitingRow>(`SELECT ${WAITING} FROM waiting_file WHERE id = ?`, id)

export const waitingByDigest = (db: ReadDb, digest: string): WaitingRow | undefined =>
  db.one<WaitingRow>(`SELECT ${WAITING} FROM waiting_file WHERE digest = ?`, digest)

export interface Volume {
  readonly files: number
  readonly bytes: number
}

/** Files waiting for a key: of one office id, and of all. */
export const waitingVolume = (db: ReadDb, officeId: string): { readonly ofOffice: Volume; readonly all: Volume } => ({
  ofOffice: db.one<Volume>(
    "SELECT count(*) AS files, coalesce(sum(bytes), 0) AS bytes FROM waiting_file WHERE reason IN ('wait-key', 'wait-chain') AND office_id = ?",
    officeId
  ) ?? { files: 0, bytes: 0 },
  all: db.one<Volume>(
    "SELECT count(*) AS files, coalesce(sum(bytes), 0) AS bytes FROM waiting_file WHERE reason IN ('wait-key', 'wait-chain')"
  ) ?? {
    files: 0,
    bytes: 0
  }
})

export function insertWaiting(db: WriteDb, row: WaitingRow): void {
  db.run(
    `INSERT INTO waiting_file(${WAITING}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (digest) DO NOTHING`,
    row.id,
    row.reason,
    row.digest,
    row.file_name,
    row.place,
    row.bytes,
    row.office_id,
    row.stored,
    row.found_at
  )
}

export const setWaitingReason = (db: WriteDb, id: string, reason: WaitingRow['reason']): number =>
  db.run('UPDATE waiting_file SET reason = ? WHERE id = ?', reason, id)

export const deleteWaiting = (db: WriteDb, id: string): number => db.run('DELETE FROM waiting_file WHERE id = ?', id)

export interface QuarantineFile {
  readonly id: string
  readonly file_name: string
  readonly digest: string
  readonly found_at: string
  readonly place: string
  readonly code: string
  /** JSON of the fault's parameters. */
  readonly params: string
  readonly claimed_sender: string | null
  readonly stored: string
  readonly looked_at_by: string | null
}

export const quarantined = (db: ReadDb): QuarantineFile[] =>
  db.all<QuarantineFile>(
    'SELECT id, file_name, digest, found_at, place, code, params, claimed_sender, stored, looked_at_by FROM quarantine ORDER BY found_at DESC, id DESC LIMIT 500'
  )

/** Refused because their link was bound to another suite. */
export const downgraded = (db: ReadDb): QuarantineFile[] =>
  db.all<QuarantineFile>(
    `SELECT id, file_name, digest, found_at, place, code, params, claimed_sender, stored, looked_at_by FROM quarantine
     WHERE code = 'E_SUITE' AND params ->> '$.link' = 'national' ORDER BY found_at, id`
  )

export const deleteQuarantined = (db: WriteDb, id: string): number => db.run('DELETE FROM quarantine WHERE id = ?', id)

export const quarantinedStored = (db: ReadDb): string[] =>
  db.all<{ stored: string }>('SELECT stored FROM quarantine').map(({ stored }) => stored)

/** Files of the quarantine found before an instant. */
export const quarantinedBefore = (db: ReadDb, before: string, limit: number): { readonly id: string; readonly stored: string }[] =>
  db.all('SELECT id, stored FROM quarantine WHERE found_at < ? LIMIT ?', before, limit)

/** Waiting files found before an instant. */
export const waitingBefore = (db: ReadDb, before: string, limit: number): { readonly id: string; readonly stored: string }[] =>
  db.all('SELECT id, stored FROM waiting_file WHERE found_at < ? LIMIT ?', before, limit)

/** @returns 0 when the same file was put there for the same reason before */
export const insertQuarantine = (db: WriteDb, row: Omit<QuarantineFile, 'looked_at_by'>): number =>
  db.run(
    `INSERT INTO quarantine(id, file_name, digest, found_at, place, code, params, claimed_sender, stored) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (digest, code) DO NOTHING`,
    row.id,
    row.file_name,
    row.digest,
    row.found_at,
    row.place,
    row.code,
    row.params,
    row.claimed_sender,
    row.stored
  )

export const setLooked = (db: WriteDb, id: string, by: string, at: string, note: string): number =>
  db.run('UPDATE quarantine SET looked_at_by = ?, looked_at = ?, note = ? WHERE id = ?', by, at, note, id)

export interface LedgerRow {
  readonly number: number
  readonly id: string
  readonly direction: 'out' | 'in'
  readonly partner_id: string
  readonly seq: number
  readonly state: 'sealed' | 'carried' | 'acknowledged' | 'applied' | 'branch' | 'given-up'
  readonly slips: number
  readonly duplicates: number
  readonly refused: number
  readonly made_at: string
  readonly carried_at: string | null
  readonly log_seq: number | null
  readonly log_head: string | null
  readonly acknowledged_at: string | null
  readonly bytes: number
}

const LEDGER =
  'number, id, direction, partner_id, seq, state, slips, duplicates, refused, made_at, carried_at, acknowledged_at, bytes, log_seq, log_head' as const

/** Newest first, below a position. */
export const ledger = (db: ReadDb, partnerId: string | null, below: number, limit: number): LedgerRow[] =>
  partnerId === null
    ? db.all<LedgerRow>(`SELECT ${LEDGER} FROM bundle WHERE number < ? ORDER BY number DESC LIMIT ?`, below, limit)
    : db.all<LedgerRow>(
        `SELECT ${LEDGER} FROM (
           SELECT * FROM (SELECT * FROM bundle WHERE partner_id = ? AND direction = 'in' AND number < ? ORDER BY number DESC LIMIT ?)
           UNION ALL
           SELECT * FROM (SELECT * FROM bundle WHERE partner_id = ? AND direction = 'out' AND number < ? ORDER BY number DESC LIMIT ?)
         ) ORDER BY number DESC LIMIT ?`,
        partnerId,
        below,
        limit,
        partnerId,
        below,
        limit,
        limit
      )

export const archivedFiles = (db: ReadDb): string[] =>
  db.all<{ archive: string }>('SELECT archive FROM bundle').map(({ archive }) => archive)

/** Lines and files of slips whose bundle never came to be held. */
export function forgetUnheld(db: WriteDb): void {
  db.run('DELETE FROM pending_upgrade WHERE NOT EXISTS (SELECT 1 FROM bundle WHERE bundle.id = pending_upgrade.bundle_id)')
  db.run('DELETE FROM blob_part WHERE NOT EXISTS (SELECT 1 FROM bundle WHERE bundle.id = blob_part.bundle_id)')
}
