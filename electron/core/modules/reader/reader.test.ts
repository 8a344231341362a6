// Why: a card is read only at somebody's word, leaves no trace but that it was read, and made-up cards never meet real persons.
import { randomUUID } from 'node:crypto'
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openTestOffice, resourcesDir, type Desk, type TestOffice } from '../../../../test/kit/office'

const home = mkdtempSync(join(tmpdir(), 'reader-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))
const script = join(resourcesDir, 'practice', 'card-reader.mjs')

/** The practice reader as a vendor would deliver it; `before` stands in front of it. */
function vendorFolder(before = ''): string {
  const folder = mkdtempSync(join(home, '甲牌-'))
  writeFileSync(join(folder, 'reader'), `#!${process.execPath}\n${before}\n${readFileSync(script, 'utf8')}`)
  chmodSync(join(folder, 'reader'), 0o755)
  writeFileSync(join(folder, 'yipanqi-reader.json'), JSON.stringify({ protocol: 1, name: '甲牌读卡程序', program: 'reader' }))
  return folder
}

let office: TestOffice
let admin: Desk
beforeEach(async () => {
  office = await openTestOffice()
  admin = await office.as('guanli')
})
afterEach(() => office.close())

const configure = (folder: string) => admin.call('reader.configure', { folder: admin.connection.offer(folder).ticket })
const read = (desk: Desk, more: { reading?: string; photo?: boolean; timeoutSeconds?: number } = {}) =>
  desk.call('reader.read', { reading: randomUUID(), ...more })
async function auditOf(event: string) {
  // Lines about looking are written together shortly after the replies; an act writes them with its own.
  await office.call('drafts.discard', { form: 'reader-test' })
  return (await office.call('audit.search', { event })).rows
}

describe('reader › in a real office', () => {
  test('nothing chosen › says so, and that one can type', async () => {
    expect(await office.call('reader.status', {})).toMatchObject({ kind: 'none', name: null, running: false, problem: null })
    await expect(read(office)).rejects.toMatchObject({ code: 'reader.none' })
  })

  test.skipIf(process.platform === 'win32')(
    'a chosen program › is remembered, read from, and forgotten (skipped on Windows: it is a script)',
    async () => {
      expect(await configure(vendorFolder())).toMatchObject({ kind: 'program', name: '甲牌读卡程序', file: 'reader', running: false })
      const card = await read(office)
      expect(card).toMatchObject({
        kind: 'resident',
        idType: 'resident_id',
        name: '钱演练',
        sex: '1',
        ethnicity: '01',
        birthDate: '1988-05-17',
        validTo: '2036-03-01',
        photo: null,
        warnings: []
      })
      expect((await read(office, { photo: true })).photo).not.toBeNull()
      expect(await office.call('reader.status', {})).toMatchObject({ running: true, helper: '演练读卡器', canPhoto: true, problem: null })

      await office.restart()
      const again = await office.as('guanli')
      expect(await again.call('reader.status', {})).toMatchObject({ kind: 'program', name: '甲牌读卡程序', running: false })
      await again.call('reader.configure', { folder: null })
      expect(await again.call('reader.status', {})).toMatchObject({ kind: 'none' })
    }
  )

  test.skipIf(process.platform === 'win32')(
    'reading › leaves who and what kind of card in the log, and nothing of the card (skipped on Windows)',
    async () => {
      await configure(vendorFolder())
      const card = await read(office)
      const [line, ...more] = await auditOf('reader.card_read')
      expect(more).toEqual([])
      expect(line).toMatchObject({ account: 'banli', method: 'reader.read', outcome: 'done', detail: { kind: 'resident', photo: false } })
      const jobs = await office.call('jobs.list', {})
      expect(JSON.stringify([line, jobs])).not.toMatch(new RegExp(`${card.idNo}|${card.name}`))
    }
  )

  test.skipIf(process.platform === 'win32')(
    'a trial of the administrator › tells that it worked and no word of the card (skipped on Windows)',
    async () => {
      await configure(vendorFolder())
      await expect(read(admin)).rejects.toMatchObject({ code: 'session.forbidden' })
      const trial = await admin.call('reader.tryOut', { reading: randomUUID() })
      expect(trial).toMatchObject({ helper: '演练读卡器', kind: 'resident', numberAgrees: true })
      expect(trial.fields).toEqual(['姓名', '性别', '民族', '出生日期', '住址', '证件号码', '签发机关', '有效期起', '有效期止'])
      expect(JSON.stringify(trial)).not.toMatch(/钱演练|1411241988/)
      expect(await auditOf('reader.tried')).toHaveLength(1)
    }
  )

  test.skipIf(process.platform === 'win32')(
    'a reading that waits › is stopped by its name only, from any window that knows it (skipped on Windows)',
    async () => {
      await configure(vendorFolder("process.env.YIPANQI_PRACTICE_READER = 'empty'"))
      const reading = randomUUID()
      const waiting = read(office, { reading, timeoutSeconds: 60 }).catch((error: unknown) => (error as { code: string }).code)
      await expect.poll(async () => (await office.call('reader.status', {})).reading).toBe(true)
      expect(await office.call('reader.cancel', { reading: randomUUID() })).toEqual({ cancelled: false })
      const second = await office.as('ermei', ['window'])
      await expect(read(second)).rejects.toMatchObject({ code: 'reader.busy' })
      expect(await office.call('reader.cancel', { reading })).toEqual({ cancelled: true })
      expect(await waiting).toBe('reader.cancelled')
    }
  )

  test.skipIf(process.platform === 'win32')(
    'a helper whose file was exchanged › is refused until it is chosen again (skipped on Windows)',
    async () => {
      const folder = vendorFolder()
      await configure(folder)
      cpSync(join(vendorFolder('// another edition'), 'reader'), join(folder, 'reader'))
      await expect(read(office)).rejects.toMatchObject({ code: 'reader.program_changed' })
      expect(await office.call('reader.status', {})).toMatchObject({ problem: 'reader.program_changed' })
      await configure(folder)
      expect((await read(office)).name).toBe('钱演练')
    }
  )

  test('a folder without a program, a file, a stranger’s ticket › are refused; only the administrator chooses', async () => {
    await expect(configure(home)).rejects.toMatchObject({ code: 'reader.unsuitable' })
    await expect(configure(script)).rejects.toMatchObject({ code: 'reader.unsuitable' })
    const foreign = office.connection.offer(home).ticket
    await expect(admin.call('reader.configure', { folder: foreign })).rejects.toMatchObject({ code: 'file.unknown_ticket' })
    await expect(office.call('reader.configure', { folder: foreign })).rejects.toMatchObject({ code: 'session.forbidden' })
    expect(await office.call('reader.status', {})).toMatchObject({ kind: 'none' })
  })
})

describe('reader › in practice', () => {
  test('reads the made-up cards and takes no other reader', async () => {
    await office.call('practice.create', { persons: 5 })
    await office.call('practice.enter', { slot: 'yuyang' })
    expect(await office.call('reader.status', {})).toMatchObject({ kind: 'practice', name: '演练读卡器', file: null })
    const cards = [await read(office), await read(office), await read(office)]
    expect(cards.map(({ name }) => name)).toEqual(['钱演练', '郝演练', '阿依努尔·演练提'])
    const offered = office.connection.offer(home).ticket
    await expect(office.call('reader.configure', { folder: offered })).rejects.toMatchObject({ code: 'reader.practice_only' })
    await office.call('practice.enter', { slot: 'main' })
  })

  test('every practice card › is understood: kinds, numbers, days, and one past its last day', async () => {
    await office.call('practice.create', { persons: 5 })
    await office.call('practice.enter', { slot: 'yuyang' })
    const cards = []
    for (let card = 0; card < 12; card += 1) cards.push(await read(office))
    expect(new Set(cards.map(({ kind }) => kind))).toEqual(new Set(['resident', 'hmt_resident', 'foreign_resident']))
    expect(cards.filter(({ longTerm }) => longTerm).every(({ validTo }) => validTo === null)).toBe(true)
    const warned = cards.flatMap(({ name, warnings }) => warnings.map(({ code }) => `${name} ${code}`))
    expect(warned).toEqual(['万演练 card_expired'])
    await office.call('practice.enter', { slot: 'main' })
  })
})
