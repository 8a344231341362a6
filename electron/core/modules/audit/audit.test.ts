/** The log answers who did what, when and to whom; looking leaves its line; a broken chain is named. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestOffice, PASSPHRASE, type Desk, type TestOffice } from '../../../../test/kit/office'
import { someone, stay } from '../../../../test/kit/register'

const NUMBER = '610802199003050029'
let office: TestOffice
let overseer: Desk
let late: Desk
let person: string
let merged: string
beforeAll(async () => {
  office = await openTestOffice()
  overseer = await office.as('jiandu', ['overseer'])
  late = await office.as('wanban', ['window'])
  const idNo = { idType: 'resident_id' as const, idNo: NUMBER, noIdReason: null }
  person = (await office.call('persons.save', { person: someone({ name: '日志甲', ...idNo }), episodes: [stay()] })).id
  merged = (await office.call('persons.save', { person: someone({ name: '日志乙' }) })).id
})
afterAll(() => office.close())

/** Lines of looks are written shortly after the look, at the latest with the next act. */
const settled = () => overseer.call('drafts.discard', { form: 'nothing' })
async function about(asked: object) {
  await settled()
  return (await overseer.call('audit.search', { limit: 200, ...asked })).rows
}

describe('log', () => {
  it('opening a file, its history or its state of a day › leaves a line with who and whom, never a name', async () => {
    await office.call('persons.get', { id: person })
    await office.call('persons.history', { id: person })
    await office.call('persons.asOf', { id: person, day: '2026-03-04' })
    const rows = await about({ event: 'person.seen' })
    expect(rows.map(({ method, account, subject }) => ({ method, account, subject }))).toEqual(
      ['persons.asOf', 'persons.history', 'persons.get'].map((method) => ({ method, account: 'banli', subject: person }))
    )
    expect(JSON.stringify(rows)).not.toContain('日志甲')
  })

  it('looking where one may not › leaves a refused line › also when the module refuses it', async () => {
    const admin = await office.as('guanli')
    await admin.call('organisation.fromDivisions', { villages: false })
    const [county] = (await admin.call('organisation.tree', {})).rows
    const [town] = (await admin.call('organisation.tree', { below: county?.id ?? null })).rows
    await office.as('zhen', ['window'])
    const account = (await admin.call('accounts.list', {})).rows.find(({ name }) => name === 'zhen')
    await admin.call('organisation.bindAccount', { account: account?.id ?? '', unit: town?.id ?? '' })
    const far = await office.call('persons.save', {
      person: someone({ name: '日志远', hukouCode: '141124' }),
      episodes: [stay({ residenceCode: '141124' })]
    })
    const bound = await office.as('zhen')
    await expect(bound.call('persons.get', { id: far.id })).rejects.toMatchObject({ code: 'persons.out_of_scope' })
    const [line] = await about({ account: 'zhen', outcome: 'refused' })
    expect(line).toMatchObject({ event: 'person.seen', detail: { code: 'persons.out_of_scope' } })
  })

  it('search › narrows by person, and finds lines of files merged with it, by number as typed or by id', async () => {
    await office.call('persons.get', { id: merged })
    const views = await Promise.all([person, merged].map((id) => office.call('persons.get', { id })))
    await office.call('duplicates.merge', {
      ...{ survivor: person, merged, survivorRevision: views[0]?.revision ?? 0, mergedRevision: views[1]?.revision ?? 0, taken: [] }
    })
    await settled()
    const asked = await overseer.call('audit.search', { person: ' 610802 19900305 0029 ', limit: 200 })
    expect(asked.files).toBe(2)
    expect(new Set(asked.rows.map(({ subject }) => subject))).toEqual(new Set([person, merged]))
    const byId = await about({ person: merged.toUpperCase(), event: 'person.seen' })
    expect(byId.length).toBeGreaterThan(3)
    expect(await overseer.call('audit.search', { person: '610802199003050010' })).toMatchObject({ rows: [], files: 0 })
    // Asking about somebody is a look as well.
    expect((await about({ event: 'audit.asked_about' })).map(({ account }) => account)).toContain('jiandu')
  })

  it('nobody but the overseer › reads it', async () => {
    for (const role of ['window', 'verifier', 'signer', 'service', 'statistician', 'administrator'] as const) {
      const desk = await office.as(`bukan${role}`, [role])
      await expect(desk.call('audit.search', {})).rejects.toMatchObject({ code: 'session.forbidden' })
      await expect(desk.call('audit.verify', {})).rejects.toMatchObject({ code: 'session.forbidden' })
    }
  })

  it('search › narrows by day in China, user, event and outcome, alone and together', async () => {
    office.clock.set('2026-03-07T00:30:00+08:00')
    for (const desk of [overseer, late]) {
      const account = desk === late ? 'wanban' : 'jiandu'
      await desk.call('session.signIn', { account, passphrase: PASSPHRASE })
    }
    await late.call('persons.get', { id: person })
    const seen = await about({ from: '2026-03-07', to: '2026-03-07', event: 'person.seen' })
    expect(seen.map(({ account }) => account)).toEqual(['wanban'])
    expect(await about({ from: '2026-03-07', account: 'banli' })).toEqual([])
    expect((await about({ to: '2026-03-06', event: 'person.seen', outcome: 'done' })).every(({ at }) => at < '2026-03-06T16:00')).toBe(true)
    await expect(overseer.call('audit.search', { from: '2026-02-30' })).rejects.toMatchObject({ code: 'persons.bad_date' })
  })

  it('chain › is whole after all of that', async () => {
    expect(await overseer.call('audit.verify', {})).toMatchObject({ intact: true, brokenAt: null })
  })
})
