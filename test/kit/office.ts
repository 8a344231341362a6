/** A real office in a temporary folder for tests: encrypted database, real keys, no mocks. */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import {
  methods,
  WIRE_VERSION,
  type CallInput,
  type JobView,
  type MethodName,
  type Output,
  type Role,
  type SpecOf,
  type WirePush,
  type WireReply
} from '../../shared/contract'
import { fromWire } from '../../shared/errors'
import { createCore, type Connection, type Core, type CoreOptions } from '../../electron/core'
import { testClock, type TestClock } from './clock'

export const PASSPHRASE = '春风 拂面 山高 水长 同舟'
/** A bundled script of the tests no longer lies where this file does and is told by its parent. */
export const resourcesDir = process.env['YIPANQI_RESOURCES'] ?? resolve(import.meta.dirname, '../../resources')

type Reply<N extends MethodName> = SpecOf<N> extends { kind: 'job' } ? { job: string } : Output<SpecOf<N>>

/** One signed-in (or not) caller; `call` throws the AppError that the screen would get. */
export interface Desk {
  readonly connection: Connection
  readonly pushes: WirePush[]
  call<N extends MethodName>(method: N, input: CallInput<SpecOf<N>>, key?: string): Promise<Reply<N>>
  raw(method: string, input: unknown, key?: string, approval?: string): Promise<WireReply>
  /** Starts a job, by another's agreement where it needs one, and waits for its end; throws its error. */
  finish<N extends MethodName>(method: N, input: CallInput<SpecOf<N>>, approval?: string): Promise<Output<SpecOf<N>>>
  /** `call` or `finish`, as the method is. */
  settle<N extends MethodName>(method: N, input: CallInput<SpecOf<N>>): Promise<Output<SpecOf<N>>>
}

export function desk(core: Core): Desk {
  const connection = core.connect()
  const pushes: WirePush[] = []
  const waiting = new Map<string, (job: JobView) => void>()
  connection.onPush((push) => {
    pushes.push(push)
    if (push.event === 'job.updated' && push.value.state !== 'running') waiting.get(push.value.id)?.(push.value)
  })
  const raw = (method: string, input: unknown, key?: string, approval?: string): Promise<WireReply> =>
    connection.call({
      ...{ v: WIRE_VERSION, id: randomUUID(), method, input },
      ...(key === undefined ? {} : { key }),
      ...(approval === undefined ? {} : { approval })
    })
  const call = async <N extends MethodName>(method: N, input: CallInput<SpecOf<N>>, key?: string): Promise<Reply<N>> => {
    const reply = await raw(method, input, key)
    if (!reply.ok) throw fromWire(reply.error)
    return reply.value as Reply<N>
  }
  const finish = async <N extends MethodName>(method: N, input: CallInput<SpecOf<N>>, approval?: string): Promise<Output<SpecOf<N>>> => {
    const reply = await raw(method, input, undefined, approval)
    if (!reply.ok) throw fromWire(reply.error)
    const { job } = reply.value as { job: string }
    const ended = await new Promise<JobView>((done) => {
      waiting.set(job, done)
      const early = pushes.find((push) => push.event === 'job.updated' && push.value.id === job && push.value.state !== 'running')
      if (early?.event === 'job.updated') done(early.value)
    })
    if (ended.error) throw fromWire(ended.error as Parameters<typeof fromWire>[0])
    return ended.result as Output<SpecOf<N>>
  }
  return {
    connection,
    pushes,
    raw,
    call,
    finish,
    settle: async (method, input) => (methods.get(method)?.kind === 'job' ? finish(method, input) : ((await call(method, input)) as never))
  }
}

export interface TestOffice extends Desk {
  readonly core: Core
  readonly dir: string
  readonly clock: TestClock
  readonly recoveryKey: string
  /** Another caller signed in under this name (made when it does not exist yet). */
  as(name: string, roles?: readonly Role[]): Promise<Desk>
  /** Closes the core and opens the same folder again, signed out. */
  restart(): Promise<Core>
  close(): Promise<void>
}

export interface TestOfficeOptions {
  readonly code?: string
  readonly name?: string
  readonly rules?: string
  readonly clock?: TestClock
  /** Roles of the first working user, signed in on the returned desk. */
  readonly roles?: readonly Role[]
}

const ALL_WORK: readonly Role[] = ['window', 'verifier', 'signer', 'statistician', 'overseer']

/** Silent but for what nobody foresaw: a test that meets it must show where it came from. */
const testLog = {
  write(event: string, fields: object = {}): void {
    if (event === 'unexpected') process.stderr.write(`unexpected: ${JSON.stringify(fields)}\n`)
  }
}

export const openCore = (dir: string, clock: TestClock, over: Pick<CoreOptions, 'onCleaning'> = {}): Promise<Core> =>
  createCore({ dataDir: dir, resourcesDir, appVersion: 'test', clock, keyCost: 4, checkOutputs: true, log: testLog, ...over })

/** Opens the office of a folder as its worker for a look, and closes it again whatever was seen. */
export async function openWhere<T>(dir: string, look: (clerk: Desk) => Promise<T>): Promise<T> {
  const core = await openCore(dir, testClock())
  try {
    const clerk = desk(core)
    await clerk.call('session.signIn', { account: 'banli', passphrase: PASSPHRASE })
    return await look(clerk)
  } finally {
    await core.close()
  }
}

/** An office with an administrator `guanli` and a worker `banli`; both use `PASSPHRASE`. */
export async function openTestOffice(options: TestOfficeOptions = {}): Promise<TestOffice> {
  const dir = mkdtempSync(join(tmpdir(), 'office-'))
  const clock = options.clock ?? testClock()
  let core = await openCore(dir, clock)
  const admin = desk(core)
  const founded = await admin.call('office.setUp', {
    office: { code: options.code ?? '610802-00', name: options.name ?? '测试甲区卫生健康局', phone: '0000-1234567' },
    rules: options.rules ?? 'order-555',
    admin: { name: 'guanli', displayName: '管理员', passphrase: PASSPHRASE }
  })
  await admin.call('session.signIn', { account: 'guanli', passphrase: PASSPHRASE })
  const made = new Set(['guanli'])
  const as = async (name: string, roles: readonly Role[] = ALL_WORK): Promise<Desk> => {
    if (!made.has(name)) await admin.call('accounts.create', { name, displayName: name, roles: [...roles], passphrase: PASSPHRASE })
    made.add(name)
    const other = desk(core)
    await other.call('session.signIn', { account: name, passphrase: PASSPHRASE })
    return other
  }
  const worker = await as('banli', options.roles)
  return {
    ...worker,
    get core() {
      return core
    },
    dir,
    clock,
    recoveryKey: founded.recoveryKey,
    as,
    async restart() {
      await core.close()
      core = await openCore(dir, clock)
      return core
    },
    async close() {
      await core.close()
      rmSync(dir, { recursive: true, force: true })
    }
  }
}
