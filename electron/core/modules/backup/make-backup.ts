/** Makes one backup file and believes in it only after reading it back: copy, read back to a scratch database, check, close, rename. */
import { closeSync, existsSync, fstatSync, fsyncSync, mkdirSync, openSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '@shared/errors'
import { sealSecret } from '../../crypto'
import { asAppError, flushFolder, type SlotFile } from '../../db'
import { checkDatabase, type DatabaseFacts } from './check-database'
import { backupFault, isNoRoom } from './faults'
import { END, headerSeal, isMemberName, MAGIC, manifestKey, type BackupHeader, type Member, type Why } from './format'
import { copySpan, withFile, writeAll, type Span } from './octets'
import { openManifest, readBackup } from './open-backup'
import { renamePatiently } from './patient-rename'

export interface BackupTask {
  readonly kind: 'make'
  /** The database file, held still (`holdSnapshot`) until `copied`. */
  readonly fd: number
  readonly databaseBytes: number
  readonly dataKey: Uint8Array
  readonly keys: SlotFile
  /** The office's folder with `keys`, `archive`, `quarantine`. */
  readonly folder: string
  /** Folder the file is made in, and its name there. */
  readonly place: string
  readonly placeLabel: string
  readonly name: string
  /** Empty folder of this PC for the database that is read back. */
  readonly scratch: string
  readonly id: string
  readonly madeAt: string
  readonly why: Why
  readonly appVersion: string
}

export interface MadeBackup {
  readonly file: string
  readonly bytes: number
  readonly counts: Readonly<Record<string, number>>
  readonly audit: DatabaseFacts['audit']
}

export type BackupPart =
  | { readonly step: 'copy' | 'check'; readonly done: number; readonly total: number }
  /** The database file may change again. */
  | { readonly copied: true }
  | { readonly made: MadeBackup }

export const PART = '.part'

/** @throws AppError `backup.*`, `storage.*`; then nothing of the file is left and older files are as they were */
export function* makeBackup(task: BackupTask): Generator<BackupPart, void> {
  const part = join(task.place, `${task.name}${PART}`)
  let isWhole = false
  try {
    // A place that went away must not be made anew on another disk: only an existing folder is written to.
    if (!existsSync(task.place)) throw new AppError('backup.place_gone', { place: task.placeLabel })
    const bytes = task.databaseBytes + filesOf(task.folder).reduce((sum, { size }) => sum + size, 0)
    const members = yield* withFile(part, 'w', (fd) => copyMembers(task, fd, bytes))
    const facts = yield* readBack(task, part, members)
    const made = close(task, part, members, facts)
    renamePatiently(part, join(task.place, task.name))
    flushFolder(task.place)
    isWhole = true
    yield { made }
  } catch (error) {
    throw backupFault(error, task.placeLabel)
  } finally {
    if (!isWhole) removeQuietly(part)
  }
}

export function removeQuietly(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true })
  } catch {
    // A pulled stick cannot be tidied; a file that ends in .part is never taken for a backup.
  }
}

interface OwnFile {
  readonly name: string
  readonly path: string
  readonly size: number
}

/** Files that hang on the database, without half-written ones. */
function filesOf(folder: string): OwnFile[] {
  const found: OwnFile[] = []
  const walk = (relative: string, depth: number): void => {
    for (const entry of existsSync(join(folder, relative)) ? readdirSync(join(folder, relative), { withFileTypes: true }) : []) {
      const name = `${relative}/${entry.name}`
      if (entry.isDirectory() && depth < 2) walk(name, depth + 1)
      else if (entry.isFile() && isMemberName(name) && !name.endsWith(PART))
        found.push({ name, path: join(folder, name), size: statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0 })
    }
  }
  for (const top of ['keys', 'archive', 'quarantine']) walk(top, 0)
  return found.sort((a, b) => (a.name < b.name ? -1 : 1))
}

function* copyMembers(task: BackupTask, to: number, total: number): Generator<BackupPart, Member[]> {
  writeAll(to, MAGIC)
  const database = yield* copied({ fd: task.fd, from: 0, bytes: task.databaseBytes }, to, { step: 'copy', before: 0, total })
  if (database === null) throw new AppError('backup.source_damaged')
  yield { copied: true }
  const members: Member[] = [{ name: 'office.db', bytes: task.databaseBytes, sha256: database }]
  let done = task.databaseBytes
  for (const { name, path } of filesOf(task.folder)) {
    const fd = openIfThere(path)
    // Taken away since the folder was listed: the database no longer speaks of it.
    if (fd === null) continue
    try {
      const bytes = fstatSync(fd).size
      const digest = yield* copied({ fd, from: 0, bytes }, to, { step: 'copy', before: done, total })
      if (digest === null) throw new AppError('storage.busy')
      members.push({ name, bytes, sha256: digest })
      done += bytes
    } finally {
      closeSync(fd)
    }
  }
  return members
}

function openIfThere(path: string): number | null {
  try {
    return openSync(path, 'r')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

interface Told {
  readonly step: 'copy' | 'check'
  /** Octets done before this span. */
  readonly before: number
  readonly total: number
}

function* copied(span: Span, to: number | null, { step, before, total }: Told): Generator<BackupPart, string | null> {
  for (const copy = copySpan(span, to); ;) {
    const next = copy.next()
    if (next.done === true) return next.value
    yield { step, done: before + next.value, total }
  }
}

/** What stands at the place becomes a database again, octet for octet the one that was copied, and SQLite finds it whole. */
function* readBack(task: BackupTask, part: string, members: readonly Member[]): Generator<BackupPart, DatabaseFacts> {
  mkdirSync(task.scratch, { recursive: true, mode: 0o700 })
  const path = join(task.scratch, 'office.db')
  const total = members.reduce((sum, { bytes }) => sum + bytes, 0)
  try {
    yield* withFile(part, 'r', function* (fd) {
      let before = 0
      for (const { name, bytes, sha256 } of members) {
        const span = { fd, from: MAGIC.length + before, bytes }
        const told: Told = { step: 'check', before, total }
        const digest =
          name === 'office.db' ? yield* withFile(path, 'w', (to) => copied(span, to, told), true) : yield* copied(span, null, told)
        if (digest !== sha256) throw new AppError('backup.differs', { place: task.placeLabel })
        before += bytes
      }
    })
  } catch (error) {
    throw isNoRoom(error) ? asAppError(error) : error
  }
  return checkDatabase({ path, key: task.dataKey, cipher: task.keys.cipher })
}

/** Writes who, when and what behind the members, and reads that back as a stranger would. */
function close(task: BackupTask, part: string, members: readonly Member[], facts: DatabaseFacts): MadeBackup {
  const { id, madeAt, why, appVersion, keys, databaseBytes } = task
  const header: BackupHeader = { format: 'yipanqi-backup/1', id, madeAt, why, appVersion, keys, databaseBytes, ...facts }
  const headerOctets = Buffer.from(JSON.stringify(header), 'utf8')
  const list = Buffer.from(JSON.stringify({ members }), 'utf8')
  const sealed = sealSecret(manifestKey(task.dataKey, keys.databaseId), list, headerSeal(headerOctets))
  const lengths = Buffer.alloc(8)
  lengths.writeUInt32BE(headerOctets.length, 0)
  lengths.writeUInt32BE(sealed.length, 4)
  const fd = openSync(part, 'r+')
  try {
    const from = fstatSync(fd).size
    const tail = openSync(part, 'a')
    try {
      writeAll(tail, Buffer.concat([headerOctets, sealed, lengths, END]))
      fsyncSync(tail)
    } finally {
      closeSync(tail)
    }
    const file = readBackup(fd)
    if (file.body !== from || openManifest(file, task.dataKey).members.length !== members.length)
      throw new AppError('backup.differs', { place: task.placeLabel })
    return { file: task.name, bytes: file.bytes, counts: facts.counts, audit: facts.audit }
  } finally {
    closeSync(fd)
  }
}
