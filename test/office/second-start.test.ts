/** Two starts on one data folder, and a folder that is no place for an office. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createCore } from '../../electron/core'
import { desk, openTestOffice, PASSPHRASE, resourcesDir } from '../kit/office'

it.each([
  ['removable', 'U盘'],
  ['network', '共享文件夹']
] as const)('a data folder on a %s disk › is refused with the reason, and nothing is made there', async (kind, word) => {
  const parent = mkdtempSync(join(tmpdir(), 'unfit-'))
  const dataDir = join(parent, 'data')
  const starting = createCore({ dataDir, resourcesDir, appVersion: 'test', folderKind: () => Promise.resolve(kind) })
  await expect(starting).rejects.toMatchObject({ code: 'storage.unfit_place', params: { kind: expect.stringContaining(word) as string } })
  expect(existsSync(dataDir)).toBe(false)
  rmSync(parent, { recursive: true })
})

it.each(['local', 'unknown'] as const)('a disk that is %s › keeps nobody out', async (kind) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'fit-'))
  const core = await createCore({ dataDir, resourcesDir, appVersion: 'test', folderKind: () => Promise.resolve(kind) })
  await core.close()
  rmSync(dataDir, { recursive: true })
})

it('a second program on the folder of an open office › takes nothing from it and opens nothing', async () => {
  const office = await openTestOffice()
  mkdirSync(join(office.dir, 'spool', 'uploads'), { recursive: true })
  const upload = join(office.dir, 'spool', 'uploads', 'being-read')
  writeFileSync(upload, 'x')
  const other = await createCore({ dataDir: office.dir, resourcesDir, appVersion: 'test', clock: office.clock, keyCost: 4 })
  expect(existsSync(upload)).toBe(true)
  await expect(desk(other).call('session.signIn', { account: 'banli', passphrase: PASSPHRASE })).rejects.toMatchObject({
    code: 'storage.in_use'
  })
  await other.close()
  expect((await office.call('office.status', {})).state).toBe('ready')
  await office.restart()
  expect(existsSync(upload)).toBe(false)
  await office.close()
})
