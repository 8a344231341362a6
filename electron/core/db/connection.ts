/** Opens the encrypted database file with the settings the office relies on. */
import Database from 'better-sqlite3'
import { type ReadDb, sqlFace, type WriteDb } from './sql'
import { asAppError } from './sqlite-errors'

/** AEGIS needs AES instructions to be fast; ChaCha20 serves PCs without them. Recorded beside the key slots. */
export type Cipher = 'aegis' | 'chacha20'

export interface Connection<Face extends ReadDb = ReadDb> {
  readonly db: Face
  /** Runs `work` in one `BEGIN IMMEDIATE … COMMIT`; rolls back whole when it throws. */
  transaction<T>(work: () => T): T
  /**
   * The same, written but not flushed: a power cut may take the last ones, never one in the middle, and the next `transaction` flushes them
   * with itself. The file stays whole either way (WAL at `synchronous=NORMAL`).
   */
  unflushed<T>(work: () => T): T
  /** The raw handle, for `VACUUM INTO` and pragmas of this room only. */
  readonly raw: Database.Database
  close(): void
}

export interface OpenOptions {
  readonly path: string
  /** 32 raw bytes. */
  readonly key: Uint8Array
  readonly cipher: Cipher
  readonly readonly?: boolean
}

const CACHE_KIB = 32_000
const BUSY_MS = 5_000
/** Pages in the write-ahead log before they are copied into the file: SQLite's own figure, and a larger one for many batches in a row. */
const PAGES = 1_000
const PAGES_IN_BULK = 8_000

function open({ path, key, cipher, readonly = false }: OpenOptions): Database.Database {
  const raw = new Database(path, { readonly, timeout: BUSY_MS })
  try {
    raw.pragma(`cipher='${cipher}'`)
    raw.pragma(`key="x'${Buffer.from(key).toString('hex')}'"`)
    raw.pragma('temp_store=MEMORY')
    raw.prepare('SELECT count(*) FROM sqlite_master').get()
    if (!readonly) {
      raw.pragma('journal_mode=WAL')
      raw.pragma('synchronous=FULL')
    }
    raw.pragma('foreign_keys=ON')
    raw.pragma(`cache_size=-${String(CACHE_KIB)}`)
    return raw
  } catch (error) {
    raw.close()
    throw asAppError(error)
  }
}

/** @throws AppError `office.damaged` for a wrong key or an unreadable file, `storage.*` */
export function openWrite(options: OpenOptions): Connection<WriteDb> {
  const raw = open(options)
  const begin = raw.prepare('BEGIN IMMEDIATE')
  const commit = raw.prepare('COMMIT')
  const rollback = raw.prepare('ROLLBACK')
  const transaction = <T>(work: () => T): T => {
    try {
      begin.run()
    } catch (error) {
      throw asAppError(error)
    }
    try {
      const result = work()
      commit.run()
      return result
    } catch (error) {
      if (raw.inTransaction) rollback.run()
      throw asAppError(error)
    }
  }
  return {
    db: sqlFace(raw),
    raw,
    transaction,
    unflushed(work) {
      raw.pragma('synchronous=NORMAL')
      raw.pragma(`wal_autocheckpoint=${String(PAGES_IN_BULK)}`)
      try {
        return transaction(work)
      } finally {
        raw.pragma('synchronous=FULL')
        raw.pragma(`wal_autocheckpoint=${String(PAGES)}`)
      }
    },
    close: () => raw.close()
  }
}

/** A connection on which SQLite itself refuses writes. */
export function openRead(options: OpenOptions): Connection {
  const raw = open({ ...options, readonly: true })
  const transaction = <T>(work: () => T): T => raw.transaction(work)()
  return { db: sqlFace(raw), raw, transaction, unflushed: transaction, close: () => raw.close() }
}

/** Measures which cipher this PC encrypts a page faster with; a few milliseconds, once per office. */
export function fasterCipher(scratch: (cipher: Cipher) => string): Cipher {
  const cost = (cipher: Cipher): number => {
    const raw = open({ path: scratch(cipher), key: new Uint8Array(32).fill(7), cipher })
    try {
      raw.exec('CREATE TABLE probe(body BLOB NOT NULL) STRICT')
      const insert = raw.prepare('INSERT INTO probe VALUES (?)')
      const page = Buffer.alloc(4096, 1)
      const start = performance.now()
      raw.transaction(() => {
        for (let i = 0; i < 200; i++) insert.run(page)
      })()
      return performance.now() - start
    } finally {
      raw.close()
    }
  }
  // A quarter slower is still worth the page authentication in hardware; beyond that the PC has no AES instructions.
  return cost('aegis') <= cost('chacha20') * 1.25 ? 'aegis' : 'chacha20'
}
