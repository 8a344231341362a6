/** One office without the house around it, for tests of single modules: encrypted database, real keys, real folders, one injected clock. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { grantsOf, type Role } from '@shared/contract'
import type { RulePack } from '@shared/domain'
import { composeCard, formatKeyLine, sm2EntriesOf, type KeyCard } from '../../electron/core/container'
import {
  ageRecipientOf,
  generateAgeIdentity,
  generateSigningKey,
  generateSm2Key,
  randomBytes,
  randomHex,
  uuidv7,
  type SigningKey
} from '../../electron/core/crypto'
import { migrate, openRead, openWrite, type Connection, type ReadDb, type WriteDb } from '../../electron/core/db'
import { openAttempts } from '../../electron/core/house/attempts'
import { createFileDesk, type TicketDesk } from '../../electron/core/house/file-desk'
import { recoverExchange } from '../../electron/core/modules/exchange'
import { officeKeysOf, type DeviceKeys, type KeyRoom, type KeySet, type RootKeys } from '../../electron/core/modules/keys'
import { installOwnCard, ownCard } from '../../electron/core/modules/partners'
import { loadReference } from '../../electron/core/modules/reference'
import { chinaTime, instant, silentLog } from '../../electron/core/platform'
import {
  today,
  type Actor,
  type AuditNote,
  type CallContext,
  type CommandContext,
  type JobContext,
  type OfficePlaces,
  type QueryContext,
  type Topic
} from '../../electron/core/rpc'
import { testClock, type TestClock } from './clock'

const reference = loadReference(resolve(import.meta.dirname, '../../resources/codes'))

function packNamed(id: string): RulePack {
  const pack = reference.rulePack(id)
  if (!pack) throw new RangeError(`no rule pack ${id}`)
  return pack
}

export interface ModuleOfficeOptions {
  readonly code?: string
  readonly name?: string
  readonly practice?: boolean
  readonly clock?: TestClock
  readonly practiceStick?: string | null
  readonly rules?: RulePack
  /** Founded with the national suite on its first card. */
  readonly national?: boolean
  /** An office that stands already, opened again from its folder. */
  readonly again?: StandingOffice
}

/** A folder on disk and all that opens it. */
export interface StandingOffice {
  readonly dir: string
  readonly key: Uint8Array
  readonly root: SigningKey
  readonly keys: KeySet
  readonly card: KeyCard
}

export interface ModuleOffice {
  readonly dir: string
  readonly places: OfficePlaces
  readonly write: Connection<WriteDb>
  readonly db: ReadDb
  readonly card: KeyCard
  readonly root: SigningKey
  /** The private keys, in memory; any recovery key opens the root. */
  readonly keyRoom: KeyRoom
  /** Opens this office again after its folder was copied or its process lost. */
  readonly standing: StandingOffice
  readonly clock: TestClock
  readonly desk: TicketDesk
  readonly notes: AuditNote[]
  readonly topics: Topic[]
  query(roles?: readonly Role[]): QueryContext
  /** Runs a command handler in one transaction, with its preparation before. */
  command<R>(handler: unknown, input: unknown, actor?: Actor): Promise<R>
  job(signal?: AbortSignal): JobContext
  close(): void
}

/** A command handler as the gate walks it, its types already checked by the compiler where it was declared. */
type Handled =
  | ((context: CommandContext, input: unknown) => unknown)
  | {
      prepare(context: QueryContext, input: unknown): Promise<unknown>
      run(context: CommandContext, input: unknown, ready: unknown): unknown
    }

export const actorNamed = (
  name: string,
  roles: readonly Role[] = ['verifier', 'signer', 'window'],
  scope: string | null = null
): Actor => ({
  accountId: `account-${name}`,
  name,
  displayName: name,
  roles,
  grants: grantsOf(roles, scope),
  own: grantsOf(roles, scope),
  principals: [],
  scope,
  unit: null
})

async function firstKeys(options: ModuleOfficeOptions, clock: TestClock): Promise<Pick<StandingOffice, 'root' | 'keys' | 'card'>> {
  const root = generateSigningKey()
  const sign = generateSigningKey()
  const enc = await generateAgeIdentity()
  const archive = await generateAgeIdentity()
  const secret = () => generateSm2Key().privateKey
  const sm2 = options.national ? { sign: secret(), enc: secret(), archive: secret() } : null
  const card = composeCard(
    {
      ver: 1,
      prev: null,
      code: options.code ?? '610802-00',
      name: options.name ?? '测试甲区卫生健康局',
      suites: sm2 ? ['G1', 'A1'] : ['A1'],
      ...(sm2 ? { sm2: sm2EntriesOf(sm2, 1) } : {}),
      sign: [{ key: formatKeyLine(sign.publicKey), dev: 1, from_ver: 1 }],
      enc: [
        { age: await ageRecipientOf(enc), dev: 1 },
        { age: await ageRecipientOf(archive), dev: 0 }
      ],
      revoked: [],
      roots: [],
      issued: chinaTime(clock),
      phone: '0000-1234567',
      ...(options.practice ? { practice: true as const } : {})
    },
    root
  )
  return { root, keys: { sign, enc, archive, sm2 }, card }
}

/** Key files that are never written; any recovery key opens the root. */
function roomInMemory(root: SigningKey, keys: KeySet, card: KeyCard): { readonly keyRoom: KeyRoom; readonly held: () => DeviceKeys } {
  let held: DeviceKeys = { device: 1, now: keys, next: null, former: [], formerSm2: [] }
  let rootKeys: RootKeys = { root, line: [card] }
  let rootAfter = rootKeys
  const keyRoom: KeyRoom = {
    device: () => held,
    hasRoot: () => true,
    root: () => Promise.resolve(rootKeys),
    prove: () => Promise.resolve(),
    wrap: ({ device, root: next }) => {
      rootAfter = next ?? rootKeys
      return Promise.resolve({ device: device ? { keys: device, file: new Uint8Array(0) } : null, root: null })
    },
    keep({ device }) {
      held = device?.keys ?? held
      rootKeys = rootAfter
    }
  }
  return { keyRoom, held: () => held }
}

/** A whole office with its first card signed and installed. */
export async function openModuleOffice(options: ModuleOfficeOptions = {}): Promise<ModuleOffice> {
  const { again } = options
  const dir = again?.dir ?? mkdtempSync(join(tmpdir(), 'module-office-'))
  const clock = options.clock ?? testClock()
  const places: OfficePlaces = {
    folder: dir,
    spool: join(dir, 'spool'),
    archive: join(dir, 'archive'),
    quarantine: join(dir, 'quarantine'),
    practiceStick: options.practiceStick ?? null
  }
  for (const folder of [places.spool, places.archive, places.quarantine]) mkdirSync(folder, { recursive: true })
  const key = again?.key ?? randomBytes(32)
  const open = { path: join(dir, 'office.db'), key, cipher: 'aegis' as const }
  const write = openWrite(open)
  migrate(write, open, join(dir, 'before.db'), instant(clock))
  recoverExchange(write, places)
  const read = openRead(open)
  const { root, keys, card } = again ?? (await firstKeys(options, clock))
  const { keyRoom, held } = roomInMemory(root, keys, card)
  if (!again) write.transaction(() => installOwnCard(write.db, card, instant(clock)))
  const desk = createFileDesk()
  const attempts = openAttempts(dir, clock)
  const notes: AuditNote[] = []
  const topics: Topic[] = []
  const base = (actor: Actor = actorNamed('banli')): CallContext => ({
    appVersion: 'test',
    clock,
    now: instant(clock),
    today: today(clock),
    actor,
    office: { id: ownCard(read.db).id, code: card.code, name: card.name, phone: card.phone, practice: options.practice ?? false },
    keys: officeKeysOf(held(), () => ownCard(read.db)),
    places,
    reference,
    rules: options.rules ?? packNamed('order-555'),
    files: desk,
    attempts,
    log: silentLog,
    newId: () => uuidv7(clock.now())
  })
  return {
    dir,
    places,
    write,
    db: read.db,
    card,
    root,
    keyRoom,
    standing: { dir, key, root, keys, card },
    clock,
    desk,
    notes,
    topics,
    query: () => ({ ...base(), db: read.db, note: (note) => void notes.push(note) }),
    async command<R>(handler: unknown, input: unknown, actor?: Actor) {
      const shared = base(actor)
      const handled = handler as Handled
      const two = typeof handled === 'function' ? null : handled
      const ready = two ? await two.prepare({ ...shared, db: read.db, note: () => undefined }, input) : undefined
      const context: CommandContext = {
        ...shared,
        db: write.db,
        note: (note) => void notes.push(note),
        changed: (...which) => void topics.push(...which)
      }
      return write.transaction(() => (typeof handled === 'function' ? handled(context, input) : handled.run(context, input, ready)) as R)
    },
    job: (signal = new AbortController().signal) => ({
      ...base(),
      jobId: randomHex(8),
      db: read.db,
      signal,
      batch: (work) => {
        signal.throwIfAborted()
        return write.transaction(() => work(write.db))
      },
      slice: (work, touches) => {
        signal.throwIfAborted()
        const done = write.unflushed(() => work(write.db), touches)
        // Tests look through the other connection at once.
        write.settle()
        return done
      },
      commit: (note, work) => {
        notes.push(note)
        return write.transaction(() => work(write.db))
      },
      progress: () => undefined,
      changed: (...which) => void topics.push(...which),
      checkpoint: () => signal.throwIfAborted()
    }),
    close() {
      read.close()
      write.close()
      rmSync(dir, { recursive: true, force: true })
    }
  }
}
