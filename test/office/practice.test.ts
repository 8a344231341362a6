/** The practice offices: made up, acquainted, repeatable, and never to be mixed with real ones. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { testClock } from '../kit/clock'
import { desk, openCore, openTestOffice, PASSPHRASE } from '../kit/office'

const gone: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of gone.splice(0).reverse()) await close()
})

async function practiceCore() {
  const dir = mkdtempSync(join(tmpdir(), 'practice-'))
  gone.push(() => {
    rmSync(dir, { recursive: true, force: true })
  })
  const core = await openCore(dir, testClock('2026-11-21T10:00:00+08:00'))
  gone.push(() => core.close())
  const clerk = desk(core)
  const built = await clerk.call('practice.create', { persons: 300 })
  return { dir, core, clerk, built }
}

const codeOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : String(error))
  )

describe('practice', () => {
  it('opens signed in › with people on file, a confirmed partner, the stick, and rules under which every form is had', async () => {
    const { clerk } = await practiceCore()
    expect(await clerk.call('practice.enter', { slot: 'yuyang' })).toMatchObject({
      state: 'ready',
      slot: 'yuyang',
      session: { rulePack: 'e-certificate' }
    })
    expect(await clerk.call('persons.count', {})).toEqual({ count: 300, more: false })
    expect((await clerk.call('partners.list', {})).rows).toMatchObject([{ code: '141124-00', trust: 'confirmed' }])
    expect((await clerk.call('forms.list', {})).rows.filter(({ inForce }) => !inForce)).toEqual([])
    expect((await clerk.call('exchange.drives', {})).rows).toContainEqual(expect.objectContaining({ kind: 'practice' }))
  })

  it('every number › is well formed, and nobody lives where her file says she left', async () => {
    const { clerk } = await practiceCore()
    await clerk.call('practice.enter', { slot: 'linxian' })
    const { rows } = await clerk.call('persons.search', { limit: 200 })
    for (const row of rows) {
      const { warnings, episodes } = await clerk.call('persons.get', { id: row.id })
      expect(warnings, row.name).toEqual([])
      expect(episodes[0]?.kind === 'in').toBe(episodes[0]?.residenceCode.startsWith('141124'))
    }
  })

  it('one click › sits down at the other desk › and signs the first one out', async () => {
    const { clerk, core } = await practiceCore()
    await clerk.call('practice.enter', { slot: 'yuyang' })
    const other = desk(core)
    expect((await other.call('practice.enter', { slot: 'linxian' })).session?.office.code).toBe('141124-00')
    expect(clerk.pushes.at(-1)).toEqual({ event: 'session.changed', value: { signedIn: false, reason: 'office-switched' } })
    expect(await codeOf(clerk.call('persons.count', {}))).toBe('session.none')
  })

  it('building again › replaces the old practice whole › and leaves the real office alone', async () => {
    const { clerk, dir } = await practiceCore()
    await clerk.call('office.setUp', {
      office: { code: '610803-00', name: '正式单位', phone: '' },
      rules: null,
      admin: { name: 'guanli', displayName: '管', passphrase: PASSPHRASE }
    })
    const before = readFileSync(join(dir, 'office.json'), 'utf8')
    await clerk.call('practice.create', { persons: 10 })
    await clerk.call('practice.enter', { slot: 'yuyang' })
    expect((await clerk.call('persons.count', {})).count).toBe(10)
    expect(readFileSync(join(dir, 'office.json'), 'utf8')).toBe(before)
    expect(existsSync(join(dir, 'practice-building'))).toBe(false)
    expect((await clerk.call('practice.enter', { slot: 'main' })).state).toBe('locked')
  })

  it('a made-up office › is refused by a real one › and the other way round', async () => {
    const { clerk } = await practiceCore()
    await clerk.call('practice.enter', { slot: 'yuyang' })
    const madeUpCard = clerk.connection.take((await clerk.call('exchange.exportCard', {})).file.ticket).path
    const real = await openTestOffice({ code: '610803-00' })
    gone.push(() => real.close())
    const realCard = real.connection.take((await real.call('exchange.exportCard', {})).file.ticket).path
    const offered = real.connection.offer(madeUpCard).ticket
    expect(await codeOf(real.call('partners.add', { file: offered }))).toBe('practice.mixed')
    expect(await codeOf(clerk.call('partners.add', { file: clerk.connection.offer(realCard).ticket }))).toBe('practice.mixed')
  })

  it('entering while it is rebuilt › waits › and opens the new one', async () => {
    const { clerk } = await practiceCore()
    const [, status] = await Promise.all([clerk.call('practice.create', { persons: 7 }), clerk.call('practice.enter', { slot: 'linxian' })])
    expect(status).toMatchObject({ state: 'ready', slot: 'linxian' })
    expect((await clerk.call('persons.count', {})).count).toBe(7)
  })

  it('a clerk who changed the made-up passphrase › meets the sign-in page', async () => {
    const { clerk, built } = await practiceCore()
    const current = built.offices[0]?.passphrase ?? ''
    await clerk.call('practice.enter', { slot: 'yuyang' })
    await clerk.call('accounts.changeOwnPassphrase', { current, next: PASSPHRASE })
    await clerk.call('practice.enter', { slot: 'linxian' })
    expect(await clerk.call('practice.enter', { slot: 'yuyang' })).toMatchObject({ state: 'locked', slot: 'yuyang', session: null })
    await clerk.call('session.signIn', { account: '演练甲', passphrase: PASSPHRASE })
    expect((await clerk.call('office.status', {})).state).toBe('ready')
  })

  it('practice › cannot be entered › before it is built', async () => {
    const office = await openTestOffice()
    gone.push(() => office.close())
    expect(await codeOf(office.call('practice.enter', { slot: 'yuyang' }))).toBe('practice.not_built')
  })
})
