/** Copies that nobody asks for: once a day, on closing, not while a restore waits to be looked over, not in practice; and one that is stopped. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createCore, type Core } from '../../electron/core'
import { csv, HEAD, idNo, listRow } from '../kit/lists'
import { desk, resourcesDir } from '../kit/office'
import { addPerson, copiesOf, FIRST, HERE, openBackupOffice, PASSPHRASE, SECOND, type BackupOffice } from './backup-office'

let office: BackupOffice
beforeEach(async () => {
  office = await openBackupOffice()
})
afterEach(async () => {
  await office.close()
})

const withPeople = (dir: string): Promise<Core> =>
  createCore({ dataDir: dir, resourcesDir, appVersion: 'test', clock: office.clock, keyCost: 4, automaticBackups: true })

describe('on closing', () => {
  it('a copy is made, once, and not again right behind another', async () => {
    await office.core.close()
    for (const wait of [0, 60_000, 3_600_000]) {
      office.clock.advance(wait)
      const core = await withPeople(office.dir)
      await desk(core).call('session.signIn', { account: 'banli', passphrase: PASSPHRASE })
      await core.close()
    }
    expect(copiesOf(office.dir).map((name) => name.includes('-closing-'))).toEqual([true, true])
    await office.restart()
  })

  it('nothing is copied while a restore waits to be confirmed, nor where nobody signed in', async () => {
    const { made } = await office.admin.finish('backup.run', {})
    await desk(office.core).call('backup.restore', { from: { place: HERE, file: made[0]?.file ?? '' }, first: FIRST, second: SECOND })
    // The one asked for, and the one of what was replaced.
    const standing = copiesOf(office.dir).length
    expect(standing).toBe(2)
    await office.core.close()
    office.clock.advance(3_600_000)
    const core = await withPeople(office.dir)
    const admin = desk(core)
    await admin.call('session.signIn', { account: 'guanli', passphrase: PASSPHRASE })
    await core.close()
    expect(copiesOf(office.dir)).toHaveLength(standing)
    await (await withPeople(office.dir)).close()
    expect(copiesOf(office.dir)).toHaveLength(standing)
    await office.restart()
  })
})

describe('before an act on many records', () => {
  it('the office is copied as it was, and the act goes on', async () => {
    await office.core.close()
    office.clock.advance(3_600_000)
    const core = await withPeople(office.dir)
    const clerk = desk(core)
    await clerk.call('session.signIn', { account: 'banli', passphrase: PASSPHRASE })
    const list = join(office.dir, 'spool', '花名册.csv')
    writeFileSync(list, csv(HEAD, ...Array.from({ length: 5 }, (_, at) => listRow(`测试${String(at)}`, idNo('1990-01-01', at + 1)))))
    const { ticket } = clerk.connection.offer(list)
    const { sheet, headerRow, columns, moveKind: kind } = await clerk.finish('workbooks.look', { ticket })
    const mapped = columns.flatMap(({ column, key }) => (key === null ? [] : [{ column, key }]))
    const { report } = await clerk.finish('workbooks.apply', { ticket, sheet, headerRow, columns: mapped, kind })
    expect(report.fresh).toBe(5)
    const [copy] = copiesOf(office.dir)
    expect(copy).toContain('-before-')
    const facts = await clerk.call('backup.look', { from: { place: HERE, file: copy ?? '' } })
    expect(facts.facts.counts['person']).toBe(0)
    await core.close()
    await office.restart()
  })
})

describe('a copy that does not come to its end', () => {
  it('stopped in the middle › leaves nothing, and the next one runs', async () => {
    for (let i = 0; i < 5; i++) await addPerson(office, `测${String(i)}`)
    mkdirSync(join(office.dir, 'archive', 'in'), { recursive: true })
    for (let i = 0; i < 40; i++) writeFileSync(join(office.dir, 'archive', 'in', `sent-${String(i)}.age`), Buffer.alloc(100_000, i))
    const { job } = await office.admin.call('backup.run', {})
    await new Promise((resolve) => setImmediate(resolve))
    await office.admin.call('jobs.cancel', { id: job })
    await expect.poll(async () => (await office.admin.call('jobs.get', { id: job })).state).not.toBe('running')
    expect((await office.admin.call('jobs.get', { id: job })).state).toBe('cancelled')
    expect(copiesOf(office.dir)).toEqual([])
    expect((await office.admin.finish('backup.run', {})).made).toHaveLength(1)
  })

  it('to a folder that is no place any more, or another stick under its name › is refused and writes nothing there', async () => {
    const stick = mkdtempSync(join(tmpdir(), 'stick-'))
    const { ticket } = office.admin.connection.offer(stick)
    const { id } = await office.admin.call('backup.addPlace', { folder: { ticket }, label: '红色U盘' })
    // The same again is the same place.
    expect((await office.admin.call('backup.addPlace', { folder: { ticket }, label: '红色U盘' })).id).toBe(id)
    writeFileSync(join(stick, '一盘棋备份', 'yipanqi-place.json'), JSON.stringify({ place: '00000000-0000-4000-8000-00000000dddd' }))
    await expect(office.admin.finish('backup.run', { place: id })).rejects.toMatchObject({ code: 'backup.place_gone' })
    const state = await office.admin.call('backup.state', {})
    expect(state.places[1]).toMatchObject({ present: false, last: null, failed: { code: 'backup.place_gone' } })
    rmSync(stick, { recursive: true })
  })
})
