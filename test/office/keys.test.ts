/** The whole office changes its keys: two persons, the sleeping root, cut off at any moment, and the exchange goes on. */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CallInput, Output, SpecOf } from '@shared/contract'
import { fromWire } from '@shared/errors'
import { readDirectoryFile } from '../../electron/core/container'
import { testClock } from '../kit/clock'
import { desk, openTestOffice, PASSPHRASE, type Desk, type TestOffice } from '../kit/office'

type KeyAct = `keys.${'setSuite' | 'signDirectory' | 'change' | 'newRoot' | 'rebuildRoot' | 'rootPaper' | 'rootFromPaper'}`

let office: TestOffice
let admin: Desk
beforeEach(async () => {
  office = await openTestOffice({ clock: testClock() })
  admin = await signedIn('guanli')
})
afterEach(() => office.close())

async function signedIn(account: string, core = office.core): Promise<Desk> {
  const one = desk(core)
  await one.call('session.signIn', { account, passphrase: PASSPHRASE })
  return one
}

const code = (expected: string): Error => expect.objectContaining({ code: expected }) as Error

/** Asks, has the signer agree at this screen, and does it. */
async function together<N extends KeyAct>(who: Desk, method: N, input: CallInput<SpecOf<N>>): Promise<Output<SpecOf<N>>> {
  const { id } = await who.call('approvals.request', { method, input, reason: '按规定更换' })
  await who.call('approvals.approveHere', { id, account: 'banli', passphrase: PASSPHRASE })
  const reply = await who.raw(method, input, undefined, id)
  if (!reply.ok) throw fromWire(reply.error)
  return reply.value as Output<SpecOf<N>>
}

const rotate = (who = admin) => together(who, 'keys.change', { reason: 'rotated', recoveryKey: office.recoveryKey })

describe('keys.change', () => {
  it('needs a second person and the recovery key › then the next card names new keys and gives up the old one', async () => {
    const before = await admin.call('keys.state', {})
    await expect(admin.call('keys.change', { reason: 'rotated', recoveryKey: office.recoveryKey })).rejects.toThrow(code('approval.needed'))
    const wrong = office.recoveryKey.replace(/^\d/, (digit) => String((Number(digit) + 1) % 10))
    await expect(together(admin, 'keys.change', { reason: 'rotated', recoveryKey: wrong })).rejects.toThrow(
      code('office.recovery_key_wrong')
    )
    expect(await rotate()).toEqual({ version: 2, finished: false, links: 0 })
    const after = await admin.call('keys.state', {})
    expect(after).toMatchObject({
      ...{ usable: true, hasRoot: true, card: { version: 2, officeId: before.card.officeId, digits: before.card.digits } },
      revoked: [{ key: before.signedBy, sinceVersion: 2, reason: 'rotated' }]
    })
    expect(after.signedBy).not.toBe(before.signedBy)
    expect(after.cards.map(({ version, rootChanged }) => [version, rootChanged])).toEqual([
      [2, false],
      [1, false]
    ])
  })

  it('outlives a restart › and a second change gives up the keys of the first', async () => {
    await rotate()
    const held = await admin.call('keys.state', {})
    const again = await signedIn('guanli', await office.restart())
    expect(await again.call('keys.state', {})).toEqual(held)
    expect((await rotate(again)).version).toBe(3)
    expect((await again.call('keys.state', {})).revoked.map(({ key }) => key)).toContain(held.signedBy)
  })

  it('C9 cut off between files and database › is finished with the very same card', async () => {
    const back = await databaseNow()
    await rotate(await signedIn('guanli'))
    const signed = (await (await signedIn('guanli')).call('keys.state', {})).signedBy
    await office.restart()
    back()
    const again = await signedIn('guanli')
    expect(await again.call('keys.state', {})).toMatchObject({ usable: true, card: { version: 1 } })
    expect(await rotate(again)).toEqual({ version: 2, finished: true, links: 0 })
    expect(await again.call('keys.state', {})).toMatchObject({ usable: true, signedBy: signed, card: { version: 2 } })
  })

  it('of a database older than what the root signed › gives every card out again, and the next change makes keys for it', async () => {
    const back = await databaseNow()
    const first = await signedIn('guanli')
    await rotate(first)
    await rotate(first)
    await office.restart()
    back()
    const again = await signedIn('guanli')
    expect(await rotate(again)).toMatchObject({ version: 3, finished: true })
    expect(await again.call('keys.state', {})).toMatchObject({ usable: true, card: { version: 3 } })
    expect(await rotate(again)).toMatchObject({ version: 4, finished: false })
  })

  it('without the root on this PC › says so and changes nothing', async () => {
    rmSync(join(office.dir, 'keys/root.age'))
    expect(await admin.call('keys.state', {})).toMatchObject({ hasRoot: false })
    await expect(rotate()).rejects.toThrow(code('keys.root_missing'))
    expect(await admin.call('keys.state', {})).toMatchObject({ card: { version: 1 } })
  })
})

describe('keys.setSuite', () => {
  const setSuite = (on: boolean, who = admin) => together(who, 'keys.setSuite', { on, recoveryKey: office.recoveryKey })

  it('needs a second person, who reads what it means and that nothing is certified › then stands on the card, also after a restart', async () => {
    expect(await admin.call('keys.state', {})).toMatchObject({ national: { on: false, offering: 0, using: 0 } })
    const input = { on: true, recoveryKey: office.recoveryKey }
    await expect(admin.call('keys.setSuite', input)).rejects.toThrow(code('approval.needed'))
    const { id } = await admin.call('approvals.request', { method: 'keys.setSuite', input, reason: '上级要求' })
    const { mine } = await admin.call('approvals.list', {})
    expect(mine.find((asked) => asked.id === id)?.sentence).toContain('SM2、SM3、SM4；未经检测认证')
    await admin.call('approvals.withdraw', { id })
    const { signedBy } = await admin.call('keys.state', {})
    expect(await setSuite(true)).toEqual({ version: 2, finished: false, links: 0 })
    const on = await admin.call('keys.state', {})
    expect(on).toMatchObject({ usable: true, signedBy, revoked: [], national: { on: true } })
    const again = await signedIn('guanli', await office.restart())
    expect(await again.call('keys.state', {})).toEqual(on)
    await rotate(again)
    expect(await again.call('keys.state', {})).toMatchObject({ usable: true, revoked: [{ reason: 'rotated' }, { reason: 'rotated' }] })
    expect(await setSuite(false, again)).toMatchObject({ version: 4 })
    const off = await again.call('keys.state', {})
    expect(off).toMatchObject({ usable: true, national: { on: false } })
    expect(off.revoked.map(({ reason }) => reason)).toEqual(['rotated', 'rotated', 'retired'])
  })

  it('C9 cut off between files and database › is finished with the very same card and its keys', async () => {
    const back = await databaseNow()
    await setSuite(true, await signedIn('guanli'))
    await office.restart()
    back()
    const again = await signedIn('guanli')
    expect(await again.call('keys.state', {})).toMatchObject({ usable: true, national: { on: false }, card: { version: 1 } })
    expect(await setSuite(true, again)).toEqual({ version: 2, finished: true, links: 0 })
    expect(await again.call('keys.state', {})).toMatchObject({ usable: true, national: { on: true }, card: { version: 2 } })
  })
})

describe('keys.newRoot', () => {
  it('changes the digits, not the office › and the new root signs from then on', async () => {
    const before = await admin.call('keys.state', {})
    const recoveryKey = office.recoveryKey
    expect(await together(admin, 'keys.newRoot', { recoveryKey })).toEqual({ version: 2, finished: false, links: 0 })
    const after = await admin.call('keys.state', {})
    expect(after).toMatchObject({ card: { officeId: before.card.officeId, version: 2 }, signedBy: before.signedBy, revoked: [] })
    expect(after.card.digits).not.toBe(before.card.digits)
    expect(after.cards[0]).toMatchObject({ rootChanged: true })
    expect((await rotate()).version).toBe(3)
  })
})

describe('keys.rebuildRoot', () => {
  const rootFile = (): string => join(office.dir, 'keys/root.age')
  const slotFile = (): { office: { id: string } } => JSON.parse(readFileSync(join(office.dir, 'office.json'), 'utf8')) as never
  const rebuild = (who = admin) => together(who, 'keys.rebuildRoot', { fileLost: true, paperLost: true, recoveryKey: office.recoveryKey })

  it('needs a second person, who reads what it costs › then another id, other digits, the same register, and a sheet that brings it back', async () => {
    const before = await admin.call('keys.state', {})
    const input = { fileLost: true, paperLost: true, recoveryKey: office.recoveryKey } as const
    await expect(admin.call('keys.rebuildRoot', input)).rejects.toThrow(code('approval.needed'))
    const { id } = await admin.call('approvals.request', { method: 'keys.rebuildRoot', input, reason: '两样都找不到了' })
    const { mine } = await admin.call('approvals.list', {})
    expect(mine.find((asked) => asked.id === id)?.sentence).toContain('40 位核对数字改变')
    await admin.call('approvals.withdraw', { id })
    await expect(rebuild()).rejects.toThrow(code('keys.root_stands'))
    rmSync(rootFile())
    const { text, card, ...made } = await rebuild()
    expect(made).toEqual({ version: 1, finished: false, links: 0 })
    const after = await admin.call('keys.state', {})
    expect(after).toMatchObject({ usable: true, hasRoot: true, isBehind: false, card: { officeId: card.officeId, version: 1 } })
    expect([after.card.officeId, after.card.digits, after.signedBy]).not.toContain(before.card.officeId)
    expect(after.card.digits).not.toBe(before.card.digits)
    rmSync(rootFile())
    await together(admin, 'keys.rootFromPaper', { text, recoveryKey: office.recoveryKey })
    expect((await rotate()).version).toBe(2)
    const again = await signedIn('guanli', await office.restart())
    expect(await again.call('keys.state', {})).toMatchObject({ card: { officeId: card.officeId, version: 2 } })
    expect(slotFile().office.id).toBe(card.officeId)
    const directory = await together(again, 'keys.signDirectory', { recoveryKey: office.recoveryKey })
    expect(directory.version).toBe(1)
  })

  it('C9 cut off between files and database, or of an older database › is told, and the very same identity is taken into use', async () => {
    const back = await databaseNow()
    const slots = readFileSync(join(office.dir, 'office.json'))
    rmSync(rootFile())
    const { card } = await rebuild(await signedIn('guanli'))
    await office.restart()
    back()
    writeFileSync(join(office.dir, 'office.json'), slots)
    const cutOff = await signedIn('guanli')
    expect(await cutOff.call('keys.state', {})).toMatchObject({ usable: true, hasRoot: true, isBehind: false, card: { version: 1 } })
    await expect(rotate(cutOff)).rejects.toThrow(code('keys.root_unfinished'))
    await expect(together(cutOff, 'keys.rootPaper', { recoveryKey: office.recoveryKey })).rejects.toThrow(code('keys.root_unfinished'))
    expect(await rebuild(cutOff)).toMatchObject({ version: 1, finished: true, card: { officeId: card.officeId, digits: card.digits } })
    expect(await rotate(cutOff)).toMatchObject({ version: 2 })
  })

  it('a database put back behind the program’s back › is known as older than the loss, writes nothing for partners, and catches up', async () => {
    const back = await databaseNow()
    rmSync(rootFile())
    const { card } = await rebuild(await signedIn('guanli'))
    await signedIn('guanli', await office.restart())
    expect(slotFile().office.id).toBe(card.officeId)
    await office.restart()
    back()
    const again = await signedIn('guanli')
    expect(await again.call('keys.state', {})).toMatchObject({ isBehind: true, usable: true })
    const clerk = await signedIn('banli')
    const target = clerk.connection.offer(office.dir).ticket
    await expect(clerk.finish('exchange.writeStick', { target, partnerIds: [] })).rejects.toThrow(code('keys.identity_behind'))
    expect(await rebuild(again)).toMatchObject({ finished: true, card: { officeId: card.officeId } })
    expect(await again.call('keys.state', {})).toMatchObject({ isBehind: false, card: { officeId: card.officeId } })
  })

  it('cut off before the root was written › draws another root, and keeps every key that opens something', async () => {
    const back = await databaseNow()
    rmSync(rootFile())
    const first = await rebuild(await signedIn('guanli'))
    await office.restart()
    back()
    rmSync(rootFile())
    const again = await signedIn('guanli')
    const second = await rebuild(again)
    expect(second).toMatchObject({ finished: false, version: 1 })
    expect(second.card.officeId).not.toBe(first.card.officeId)
    expect(await again.call('keys.state', {})).toMatchObject({ usable: true, card: { officeId: second.card.officeId } })
  })
})

describe('keys.signDirectory', () => {
  it('lists this office and goes up one by one, in order', async () => {
    const recoveryKey = office.recoveryKey
    const versions = [
      await together(admin, 'keys.signDirectory', { recoveryKey }),
      await together(admin, 'keys.signDirectory', { recoveryKey })
    ]
    expect(versions.map(({ version, entries, file }) => [version, entries, file.name])).toEqual([
      [1, 1, '610802-00_dir_0001.jhd'],
      [2, 1, '610802-00_dir_0002.jhd']
    ])
    const files = versions.map(({ file }) => readFileSync(admin.connection.take(file.ticket).path))
    const [one, two] = [await readDirectoryFile(files[0] ?? new Uint8Array(0)), await readDirectoryFile(files[1] ?? new Uint8Array(0))]
    expect(two.prev).toBe(one.digest)
    expect(two.entries[0]?.id).toBe((await admin.call('keys.state', {})).card.officeId)
  })
})

describe('the root on paper', () => {
  it('comes back on a PC that lost its file › and signs again', async () => {
    const recoveryKey = office.recoveryKey
    const { text, card } = await together(admin, 'keys.rootPaper', { recoveryKey })
    expect(card.digits).toBe((await admin.call('keys.state', {})).card.digits)
    rmSync(join(office.dir, 'keys/root.age'))
    expect(await admin.call('keys.state', {})).toMatchObject({ hasRoot: false })
    await expect(together(admin, 'keys.rootFromPaper', { text: text.slice(0, -1), recoveryKey })).rejects.toThrow(code('keys.paper_wrong'))
    await together(admin, 'keys.rootFromPaper', { text: text.toLowerCase(), recoveryKey })
    expect((await rotate()).version).toBe(2)
  })

  it('of a root given up, or under a wrong recovery key › restores nothing', async () => {
    const recoveryKey = office.recoveryKey
    const { text } = await together(admin, 'keys.rootPaper', { recoveryKey })
    await together(admin, 'keys.newRoot', { recoveryKey })
    await expect(together(admin, 'keys.rootFromPaper', { text, recoveryKey })).rejects.toThrow(code('keys.root_differs'))
    await expect(together(admin, 'keys.rootFromPaper', { text, recoveryKey: '12345' })).rejects.toThrow(code('office.recovery_key_wrong'))
  })

  it('is kept in no reply, request or log line', async () => {
    const { text } = await together(admin, 'keys.rootPaper', { recoveryKey: office.recoveryKey })
    const overseer = await office.as('jiandu', ['overseer'])
    const { rows } = await overseer.call('audit.search', {})
    expect(rows.some(({ event }) => event === 'key.root_printed')).toBe(true)
    expect(JSON.stringify(rows)).not.toContain(text.slice(12, 30))
    const { mine } = await admin.call('approvals.list', {})
    expect(JSON.stringify(mine)).not.toContain(office.recoveryKey.slice(0, 11))
  })
})

/** Keeps the database as it is. @returns what puts it back, while nobody is signed in */
async function databaseNow(): Promise<() => void> {
  await office.restart()
  const kept = join(office.dir, '..', `${basename(office.dir)}-kept`)
  const names = ['office.db', 'office.db-wal', 'office.db-shm']
  mkdirSync(kept)
  for (const name of names) if (existsSync(join(office.dir, name))) cpSync(join(office.dir, name), join(kept, name))
  return () => {
    for (const name of names) {
      rmSync(join(office.dir, name), { force: true })
      if (existsSync(join(kept, name))) cpSync(join(kept, name), join(office.dir, name))
    }
    rmSync(kept, { recursive: true })
  }
}
