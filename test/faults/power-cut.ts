/**
 * What a disk may hold when the power goes: everything that was synced, and of all that was written since any sectors, in any order, whole or
 * torn. SQLite's own order of syncs (https://sqlite.org/wal.html, atomiccommit.html) says which of both files may be half-written when.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sha256Hex } from '../../electron/core/crypto'
import type { Connection, OpenOptions, ReadDb } from '../../electron/core/db'

/** What drives write as one, at best. */
const SECTOR = 512

interface Files {
  readonly db: Buffer
  readonly wal: Buffer
}

const readOr = (path: string): Buffer => {
  try {
    return readFileSync(path)
  } catch {
    return Buffer.alloc(0)
  }
}
const filesOf = (path: string): Files => ({ db: readOr(path), wal: readOr(`${path}-wal`) })

/** Everything the database says, as one word. */
export function stateOf(db: ReadDb): string {
  const tables = db.all<{ name: string }>(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
  )
  const said = tables.map(({ name }) => [name, db.all(`SELECT * FROM "${name}"`)])
  const plain = JSON.stringify(said, (_, value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value))
  return sha256Hex(plain)
}

/** One of the files as it may be found: each sector that differs is the old one, the new one, or torn in the middle. */
function half(before: Buffer, after: Buffer, random: () => number): Buffer {
  const [odds, torn] = [random(), random() * 0.1]
  // A prefix is what most drives leave; any subset is what some do.
  const isPrefix = random() < 0.4
  const until = Math.floor(random() * (Math.max(before.length, after.length) / SECTOR + 1)) * SECTOR
  const size = random() < 0.5 ? after.length : Math.max(before.length, Math.floor(random() * after.length))
  const found = Buffer.alloc(size)
  before.copy(found)
  for (let at = 0; at < size; at += SECTOR) {
    const fresh = after.subarray(at, Math.min(at + SECTOR, size))
    if (fresh.equals(before.subarray(at, at + fresh.length))) continue
    if (!(isPrefix ? at < until : random() < odds)) continue
    if (random() < torn) fresh.copy(found, at, 0, Math.floor(random() * fresh.length))
    else fresh.copy(found, at)
  }
  return found
}

/** Octets of the header of the log. */
const HEADER = 32

/** A log that begins anew has a new header, which is synced before any frame is written (walWriteFrames, `syncHeader`). */
function halfLog(before: Buffer, after: Buffer, random: () => number): Buffer {
  const header = after.subarray(0, HEADER)
  if (before.length === 0 || header.equals(before.subarray(0, HEADER))) return half(before, after, random)
  const begun = Buffer.from(before)
  const isSynced = random() < 0.8
  header.copy(begun, 0, 0, isSynced ? HEADER : Math.floor(random() * HEADER))
  return isSynced ? half(begun, after, random) : begun
}

/** A moment in which the power goes. */
export interface Cut {
  /** In the log, or while its pages are copied into the file. */
  readonly during: 'commit' | 'checkpoint' | 'rest'
  readonly files: Files
  /** What the database may say afterwards: the last state that was promised, or one that was on its way, in order. */
  readonly allowed: readonly string[]
}

/** Watches one database and says what could be left of it after each transaction. */
export class Disk {
  private readonly options: OpenOptions
  private readonly random: () => number
  private readonly cut: (cut: Cut, options: OpenOptions) => void
  private readonly cutsPerCommit: number
  private synced: Files
  /** States since the last sync, the synced one first. */
  private states: string[]

  constructor(
    connection: Connection,
    options: OpenOptions,
    { random, cut, cutsPerCommit }: { random: () => number; cut: (cut: Cut, options: OpenOptions) => void; cutsPerCommit: number }
  ) {
    this.options = options
    this.random = random
    this.cut = cut
    this.cutsPerCommit = cutsPerCommit
    this.synced = filesOf(options.path)
    this.states = [stateOf(connection.db)]
  }

  /** @param isFlushed the log was synced before the transaction returned (`synchronous=FULL`) */
  written(connection: Connection, isFlushed: boolean): void {
    const { synced, states, random } = this
    const now = filesOf(this.options.path)
    const state = stateOf(connection.db)
    const all = [...states, state]
    const isCopied = !now.db.equals(synced.db)
    for (let n = 0; n < this.cutsPerCommit; n++) {
      // The log is synced before the first page is copied out of it, so only one of both files is in pieces.
      if (isCopied && random() < 0.5)
        this.tell({ during: 'checkpoint', files: { db: half(synced.db, now.db, random), wal: now.wal }, allowed: [state] })
      else this.tell({ during: 'commit', files: { db: synced.db, wal: halfLog(synced.wal, now.wal, random) }, allowed: all })
    }
    // Pieces of a long work may still share a transaction that is not ended.
    if (random() < 0.1) this.tell({ during: 'rest', files: now, allowed: isFlushed || isCopied ? [state] : all })
    if (isFlushed || isCopied) {
      this.synced = now
      this.states = [state]
    } else this.states = all
  }

  private tell(cut: Cut): void {
    this.cut(cut, this.options)
  }
}

/** Puts the files of a cut where an office would find them. @returns the path of the database */
export function lay(dir: string, { db, wal }: Files): string {
  rmSync(dir, { recursive: true, force: true })
  mkdirSync(dir, { recursive: true })
  const path = join(dir, 'office.db')
  writeFileSync(path, db)
  writeFileSync(`${path}-wal`, wal)
  return path
}
