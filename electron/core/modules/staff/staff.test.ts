/** Staff change: open work goes on with a colleague who may see it, the account ends at once, and the past keeps its name. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { PASSPHRASE, desk, openTestOffice, type Desk, type TestOffice } from '../../../../test/kit/office'
import { someone } from '../../../../test/kit/register'

let office: TestOffice
let admin: Desk
let leaver: Desk
let ids: ReadonlyMap<string, string>
beforeEach(async () => {
  office = await openTestOffice()
  admin = await office.as('guanli')
  leaver = await office.as('laozhang', ['window'])
  await office.as('xiaoli', ['window', 'verifier'])
  await office.as('tongji', ['statistician'])
  ids = new Map((await admin.call('accounts.list', {})).rows.map(({ name, id }) => [name, id]))
})
afterEach(() => office.close())

const idOf = (name: string): string => ids.get(name) ?? ''
const handOver = (to: string, roles = false) => admin.call('staff.handOver', { from: idOf('laozhang'), to: idOf(to), roles })
const draftOf = async (who: Desk, subject: string) => (await who.call('drafts.get', { form: 'person', subject })).draft?.value ?? null
const preset = (who: Desk, name: string) => who.call('presets.save', { name, shared: false, question: {}, columns: [] })

describe('hand-over', () => {
  it('drafts and presets › go to the colleague; a form both have stays with each; the look of a screen goes to nobody', async () => {
    const colleague = await office.as('xiaoli')
    await leaver.call('drafts.save', { form: 'person', subject: 'one', value: { name: '没写完' } })
    await leaver.call('drafts.save', { form: 'person', subject: 'two', value: { name: '两人都有' } })
    await leaver.call('drafts.save', { form: 'view', subject: 'persons', value: { width: 1 } })
    await colleague.call('drafts.save', { form: 'person', subject: 'two', value: { name: '自己的' } })
    await preset(leaver, '本月到期')
    await preset(colleague, '本月到期')
    expect(await admin.call('staff.leaving', { id: idOf('laozhang') })).toEqual({ drafts: 2, presets: 1, requests: 0 })
    expect(await handOver('xiaoli')).toEqual({ drafts: 1, presets: 1, requests: 0, left: 1 })
    expect([await draftOf(colleague, 'one'), await draftOf(colleague, 'two')]).toEqual([{ name: '没写完' }, { name: '自己的' }])
    expect((await colleague.call('drafts.get', { form: 'view', subject: 'persons' })).draft).toBeNull()
    expect((await colleague.call('presets.list', {})).rows.map(({ name }) => name).sort()).toEqual(
      ['本月到期', '本月到期（laozhang）'].sort()
    )
  })

  it('the account › is shut at once, also where it is signed in, and what it did keeps its name', async () => {
    const { id } = await leaver.call('persons.save', { person: someone({ name: '前任登记' }) })
    await handOver('xiaoli')
    await expect(leaver.call('persons.get', { id })).rejects.toMatchObject({ code: 'session.none' })
    const again = desk(office.core)
    await expect(again.call('session.signIn', { account: 'laozhang', passphrase: PASSPHRASE })).rejects.toMatchObject({
      code: 'session.wrong_passphrase'
    })
    const colleague = await office.as('xiaoli')
    expect((await colleague.call('persons.history', { id })).rows.at(-1)).toMatchObject({ by: 'laozhang' })
    const overseer = await office.as('jiandu', ['overseer'])
    const { rows } = await overseer.call('audit.search', { account: 'laozhang', event: 'person.saved' })
    expect(rows.map(({ subject }) => subject)).toEqual([id])
  })

  it('drafts › stay where the colleague may not see what their owner could, unless he gets the posts', async () => {
    await leaver.call('drafts.save', { form: 'person', subject: 'one', value: { name: '没写完' } })
    expect(await handOver('tongji')).toMatchObject({ drafts: 0, left: 1 })
    expect(await draftOf(await office.as('tongji'), 'one')).toBeNull()
  })

  it('posts › go with the work › where asked for, at once', async () => {
    const colleague = await office.as('tongji')
    await leaver.call('drafts.save', { form: 'person', subject: 'one', value: { name: '没写完' } })
    expect(await handOver('tongji', true)).toMatchObject({ drafts: 1, left: 0 })
    expect(await draftOf(colleague, 'one')).toEqual({ name: '没写完' })
    await colleague.call('persons.save', { person: someone({ name: '接手登记' }) })
  })

  it('requests that were agreed to › end with the account', async () => {
    await office.as('second', ['administrator'])
    const second = await office.as('second')
    const settings = { rulePack: 'current', idleMinutes: 15, name: '甲', phone: '' }
    const asked = await second.call('approvals.request', { method: 'office.saveSettings', input: settings, reason: '核对' })
    await admin.call('approvals.approve', { id: asked.id })
    const all = (await admin.call('accounts.list', {})).rows
    const from = all.find(({ name }) => name === 'second')?.id ?? ''
    expect(await admin.call('staff.handOver', { from, to: idOf('xiaoli') })).toMatchObject({ requests: 1 })
    expect((await admin.call('approvals.list', {})).forMe).toEqual([])
  })

  it('nobody › hands over to himself, ends his own account, takes over from an ended one, or leaves the office without administrator', async () => {
    await expect(handOver('laozhang')).rejects.toMatchObject({ code: 'accounts.not_to_himself' })
    const own = admin.call('staff.handOver', { from: idOf('guanli'), to: idOf('xiaoli'), roles: true })
    await expect(own).rejects.toMatchObject({ code: 'accounts.own_leaving' })
    await handOver('xiaoli')
    await expect(handOver('xiaoli')).rejects.toMatchObject({ code: 'accounts.ended' })
    await expect(office.call('staff.leaving', { id: idOf('xiaoli') })).rejects.toMatchObject({ code: 'session.forbidden' })
  })
})
