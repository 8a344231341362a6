/** Opens the encrypted database file with the settings the office relies on. */
import Database from 'better-sqlite3'
import { type ReadDb, sqlFace, type WriteDb } from './sql'
import { asAppError } from './sqlite-errors'

/** AEGIS needs AES instructions to be fast; ChaCha20 serves PCs without them. Recorded beside the key slots. */
export type Cipher = 'aegis' | 'chacha20'

/**
 * Which pages the pieces of a long work touch: those at the end of a few tables, or some of every index of the whole register. Of the latter
 * more stay in memory: each one let go has to be deciphered again.
 */
export type Touched = 'the end' | 'everywhere'

export interface Connection<Face extends ReadDb = ReadDb> {
  readonly db: Face
  /** Runs `work` in one `BEGIN IMMEDIATE … COMMIT`; rolls back whole when it throws. */
  transaction<T>(work: () => T): T
  /**
   * One of many pieces of a work that may stop anywhere. Each is there whole or not at all, a power cut may take the last ones, never one in
   * the middle; what follows as `transaction` flushes them with itself (WAL at `synchronous=NORMAL`). Several pieces share one transaction, so
   * that a page they all touch is written once: other connections see them within three seconds. When `work` throws, or the disk does
   * not take what waits, every piece since then is gone, and `losses` counts it.
   */
  unflushed<T>(work: () => T, touches?: Touched): T
  /** Ends what `unflushed` keeps open. @throws AppError `storage.*` */
  settle(): void
  /** How often pieces were lost: a work whose number changes does not go on. */
  readonly losses: number
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

const BUSY_MS = 5_000
const CACHE_KIB = 16_000
/** Pages in the write-ahead log before they are copied into the file: SQLite's own figure. */
const PAGES = 1_000

interface BulkSettings {
  readonly cacheKib: number
  readonly pages: number
  /** Milliseconds for which one transaction takes further pieces, and after which one that gets none is ended. */
  readonly togetherMs: number
}
/**
 * Measured with lists of a million rows: the same page of an index is touched by every transaction, so fewer and longer ones write, log and copy
 * it less often (a third of the time of all commits). A larger cache takes a gigabyte and 4 % off.
 */
const BULK: Readonly<Record<Touched, BulkSettings>> = {
  'the end': { cacheKib: CACHE_KIB, pages: 8_000, togetherMs: 1_200 },
  everywhere: { cacheKib: 128_000, pages: 32_000, togetherMs: 2_400 }
}

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

/** Pieces of a long work in transactions of their own making: see `Connection.unflushed`. */
class Bulk {
  losses = 0
  private readonly raw: Database.Database
  private readonly begin: Database.Statement
  private readonly commit: Database.Statement
  private isOpen = false
  /** Null: those of single transactions. */
  private settings: BulkSettings | null = null
  private openedAt = 0
  private rest: NodeJS.Timeout | undefined

  constructor(raw: Database.Database) {
    this.raw = raw
    this.begin = raw.prepare('BEGIN IMMEDIATE')
    this.commit = raw.prepare('COMMIT')
  }

  take<T>(work: () => T, touches: Touched): T {
    this.open(touches)
    let result: T
    try {
      result = work()
    } catch (error) {
      this.drop()
      throw asAppError(error)
    }
    const { togetherMs } = BULK[touches]
    if (performance.now() - this.openedAt >= togetherMs) this.settle()
    else this.restLater(togetherMs)
    return result
  }

  settle(): void {
    if (!this.isOpen) return
    clearTimeout(this.rest)
    try {
      this.commit.run()
      this.isOpen = false
    } catch (error) {
      this.drop()
      throw asAppError(error)
    }
  }

  /** Back to the ways of single transactions. @throws AppError `storage.*` */
  end(): void {
    this.settle()
    if (this.settings === null) return
    this.settings = null
    this.set('FULL', PAGES, CACHE_KIB)
  }

  private open(touches: Touched): void {
    if (this.isOpen) return
    const wanted = BULK[touches]
    if (this.settings !== wanted) this.set('NORMAL', wanted.pages, wanted.cacheKib)
    this.settings = wanted
    try {
      this.begin.run()
    } catch (error) {
      throw asAppError(error)
    }
    this.isOpen = true
    this.openedAt = performance.now()
  }

  private set(synchronous: 'FULL' | 'NORMAL', pages: number, kib: number): void {
    this.raw.pragma(`synchronous=${synchronous}`)
    this.raw.pragma(`wal_autocheckpoint=${String(pages)}`)
    this.raw.pragma(`cache_size=-${String(kib)}`)
  }

  private drop(): void {
    clearTimeout(this.rest)
    this.isOpen = false
    this.losses += 1
    if (this.raw.inTransaction) this.raw.exec('ROLLBACK')
  }

  private restLater(ms: number): void {
    clearTimeout(this.rest)
    this.rest = setTimeout(() => {
      try {
        this.end()
      } catch {
        // Nobody listens here; the loss is counted, and the work that goes on learns of it.
      }
    }, ms).unref()
  }
}

/** @throws AppError `office.damaged` for a wrong key or an unreadable file, `storage.*` */
export function openWrite(options: OpenOptions): Connection<WriteDb> {
  const raw = open(options)
  const begin = raw.prepare('BEGIN IMMEDIATE')
  const commit = raw.prepare('COMMIT')
  const rollback = raw.prepare('ROLLBACK')
  const bulk = new Bulk(raw)
  return {
    db: sqlFace(raw),
    raw,
    transaction(work) {
      bulk.end()
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
    },
    unflushed: (work, touches = 'the end') => bulk.take(work, touches),
    settle: () => bulk.end(),
    get losses() {
      return bulk.losses
    },
    close() {
      try {
        bulk.end()
      } finally {
        raw.close()
      }
    }
  }
}

/** A connection on which SQLite itself refuses writes. */
export function openRead(options: OpenOptions): Connection {
  const raw = open({ ...options, readonly: true })
  const transaction = <T>(work: () => T): T => raw.transaction(work)()
  return { db: sqlFace(raw), raw, transaction, unflushed: transaction, settle: () => undefined, losses: 0, close: () => raw.close() }
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
