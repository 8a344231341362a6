// Why: whoever puts an old database file back behind the program's back must not make it give out numbers a second time.
import { copyFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { createCore } from '../../../electron/core'
import { testClock } from '../../../test/kit/clock'
import { openLinkedOffice, openPair, testRoom, trust } from '../../../test/kit/linked-offices'
import { desk, openTestOffice, PASSPHRASE, resourcesDir, type Desk } from '../../../test/kit/office'
import { certificatesOf, voidCertificate, type SignedCertificate } from '../../../test/proof/offices'
import { blocksGiven } from '../modules/certificates'
import { lastEnvelope } from '../modules/exchange'
import { systemStick } from '../platform'
import { copiedFolder, type CopiedFolder } from './copied-folder'
import { settleSerials, settleWentBack } from './went-back'

const root = mkdtempSync(join(tmpdir(), 'went-back-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const clock = testClock()

it('copiedFolder › keeps the highest envelope given out, outside the folder, and gives none to a copy', async () => {
  const office = await openTestOffice({ clock })
  await office.core.close()
  const marks = join(root, 'marks')
  const folder = copiedFolder(office.dir, marks)
  folder.noteEnvelope(9)
  expect(folder.envelope()).toBe(0)
  folder.settleUnasked()
  for (const [noted, kept] of [
    [5, 5],
    [3, 5],
    [8, 8]
  ] as const) {
    folder.noteEnvelope(noted)
    expect(folder.envelope()).toBe(kept)
  }
  const copy = join(root, 'copy')
  cpSync(office.dir, copy, { recursive: true })
  copiedFolder(copy, marks).noteEnvelope(1_000)
  expect(folder.envelope()).toBe(8)
  expect(copiedFolder(office.dir, null).envelope()).toBe(0)
  await office.restart()
  await office.close()
})

it('copiedFolder › keeps how far each block of certificate numbers was given out, the highest of all that was noted', async () => {
  const office = await openTestOffice({ clock })
  await office.core.close()
  const folder = copiedFolder(office.dir, join(root, 'marks-blocks'))
  folder.settleUnasked()
  const block = { series: '6108020012026#####', first: 1, last: 50, given: 7 }
  folder.noteBlocks([block])
  folder.noteEnvelope(3)
  folder.noteBlocks([
    { ...block, given: 5 },
    { ...block, first: 51, last: 60, given: 50 }
  ])
  expect(folder.blocks()).toEqual([block, { ...block, first: 51, last: 60, given: 50 }])
  expect(folder.envelope()).toBe(3)
  await office.restart()
  await office.close()
})

it('settleSerials › numbers that the database forgot are left out, and what the mark forgot is noted', async () => {
  const pair = await openPair()
  const { a } = pair
  try {
    const series = '6108020012026#####'
    const marked: Parameters<CopiedFolder['noteBlocks']>[0][number][] = [{ series, first: 1, last: 50, given: 7 }]
    const own = {
      blocks: () => [...marked],
      noteBlocks: (blocks: typeof marked) => void marked.push(...blocks),
      standing: () => 'own' as const
    }
    const office = a.query() as unknown as Parameters<typeof settleSerials>[0]
    const opened = { ...office, write: a.write }
    expect(settleSerials(opened, { ...own, standing: () => 'copied' }, clock)).toBe(false)
    expect(settleSerials(opened, own, clock)).toBe(true)
    expect(settleSerials(opened, own, clock)).toBe(false)
    expect(blocksGiven(a.db)).toEqual([{ series, first: 1, last: 50, given: 50 }])
    expect(marked).toContainEqual({ series, first: 1, last: 50, given: 50 })
    expect(a.db.all('SELECT first, last, why FROM certificate_gap')).toEqual([{ first: 1, last: 50, why: 'restored' }])
  } finally {
    pair.close()
  }
})

it('writeStick › notes the number of its newest envelope before the first octet lies on the stick', async () => {
  const pair = await openPair()
  const seen: (number | string)[] = []
  const room = {
    ...testRoom,
    stick: {
      ...testRoom.stick,
      create: (path: string) => {
        seen.push('file')
        return systemStick.create(path)
      }
    },
    noteEnvelope: (no: number) => void seen.push(no)
  }
  try {
    pair.a.queue(pair.b, 1)
    await pair.a.writeTo(pair.stick(), {}, room)
    expect(seen.slice(0, 2)).toEqual([lastEnvelope(pair.a.db), 'file'])
    const practice = await openLinkedOffice({ code: '150802-00', name: '演练单位', practice: true })
    const other = await openLinkedOffice({ code: '150803-00', name: '演练对方', practice: true })
    trust(practice, other)
    seen.length = 0
    await practice.writeTo(pair.stick(), {}, room)
    expect(seen.filter((one) => one !== 'file')).toEqual([])
    practice.close()
    other.close()
  } finally {
    pair.close()
  }
})

it('settleWentBack › a database below the mark moves on: new epoch, far higher numbers, a person is told', async () => {
  const pair = await openPair()
  const { a, b } = pair
  try {
    a.queue(b, 1)
    await a.writeTo(pair.stick())
    const given = lastEnvelope(a.db) + 40
    const own = { envelope: () => given, standing: () => 'own' as const }
    const office = a.query() as unknown as Parameters<typeof settleWentBack>[0]
    const opened = { ...office, write: a.write }
    expect(settleWentBack(opened, { ...own, standing: () => 'copied' }, clock)).toBe(false)
    expect(settleWentBack(opened, own, clock)).toBe(true)
    expect(settleWentBack(opened, own, clock)).toBe(false)
    expect(lastEnvelope(a.db)).toBeGreaterThan(given + 999_999)
    expect(a.db.value('SELECT count(*) FROM own_epoch WHERE closed_at IS NULL')).toBe(0)
    expect(a.db.all('SELECT code FROM link_flag')).toEqual([{ code: 'own-restored' }])
    expect(a.db.value('SELECT count(*) FROM backup_restore WHERE confirmed_at IS NULL')).toBe(1)
  } finally {
    pair.close()
  }
})

it('settleWentBack › the list of voided proofs › never takes a version again, however soon the same file comes back, and says all in the end', async () => {
  const pair = await openPair({ a: { clock } })
  const { b } = pair
  let { a } = pair
  const kept = join(root, 'lists')
  const versions: (number | null)[] = []
  const putBack = async (): Promise<void> => {
    const given = lastEnvelope(a.db)
    const dir = join(root, `lists-${String(versions.length)}`)
    cpSync(kept, dir, { recursive: true })
    const again = { ...a.standing, dir }
    a.close()
    a = await openLinkedOffice({ again, clock })
    const office = a.query() as unknown as Parameters<typeof settleWentBack>[0]
    expect(settleWentBack({ ...office, write: a.write }, { envelope: () => given, standing: () => 'own' }, clock)).toBe(true)
  }
  const carry = async (certificate: SignedCertificate): Promise<string> => {
    await voidCertificate(a, certificate)
    const stick = pair.stick()
    await a.writeTo(stick)
    const { proofLists } = await b.scan(stick)
    versions.push(proofLists[0]?.version ?? null)
    return proofLists[0]?.outcome ?? ''
  }
  try {
    const [one, two, three, four] = await certificatesOf(a, 4)
    if (!one || !two || !three || !four) throw new RangeError('four certificates')
    expect(await carry(one)).toBe('taken')
    cpSync(a.dir, kept, { recursive: true })
    expect(await carry(two)).toBe('taken')
    await putBack()
    // The second was forgotten here and stands there: nothing is taken back.
    expect(await carry(three)).toBe('refused')
    await putBack()
    expect(await carry(four)).toBe('refused')
    expect(versions).toEqual(versions.toSorted((x, y) => (x ?? 0) - (y ?? 0)))
    expect(new Set(versions).size).toBe(4)
    // His stick brings our word home; what was forgotten in the ledger stays void.
    const back = pair.stick()
    await b.writeTo(back)
    expect((await a.scan(back)).proofLists).toMatchObject([{ version: 2, outcome: 'older' }])
    expect(await carry(three)).toBe('taken')
    const held = b.db.all<{ id: string }>('SELECT proof_id AS id FROM proof_said WHERE office_id = ? ORDER BY proof_id', a.card.id)
    expect(held.map(({ id }) => id)).toEqual([one, two, three, four].map(({ proofId }) => proofId).toSorted())
  } finally {
    a.close()
    b.close()
  }
})

it('a copied folder that goes on here › gives out no version of the list that the other may have given', async () => {
  const office = await openTestOffice({ clock })
  await office.core.close()
  const marks = join(root, 'marks-copy')
  const folder = copiedFolder(office.dir, marks)
  folder.settleUnasked()
  folder.noteEnvelope(70)
  const copy = join(root, 'copied')
  cpSync(office.dir, copy, { recursive: true })
  const made = await openLinkedOffice({ clock })
  made.write.transaction(() => copiedFolder(copy, marks).settle(made.write.db, 'here', '2026-03-05T01:00:00.000Z'))
  expect(made.db.value('SELECT ver FROM proof_list_least')).toBeGreaterThan(70 + 999_999)
  made.close()
  await office.restart()
  await office.close()
})

it('an office whose database file was put back by hand › says so at the next sign-in, once', async () => {
  const office = await openTestOffice({ clock })
  await office.core.close()
  const marks = join(root, 'marks-2')
  const open = async (): Promise<{ clerk: Desk; close: () => Promise<void> }> => {
    const core = await createCore({ dataDir: office.dir, marksDir: marks, resourcesDir, appVersion: 'test', clock, keyCost: 4 })
    const clerk = desk(core)
    await clerk.call('session.signIn', { account: 'banli', passphrase: PASSPHRASE })
    return { clerk, close: () => core.close() }
  }
  const restored = async (clerk: Desk): Promise<number> => (await clerk.call('audit.search', { event: 'backup.restored' })).rows.length
  let now = await open()
  expect(await restored(now.clerk)).toBe(0)
  await now.close()
  const database = join(office.dir, 'office.db')
  const before = join(root, 'before.db')
  copyFileSync(database, before)
  // Something left the PC, and then the file of before came back.
  copiedFolder(office.dir, marks).noteEnvelope(12)
  expect(readFileSync(join(marks, readdirSync(marks)[0] ?? ''), 'utf8')).toContain('"envelope":12')
  const { ino } = statSync(office.dir)
  copyFileSync(before, database)
  expect(statSync(office.dir).ino).toBe(ino)
  for (let start = 0; start < 2; start++) {
    now = await open()
    expect(await restored(now.clerk)).toBe(1)
    await now.close()
  }
  await office.restart()
  await office.close()
})
