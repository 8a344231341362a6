/** kill −9 at random moments of a deletion and of the cleaning after it: every person is there whole or not at all, and the rest goes on later. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openOptions } from '../backup/backup-office'
import { bundleScript } from '../kit/bundle-script'
import { testClock } from '../kit/clock'
import { runAndKill } from '../kit/killed-child'
import { desk, openCore, openTestOffice, PASSPHRASE } from '../kit/office'
import { plainPages } from '../kit/plain-pages'
import { someone, stay } from '../kit/register'
import { seededRandom, seedOf } from '../kit/seed'

const ROUNDS = Number(process.env['KILL_ROUNDS'] ?? 4)
const PEOPLE = 24
const NOW = '2026-03-05T09:00:00+08:00'
const seed = seedOf('KILL_SEED')
const random = seededRandom(seed)
const root = mkdtempSync(join(tmpdir(), 'kill-purge-'))
const founded = join(root, 'office')
let script = ''
const nameOf = (at: number): string => `测灭${String.fromCodePoint(0x4e00 + at)}`
const placeOf = (at: number): string => `灭迹巷${String(1000 + at)}号`

beforeAll(async () => {
  console.info(`KILL_SEED=${seed}`)
  script = await bundleScript('test/faults/killed-purge.ts')
  const office = await openTestOffice({ clock: testClock('2022-03-05T09:00:00+08:00') })
  await office.as('qianfa', ['signer'])
  for (let at = 0; at < PEOPLE; at++) {
    const { id, revision } = await office.call('persons.save', {
      person: someone({ name: nameOf(at) }),
      episodes: [stay({ startedOn: '2021-05-01', residenceText: placeOf(at) })]
    })
    if (at % 4 !== 0)
      await office.call('persons.setStatus', { id, revision, status: 'closed', on: '2022-03-05', reason: 'moved_on', note: null })
  }
  for (const day of ['02', '03', '04']) {
    office.clock.set(`2026-03-${day}T09:00:00+08:00`)
    await desk(office.core).call('session.signIn', { account: 'banli', passphrase: PASSPHRASE })
  }
  await office.core.close()
  cpSync(office.dir, founded, { recursive: true })
  rmSync(office.dir, { recursive: true })
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** Opens after the blow: whole files or none, nobody lost who was not due; then goes on to the end. @returns how it was found */
async function look(dir: string): Promise<string> {
  const open = await openOptions(dir)
  const core = await openCore(dir, testClock(NOW))
  try {
    const at = async (account: string) => {
      const one = desk(core)
      await one.call('session.signIn', { account, passphrase: PASSPHRASE })
      return one
    }
    const [clerk, admin] = [await at('banli'), await at('guanli')]
    expect(await clerk.call('audit.verify', {})).toMatchObject({ intact: true })
    for (let one = 0; one < PEOPLE; one += 4)
      expect((await clerk.call('persons.search', { filter: { text: nameOf(one) }, limit: 5 })).rows).toHaveLength(1)
    const { rules, runs } = await admin.call('retention.preview', {})
    const due = rules.find(({ record }) => record === 'person_set_aside')?.due ?? 0
    const gone = PEOPLE - PEOPLE / 4 - due
    const counted = runs[0]?.counts.find(({ record }) => record === 'person_set_aside')?.count ?? 0
    expect(counted).toBe(gone)
    const [state] = runs.map((run) => run.state)
    if (due === 0 && state !== 'done') {
      await admin.finish('retention.clean', {})
      expect((await admin.call('retention.preview', {})).runs[0]?.state).toBe('done')
    }
    if (due === 0) {
      const pages = plainPages(open)
      for (let one = 1; one < PEOPLE; one += one % 4 === 3 ? 2 : 1)
        for (const word of [nameOf(one), placeOf(one)]) expect(pages.includes(Buffer.from(word)), word).toBe(false)
    }
    return state === undefined ? 'before' : due > 0 ? 'between' : state
  } finally {
    await core.close()
  }
}

it(`a deletion › stands or falls by whole persons and is cleaned later › over ${String(ROUNDS)} kills`, async () => {
  const dir = join(root, 'run')
  const fresh = (): void => {
    rmSync(dir, { recursive: true, force: true })
    cpSync(founded, dir, { recursive: true })
  }
  fresh()
  const whole = await runAndKill(script, { dir, now: NOW }, null)
  expect(whole.lines).toEqual(['purged'])
  expect(await look(dir)).toBe('done')
  const found = new Set<string>()
  for (let round = 0; round < ROUNDS; round++) {
    fresh()
    await runAndKill(script, { dir, now: NOW }, ((round + random()) / ROUNDS) * whole.ran)
    found.add(await look(dir))
  }
  console.info(`found after the blow: ${[...found].join(', ')}`)
  // The first blow falls in the first part of the work.
  expect([...found].some((state) => state !== 'done')).toBe(true)
})
