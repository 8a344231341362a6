// Why: a program with newer rules is put over an old register by whoever looks after the PC; nobody may have to know that its lists are told again.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test } from 'vitest'
import { createCore, type Core } from '../../electron/core'
import { silentLog } from '../../electron/core/platform'
import { newerResources } from '../kit/newer-resources'
import { desk, openTestOffice, PASSPHRASE, resourcesDir, type Desk, type TestOffice } from '../kit/office'

let office: TestOffice | null = null
let newer: Core | null = null
const folder = mkdtempSync(join(tmpdir(), 'newer-'))
afterEach(async () => {
  await newer?.close()
  await office?.close()
  newer = office = null
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

const settled = (at: Desk) =>
  at.pushes.flatMap((push) => (push.event === 'job.updated' && push.value.method === 'persons.settleScopes' ? [push.value] : []))
const quiet = () => new Promise((resolve) => setImmediate(resolve))

async function signIn(core: Core, account: string): Promise<Desk> {
  const at = desk(core)
  await at.call('session.signIn', { account, passphrase: PASSPHRASE })
  return at
}

async function register(at: Desk): Promise<string> {
  const { id } = await at.call('persons.save', {
    person: { name: '测迁', sex: '2', birthDate: '1990-05-17', idType: 'none', noIdReason: 'not_shown', hukouCode: '141124' },
    episodes: [{ kind: 'in', startedOn: '2012-05-01', residenceCode: '610802' }]
  })
  return id
}

test('an office opened by a program with other rules › has its scopes told again, once, in sight of whoever signed in', async () => {
  office = await openTestOffice()
  const id = await register(office)
  const { revision } = await office.call('persons.get', { id })
  await office.core.close()
  newer = await createCore({
    ...{
      dataDir: office.dir,
      resourcesDir: newerResources(resourcesDir, join(folder, 'resources')),
      appVersion: 'test',
      clock: office.clock
    },
    ...{ keyCost: 4, checkOutputs: true, log: silentLog }
  })
  const first = await signIn(newer, 'banli')
  const [job] = (await first.call('jobs.list', {})).rows
  expect(job).toMatchObject({ method: 'persons.settleScopes', stepLabel: '重新判定流动范围' })
  while (settled(first).at(-1)?.state !== 'done') await quiet()
  expect(settled(first).at(-1)?.result).toEqual({ files: 1, changed: 0 })
  expect((await first.call('persons.search', { filter: { more: { stayScope: 'inter_province' } } })).rows.map((row) => row.id)).toEqual([
    id
  ])
  expect((await first.call('persons.get', { id })).revision).toBe(revision)
  const admin = await signIn(newer, 'guanli')
  expect((await admin.call('jobs.list', {})).rows).toEqual([])
  expect(await admin.finish('persons.settleScopes', {})).toEqual({ files: 0, changed: 0 })
})

test('an office opened by the same program › begins nothing', async () => {
  office = await openTestOffice()
  await register(office)
  const again = await signIn(await office.restart(), 'banli')
  await quiet()
  expect((await again.call('jobs.list', {})).rows).toEqual([])
})
