/** Importing a bundle through the whole office, beside opening it, reading its JSON strictly and inserting the same rows raw. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inflateBundle, openFileSource, parseStrictBytes, verifyBundle, type KeyCard } from '../electron/core/container'
import { createCore } from '../electron/core'
import { ageDecryptWithPassphrase, uuidv7 } from '../electron/core/crypto'
import { keyFileSecret, openRead, openWrite, readSlotFile, type OpenOptions } from '../electron/core/db'
import { addConfirmedPartner, ownCard } from '../electron/core/modules/partners'
import { desk } from '../test/kit/office'
import { benchOffice, PASSPHRASE, resourcesDir, threadsDir } from './bench-office'
import { slipLines, twoOffices, writeBundle } from './bundle-material'
import { race, type Comparison } from './measure'

interface Task {
  readonly kind: 'ours' | 'floor'
  readonly dir: string
  readonly stick: string
  readonly bundle: string
  readonly key: string
  readonly cipher: OpenOptions['cipher']
  /** Folder of an office that holds the imported rows already; the floor inserts the same. */
  readonly filled: string
}

interface Outcome {
  readonly ms: number
  readonly peakMb: number
  /** Longest time for which the office answered nobody. */
  readonly pauseMs: number
}

const TABLES = ['slip_record', 'slip'] as const

/** Runs one import in a process of its own, so that its memory is its own. */
function runChild(task: Task): Outcome {
  const script = process.argv[1] ?? ''
  return JSON.parse(
    execFileSync(process.execPath, ['--expose-gc', script, '--child', JSON.stringify(task)], { encoding: 'utf8', maxBuffer: 1e8 })
  ) as Outcome
}

export async function importBench(rows: number): Promise<Comparison[]> {
  // A bundle holds at most 100,000 lines (exchange.md §2.5).
  const slips = Math.min(rows, 100_000)
  const root = mkdtempSync(join(tmpdir(), 'bench-import-'))
  const office = await benchOffice(0, '520115-00')
  try {
    const { from } = await twoOffices()
    const to = introduce(office.open, from.card)
    const stick = join(root, 'stick')
    mkdirSync(stick)
    const bundle = join(stick, 'b.jhb')
    await writeBundle(slipLines(slips, from, { card: to }), from, { card: to }, bundle, slips < 5_000 ? 6 : 3)
    const key = Buffer.from(office.open.key).toString('hex')
    const task = { stick, bundle, key, cipher: office.open.cipher, filled: join(root, 'filled') }
    cpSync(office.dir, task.filled, { recursive: true })
    runChild({ ...task, kind: 'ours', dir: task.filled })
    let [peak, pause] = [0, 0]
    const fresh = (round: number, kind: Task['kind']): Outcome => {
      const dir = join(root, `${kind}-${round}`)
      cpSync(office.dir, dir, { recursive: true })
      try {
        return runChild({ ...task, kind, dir })
      } finally {
        rmSync(dir, { recursive: true, force: true })
      }
    }
    const compared = await race({
      name: 'bundle import',
      rows: slips,
      rounds: slips >= 100_000 ? 3 : 5,
      bound: 2,
      floorName: 'open + strict JSON + raw insert of the same rows',
      ours: (round) => {
        const { ms, peakMb, pauseMs } = fresh(round, 'ours')
        peak = Math.max(peak, peakMb)
        pause = Math.max(pause, pauseMs)
        return ms
      },
      floor: (round) => fresh(round, 'floor').ms
    })
    const note = `${Math.round((slips / compared.ours) * 1000).toLocaleString('en')} slips/s; peak ${peak.toFixed(0)} MB; longest pause ${pause.toFixed(0)} ms`
    return [{ ...compared, note }]
  } finally {
    office.remove()
    rmSync(root, { recursive: true, force: true })
  }
}

/** The sender becomes a partner whose card two persons compared. @returns the receiver's own card */
function introduce(open: OpenOptions, sender: KeyCard): KeyCard {
  const connection = openWrite(open)
  try {
    return connection.transaction(() => {
      const [first, second] = connection.db.all<{ id: string; name: string }>('SELECT id, name FROM account')
      if (!first || !second) throw new TypeError('two accounts compare the digits')
      const people = [first, second] as const
      addConfirmedPartner({ db: connection.db, now: new Date().toISOString(), newId: () => uuidv7() }, sender, people)
      return ownCard(connection.db)
    })
  } finally {
    connection.close()
  }
}

/** What a child process does; prints its outcome as JSON. */
export async function importChild(task: Task): Promise<void> {
  const delay = monitorEventLoopDelay({ resolution: 10 })
  delay.enable()
  const ms = task.kind === 'ours' ? await ours(task) : await floor(task)
  const outcome: Outcome = { ms, peakMb: process.resourceUsage().maxRSS / 1024, pauseMs: delay.max / 1e6 }
  process.stdout.write(JSON.stringify(outcome))
}

async function ours(task: Task): Promise<number> {
  const core = await createCore({
    dataDir: task.dir,
    resourcesDir,
    appVersion: 'bench',
    keyCost: 4,
    threadsDir
  })
  const clerk = desk(core)
  await clerk.call('session.signIn', { account: 'ce', passphrase: PASSPHRASE })
  const { found } = await clerk.finish('exchange.scanStick', { source: clerk.connection.offer(task.stick).ticket })
  const start = performance.now()
  const { bundles } = await clerk.finish('exchange.importBundles', { spools: found.map((one) => one.spool) })
  const took = performance.now() - start
  if (bundles[0]?.outcome !== 'applied' || bundles[0].rejected.length > 0) throw new TypeError(JSON.stringify(bundles))
  await core.close()
  return took
}

const LF = 0x0a

async function floor(task: Task): Promise<number> {
  const open = (dir: string): OpenOptions => ({ path: join(dir, 'office.db'), key: Buffer.from(task.key, 'hex'), cipher: task.cipher })
  const source = openRead(open(task.filled))
  // Generated columns are computed by the file itself; everything else is inserted as it stands.
  const columns = TABLES.map((table) => source.raw.prepare('SELECT name FROM pragma_table_info(?)').pluck().all(table).join(', '))
  const rows = TABLES.map(
    (table, i) =>
      source.raw
        .prepare(`SELECT ${columns[i] ?? ''} FROM ${table}`)
        .raw()
        .all() as unknown[][]
  )
  const { from } = await twoOffices()
  const target = openWrite(open(task.dir))
  const own = ownCard(target.db).id
  const identity = await deviceIdentity(task)
  const start = performance.now()
  const file = await openFileSource(task.bundle)
  const pinned = { newest: from.card, digestOf: () => from.card.digest, suites: ['A1'] }
  const bundle = await verifyBundle(file, { recipient: own, own, pinned: () => pinned })
  let rest = Buffer.alloc(0)
  for await (const chunk of inflateBundle(bundle, [identity])) {
    rest = Buffer.concat([rest, chunk])
    let at = 0
    for (let end = rest.indexOf(LF); end >= 0; end = rest.indexOf(LF, at)) {
      if (!parseStrictBytes(rest.subarray(at, end), 'line').ok) throw new TypeError('line')
      at = end + 1
    }
    rest = rest.subarray(at)
  }
  target.transaction(() => {
    target.raw.pragma('defer_foreign_keys=ON')
    for (const [i, table] of TABLES.entries()) {
      const insert = target.raw.prepare(
        `INSERT INTO ${table}(${columns[i] ?? ''}) VALUES (${(rows[i]?.[0] ?? []).map(() => '?').join(', ')})`
      )
      for (const row of rows[i] ?? []) insert.run(...row)
    }
    target.raw.exec('PRAGMA defer_foreign_keys=ON')
  })
  const took = performance.now() - start
  await file.close()
  source.close()
  target.close()
  return took
}

async function deviceIdentity(task: Task): Promise<string> {
  const file = readSlotFile(join(task.dir, 'office.json'))
  if (!file) throw new TypeError('no office')
  const plain = await ageDecryptWithPassphrase(
    readFileSync(join(task.dir, 'keys', 'device-1.age')),
    keyFileSecret(Buffer.from(task.key, 'hex'), file.databaseId)
  )
  return (JSON.parse(Buffer.from(plain ?? []).toString('utf8')) as { enc: string }).enc
}

export type { Task }
