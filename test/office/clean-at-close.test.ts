/** Why: where the file is too large for the memory of the PC, what was deleted still leaves it: at the close, under the same key, told in the log. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { cleanAtClose, cleansAtClose } from '../../electron/core/house/clean-at-close'
import { addPerson, eraseByTwo, openBackupOffice, openOptions, PASSPHRASE, type BackupOffice } from '../backup/backup-office'
import { desk, openCore } from '../kit/office'
import { plainPages } from '../kit/plain-pages'

const NAME = '䶮罍夔'
let office: BackupOffice
beforeEach(async () => {
  office = await openBackupOffice()
})
afterEach(() => office.close())

it('a deletion that waits for the close › is done when the office opens again, and in no page', async () => {
  let told = 0
  const gone = await addPerson(office, NAME)
  const stays = await addPerson(office, '留下人')
  await eraseByTwo(office, gone)
  expect((await office.admin.call('retention.preview', {})).runs[0]).toMatchObject({ state: 'cleaning' })
  await office.core.close()
  const closing = await openCore(office.dir, office.clock, { onCleaning: () => (told += 1) })
  await desk(closing).call('session.signIn', { account: 'guanli', passphrase: PASSPHRASE })
  cleanAtClose(office.dir)
  expect(told).toBe(0)
  await closing.close()
  expect(told).toBe(1)
  expect(cleansAtClose(office.dir)).toBe(false)
  expect(existsSync(join(office.dir, 'office.db.cleaned'))).toBe(false)
  expect(plainPages(await openOptions(office.dir)).includes(Buffer.from(NAME))).toBe(false)
  const core = await openCore(office.dir, office.clock)
  try {
    const clerk = desk(core)
    await clerk.call('session.signIn', { account: 'guanli', passphrase: PASSPHRASE })
    expect((await clerk.call('retention.preview', {})).runs[0]).toMatchObject({ state: 'done' })
    const one = desk(core)
    await one.call('session.signIn', { account: 'banli', passphrase: PASSPHRASE })
    expect((await one.call('persons.get', { id: stays })).name).toBe('留下人')
    expect(await one.call('audit.verify', {})).toMatchObject({ intact: true })
    const { rows } = await one.call('audit.search', { event: 'retention.cleaned' })
    expect(rows[0]).toMatchObject({ account: '自动', outcome: 'done' })
  } finally {
    await core.close()
  }
})

it('a close without anything that waits › cleans nothing', async () => {
  await addPerson(office, NAME)
  await office.core.close()
  expect(cleansAtClose(office.dir)).toBe(false)
})
