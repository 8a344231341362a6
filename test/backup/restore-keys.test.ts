/** A copy from before a change of keys: the root remembers every card it signed, this PC keeps its newer keys, and partners still take what is sealed. */
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fromWire } from '../../shared/errors'
import { withLaterSet } from '../../electron/core/modules/keys'
import { generateAgeIdentity, generateSigningKey } from '../../electron/core/crypto'
import { desk, type Desk } from '../kit/office'
import { FIRST, HERE, openBackupOffice, PASSPHRASE, SECOND, type BackupOffice } from './backup-office'

let office: BackupOffice
beforeEach(async () => void (office = await openBackupOffice()))
afterEach(() => office.close())

async function adminAgain(): Promise<Desk> {
  const admin = desk(office.core)
  await admin.call('session.signIn', { account: 'guanli', passphrase: PASSPHRASE })
  return admin
}

async function change(admin: Desk, reason: 'rotated' | 'lost'): Promise<number> {
  const input = { reason, recoveryKey: office.recoveryKey }
  const { id } = await admin.call('approvals.request', { method: 'keys.change', input, reason: '按规定更换' })
  await admin.call('approvals.approveHere', { id, account: 'banli', passphrase: PASSPHRASE })
  const reply = await admin.raw('keys.change', input, undefined, id)
  if (!reply.ok) throw fromWire(reply.error)
  return (reply.value as { version: number }).version
}

async function copyNow(): Promise<{ place: string; file: string }> {
  const { made } = await office.admin.finish('backup.run', {})
  return { place: HERE, file: made[0]?.file ?? '' }
}

describe('backup.restore › a copy of before a change of keys', () => {
  it.each(['rotated', 'lost'] as const)(
    '%s › the newer card, keys and root stay in use, and the next change follows them',
    async (reason) => {
      const from = await copyNow()
      expect(await change(office.admin, reason)).toBe(2)
      const before = await office.admin.call('keys.state', {})
      expect(await desk(office.core).call('backup.restore', { from, first: FIRST, second: SECOND })).toMatchObject({ newerKeys: true })
      const admin = await adminAgain()
      const after = await admin.call('keys.state', {})
      expect(after).toMatchObject({ usable: true, card: { version: 2 }, signedBy: before.signedBy })
      expect(await change(admin, 'rotated')).toBe(3)
    }
  )

  it('a copy of after it › brings back its own files, and says nothing of newer keys', async () => {
    await change(office.admin, 'rotated')
    const from = await copyNow()
    const root = readFileSync(join(office.dir, 'keys/root.age'))
    expect(await desk(office.core).call('backup.restore', { from, first: FIRST, second: SECOND })).toMatchObject({ newerKeys: false })
    expect(readFileSync(join(office.dir, 'keys/root.age')).equals(root)).toBe(true)
    expect(await change(await adminAgain(), 'rotated')).toBe(3)
  })

  it('where the present database cannot be read › the root that signed more stays, and no version is signed twice', async () => {
    const from = await copyNow()
    await change(office.admin, 'rotated')
    const root = readFileSync(join(office.dir, 'keys/root.age'))
    await office.core.close()
    writeFileSync(join(office.dir, 'office.db'), Buffer.alloc(8192, 7))
    await office.restart()
    expect(await desk(office.core).call('backup.restore', { from, first: FIRST, second: SECOND })).toMatchObject({ newerKeys: true })
    expect(readFileSync(join(office.dir, 'keys/root.age')).equals(root)).toBe(true)
    // The very card that was lost with the database is taken into use again, not a second one of its version.
    expect(await change(await adminAgain(), 'rotated')).toBe(2)
    expect(await change(await adminAgain(), 'rotated')).toBe(3)
  })
})

describe('backup.restore › a copy of before the root was lost', () => {
  async function rebuild(admin: Desk): Promise<{ finished: boolean; card: { officeId: string } }> {
    const input = { fileLost: true, paperLost: true, recoveryKey: office.recoveryKey }
    const { id } = await admin.call('approvals.request', { method: 'keys.rebuildRoot', input, reason: '两样都找不到了' })
    await admin.call('approvals.approveHere', { id, account: 'banli', passphrase: PASSPHRASE })
    const reply = await admin.raw('keys.rebuildRoot', input, undefined, id)
    if (!reply.ok) throw fromWire(reply.error)
    return reply.value as { finished: boolean; card: { officeId: string } }
  }

  it('follows the office to its new identity › and the next change goes on under the new root', async () => {
    await change(office.admin, 'rotated')
    const from = await copyNow()
    rmSync(join(office.dir, 'keys/root.age'))
    const { card } = await rebuild(office.admin)
    const before = await office.admin.call('keys.state', {})
    expect(await desk(office.core).call('backup.restore', { from, first: FIRST, second: SECOND })).toMatchObject({ newerKeys: true })
    const admin = await adminAgain()
    expect(await admin.call('keys.state', {})).toMatchObject({
      ...{ usable: true, isBehind: false, card: { version: 1, officeId: card.officeId }, signedBy: before.signedBy },
      cards: [{ version: 1, isRebuilt: true }, { version: 2 }, { version: 1 }]
    })
    expect(await change(admin, 'rotated')).toBe(2)
  })

  it('a copy of after it over the office of before, whose root still stood › keeps its own root', async () => {
    const before = join(office.dir, '..', `${basename(office.dir)}-before`)
    await office.restart()
    cpSync(office.dir, before, { recursive: true })
    rmSync(join(office.dir, 'keys/root.age'))
    const { card } = await rebuild(await adminAgain())
    const admin = await adminAgain()
    const { made } = await admin.finish('backup.run', {})
    const from = { place: HERE, file: made[0]?.file ?? '' }
    await office.core.close()
    for (const name of ['office.db', 'office.db-wal', 'office.db-shm', 'office.json', 'keys']) {
      rmSync(join(office.dir, name), { recursive: true, force: true })
      if (existsSync(join(before, name))) cpSync(join(before, name), join(office.dir, name), { recursive: true })
    }
    rmSync(before, { recursive: true })
    await office.restart()
    await desk(office.core).call('backup.restore', { from, first: FIRST, second: SECOND })
    const again = await adminAgain()
    expect(await again.call('keys.state', {})).toMatchObject({ usable: true, isBehind: false, card: { officeId: card.officeId } })
    expect(await change(again, 'rotated')).toBe(2)
  })

  it('a copy of after it in place of an older office › brings its identity and its root', async () => {
    const older = await copyNow()
    rmSync(join(office.dir, 'keys/root.age'))
    const { card } = await rebuild(office.admin)
    const newer = await copyNow()
    await office.core.close()
    const [database, ...rest] = ['office.db', 'office.db-wal', 'office.db-shm'].map((name) => join(office.dir, name))
    for (const path of rest) rmSync(path, { force: true })
    writeFileSync(database ?? '', Buffer.alloc(8192, 7))
    await office.restart()
    await desk(office.core).call('backup.restore', { from: older, first: FIRST, second: SECOND })
    let admin = await adminAgain()
    // Nothing but the office id beside the database tells that it is older than the loss.
    expect(await admin.call('keys.state', {})).toMatchObject({ isBehind: true })
    office.clock.advance(60_000)
    await desk(office.core).call('backup.restore', { from: newer, first: FIRST, second: SECOND })
    admin = await adminAgain()
    expect(await admin.call('keys.state', {})).toMatchObject({ usable: true, isBehind: false, card: { officeId: card.officeId } })
    expect(await change(admin, 'rotated')).toBe(2)
  })
})

describe('withLaterSet', () => {
  const set = async () => ({
    sign: generateSigningKey(),
    enc: await generateAgeIdentity(),
    archive: await generateAgeIdentity(),
    sm2: null
  })

  it('the national suite switched on since › its keys come back as the next set', async () => {
    const one = await set()
    const sm2 = { sign: Uint8Array.of(1), enc: Uint8Array.of(2), archive: Uint8Array.of(3) }
    const copy = { device: 1, now: one, next: null, former: [], formerSm2: [] }
    const later = { ...copy, now: { ...one, sm2 } }
    expect(withLaterSet(copy, one, later, later.now)).toMatchObject({ now: { sm2: null }, next: { sm2 } })
    expect(withLaterSet(later, later.now, copy, one)?.formerSm2).toEqual([])
  })

  it('two sets unlike › the copy stays in use, the later one is next, and every identity still opens', async () => {
    const [one, two, three] = [await set(), await set(), await set()]
    const copy = { device: 1, now: one, next: null, former: ['old'], formerSm2: [] }
    const later = { device: 1, now: two, next: three, former: [one.enc], formerSm2: [Uint8Array.of(7)] }
    const merged = withLaterSet(copy, one, later, three)
    expect(merged).toMatchObject({ now: one, next: three })
    expect(merged?.former).toEqual(['old', two.enc, two.archive])
    expect(merged?.formerSm2).toEqual([Uint8Array.of(7)])
    expect(withLaterSet(copy, one, { ...later, now: one, next: null }, one)).toBeNull()
  })
})
