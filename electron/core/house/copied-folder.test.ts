// Why: two PCs on one register give the same numbers twice; a copy must be told from the office that was moved, and nobody may be asked without need.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { createCore, type Core } from '../../../electron/core'
import { desk, openTestOffice, PASSPHRASE, resourcesDir, type Desk } from '../../../test/kit/office'
import { testClock } from '../../../test/kit/clock'
import { judgeFolder, type Found } from './copied-folder'

const A = 'a'.repeat(32)
const B = 'b'.repeat(32)
const inside = (instance: string): Found['inside'] => ({ format: 'yipanqi-instance/1', instance, look: false })
const outside = (instance: string, path = '/d', ino = '7'): Found['outside'] => ({
  ...{ format: 'yipanqi-instance/1' as const, instance, path, ino },
  envelope: 0,
  blocks: []
})
const here = { path: '/d', ino: '7', formerStands: false }

describe('judgeFolder', () => {
  it.each([
    ['nothing marked yet', { ...here, inside: null, outside: null }, 'fresh'],
    ['restored anew on a PC that knew it', { ...here, inside: null, outside: outside(A, '/old', '3') }, 'fresh'],
    ['as it was', { ...here, inside: inside(A), outside: outside(A) }, 'home'],
    ['renamed', { ...here, path: '/e', inside: inside(A), outside: outside(A) }, 'moved'],
    ['moved to another disk', { ...here, path: '/e', ino: '9', inside: inside(A), outside: outside(A) }, 'moved'],
    ['copied on this PC', { ...here, path: '/e', ino: '9', formerStands: true, inside: inside(A), outside: outside(A) }, 'copied'],
    ['put back over the old one', { ...here, ino: '9', inside: inside(A), outside: outside(A) }, 'copied'],
    ['from another PC', { ...here, inside: inside(A), outside: null }, 'copied'],
    ['of before the last decision', { ...here, inside: inside(A), outside: outside(B) }, 'copied'],
    ['on a disk that numbers nothing', { ...here, ino: null, inside: inside(A), outside: outside(A) }, 'copied']
  ] as const)('a folder %s › %s', (_, found, verdict) => expect(judgeFolder(found)).toBe(verdict))
})

const dirs: string[] = []
const fresh = (name: string): string => {
  const dir = mkdtempSync(join(tmpdir(), `${name}-`))
  dirs.push(dir)
  return dir
}
afterAll(() => dirs.forEach((dir) => rmSync(dir, { recursive: true, force: true })))

const clock = testClock()
const open = (dataDir: string, marksDir: string): Promise<Core> =>
  createCore({ dataDir, marksDir, resourcesDir, appVersion: 'test', clock, keyCost: 4, checkOutputs: true })
async function signIn(core: Core, account: string): Promise<Desk> {
  const one = desk(core)
  await one.call('session.signIn', { account, passphrase: PASSPHRASE })
  return one
}
const standingOf = async (core: Core): Promise<string> => (await desk(core).call('folder.state', {})).standing

it('a copied folder › is told before sign-in, gives out no numbers until decided, and goes on under new streams', async () => {
  const office = await openTestOffice({ clock })
  await office.core.close()
  const marks = fresh('marks')
  let core = await open(office.dir, marks)
  expect(await standingOf(core)).toBe('own')
  await signIn(core, 'banli')
  expect(readdirSync(marks)).toHaveLength(1)
  await core.close()

  const copy = join(fresh('copy'), 'data')
  cpSync(office.dir, copy, { recursive: true })
  core = await open(copy, marks)
  expect(await standingOf(core)).toBe('copied')
  const clerk = await signIn(core, 'banli')
  const admin = await signIn(core, 'guanli')
  await expect(clerk.call('slips.sign', { ids: ['00000000-0000-7000-8000-000000000001'] })).rejects.toMatchObject({ code: 'folder.copied' })
  await expect(clerk.finish('exchange.writeStick', { target: 'x' })).rejects.toMatchObject({ code: 'folder.copied' })
  const slip = '00000000-0000-7000-8000-000000000001'
  await expect(clerk.call('slips.withdraw', { ids: [slip], reason: '误发' })).rejects.toMatchObject({ code: 'folder.copied' })
  await expect(clerk.call('slips.recheck', { id: slip, reason: '再问' })).rejects.toMatchObject({ code: 'folder.copied' })
  await expect(clerk.finish('exchange.scanStick', { source: 'x' })).rejects.toMatchObject({ code: 'folder.copied' })
  await expect(clerk.finish('exchange.importBundles', { spools: ['x'] })).rejects.toMatchObject({ code: 'folder.copied' })
  await expect(clerk.call('folder.settle', { as: 'here' })).rejects.toMatchObject({ code: 'session.forbidden' })
  expect(await admin.call('folder.settle', { as: 'look' })).toEqual({ standing: 'look' })
  await expect(clerk.call('slips.sign', { ids: ['00000000-0000-7000-8000-000000000001'] })).rejects.toMatchObject({ code: 'folder.copied' })
  await core.close()
  // Looking takes nothing from the one that works.
  core = await open(office.dir, marks)
  expect(await standingOf(core)).toBe('own')
  await core.close()

  core = await open(copy, marks)
  expect(await standingOf(core)).toBe('look')
  expect(await (await signIn(core, 'guanli')).call('folder.settle', { as: 'here' })).toEqual({ standing: 'own' })
  await expect(
    (await signIn(core, 'banli')).call('slips.sign', { ids: ['00000000-0000-7000-8000-000000000001'] })
  ).rejects.not.toMatchObject({ code: 'folder.copied' })
  await expect((await signIn(core, 'guanli')).call('folder.settle', { as: 'here' })).rejects.toMatchObject({ code: 'folder.not_copied' })
  await core.close()
  core = await open(office.dir, marks)
  expect(await standingOf(core)).toBe('copied')
  await core.close()
  await office.restart()
  await office.close()
})

it('a folder from another PC › is asked about; one that was only renamed, or whose marks are scribbled, is not', async () => {
  const office = await openTestOffice({ clock })
  await office.core.close()
  const marks = fresh('marks')
  let core = await open(office.dir, marks)
  await signIn(core, 'banli')
  await core.close()
  const renamed = join(fresh('renamed'), 'data')
  renameSync(office.dir, renamed)
  core = await open(renamed, marks)
  expect(await standingOf(core)).toBe('own')
  await signIn(core, 'banli')
  await core.close()
  core = await open(renamed, marks)
  expect(await standingOf(core)).toBe('own')
  await core.close()
  core = await open(renamed, fresh('other-pc'))
  expect(await standingOf(core)).toBe('copied')
  await core.close()
  writeFileSync(join(renamed, 'instance.json'), '{')
  core = await open(renamed, marks)
  expect(await standingOf(core)).toBe('own')
  await core.close()
  mkdirSync(office.dir)
  await office.restart()
  await office.close()
})

it('without a folder for marks › nothing is written and nobody is asked', async () => {
  const office = await openTestOffice({ clock })
  expect((await office.call('folder.state', {})).standing).toBe('own')
  expect(readdirSync(office.dir)).not.toContain('instance.json')
  await office.close()
})
