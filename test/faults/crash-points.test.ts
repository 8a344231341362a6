/**
 * Death and refusal at every step of writing and reading a stick (exchange.md §3.5 C1–C8, C10): what the next start finds is whole or absent, the
 * next attempt ends well, every slip arrives exactly once, only `.part` is left over, and whatever was refused is told in a sentence.
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import type * as FsPromises from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { recoverExchange } from '../../electron/core/modules/exchange'
import { openLinkedOffice, type LinkedOffice } from '../kit/linked-offices'
import type { StandingOffice } from '../kit/module-office'
import { seededRandom, seedOf } from '../kit/seed'
import { blowsAt, type Blow, type Step } from './fate'
import { assertStick, assertTaken, assertTold, assertWritten, copyOf, QUEUED, standOffices } from './two-offices'

const { fate } = await vi.hoisted(async () => {
  const { Fate } = await import('./fate')
  return { fate: new Fate() }
})
vi.mock('node:fs/promises', async (importActual) => {
  const { fatefulFs } = await import('./fate')
  return fatefulFs(await importActual<typeof FsPromises>(), fate)
})

/** Drawn anew in every run; `npm run long` asks for ten thousand, and there every step meets every blow. */
const HITS = Number(process.env['CRASH_HITS'] ?? 350)
const SHARE = process.env['CRASH_HITS'] === undefined ? 0.5 : 1
const seed = seedOf('CRASH_SEED')
const random = seededRandom(seed)
const root = mkdtempSync(join(tmpdir(), 'crash-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

let a: StandingOffice
let b: StandingOffice
const fromB = join(root, 'from-b')

beforeAll(async () => {
  console.info(`CRASH_SEED=${String(seed)}`)
  ;({ a, b } = await standOffices(root, fromB))
})

/** @param name folder below the root that becomes this office's own */
async function openCopy(office: StandingOffice, name: string): Promise<LinkedOffice> {
  const dir = join(root, name)
  copyOf(office, dir)
  return openAt({ ...office, dir })
}

async function openAt(standing: StandingOffice): Promise<LinkedOffice> {
  const opened = await openLinkedOffice({ again: standing, name: standing.card.name })
  const { transaction, unflushed } = opened.write
  const edge =
    (run: <T>(work: () => T) => T) =>
    <T>(work: () => T): T => {
      fate.step({ name: 'before', medium: 'database' })
      const done = run(() => {
        const result = work()
        fate.step({ name: 'inside', medium: 'database' })
        return result
      })
      fate.step({ name: 'after', medium: 'database' })
      return done
    }
  Object.assign(opened.write, { transaction: edge(transaction), unflushed: edge(unflushed) })
  return opened
}

type Act = 'write' | 'take'
const acts: Record<Act, (office: LinkedOffice, stick: string) => Promise<unknown>> = {
  write: (office, stick) => office.writeTo(stick),
  take: (office, stick) => office.takeFrom(stick)
}

const tally = new Map<string, number>()
const noted = (what: string): void => void tally.set(what, (tally.get(what) ?? 0) + 1)

/** One blow at one step: the office as it is found afterwards does the same again and ends well. */
async function strike(act: Act, at: number, blow: Blow, step: Step): Promise<void> {
  const stick = act === 'write' ? join(root, 'stick') : fromB
  if (act === 'write') {
    rmSync(stick, { recursive: true, force: true })
    mkdirSync(stick)
    // Another program, or Windows, spelled the folder otherwise.
    if (fate.fat) mkdirSync(join(stick, 'jhb'))
  }
  fate.stick = stick
  let office = await openCopy(a, 'living')
  const found = join(root, 'found')
  const foundStick = join(root, 'found-stick')
  fate.onDeath = () => {
    copyOf(office, found)
    if (act === 'write') copyOf({ dir: stick }, foundStick)
  }
  fate.strike(at, blow)
  const problem = await acts[act](office, stick).then(
    () => null,
    (error: unknown) => error
  )
  expect(fate.struck).toBe(true)
  fate.let()
  let on = stick
  if (blow === 'kill') {
    // What a dead process would have answered nobody heard.
    office.close()
    office = await openAt({ ...a, dir: found })
    if (act === 'write') {
      on = foundStick
      fate.stick = foundStick
    }
  } else {
    noted(problem === null ? 'went on' : `told: ${assertTold(problem)}`)
  }
  try {
    if (act === 'write') await assertStick(on)
    await acts[act](office, on)
    if (act === 'write') await assertWritten(office, on)
    else assertTaken(office)
    if (act === 'write' && random() < 0.05) await assertArrives(on)
    recoverExchange(office.write, office.places)
    expect(readdirSync(office.places.spool)).toEqual([])
    noted(`${blow} at ${step.medium}`)
  } finally {
    office.close()
  }
}

/** The receiver has every slip once, however often he reads. */
async function assertArrives(stick: string): Promise<void> {
  const receiver = await openCopy(b, 'receiver')
  try {
    for (let again = 0; again < 2; again++) {
      await receiver.takeFrom(stick)
      expect(receiver.db.value("SELECT count(*) FROM slip WHERE direction = 'in'")).toBe(1 + QUEUED)
      expect(receiver.db.value('SELECT count(*) FROM link_flag')).toBe(0)
    }
    noted('arrived')
  } finally {
    receiver.close()
  }
}

async function stepsOf(act: Act): Promise<readonly Step[]> {
  const office = await openCopy(a, 'living')
  const stick = act === 'write' ? join(root, 'stick') : fromB
  if (act === 'write') rmSync(stick, { recursive: true, force: true })
  mkdirSync(stick, { recursive: true })
  fate.stick = stick
  fate.watch()
  await acts[act](office, stick)
  const steps = fate.let()
  office.close()
  return steps
}

/** Of each kind of blow at each medium so many are drawn at least, where there are as many. */
const LEAST = 4
/** Steps of an act with the blows they can meet, in an order of chance: all of them, or in a short run the half that chance puts first. */
async function manyBlows(act: Act): Promise<{ at: number; blow: Blow; step: Step }[]> {
  const steps = await stepsOf(act)
  // In a run of reads one is like the other.
  const isLike = (one: Step | undefined, step: Step): boolean => one?.name === 'read' && step.name === 'read' && one.medium === step.medium
  const all = steps.flatMap((step, index) =>
    isLike(steps[index - 1], step) && isLike(steps[index + 1], step)
      ? []
      : (['kill', ...blowsAt(step)] as const).map((blow) => ({ at: index + 1, blow, step }))
  )
  const drawn = new Map<string, number>()
  return all
    .map((one) => [random(), one] as const)
    .sort(([x], [y]) => x - y)
    .filter(([, { blow, step }], nth) => {
      const kind = `${blow} at ${step.medium}`
      const count = drawn.get(kind) ?? 0
      const isDrawn = nth < all.length * SHARE || count < LEAST
      if (isDrawn) drawn.set(kind, count + 1)
      return isDrawn
    })
    .map(([, one]) => one)
}

const faults: string[] = []
let hits = 0

async function strikeAll(act: Act, blows: readonly { at: number; blow: Blow; step: Step }[]): Promise<void> {
  for (const { at, blow, step } of blows) {
    hits += 1
    try {
      await strike(act, at, blow, step)
    } catch (error) {
      fate.let()
      faults.push(
        `${act} ${String(at)} ${blow} ${step.medium}.${step.name}: ${error instanceof Error ? (error.stack ?? '').slice(0, 600) : ''}`
      )
    }
  }
}

/** A run that meets only some of them proves little. */
function assertSeen(...kinds: readonly string[]): void {
  for (const kind of kinds) expect(tally.get(kind) ?? 0, kind).toBeGreaterThan(2)
}

it('writing a stick › dies or is refused at any step › is whole or absent, and the next attempt carries every slip once', async () => {
  await strikeAll('write', await manyBlows('write'))
  assertSeen('kill at stick', 'kill at office', 'kill at database', 'ENOSPC at office', 'SQLITE_FULL at database', 'went on')
  expect(faults, `CRASH_SEED=${String(seed)}`).toEqual([])
})

it('reading a stick › dies or is refused at any step › takes in every slip exactly once', async () => {
  await strikeAll('take', await manyBlows('take'))
  expect(faults, `CRASH_SEED=${String(seed)}`).toEqual([])
})

it(
  `a stick of FAT › dies, is refused or pulled, ${String(HITS)} blows in all › nothing bad lies on it under a final name`,
  async () => {
    fate.fat = true
    fate.random = random
    try {
      for (let left = HITS - hits; left > 0; left = HITS - hits) {
        const blows = (await manyBlows('write')).filter(({ step }) => step.medium === 'stick')
        await strikeAll('write', blows.slice(0, left))
      }
    } finally {
      fate.fat = false
    }
    expect(faults, `CRASH_SEED=${String(seed)}`).toEqual([])
    console.info(`crash points: ${String(hits)} ${JSON.stringify(Object.fromEntries([...tally].sort()))}`)
    assertSeen('kill at stick', 'ENODEV at stick', 'arrived')
  },
  120_000 + HITS * 600
)
