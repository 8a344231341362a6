/** kill −9 at random moments of taking a list in: every slice is whole or absent, the act goes on where it stopped, and goes back whole. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bundleScript } from '../kit/bundle-script'
import { runAndKill } from '../kit/killed-child'
import { csv, HEAD, idNo, listRow } from '../kit/lists'
import { openTestOffice, openWhere, type Desk } from '../kit/office'
import { killRounds, seededRandom, seedOf } from '../kit/seed'

const ROUNDS = killRounds(8, 40)
const ROWS = 5000
const seed = seedOf('KILL_SEED')
const random = seededRandom(seed)
const root = mkdtempSync(join(tmpdir(), 'kill-list-'))
const list = join(root, '花名册.csv')
const founded = join(root, 'office')
let [script, threads] = ['', '']

const name = (at: number): string => `测${String.fromCodePoint(0x4e00 + at)}`

beforeAll(async () => {
  console.info(`KILL_SEED=${seed}`)
  script = await bundleScript('test/faults/killed-list.ts')
  threads = dirname(await bundleScript('electron/core/house/list-thread.ts'))
  const office = await openTestOffice()
  await office.as('banli')
  await office.restart()
  cpSync(office.dir, founded, { recursive: true })
  await office.close()
  const rows = Array.from({ length: ROWS }, (_, at) => {
    const day = `19${String(60 + (at % 40))}-0${String(1 + (at % 9))}-1${String(at % 9)}`
    return listRow(name(at), idNo(day, 1 + Math.floor(at / 360))).with(6, `某路${String(at % 500)}号`)
  })
  writeFileSync(list, csv(HEAD, ...rows))
})
afterAll(() => {
  rmSync(root, { recursive: true, force: true })
})

const onFile = async (clerk: Desk): Promise<number> => (await clerk.call('persons.count', { filter: {} })).count
const found = async (clerk: Desk, text: string): Promise<number> =>
  (await clerk.call('persons.search', { filter: { text }, limit: 5 })).rows.length

/** A file is found by name and by the words of its address, or it is not there at all. */
async function expectWhole(clerk: Desk, fresh: number): Promise<void> {
  expect(await onFile(clerk)).toBe(fresh)
  for (const at of [0, fresh - 1]) if (fresh > 0) expect(await found(clerk, name(at))).toBe(1)
  if (fresh < ROWS) expect(await found(clerk, name(fresh))).toBe(0)
  expect(await found(clerk, '某路0号')).toBe(Math.min(5, Math.ceil(fresh / 500)))
}

async function goOn(clerk: Desk, resume: string): Promise<void> {
  const { ticket } = clerk.connection.offer(list)
  const { sheet, headerRow, columns, moveKind: kind } = await clerk.finish('workbooks.look', { ticket })
  const mapped = columns.flatMap(({ column, key }) => (key === null ? [] : [{ column, key }]))
  const { report } = await clerk.finish('workbooks.apply', { ticket, sheet, headerRow, columns: mapped, kind, resume })
  expect(report).toMatchObject({ rows: ROWS, wrong: 0, doubtful: 0 })
}

it(`taking a list in › keeps whole slices, goes on and goes back › over ${String(ROUNDS)} kills`, async () => {
  const dir = join(root, 'run')
  const fresh = (): void => {
    rmSync(dir, { recursive: true, force: true })
    cpSync(founded, dir, { recursive: true })
  }
  fresh()
  const whole = await runAndKill(script, { dir, list, threads }, null)
  expect(whole.lines).toEqual([`taken ${String(ROWS)}`])
  const stops = new Set<string>()
  for (let round = 0; round < ROUNDS; round++) {
    fresh()
    await runAndKill(script, { dir, list, threads }, random() * whole.ran)
    await openWhere(dir, async (clerk) => {
      const [stopped] = (await clerk.call('workbooks.imports', {})).rows
      await expectWhole(clerk, stopped?.fresh ?? 0)
      stops.add(stopped === undefined ? 'before' : stopped.fresh === 0 ? 'begun' : stopped.fresh < ROWS ? 'between' : 'done')
      if (stopped === undefined) return
      if (stopped.state === 'interrupted' && round % 2 === 0) {
        await goOn(clerk, stopped.id)
        await expectWhole(clerk, ROWS)
      }
      await clerk.finish('acts.undo', { id: stopped.act })
      await expectWhole(clerk, 0)
      expect(await clerk.call('audit.verify', {})).toMatchObject({ intact: true })
    })
  }
  expect(stops).toContain('between')
})
