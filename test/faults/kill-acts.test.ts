/** kill −9 while files are merged and parted, while clerks sign in, while lists are printed, and while newer tables come to hold. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createCore } from '../../electron/core'
import { silentLog } from '../../electron/core/platform'
import { bundleScript } from '../kit/bundle-script'
import { testClock } from '../kit/clock'
import { runAndKill } from '../kit/killed-child'
import { newerResources } from '../kit/newer-resources'
import { desk, openTestOffice, openWhere, PASSPHRASE, resourcesDir, type Desk } from '../kit/office'
import { killRounds, seededRandom, seedOf } from '../kit/seed'
import type { Acts } from './killed-acts'

const ROUNDS = killRounds(6)
/** Each of these starts three programs. */
const TABLE_ROUNDS = Math.ceil(ROUNDS / 2)
const PAIRS = 12
const MOVED = 120
const seed = seedOf('KILL_SEED')
const random = seededRandom(seed)
const root = mkdtempSync(join(tmpdir(), 'kill-acts-'))
const founded = join(root, 'office')
const twins: [string, string][] = []
let script = ''

const register = async (clerk: Desk, name: string, note: string): Promise<string> =>
  (
    await clerk.call('persons.save', {
      person: { name, sex: '2', birthDate: '1990-05-17', idType: 'none', noIdReason: 'not_shown', hukouCode: '141124', note },
      episodes: [{ kind: 'in', startedOn: '2012-05-01', residenceCode: '610802' }]
    })
  ).id

beforeAll(async () => {
  console.info(`KILL_SEED=${seed}`)
  script = await bundleScript('test/faults/killed-acts.ts')
  const office = await openTestOffice()
  const clerk = await office.as('banli')
  for (let at = 0; at < PAIRS; at++)
    twins.push([await register(clerk, `测双${String(at)}`, '甲'), await register(clerk, `测双${String(at)}`, '乙')])
  for (let at = 0; at < MOVED; at++) await register(clerk, `测迁${String(at)}`, '')
  await office.restart()
  cpSync(office.dir, founded, { recursive: true })
  await office.close()
})
afterAll(() => {
  rmSync(root, { recursive: true, force: true })
})

const fresh = (name: string): string => {
  const dir = join(root, name)
  cpSync(founded, dir, { recursive: true })
  return dir
}

/** Kills the child of one office again and again. @returns every line it acknowledged, by its first word */
async function killed(acts: Acts, from: (round: number) => Partial<Acts> = () => ({})): Promise<Map<string, string[]>> {
  const said = new Map<string, string[]>()
  for (let round = 0; round < ROUNDS; round++) {
    const { lines, killed: fell } = await runAndKill(script, { ...acts, ...from(round) }, random() * 12, 1 + Math.floor(random() * 6))
    expect(fell).toBe(true)
    for (const line of lines) {
      const [word = '', ...rest] = line.split(' ')
      said.set(word, [...(said.get(word) ?? []), rest.join(' ')])
    }
  }
  return said
}

/** Subjects of all done lines of one kind of event. */
async function logged(clerk: Desk, event: string): Promise<(string | null)[]> {
  const found: (string | null)[] = []
  for (let before: number | null = null; ;) {
    const { rows }: { rows: { seq: number; subject: string | null; outcome: string }[] } = await clerk.call('audit.search', {
      ...{ event, before, limit: 200 }
    })
    if (rows.length === 0) return found
    for (const row of rows) if (row.outcome === 'done') found.push(row.subject)
    before = rows.at(-1)?.seq ?? null
  }
}

it(`merging and parting › each is whole, with its act and its line, or not there › over ${String(ROUNDS)} kills`, async () => {
  const dir = fresh('merge')
  const said = await killed({ mode: 'merge', dir, twins }, (round) => ({ from: round * 5 }))
  await openWhere(dir, async (clerk) => {
    const merges = []
    for (let cursor: string | null = null; ;) {
      const page: { rows: { act: string; state: string; survivor: { id: string } }[]; next: string | null } = await clerk.call(
        'duplicates.merges',
        { cursor, limit: 100 }
      )
      merges.push(...page.rows)
      cursor = page.next
      if (cursor === null) break
    }
    const acts = new Map(merges.map((row) => [row.act, row.state]))
    expect(new Set(acts.values())).not.toContain('undoing')
    for (const line of said.get('merged') ?? []) expect(acts.has(line.split(' ')[0] ?? '')).toBe(true)
    for (const line of said.get('unmerged') ?? []) expect(acts.get(line.split(' ')[0] ?? '')).toBe('undone')
    expect((await logged(clerk, 'persons.merged')).length).toBe(merges.length)
    expect((await logged(clerk, 'persons.unmerged')).length).toBe(merges.filter(({ state }) => state === 'undone').length)
    for (const [survivor, merged] of twins) {
      const [one, other] = [await clerk.call('persons.get', { id: survivor }), await clerk.call('persons.get', { id: merged })]
      const isMerged = merges.some((row) => row.survivor.id === survivor && row.state === 'done')
      expect(other.id).toBe(isMerged ? survivor : merged)
      expect([one.note, other.note]).toEqual(isMerged ? ['乙', '乙'] : ['甲', '乙'])
    }
    expect(said.get('merged')?.length ?? 0).toBeGreaterThan(0)
    expect(await clerk.call('audit.verify', {})).toMatchObject({ intact: true })
  })
})

it(`signing in and out › every acknowledged one is in the log, nobody is locked out › over ${String(ROUNDS)} kills`, async () => {
  const dir = fresh('sign-in')
  const said = await killed({ mode: 'sign-in', dir })
  await openWhere(dir, async (clerk) => {
    const count = (word: string): number => said.get(word)?.length ?? 0
    expect((await logged(clerk, 'session.signed_in')).length).toBeGreaterThanOrEqual(count('in') + ROUNDS)
    expect((await logged(clerk, 'session.signed_out')).length).toBeGreaterThanOrEqual(count('out'))
    expect(count('in')).toBeGreaterThan(0)
    expect(await clerk.call('audit.verify', {})).toMatchObject({ intact: true })
  })
})

it(`printing lists › each issued one is whole, no number is used twice › over ${String(ROUNDS)} kills`, async () => {
  const dir = fresh('print')
  const said = await killed({ mode: 'print', dir })
  await openWhere(dir, async (clerk) => {
    const lists = []
    for (let cursor: string | null = null; ;) {
      const page: { rows: { id: string; number: number; count: number }[]; next: string | null } = await clerk.call('rosters.list', {
        ...{ cursor, limit: 100 }
      })
      lists.push(...page.rows)
      cursor = page.next
      if (cursor === null) break
    }
    expect(new Set(lists.map(({ number }) => number)).size).toBe(lists.length)
    for (const line of said.get('issued') ?? []) {
      const [id = '', number = ''] = line.split(' ')
      expect(lists.find((list) => list.id === id)?.number).toBe(Number(number))
    }
    for (const { id, count } of lists) expect((await clerk.call('rosters.paper', { id })).rows).toHaveLength(count)
    const printed = await logged(clerk, 'roster.printed')
    for (const id of said.get('printed') ?? []) expect(printed).toContain(id)
    expect((await logged(clerk, 'roster.issued')).length).toBe(lists.length)
    expect(said.get('issued')?.length ?? 0).toBeGreaterThan(0)
    expect(await clerk.call('audit.verify', {})).toMatchObject({ intact: true })
  })
})

it(`newer tables coming to hold › end the same whenever they are cut short › over ${String(TABLE_ROUNDS)} kills`, async () => {
  const resources = newerResources(resourcesDir, join(root, 'newer'))
  const whole = await runAndKill(script, { mode: 'tables', dir: fresh('tables-whole'), resources }, null)
  expect(whole.lines).toEqual(['settled'])
  const ends = { cut: 0, done: 0 }
  // On a busy machine the first run takes longer than the next ones, and chance may fall behind all of them.
  const isEnough = (round: number): boolean => round >= TABLE_ROUNDS && (ends.cut > 0 || round >= 4 * TABLE_ROUNDS)
  for (let round = 0; !isEnough(round); round++) {
    const dir = fresh(`tables-${String(round)}`)
    const { lines } = await runAndKill(script, { mode: 'tables', dir, resources }, random() * whole.ran)
    ends[lines.length === 0 ? 'cut' : 'done'] += 1
    expect((await runAndKill(script, { mode: 'tables', dir, resources }, null)).lines).toEqual(['settled'])
    const core = await createCore({
      dataDir: dir,
      resourcesDir: resources,
      appVersion: 'test',
      clock: testClock(),
      keyCost: 4,
      log: silentLog
    })
    try {
      const clerk = desk(core)
      await clerk.call('session.signIn', { account: 'banli', passphrase: PASSPHRASE })
      expect((await clerk.call('jobs.list', {})).rows.map(({ state }) => state)).not.toContain('running')
      const { count } = await clerk.call('persons.count', { filter: { more: { stayScope: 'inter_province' } } })
      expect(count).toBe(MOVED + 2 * PAIRS)
      expect(await clerk.call('audit.verify', {})).toMatchObject({ intact: true })
    } finally {
      await core.close()
    }
    rmSync(dir, { recursive: true, force: true })
  }
  expect(ends.cut).toBeGreaterThan(0)
})
