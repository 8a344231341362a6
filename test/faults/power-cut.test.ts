/** The power goes at a random write: the office opens, says all it promised, nothing by halves, and its chains are whole. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it, vi } from 'vitest'
import { migrate, type Connection, type OpenOptions, type WriteDb } from '../../electron/core/db'
import type * as ConnectionFile from '../../electron/core/db/connection'
import { verifyChain } from '../../electron/core/modules/audit'
import { testClock } from '../kit/clock'
import { csv, HEAD, listRow } from '../kit/lists'
import { OFFICES, walkLoop, type Carry, type Person, type Side } from '../kit/loop'
import { openTestOffice, type Desk, type TestOffice } from '../kit/office'
import { seededRandom, seedOf } from '../kit/seed'
import { Disk, lay, stateOf, type Cut } from './power-cut'

/** A thousand in every run; `npm run long` asks for twenty thousand. */
const CUTS = Number(process.env['POWER_CUTS'] ?? 1000)
const seed = seedOf('POWER_SEED')
const random = seededRandom(seed)
const root = mkdtempSync(join(tmpdir(), 'power-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const plain = await vi.importActual<typeof ConnectionFile>('../../electron/core/db/connection')

const watch = vi.hoisted(() => ({ open: null as ((connection: Connection<WriteDb>, options: OpenOptions) => void) | null }))
vi.mock('../../electron/core/db/connection', async (importActual) => {
  const actual = await importActual<typeof ConnectionFile>()
  return {
    ...actual,
    openWrite(options: OpenOptions) {
      const connection = actual.openWrite(options)
      watch.open?.(connection, options)
      return connection
    }
  }
})

const told = { commit: 0, checkpoint: 0, rest: 0 }
const cuts = (): number => told.commit + told.checkpoint + told.rest
/** How many cuts fell back to the state before, and how many kept what was on its way: a test that sees only one of both proves nothing. */
const ends = { kept: 0, lost: 0 }

/** What was found in pieces; told at the end, because a call of the office would wrap what is thrown within it. */
const faults: string[] = []

function look({ during, files, allowed }: Cut, options: OpenOptions): void {
  told[during] += 1
  const fault = (what: string): void => void faults.push(`cut ${String(cuts())} during ${during}: ${what}`)
  try {
    const connection = plain.openWrite({ ...options, path: lay(join(root, 'cut'), files) })
    try {
      const verdict = connection.raw.pragma('integrity_check', { simple: true })
      const state = stateOf(connection.db)
      if (verdict !== 'ok') fault(String(verdict))
      if (!allowed.includes(state)) fault(`state ${state} is none of ${allowed.join(', ')}`)
      // As the next start would: a founding that was cut short goes on from the step it had reached.
      migrate(connection, { ...options, path: connection.raw.name }, join(root, 'before'), '2026-03-05T01:00:00.000Z')
      if (!verifyChain(connection.db).intact) fault('the chain is broken')
      if (allowed.length > 1) ends[state === allowed.at(-1) ? 'kept' : 'lost'] += 1
    } finally {
      connection.close()
    }
  } catch (problem) {
    fault(problem instanceof Error ? `${problem.message} ${String(problem.cause)}` : '')
  }
}

/** Small logs are copied often, as in an office that has been open for days. */
function record(connection: Connection<WriteDb>, options: OpenOptions, cutsPerCommit: number): void {
  const { transaction, unflushed } = connection
  let disk: Disk | null = null
  const after = <T>(result: T, isFlushed: boolean): T => {
    // Tables stand after the first migration; what happens before is watched by the test of migrations.
    disk ??= new Disk(connection, options, { random, cut: look, cutsPerCommit })
    disk.written(connection, isFlushed)
    return result
  }
  const often = (): void => void connection.raw.pragma(`wal_autocheckpoint=${String(20 + Math.floor(random() * 200))}`)
  Object.assign(connection, {
    transaction<T>(work: () => T): T {
      often()
      return after(transaction(work), true)
    },
    unflushed<T>(work: () => T): T {
      const result = after(unflushed(work), false)
      if (random() < 0.3) {
        connection.settle()
        connection.raw.pragma('wal_checkpoint(PASSIVE)')
        after(undefined, false)
      }
      return result
    }
  })
}

async function openPair(): Promise<{ offices: Record<Side, TestOffice>; carry: Carry; stick: string }> {
  const clock = testClock('2026-03-05T09:00:00+08:00')
  const offices = { a: await openTestOffice({ ...OFFICES.a, clock }), b: await openTestOffice({ ...OFFICES.b, clock }) }
  const desks: Record<Side, Record<Person, Desk>> = {
    a: { clerk: offices.a, second: await offices.a.as('fuhe') },
    b: { clerk: offices.b, second: await offices.b.as('fuhe') }
  }
  const carry: Carry = async (side, who, method, input) => {
    clock.advance(1000)
    return await desks[side][who].settle(method, input)
  }
  return { offices, carry, stick: mkdtempSync(join(root, 'stick-')) }
}

it('two offices › do their main job while the power goes after every write › and are whole each time', async () => {
  watch.open = (connection, options) => record(connection, options, 1)
  const { offices, carry, stick } = await openPair()
  try {
    const cards: Record<Side, string> = { a: '', b: '' }
    for (const side of ['a', 'b'] as const)
      cards[side] = offices[side].connection.take((await offices[side].call('exchange.exportCard', {})).file.ticket).path
    const result = await walkLoop(carry, {
      stick: (at) => offices[at].connection.offer(stick).ticket,
      card: (of, at) => offices[at].connection.offer(cards[of]).ticket
    })
    expect(result).toEqual({ issued: 14, answered: 11, refused: 3 })
    expect(faults, `POWER_SEED=${String(seed)}`).toEqual([])
  } finally {
    watch.open = null
    await offices.a.close()
    await offices.b.close()
  }
})

const pick = <T>(all: readonly T[]): T => {
  const found = all[Math.floor(random() * all.length)]
  if (found === undefined) throw new RangeError('nothing to pick from')
  return found
}

/** One office works on at whatever comes next until so many cuts were made. */
async function workUntil(enough: number): Promise<void> {
  watch.open = (connection, options) => record(connection, options, 4)
  const office = await openTestOffice({ clock: testClock('2026-03-05T09:00:00+08:00') })
  const files: { readonly id: string }[] = []
  let counted = 0
  const person = () => ({
    name: `测${String.fromCodePoint(0x4e00 + (counted += 1))}`,
    ...{ sex: pick(['1', '2'] as const), birthDate: `19${String(60 + (counted % 40))}-01-01`, idType: 'none' as const, noIdReason: 'lost' },
    ...{ hukouCode: '141124', hukouText: `测试街${String(counted)}号` }
  })
  const acts = {
    async save() {
      const { id } = await office.call('persons.save', {
        person: person(),
        episodes: [{ kind: 'in', startedOn: '2026-01-01', residenceCode: '610802', residenceText: `某路${String(counted % 7)}号` }]
      })
      files.push({ id })
    },
    async change() {
      const { id, revision } = await office.call('persons.get', { id: pick(files).id })
      await office.call('persons.save', { id, revision, person: { ...person(), note: '改过' } })
    },
    async mergeAndBack() {
      const [survivor, merged] = await Promise.all([pick(files), pick(files)].map(({ id }) => office.call('persons.get', { id })))
      if (survivor === undefined || merged === undefined || survivor.id === merged.id) return
      const { act } = await office.call('duplicates.merge', {
        ...{ survivor: survivor.id, survivorRevision: survivor.revision, merged: merged.id, mergedRevision: merged.revision },
        why: '同一人'
      })
      if (random() < 0.7) await office.call('duplicates.unmerge', { act })
    },
    async takeIn() {
      const path = join(root, '花名册.csv')
      const rows = Array.from({ length: 500 }, () => listRow(person().name, '', '', '2026-02-01'))
      writeFileSync(path, csv(HEAD, ...rows))
      const { ticket } = office.connection.offer(path)
      const { sheet, headerRow, columns, moveKind: kind } = await office.finish('workbooks.look', { ticket })
      const mapped = columns.flatMap(({ column, key }) => (key === null ? [] : [{ column, key }]))
      const { act } = await office.finish('workbooks.apply', { ticket, sheet, headerRow, columns: mapped, kind })
      await office.finish('acts.undo', { id: act })
    }
  } satisfies Record<string, () => Promise<void>>
  try {
    await acts.save()
    while (cuts() < enough) await acts[pick(['save', 'save', 'save', 'change', 'change', 'mergeAndBack', 'takeIn'] as const)]()
    expect(await office.call('audit.verify', {})).toMatchObject({ intact: true })
  } finally {
    watch.open = null
    await office.close()
  }
}

/** Cuts after which a new office is founded: a register that grows makes every look at it slower. */
const PER_OFFICE = 1000

it(
  `an office › works on while the power goes ${String(CUTS)} times › and is whole each time`,
  async () => {
    console.info(`POWER_SEED=${String(seed)}`)
    while (cuts() < CUTS) await workUntil(Math.min(CUTS, cuts() + PER_OFFICE))
    expect(faults, `POWER_SEED=${String(seed)}`).toEqual([])
    console.info(`power cuts: ${JSON.stringify({ ...told, ...ends })}`)
    for (const count of [told.commit, told.checkpoint, ends.kept, ends.lost]) expect(count).toBeGreaterThan(CUTS / 50)
  },
  60_000 + CUTS * 200
)

it('a database without a log › is found in pieces › so the cuts above would have told', () => {
  const options: OpenOptions = {
    path: join(mkdtempSync(join(root, 'careless-')), 'office.db'),
    key: new Uint8Array(32).fill(7),
    cipher: 'aegis'
  }
  const connection = plain.openWrite(options)
  connection.raw.pragma('journal_mode=MEMORY')
  connection.raw.exec('CREATE TABLE row (id INTEGER PRIMARY KEY, body TEXT) STRICT')
  let broken = 0
  const disk = new Disk(connection, options, {
    random,
    cutsPerCommit: 4,
    cut({ files, allowed }) {
      try {
        const found = plain.openWrite({ ...options, path: lay(join(root, 'cut'), files) })
        try {
          if (!allowed.includes(stateOf(found.db))) broken += 1
        } finally {
          found.close()
        }
      } catch {
        broken += 1
      }
    }
  })
  for (let n = 0; n < 30; n++) {
    connection.transaction(() => {
      for (let row = 0; row < 50; row++)
        connection.db.run('INSERT OR REPLACE INTO row VALUES (?, ?)', Math.floor(random() * 500), 'x'.repeat(300))
    })
    disk.written(connection, true)
  }
  connection.close()
  expect(broken).toBeGreaterThan(10)
})
