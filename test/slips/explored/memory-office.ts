/** A made-up office whose register lies in memory: the real schema and the real handlers, without disk, keys and gate. */
import Database from 'better-sqlite3'
import { randomUUID } from 'node:crypto'
import { grantsOf } from '../../../shared/contract'
import type { Day, RulePack } from '../../../shared/domain'
import { migrations, sqlFace, type WriteDb } from '../../../electron/core/db'
import { insertPersons } from '../../../electron/core/modules/persons'
import type { CommandContext } from '../../../electron/core/rpc'
import { chinaDay, instant, silentLog } from '../../../electron/core/platform'
import { actorNamed } from '../../kit/module-office'
import type { TestClock } from '../../kit/clock'
import { madeUp, reference, type Carrier } from '../offices'

/** One change of state, as the database saw it. */
export interface Move {
  readonly direction: 'out' | 'in'
  readonly kind: string
  readonly before: string
  readonly after: string
}

export interface MemoryOffice {
  readonly code: string
  readonly id: string
  readonly db: WriteDb
  readonly persons: readonly string[]
  readonly context: () => CommandContext
  readonly transaction: <T>(work: () => T) => T
  /** The other office at this one's address, as the carrier wants it. */
  readonly towards: (partnerId: string) => Carrier
  /** What happened since it was last asked. */
  readonly moves: () => Move[]
  /** The whole register as it stands. */
  readonly image: () => Buffer
  /** An older register takes the place of this one. */
  readonly putBack: (image: Buffer) => void
  readonly close: () => void
}

let image: Buffer | null = null
function blankImage(): Buffer {
  const raw = new Database(':memory:')
  for (const { sql } of migrations) raw.exec(sql)
  const made = raw.serialize()
  raw.close()
  return made
}

function watched(register: Buffer): Database.Database {
  const raw = new Database(register)
  raw.exec(`CREATE TEMP TABLE move (direction TEXT, kind TEXT, before TEXT, after TEXT);
    CREATE TEMP TRIGGER moved AFTER UPDATE OF status ON slip WHEN NEW.status <> OLD.status
    BEGIN INSERT INTO move VALUES (NEW.direction, NEW.kind, OLD.status, NEW.status); END;`)
  return raw
}

const ROLES = ['window', 'verifier', 'signer'] as const
const PERSONS = 12

/** @param newId ids in one order for one seed */
export function openMemoryOffice(code: string, id: string, clock: TestClock, rules: RulePack, newId: () => string): MemoryOffice {
  image ??= blankImage()
  let raw = watched(image)
  let db = sqlFace(raw)
  const actor = actorNamed('banli', ROLES)
  const office = { id, code, name: `${code}测试局`, phone: '0000-1234567', practice: false }
  const context = (): CommandContext =>
    ({
      ...{ appVersion: 'test', clock, now: instant(clock), today: chinaDay(clock) as Day, actor, office, reference, rules },
      ...{ log: silentLog, newId, db, note: () => undefined, changed: () => undefined }
    }) as unknown as CommandContext // what carries files, keys and folders is never asked for here
  const transaction = <T>(work: () => T): T => raw.transaction(work).immediate()
  if (grantsOf(ROLES).size === 0) throw new RangeError('nobody may do anything')
  const persons = transaction(() => insertPersons({ ...context(), db }, madeUp(PERSONS)))
  return {
    ...{ code, id, persons, context, transaction },
    get db() {
      return db
    },
    towards: (partnerId) => ({
      ...{ db, clock, partnerId },
      office: { write: { transaction }, card: { id }, query: context }
    }),
    moves() {
      const moves = db.all<Move>('SELECT direction, kind, before, after FROM move ORDER BY rowid')
      if (moves.length > 0) db.run('DELETE FROM move')
      return moves
    },
    image: () => raw.serialize(),
    putBack(older) {
      raw.close()
      raw = watched(older)
      db = sqlFace(raw)
    },
    close: () => void raw.close()
  }
}

export const newPartner = ({ db }: MemoryOffice, other: string): string => {
  const id = randomUUID()
  db.run(
    "INSERT INTO partner(id, name, code, phone, trust, created_at) VALUES (?, ?, ?, '0000-7654321', 'paper', '2026')",
    ...[id, `${other}测试局`, other]
  )
  return id
}
