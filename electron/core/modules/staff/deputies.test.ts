/** Why: for some days a colleague may do what somebody's post carries: not a day longer, not one right more, and never both hands of one matter. */
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { brokenBy, grantsOf, type Permission, type Role } from '@shared/contract'
import { testClock } from '../../../../test/kit/clock'
import { openTestOffice, type Desk, type TestOffice } from '../../../../test/kit/office'
import { someone } from '../../../../test/kit/register'

let office: TestOffice
let admin: Desk
beforeEach(async () => {
  office = await openTestOffice({ clock: testClock('2026-03-05T09:00:00+08:00') })
  admin = await office.as('guanli')
})
afterEach(() => office.close())

const idOf = async (name: string): Promise<string> =>
  (await admin.call('accounts.list', {})).rows.find((row) => row.name === name)?.id ?? ''
const name = async (principal: string, deputy: string, from = '2026-03-05', to = '2026-03-06') =>
  admin.call('staff.nameDeputy', { principal: await idOf(principal), deputy: await idOf(deputy), from, to, reason: '休假' })
const refused = (code: string) => ({ code })
const read = (who: Desk) => who.call('persons.search', {})

describe('deputies', () => {
  it('rights › begin on the day, also for who is signed in, and end after the last one', async () => {
    await office.as('zhang', ['window'])
    const li = await office.as('li', ['statistician'])
    await name('zhang', 'li', '2026-03-06', '2026-03-07')
    await expect(read(li)).rejects.toMatchObject(refused('session.forbidden'))
    office.clock.set('2026-03-06T00:00:01+08:00')
    const again = await office.as('li')
    await read(again)
    office.clock.set('2026-03-07T23:59:00+08:00')
    await read(await office.as('li'))
    const late = await office.as('li')
    office.clock.set('2026-03-08T00:00:01+08:00')
    await expect(read(late)).rejects.toMatchObject(refused('session.forbidden'))
  })

  it('acts › are told as the deputy in the place of the principal, own acts as his own', async () => {
    await office.as('zhang', ['window'])
    const li = await office.as('li', ['collector'])
    await name('zhang', 'li')
    const own = await li.call('persons.save', { person: someone({ name: '自己登记' }) })
    const { id } = await li.call('persons.save', { person: someone({ name: '代人显示', phone: '13900002222' }) })
    expect((await office.call('persons.history', { id: own.id })).rows.at(-1)).toMatchObject({ by: 'li' })
    await li.call('persons.reveal', { id, field: 'phone', reason: '联系本人' })
    const overseer = await office.as('jiandu', ['overseer'])
    const [revealed] = (await overseer.call('audit.search', { event: 'person.revealed', limit: 1 })).rows
    expect(revealed).toMatchObject({ account: 'li', detail: { deputyFor: 'zhang' } })
    const [saved] = (await overseer.call('audit.search', { event: 'person.saved', limit: 1 })).rows
    expect(saved?.detail).not.toHaveProperty('deputyFor')
    const status = await li.call('office.status', {})
    expect(status.session?.principals).toEqual([{ displayName: 'zhang', until: '2026-03-06' }])
  })

  it('the screen of the deputy › is told when rights begin and end, and nobody else', async () => {
    const zhang = await office.as('zhang', ['window'])
    const li = await office.as('li', ['statistician'])
    const told = (who: Desk) =>
      who.pushes.filter(({ event, value }) => event === 'session.changed' && value.reason === 'rights-changed').length
    const { id } = await name('zhang', 'li')
    expect([told(li), told(zhang), told(admin)]).toEqual([1, 0, 0])
    expect((await li.call('office.status', {})).session?.grants).toContain('persons.read')
    await admin.call('staff.endDeputy', { id })
    expect(told(li)).toBe(2)
    await name('zhang', 'li', '2026-03-06', '2026-03-06')
    expect(told(li)).toBe(2)
    office.clock.set('2026-03-05T23:59:00+08:00')
    const late = await office.as('li')
    office.clock.set('2026-03-06T00:00:01+08:00')
    await read(late)
    expect(told(late)).toBe(1)
  })

  it('an act of two persons, both in the place of others › names all four in its line', async () => {
    await office.as('zhang', ['administrator'])
    await office.as('wang', ['administrator'])
    const li = await office.as('li', ['statistician'])
    const zhao = await office.as('zhao', ['statistician'])
    await name('zhang', 'li')
    await name('wang', 'zhao')
    const input = { rulePack: 'e-certificate', idleMinutes: 240, name: '测试甲区卫生健康局', phone: '0000' }
    const { id } = await li.call('approvals.request', { method: 'office.saveSettings', input, reason: '换规则' })
    await zhao.call('approvals.approve', { id })
    expect(await li.raw('office.saveSettings', input, undefined, id)).toMatchObject({ ok: true })
    const overseer = await office.as('jiandu', ['overseer'])
    const [line] = (await overseer.call('audit.search', { event: 'office.settings_changed', limit: 1 })).rows
    expect(line).toMatchObject({
      account: 'li',
      detail: { requestedBy: 'li', deputyFor: 'zhang', approvedBy: 'zhao', approvedFor: 'wang' }
    })
  })

  it('histories › name both › when the right is the principal’s', async () => {
    await office.as('zhang', ['window'])
    const li = await office.as('li', ['statistician'])
    await name('zhang', 'li')
    const { id } = await li.call('persons.save', { person: someone({ name: '代人登记' }) })
    expect((await office.call('persons.history', { id })).rows.at(-1)).toMatchObject({ by: 'li（代zhang）' })
  })

  it('ending › by either of the two or an administrator › holds at once; nobody else can', async () => {
    const zhang = await office.as('zhang', ['window'])
    const li = await office.as('li', ['statistician'])
    const wang = await office.as('wang', ['window'])
    const { id } = await name('zhang', 'li')
    await read(li)
    await expect(wang.call('staff.endDeputy', { id })).rejects.toMatchObject(refused('accounts.deputy_unknown'))
    expect((await wang.call('staff.deputies', {})).rows).toEqual([])
    expect((await zhang.call('staff.deputies', {})).rows).toMatchObject([
      { principal: { displayName: 'zhang' }, deputy: { displayName: 'li' } }
    ])
    await zhang.call('staff.endDeputy', { id })
    await expect(read(li)).rejects.toMatchObject(refused('session.forbidden'))
    await expect(zhang.call('staff.endDeputy', { id })).rejects.toMatchObject(refused('accounts.deputy_unknown'))
  })

  it('an account that ends › takes its deputyships along, also when it comes back', async () => {
    await office.as('zhang', ['window'])
    const li = await office.as('li', ['statistician'])
    await name('zhang', 'li', '2026-03-05', '2026-04-05')
    const turn = async (active: boolean) =>
      admin.call('accounts.update', { id: await idOf('zhang'), displayName: 'zhang', roles: ['window'], active })
    await turn(false)
    await expect(read(li)).rejects.toMatchObject(refused('session.forbidden'))
    await turn(true)
    await expect(read(li)).rejects.toMatchObject(refused('session.forbidden'))
  })

  it('what is sealed › is passed on by an administrator only; rights passed on are not passed further', async () => {
    const fu = await office.as('fu', ['service'])
    const li = await office.as('li', ['statistician'])
    const wang = await office.as('wang', ['statistician'])
    const { id } = await office.call('persons.save', { person: someone() })
    const span = { from: '2026-03-05', to: '2026-03-06', reason: '休假' }
    await fu.call('staff.nameMyDeputy', { deputy: await idOf('li'), ...span })
    await read(li)
    await expect(li.call('services.list', { personId: id })).rejects.toMatchObject(refused('session.forbidden'))
    await li.call('staff.nameMyDeputy', { deputy: await idOf('wang'), ...span })
    await expect(read(wang)).rejects.toMatchObject(refused('session.forbidden'))
    await name('fu', 'wang')
    await wang.call('services.list', { personId: id })
  })

  it('naming › oneself, a wrong span, an ended account, four-eyes posts › is refused', async () => {
    await office.as('zhang', ['window'])
    await office.as('li', ['statistician'])
    await expect(name('zhang', 'guanli')).rejects.toMatchObject(refused('accounts.deputy_himself'))
    await expect(name('zhang', 'zhang')).rejects.toMatchObject(refused('accounts.deputy_himself'))
    await expect(name('zhang', 'li', '2026-03-04')).rejects.toMatchObject(refused('accounts.deputy_days'))
    await expect(name('zhang', 'nobody')).rejects.toMatchObject({
      code: expect.stringMatching(/request.invalid|accounts.unknown/) as string
    })
    await office.as('fund', ['benefitTreasurer'])
    await office.as('pay', ['benefitPayer'])
    await expect(name('fund', 'pay')).rejects.toMatchObject(refused('accounts.posts_apart'))
    const both = { displayName: 'pay', roles: ['benefitPayer', 'benefitWatcher'] as Role[], active: true }
    await expect(admin.call('accounts.update', { id: await idOf('pay'), ...both })).rejects.toMatchObject(refused('accounts.posts_apart'))
    // Two principals who must stand apart may not meet in one deputy either.
    await name('fund', 'li')
    await expect(name('pay', 'li')).rejects.toMatchObject(refused('accounts.posts_apart'))
    await admin.call('accounts.update', { id: await idOf('zhang'), displayName: 'zhang', roles: ['window'], active: false })
    await expect(name('zhang', 'li')).rejects.toMatchObject(refused('accounts.ended'))
  })

  it('a deputy who covers more than the principal › is refused, now and when the seat changes later', async () => {
    await admin.call('organisation.fromDivisions', { villages: false })
    const [county] = (await admin.call('organisation.tree', {})).rows
    const [first, second] = (await admin.call('organisation.tree', { below: county?.id ?? null })).rows
    await office.as('xiang', ['collector'])
    const li = await office.as('li', ['statistician'])
    const seat = async (account: string, unit: string | undefined) =>
      admin.call('organisation.bindAccount', { account: await idOf(account), unit: unit ?? '' })
    await seat('xiang', first?.id)
    await expect(name('xiang', 'li')).rejects.toMatchObject(refused('accounts.deputy_elsewhere'))
    await seat('li', first?.id)
    await name('xiang', 'li')
    await read(li)
    await seat('li', second?.id)
    await expect(read(li)).rejects.toMatchObject(refused('session.forbidden'))
  })

  it('a request › is not agreed to by the right of whoever made it', async () => {
    await office.as('second', ['administrator'])
    const li = await office.as('li', ['window'])
    const settings = { rulePack: 'current', idleMinutes: 15, name: '甲', phone: '' }
    const second = await office.as('second')
    const asked = await second.call('approvals.request', { method: 'office.saveSettings', input: settings, reason: '核对' })
    await name('second', 'li')
    expect((await li.call('approvals.list', {})).forMe).toEqual([])
    await expect(li.call('approvals.approve', { id: asked.id })).rejects.toMatchObject(refused('approval.not_permitted'))
    await admin.call('staff.nameDeputy', {
      ...{ principal: await idOf('banli'), deputy: await idOf('li'), from: '2026-03-05', to: '2026-03-06', reason: '休假' }
    })
    await li.call('approvals.approve', { id: asked.id })
    const overseer = await office.as('jiandu', ['overseer'])
    const [given] = (await overseer.call('audit.search', { event: 'approval.given', limit: 1 })).rows
    expect(given).toMatchObject({ account: 'li', detail: { approvedBy: 'li', deputyFor: 'banli' } })
  })

  it('a clock set back › gives nobody the days that are over', async () => {
    await office.as('zhang', ['window'])
    await office.as('li', ['statistician'])
    await name('zhang', 'li', '2026-03-05', '2026-03-06')
    await read(await office.as('li'))
    office.clock.set('2026-03-10T09:00:00+08:00')
    await office.as('zhang')
    office.clock.set('2026-03-06T09:00:00+08:00')
    for (let turn = 0; turn < 3; turn += 1) await expect(read(await office.as('li'))).rejects.toMatchObject(refused('session.forbidden'))
  })
})

type Step =
  | { readonly do: 'name'; readonly principal: number; readonly deputy: number; readonly from: number; readonly days: number }
  | { readonly do: 'end'; readonly which: number }
  | { readonly do: 'day'; readonly on: number }

const POSTS: readonly Role[] = ['window', 'statistician', 'service', 'benefitPayer', 'benefitTreasurer']
const dayAt = (at: number): string => new Date(Date.UTC(2026, 2, 5 + at)).toISOString().slice(0, 10)
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('name' as const), principal: fc.nat(4), deputy: fc.nat(4), from: fc.nat(6), days: fc.nat(3) }),
  fc.record({ do: fc.constant('end' as const), which: fc.nat(5) }),
  fc.record({ do: fc.constant('day' as const), on: fc.nat(9) })
)
const probes = ['persons.read', 'services.open', 'reports.read', 'benefits.pay', 'benefits.fund'] as const satisfies readonly Permission[]

describe('deputies › any interleaving of naming, ending and days', () => {
  it('gives exactly the rights of the days, and never two hands that stand apart', { timeout: 120_000 }, async () => {
    for (const post of POSTS) await office.as(`p${post}`, [post])
    const ids = await Promise.all(POSTS.map((post) => idOf(`p${post}`)))
    let today = 0
    const named: { id: string; principal: number; deputy: number; from: number; to: number; over: boolean }[] = []
    const expected = (who: number): Set<Permission> => {
      const post = POSTS[who] ?? 'window'
      const grants = new Set(grantsOf([post]))
      for (const { principal, deputy, from, to, over } of named)
        if (!over && deputy === who && from <= today && today <= to)
          for (const grant of grantsOf([POSTS[principal] ?? 'window'])) grants.add(grant)
      return grants
    }
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 8 }), async (steps) => {
        for (const one of steps) {
          if (one.do === 'day') today = Math.max(today, one.on)
          if (one.do === 'day') office.clock.set(`${dayAt(today)}T09:00:00+08:00`)
          if (one.do === 'end') {
            const alive = named.filter(({ over, to }) => !over && to >= today)
            const chosen = alive[one.which % Math.max(1, alive.length)]
            if (chosen) await (await office.as('guanli')).call('staff.endDeputy', { id: chosen.id })
            if (chosen) chosen.over = true
          }
          if (one.do === 'name') {
            const [from, to] = [today + one.from, today + one.from + one.days]
            const input = {
              principal: ids[one.principal] ?? '',
              deputy: ids[one.deputy] ?? '',
              from: dayAt(from),
              to: dayAt(to),
              reason: '休假'
            }
            const reply = await (await office.as('guanli')).raw('staff.nameDeputy', input)
            if (reply.ok)
              named.push({ id: (reply.value as { id: string }).id, principal: one.principal, deputy: one.deputy, from, to, over: false })
          }
        }
        for (const [who, post] of POSTS.entries()) {
          const { session } = await (await office.as(`p${post}`)).call('office.status', {})
          const held = new Set<Permission>(session?.grants ?? [])
          expect(probes.filter((probe) => held.has(probe))).toEqual(probes.filter((probe) => expected(who).has(probe)))
          expect(brokenBy(held)).toBeNull()
        }
      }),
      { numRuns: Number(process.env['DEPUTY_RUNS'] ?? 12), endOnFailure: true }
    )
  })
})
