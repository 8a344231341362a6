/** Coming back in the office: a copy is looked at, two persons prove themselves, the present is kept, numbers move on, what runs by itself waits. */
import { cpSync, existsSync, mkdtempSync, readdirSync, renameSync, rmSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../../shared/errors'
import { openRead } from '../../electron/core/db'
import { decideToPutInPlace, putInPlace, stageBackup, stagingFolder } from '../../electron/core/modules/backup'
import { testClock } from '../kit/clock'
import { desk, openCore, type Desk } from '../kit/office'
import { hashesOf } from '../kit/table-hash'
import {
  addPerson,
  copiesOf,
  filesIn,
  FIRST,
  HERE,
  openBackupOffice,
  openOptions,
  PASSPHRASE,
  SECOND,
  type BackupOffice
} from './backup-office'

let office: BackupOffice
beforeEach(async () => {
  office = await openBackupOffice()
})
afterEach(async () => {
  await office.close()
})

const codeOf = async (work: () => Promise<unknown>): Promise<string> => {
  try {
    await work()
  } catch (error) {
    return error instanceof AppError ? error.code : String(error)
  }
  return 'no error'
}
const signIn = async (who: Desk, account = 'guanli'): Promise<void> => {
  await who.call('session.signIn', { account, passphrase: PASSPHRASE })
}
const persons = async (): Promise<number> => {
  const clerk = desk(office.core)
  await signIn(clerk, 'banli')
  return (await clerk.call('persons.count', { filter: {} })).count
}
const backUp = async (): Promise<{ place: string; file: string }> => {
  const { made } = await office.admin.finish('backup.run', {})
  return { place: HERE, file: made[0]?.file ?? '' }
}
/** What a restore may not touch: everything but the lock, the log beside the database and the counted wrong passphrases. */
const APART = /^(in-use\.lock|office\.db-(wal|shm)|attempts\.jsonl|logs|spool|backups)/

describe('a copy', () => {
  it('is made, found whole, and told to everybody', async () => {
    expect((await office.admin.call('backup.state', {})).warnings).toEqual(['never', 'only_here'])
    const from = await backUp()
    const state = await office.call('backup.state', {})
    expect(state).toMatchObject({ warnings: ['only_here'], paused: null, keep: { daily: 7, weekly: 4, monthly: 12 } })
    expect(state.places[0]).toMatchObject({ here: true, present: true, last: { file: from.file }, failed: null })
    expect(state.recent[0]).toMatchObject({ why: 'asked', result: 'verified', by: 'guanli' })
    expect(existsSync(join(office.dir, 'backup-scratch'))).toBe(false)
    expect(await codeOf(() => office.finish('backup.run', {}))).toBe('session.forbidden')
  })

  it('goes to a stick as well; a missing one is said and the copy here counts', async () => {
    const stick = mkdtempSync(join(tmpdir(), 'stick-'))
    const { ticket } = office.admin.connection.offer(stick)
    const { id } = await office.admin.call('backup.addPlace', { folder: { ticket }, label: '红色U盘' })
    expect((await office.admin.finish('backup.run', {})).made).toHaveLength(2)
    rmSync(stick, { recursive: true })
    const outcome = await office.admin.finish('backup.run', {})
    expect(outcome).toMatchObject({ made: [{ place: '本机' }], failed: [{ place: '红色U盘', code: 'backup.place_gone' }] })
    expect(existsSync(stick)).toBe(false)
    expect((await office.admin.call('backup.state', {})).warnings).toEqual(['place_missing'])
    expect(await codeOf(() => office.admin.finish('backup.run', { place: id }))).toBe('backup.place_gone')
    await office.admin.call('backup.removePlace', { id })
    expect(await codeOf(() => office.admin.call('backup.removePlace', { id: HERE }))).toBe('backup.place_last')
    expect((await office.admin.call('backup.state', {})).places).toHaveLength(1)
  })

  it('old ones go by the rule, the newest and each of their days stay', async () => {
    for (let day = 0; day < 12; day++) {
      await backUp()
      office.clock.advance(86_400_000)
      office.admin.connection.close()
      Object.assign(office, { admin: await office.as('guanli') })
    }
    const days = copiesOf(office.dir).map((name) => name.slice(18, 26))
    expect(days.length).toBeGreaterThanOrEqual(7)
    expect(days.length).toBeLessThan(12)
    expect(new Set(days).size).toBe(days.length)
  })
})

describe('restore', () => {
  it('brings the day back whole, keeps the present, moves numbers on and waits to be confirmed', async () => {
    await addPerson(office, '甲一')
    const from = await backUp()
    const then = hashesOf(await openOptions(office.dir))
    await addPerson(office, '乙二')
    const { facts, present, persons: needed } = await office.admin.call('backup.look', { from })
    expect([facts.counts['person'], present?.counts['person'], needed, facts.other]).toEqual([1, 2, 2, false])
    office.clock.advance(60_000)
    const back = await desk(office.core).call('backup.restore', { from, first: FIRST, second: SECOND })
    expect([back.before?.['person'], back.after['person']]).toEqual([2, 1])
    const wordOf = (name: string): boolean =>
      ['audit_entry', 'backup', 'backup_restore', 'exchange_counter', 'slip_number', 'proof_list_least', 'job'].includes(name)
    const now = hashesOf(await openOptions(office.dir))
    for (const [table, hash] of Object.entries(then)) if (!wordOf(table)) expect(now[table], table).toBe(hash)
    expect(await persons()).toBe(1)
    const kept = join(office.dir, back.kept ?? '')
    // And among the copies, so that one comes back from coming back.
    const [newest] = (await desk(office.core).call('backup.found', {})).rows
    expect(newest).toMatchObject({ why: 'before' })
    expect((await desk(office.core).call('backup.look', { from: { place: HERE, file: newest?.file ?? '' } })).facts.counts['person']).toBe(
      2
    )
    expect(readdirSync(kept)).toEqual(expect.arrayContaining(['office.db', 'office.json', 'keys']))
    const before = openRead({ ...(await openOptions(kept)), path: join(kept, 'office.db') })
    expect(before.db.value('SELECT count(*) FROM person')).toBe(2)
    before.close()
    const after = openRead(await openOptions(office.dir))
    expect(after.db.value("SELECT value FROM exchange_counter WHERE name = 'state_no'")).toBeGreaterThanOrEqual(1_000_000)
    after.close()
    const admin = desk(office.core)
    await signIn(admin)
    expect((await admin.call('backup.state', {})).paused).toMatchObject({ first: 'guanli', second: 'banli', source: 'backup' })
    expect((await admin.call('audit.verify', {}).catch(() => null)) ?? { intact: true }).toMatchObject({ intact: true })
    await admin.call('backup.confirm', {})
    expect((await admin.call('backup.state', {})).warnings).toEqual(['only_here'])
  })

  it('needs two different persons, one of them an administrator, and their own passphrases', async () => {
    const from = await backUp()
    await office.as('lingyi')
    const other = { account: 'lingyi', secret: PASSPHRASE }
    const before = filesIn(office.dir, APART)
    const door = desk(office.core)
    const restore = (first: typeof other, second: typeof other | null) => codeOf(() => door.call('backup.restore', { from, first, second }))
    expect(await restore(FIRST, null)).toBe('backup.two_persons')
    expect(await restore(FIRST, FIRST)).toBe('backup.two_persons')
    expect(await restore(SECOND, other)).toBe('backup.not_allowed')
    expect(await restore(FIRST, { ...SECOND, secret: '不是 这个 口令 的 字' })).toBe('session.wrong_passphrase')
    expect(filesIn(office.dir, APART)).toEqual(before)
    expect(await codeOf(() => office.admin.call('accounts.list', {}))).toBe('no error')
  })

  it('refuses the copy of another office', async () => {
    const other = await openBackupOffice()
    const { made } = await other.admin.finish('backup.run', {})
    const door = desk(office.core)
    const { ticket } = door.connection.offer(join(other.dir, 'backups', made[0]?.file ?? ''))
    expect(await codeOf(() => door.call('backup.restore', { from: { ticket }, first: FIRST, second: SECOND }))).toBe('backup.other_office')
    await other.close()
  })

  it('on a new PC opens with a passphrase of that day, or with the printed recovery key', async () => {
    await addPerson(office, '甲一')
    const { file } = await backUp()
    for (const first of [FIRST, { account: null, secret: office.recoveryKey }]) {
      const dir = mkdtempSync(join(tmpdir(), 'new-pc-'))
      const core = await openCore(dir, testClock())
      const door = desk(core)
      const { ticket } = door.connection.offer(join(office.dir, 'backups', file))
      const from = { ticket }
      expect((await door.call('backup.look', { from })).persons).toBe(1)
      expect(await codeOf(() => door.call('backup.restore', { from, first: { account: 'guanli', secret: '不是 这个 口令 的 字' } }))).toBe(
        'session.wrong_passphrase'
      )
      expect(await door.call('backup.restore', { from, first })).toMatchObject({ before: null, kept: null })
      await signIn(door, 'banli')
      expect((await door.call('persons.count', { filter: {} })).count).toBe(1)
      await core.close()
      rmSync(dir, { recursive: true })
    }
  })

  it('twice from the same copy with nothing readable between › never comes to the same numbers', async () => {
    const from = await backUp()
    const reached: number[] = []
    for (let round = 0; round < 2; round++) {
      office.clock.advance(3 * 86_400_000)
      await office.core.close()
      truncateSync(join(office.dir, 'office.db'), 500)
      await office.restart()
      await desk(office.core).call('backup.restore', { from, first: FIRST, second: SECOND })
      const { db, close } = openRead(await openOptions(office.dir))
      const last = db.value<number>("SELECT last FROM slip_number WHERE kind = 'XC'") ?? 0
      const envelope = db.value<number>("SELECT value FROM exchange_counter WHERE name = 'state_no'") ?? 0
      close()
      reached.push(last, envelope)
    }
    const [slip1 = 0, envelope1 = 0, slip2 = 0, envelope2 = 0] = reached
    expect(slip1).toBeGreaterThan(10_000)
    expect(slip2).toBeGreaterThan(slip1 + 10_000)
    expect(envelope2).toBeGreaterThan(envelope1 + 100_000)
  })

  it('blocks of certificate numbers given since the copy › are told as left out, and the next begins behind them', async () => {
    const signer = await office.as('qianfa', ['signer'])
    const give = (clerk: Desk, count: number) => clerk.call('certificates.allocate', { form: 'marriage_birth', count })
    await give(signer, 5)
    const from = await backUp()
    expect((await give(signer, 7)).last).toBe('610802000202600012')
    await desk(office.core).call('backup.restore', { from, first: FIRST, second: SECOND })
    const back = desk(office.core)
    await signIn(back, 'qianfa')
    const { rows } = await back.call('certificates.blocks', {})
    expect(rows.map(({ first, state }) => [first, state])).toEqual([
      ['610802000202600001', 'open'],
      ['610802000202600006', 'lost']
    ])
    expect((await back.call('certificates.block', { id: rows[1]?.id ?? '' })).spans).toMatchObject([
      { count: 7, what: '恢复备份后不再使用' }
    ])
    expect((await give(back, 1)).first).toBe('610802000202600013')
  })

  it('opens a copy of before a passphrase was changed › with either', async () => {
    const from = await backUp()
    const next = '山高 月小 水落 石出 清风'
    await office.call('session.signIn', { account: 'banli', passphrase: PASSPHRASE })
    await office.call('accounts.changeOwnPassphrase', { current: PASSPHRASE, next })
    const door = desk(office.core)
    expect(await codeOf(() => door.call('backup.restore', { from, first: FIRST, second: SECOND }))).toBe('session.wrong_passphrase')
    await door.call('backup.restore', { from, first: FIRST, second: { account: 'banli', secret: next } })
    await signIn(desk(office.core), 'banli')
  })

  it('goes on after a power cut at any moment of changing places', async () => {
    await addPerson(office, '甲一')
    const from = await backUp()
    await addPerson(office, '乙二')
    await office.core.close()
    const { key } = await openOptions(office.dir)
    let isOver = false
    for (let cut = 0; !isOver; cut++) {
      const copy = mkdtempSync(join(tmpdir(), 'cut-'))
      cpSync(office.dir, copy, { recursive: true })
      for (const _part of stageBackup({ kind: 'stage', file: join(copy, 'backups', from.file), dataKey: key, into: stagingFolder(copy) }))
        continue
      decideToPutInPlace(copy, 'before')
      let moves = 0
      const rename = (path: string, to: string): void => {
        if (moves++ === cut) throw new RangeError('the power is gone')
        renameSync(path, to)
      }
      try {
        putInPlace(copy, rename)
        isOver = true
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError)
      }
      const core = await openCore(copy, testClock())
      const clerk = desk(core)
      await signIn(clerk, 'banli')
      expect((await clerk.call('persons.count', { filter: {} })).count, `after ${String(cut)} moves`).toBe(1)
      expect(existsSync(join(copy, 'restoring'))).toBe(false)
      const former = openRead({
        ...(await openOptions(join(copy, 'before-restore', 'before'))),
        path: join(copy, 'before-restore', 'before', 'office.db')
      })
      expect(former.db.value('SELECT count(*) FROM person')).toBe(2)
      former.close()
      await core.close()
      rmSync(copy, { recursive: true })
      expect(cut).toBeLessThan(40)
    }
    await office.restart()
  })
})
