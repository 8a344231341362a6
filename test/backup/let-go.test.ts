/** Why: copies that still hold what was deleted go early by two persons' word, and never before a newer one was made and read back in the same place. */
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openRead } from '../../electron/core/db'
import { desk, PASSPHRASE, type Desk } from '../kit/office'
import { addPerson, copiesOf, eraseByTwo, FIRST, HERE, openBackupOffice, openOptions, SECOND, type BackupOffice } from './backup-office'

let office: BackupOffice
let outside: string
beforeEach(async () => {
  office = await openBackupOffice()
  outside = mkdtempSync(join(tmpdir(), 'ypq-place-'))
})
afterEach(async () => {
  await office.close()
  rmSync(outside, { recursive: true, force: true })
})

const later = (): void => office.clock.advance(60_000)
const shortly = (): void => office.clock.advance(300)
const backUp = async (): Promise<void> => {
  later()
  await office.admin.finish('backup.run', {})
}
const erase = async (personId: string): Promise<void> => {
  later()
  await eraseByTwo(office, personId)
}
/** Two copies, a deletion, the file cleaned. */
async function erased(): Promise<void> {
  const id = await addPerson(office, '䶮罍夔')
  await backUp()
  await backUp()
  await erase(id)
  await office.admin.finish('retention.clean', {})
}
async function letGo(asker: Desk = office, agrees: Desk = office.admin, wait = later) {
  wait()
  const { id } = await asker.call('approvals.request', { method: 'retention.letGo', input: {}, reason: '本人要求彻底删除' })
  await agrees.call('approvals.approve', { id })
  return asker.finish('retention.letGo', {}, id)
}

describe('copies older than a deletion', () => {
  it('let go by two persons › are gone, a newer one was read back and opens, and the log says so', async () => {
    await erased()
    const before = copiesOf(office.dir)
    expect(before).toHaveLength(2)
    expect((await office.admin.call('retention.preview', {})).backups).toMatchObject({ count: 2, places: ['本机'] })
    await expect(office.finish('retention.letGo', {})).rejects.toMatchObject({ code: 'approval.needed' })
    expect(await letGo()).toMatchObject({ removed: 2, left: [], away: [] })
    const after = copiesOf(office.dir)
    expect(after).toHaveLength(1)
    expect(before).not.toContain(after[0])
    expect((await office.admin.call('retention.preview', {})).backups).toMatchObject({ count: 0 })
    const { rows } = await (await office.as('jiandu', ['overseer'])).call('audit.search', { event: 'retention.copies_let_go' })
    expect(rows[0]?.detail).toMatchObject({ copies: 2 })
    const from = { place: HERE, file: after[0] ?? '' }
    expect(await desk(office.core).call('backup.restore', { from, first: FIRST, second: SECOND })).toMatchObject({ again: 0 })
  })

  it('let go in the very second of the deletion › the new copy does not count among them', async () => {
    shortly()
    await erased()
    const { runs } = await office.admin.call('retention.preview', {})
    const ended = runs[0]?.endedAt ?? ''
    expect(await letGo(office, office.admin, shortly)).toMatchObject({ removed: 2, left: [] })
    expect(ended).toMatch(/:00\.300Z$/)
    expect(copiesOf(office.dir)[0]).toMatch(/-\d{4}00-before-/)
    expect((await office.admin.call('retention.preview', {})).backups).toMatchObject({ count: 0 })
  })

  it('a place that is away › is named and keeps its copies, one that is there loses them', async () => {
    const place = join(outside, 'stick')
    mkdirSync(place)
    const { ticket } = office.admin.connection.offer(place)
    await office.admin.call('backup.addPlace', { folder: { ticket }, label: '红色U盘' })
    await erased()
    renameSync(place, `${place}-gone`)
    expect(await letGo()).toMatchObject({ removed: 2, left: [], away: ['红色U盘'] })
    renameSync(`${place}-gone`, place)
    expect(await letGo()).toMatchObject({ removed: 2, away: [] })
  })

  it('a new copy that is not whole › keeps every older one', async () => {
    await erased()
    // A page that nothing on the way to the copy reads.
    const { db, close } = openRead(await openOptions(office.dir))
    const page = db.value<number>("SELECT max(pageno) FROM dbstat WHERE name = 'person_by_pinyin'") ?? 0
    const size = db.value<number>('PRAGMA page_size') ?? 0
    close()
    const database = openSync(join(office.dir, 'office.db'), 'r+')
    writeSync(database, Buffer.alloc(size, 7), 0, size, (page - 1) * size)
    closeSync(database)
    await expect(letGo()).rejects.toMatchObject({ code: 'backup.source_damaged' })
    expect(copiesOf(office.dir)).toHaveLength(2)
  })

  it('before the file is cleaned, and with nothing to let go › is refused', async () => {
    const ask = () => office.call('approvals.request', { method: 'retention.letGo', input: {}, reason: '试' })
    await expect(ask()).rejects.toMatchObject({ code: 'retention.no_copies' })
    const id = await addPerson(office, '䶮罍夔')
    await backUp()
    await erase(id)
    await expect(ask()).rejects.toMatchObject({ code: 'retention.clean_first' })
    expect(existsSync(join(office.dir, 'backups', copiesOf(office.dir)[0] ?? ''))).toBe(true)
  })

  it('after a restore nobody confirmed › keeps every copy', async () => {
    await erased()
    const from = { place: HERE, file: copiesOf(office.dir)[0] ?? '' }
    await desk(office.core).call('backup.restore', { from, first: FIRST, second: SECOND })
    const [clerk, admin] = [desk(office.core), desk(office.core)]
    await clerk.call('session.signIn', { account: 'banli', passphrase: PASSPHRASE })
    await admin.call('session.signIn', { account: 'guanli', passphrase: PASSPHRASE })
    later()
    await admin.finish('retention.clean', {})
    const count = copiesOf(office.dir).length
    await expect(letGo(clerk, admin)).rejects.toMatchObject({ code: 'retention.unconfirmed' })
    expect(copiesOf(office.dir)).toHaveLength(count)
    await admin.call('backup.confirm', {})
    expect((await letGo(clerk, admin)).removed).toBeGreaterThan(0)
  })
})
