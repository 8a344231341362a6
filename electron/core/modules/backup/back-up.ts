/** Brings the open office to its places, one after the other, remembers how each went, and lets the oldest copies go only after a good one. */
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { AppError } from '@shared/errors'
import { uuidv4 } from '../../crypto'
import { holdSnapshot, type Connection, type FileHandle, type OpenOptions, type SlotFile, type Snapshot, type WriteDb } from '../../db'
import { chinaDay, instant, type Clock } from '../../platform'
import { backupName, readBackupName, type Why } from './format'
import { PART, removeQuietly, type BackupPart, type BackupTask, type MadeBackup } from './make-backup'
import { backupsAt, isPresent, knownPlace, openPlace, readPlaces, updatePlace, type Place } from './places'
import { insertBackup, type BackupRow } from './queries'
import { withBackup } from './open-backup'
import { ruleOn, surplus, type KeepRule } from './rolling'

/** The open office as far as copying it needs. */
export interface BackupSource {
  readonly write: Connection<WriteDb>
  readonly open: OpenOptions
  readonly slotFile: () => SlotFile
  readonly folder: string
  octets(): FileHandle
}

/** What of the PC and the program it works with. */
export interface BackupRoom {
  /** Runs a task to its end, on a thread where there is one. */
  make(task: BackupTask, signal: AbortSignal): AsyncIterable<BackupPart>
  readonly keep: readonly KeepRule[]
  readonly clock: Clock
  readonly appVersion: string
  /** Folders whose copying or restoring is going on. */
  readonly busy: Set<string>
}

export interface BackupWish {
  readonly why: Why
  /** One place, or all. */
  readonly place: string | null
  readonly by: string | null
}

export interface BackupOutcome {
  readonly made: { readonly place: string; readonly file: string; readonly bytes: number }[]
  readonly failed: { readonly place: string; readonly code: string; readonly params: Record<string, string | number> }[]
  removed: number
}

type Report = (step: 'copy' | 'check' | 'tidy', done: number, total: number) => void

/**
 * @param record runs its work in one transaction
 * @throws AppError of the only place that was asked, or of the first when none succeeded; `backup.running`; `job.cancelled`
 */
export async function backUp(
  source: BackupSource,
  room: BackupRoom,
  wish: BackupWish,
  {
    report,
    signal,
    record
  }: { readonly report: Report; readonly signal: AbortSignal; readonly record: (work: (db: WriteDb) => void) => void }
): Promise<BackupOutcome> {
  if (room.busy.has(source.folder)) throw new AppError('backup.running')
  room.busy.add(source.folder)
  try {
    const outcome: BackupOutcome = { made: [], failed: [], removed: 0 }
    const places = wish.place === null ? readPlaces(source.folder) : [knownPlace(source.folder, wish.place)]
    let first: AppError | null = null
    for (const place of places) {
      const fault = await toPlace(source, room, wish, place, outcome, { report, signal, record })
      first ??= fault
    }
    if (outcome.made.length === 0 && first) throw first
    return outcome
  } finally {
    room.busy.delete(source.folder)
  }
}

async function toPlace(
  source: BackupSource,
  room: BackupRoom,
  wish: BackupWish,
  place: Place,
  outcome: BackupOutcome,
  { report, signal, record }: Parameters<typeof backUp>[3]
): Promise<AppError | null> {
  const began = performance.now()
  const facts = { id: uuidv4(), madeAt: instant(room.clock), why: wish.why, code: source.slotFile().office.code }
  const name = backupName(facts)
  const row = (result: string, params: object, made: MadeBackup | null): BackupRow => ({
    ...{ id: facts.id, at: facts.madeAt, why: wish.why, place: place.id, place_label: place.label, file: name, bytes: made?.bytes ?? 0 },
    ...{ ms: Math.round(performance.now() - began), result, params: JSON.stringify(params), by: wish.by },
    ...{ audit_seq: made?.audit?.seq ?? null, audit_hash: made?.audit?.hash ?? null }
  })
  try {
    const made = await makeAt(source, room, place, { ...facts, name }, { report, signal })
    record((db) => void insertBackup(db, row('verified', {}, made)))
    updatePlace(source.folder, place.id, { last: { at: facts.madeAt, file: name, bytes: made.bytes }, failed: null })
    report('tidy', 0, 0)
    outcome.removed += letGo(source, room, place)
    outcome.made.push({ place: place.label, file: name, bytes: made.bytes })
    return null
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'job.cancelled') throw error
    const params = { ...error.params }
    record((db) => void insertBackup(db, row(error.code, params, null)))
    updatePlace(source.folder, place.id, { failed: { at: facts.madeAt, code: error.code, params } })
    outcome.failed.push({ place: place.label, code: error.code, params })
    return error
  }
}

/** Longest wait for an older reader of the log to end. */
const TRIES = 50
const PAUSE_MS = 100

async function held(source: BackupSource): Promise<Snapshot> {
  for (let tries = 0; tries < TRIES; tries++) {
    const snapshot = source.write.raw.inTransaction ? null : holdSnapshot(source.write, source.open)
    if (snapshot) return snapshot
    await pause(PAUSE_MS)
  }
  throw new AppError('storage.busy')
}

async function makeAt(
  source: BackupSource,
  room: BackupRoom,
  place: Place,
  facts: { readonly id: string; readonly madeAt: string; readonly why: Why; readonly name: string },
  { report, signal }: { readonly report: Report; readonly signal: AbortSignal }
): Promise<MadeBackup> {
  const path = openPlace(source.folder, place)
  const scratch = join(source.folder, SCRATCH)
  removeQuietly(scratch)
  for (const name of readdirSync(path)) if (isOwnPart(name)) removeQuietly(join(path, name))
  const snapshot = await held(source)
  try {
    const task: BackupTask = {
      ...{ kind: 'make', fd: source.octets().fd, databaseBytes: snapshot.bytes, dataKey: source.open.key, keys: source.slotFile() },
      ...{ folder: source.folder, place: path, placeLabel: place.label, scratch, appVersion: room.appVersion, ...facts }
    }
    for await (const part of room.make(task, signal)) {
      if ('made' in part) return part.made
      if ('copied' in part) snapshot.release()
      else report(part.step, part.done, part.total)
    }
    throw new AppError('job.cancelled')
  } finally {
    snapshot.release()
    removeQuietly(scratch)
    removeQuietly(join(path, `${facts.name}${PART}`))
  }
}

/** What an earlier run left that was killed. */
const isOwnPart = (name: string): boolean => name.endsWith(PART) && readBackupName(name.slice(0, -PART.length)) !== null

/** Beside the database: read back there and removed at once; encrypted like everything else. */
export const SCRATCH = 'backup-scratch'

/** Only copies of this office go, and only where a newer one was just found whole. @returns how many went */
function letGo(source: BackupSource, room: BackupRoom, place: Place): number {
  const rule = ruleOn(room.keep, chinaDay(room.clock))
  if (!rule || !isPresent(source.folder, place)) return 0
  const path = openPlace(source.folder, place)
  const { databaseId } = source.slotFile()
  const isOurs = (file: string): boolean => {
    try {
      return withBackup(join(path, file), (_fd, { header }) => header.keys.databaseId === databaseId)
    } catch {
      // Unreadable ones are left for a person to look at.
      return false
    }
  }
  let removed = 0
  const ours = backupsAt(source.folder, place).filter(({ file }) => isOurs(file))
  for (const file of surplus(ours, rule)) {
    try {
      rmSync(join(path, file))
      removed += 1
    } catch {
      // A write-protected copy stays; the next run tries again.
    }
  }
  return removed
}
