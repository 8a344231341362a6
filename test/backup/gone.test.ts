/** Why: a copy from before a deletion, or from before a seal, brings nobody back: what was gone is gone again before anybody signs in. */
import { existsSync, readFileSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { putInPlace, stageBackup, stagingFolder } from '../../electron/core/modules/backup'
import { desk, openCore, type Desk } from '../kit/office'
import { addPerson, copiesOf, FIRST, HERE, openBackupOffice, openOptions, PASSPHRASE, SECOND, type BackupOffice } from './backup-office'

let office: BackupOffice
beforeEach(async () => {
  office = await openBackupOffice()
})
afterEach(() => office.close())

const NAME = '䶮罍夔'
const signedIn = async (account = 'banli'): Promise<Desk> => {
  const clerk = desk(office.core)
  await clerk.call('session.signIn', { account, passphrase: PASSPHRASE })
  return clerk
}
const backUp = async (): Promise<{ place: string; file: string }> => {
  const { made } = await office.admin.finish('backup.run', {})
  return { place: HERE, file: made[0]?.file ?? '' }
}
/** Asked for by one, agreed to by the administrator, done. */
async function both(who: Desk, method: 'desk.erase' | 'sealing.seal', input: unknown): Promise<void> {
  const { id } = await who.call('approvals.request', { method, input, reason: '依申请' })
  await office.admin.call('approvals.approve', { id })
  const done = await who.raw(method, input, undefined, id)
  expect(done).toMatchObject({ ok: true })
}
async function erase(personId: string, mode: 'delete' | 'anonymise'): Promise<void> {
  const made = await office.call('desk.receive', { personId, kind: 'erase', papers: ['id_card'], receivedOn: '2026-03-05' })
  const revision = async (): Promise<number> => (await office.call('desk.get', { id: made.id })).revision
  await office.call('desk.decide', { id: made.id, revision: await revision(), decision: 'granted', reason: null })
  await both(office, 'desk.erase', { id: made.id, revision: await revision(), mode })
}
const restore = (from: { place: string; file: string }) => desk(office.core).call('backup.restore', { from, first: FIRST, second: SECOND })
const found = async (who: Desk): Promise<string[]> =>
  (await who.call('persons.search', { filter: { text: NAME } })).rows.map(({ id }) => id)

describe('a copy from before', () => {
  it.each(['delete', 'anonymise'] as const)('a person erased since (%s) › does not come back, and the report says so', async (mode) => {
    const gone = await addPerson(office, NAME)
    const stays = await addPerson(office, '留下人')
    const from = await backUp()
    await erase(gone, mode)
    const back = await restore(from)
    expect(back.again).toBe(1)
    const clerk = await signedIn()
    expect(await found(clerk)).toEqual([])
    expect((await clerk.call('persons.get', { id: stays })).name).toBe('留下人')
    const admin = await signedIn('guanli')
    expect((await admin.call('backup.state', {})).paused).toMatchObject({ again: 1 })
    expect((await admin.call('retention.preview', {})).runs[0]).toMatchObject({ state: 'cleaning' })
    // A copy from before, once more: the list came along.
    office.clock.advance(60_000)
    expect((await restore(from)).again).toBe(1)
  })

  it('a person sealed since › is under a seal again', async () => {
    const hidden = await addPerson(office, NAME)
    const keeper = await office.as('baoguan', ['keeper'])
    const from = await backUp()
    await both(keeper, 'sealing.seal', { personId: hidden, kind: 'court', reason: '来函', reviewOn: '2027-01-01' })
    expect((await restore(from)).again).toBe(1)
    expect(await found(await signedIn())).toEqual([])
    const again = await office.as('baoguan', ['keeper'])
    const { rows } = await again.call('sealing.list', {})
    expect(rows).toMatchObject([{ kind: 'court', reviewOn: '2027-01-01' }])
  })

  it('a database that no longer opens › the file beside it tells what was gone', async () => {
    const gone = await addPerson(office, NAME)
    const hidden = await addPerson(office, `${NAME}乙`)
    const from = await backUp()
    await erase(gone, 'delete')
    const keeper = await office.as('baoguan', ['keeper'])
    await both(keeper, 'sealing.seal', { personId: hidden, kind: 'court', reason: '来函', reviewOn: '2027-01-01' })
    await office.core.close()
    const beside = readFileSync(join(office.dir, 'gone.json'), 'utf8')
    expect(beside).not.toContain(gone)
    truncateSync(join(office.dir, 'office.db'), 4096)
    const core = await openCore(office.dir, office.clock)
    try {
      const back = await desk(core).call('backup.restore', { from, first: FIRST, second: SECOND })
      expect(back.again).toBe(2)
      const clerk = desk(core)
      await clerk.call('session.signIn', { account: 'banli', passphrase: PASSPHRASE })
      expect(await found(clerk)).toEqual([])
    } finally {
      await core.close()
    }
  })

  it('a cut at any moment of the restore › leaves the office of before or one without the person', async () => {
    const gone = await addPerson(office, NAME)
    await backUp()
    await erase(gone, 'delete')
    const { key } = await openOptions(office.dir)
    await office.core.close()
    const [copy = ''] = copiesOf(office.dir)
    // Cut after unpacking: the copy still holds the person and nobody has decided anything, so it is thrown away.
    const task = { kind: 'stage', file: join(office.dir, 'backups', copy), dataKey: key, into: stagingFolder(office.dir) } as const
    for (const _ of stageBackup(task)) continue
    expect(putInPlace(office.dir)).toBe(false)
    expect(existsSync(stagingFolder(office.dir))).toBe(false)
    const core = await openCore(office.dir, office.clock)
    try {
      const clerk = desk(core)
      await clerk.call('session.signIn', { account: 'banli', passphrase: PASSPHRASE })
      expect(await found(clerk)).toEqual([])
    } finally {
      await core.close()
    }
  })
})
