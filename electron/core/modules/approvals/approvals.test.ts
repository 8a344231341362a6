/** Two persons: whatever anybody tries in whatever order, the act is done only after another person agreed to exactly it, and once. */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { PASSPHRASE, desk, openTestOffice, type Desk, type TestOffice } from '../../../../test/kit/office'

const HOUR = 3_600_000
let office: TestOffice
const desks = new Map<string, Desk>()

beforeEach(async () => {
  desks.clear()
  office = await openTestOffice()
  await office.as('second', ['administrator'])
  await office.as('qianfa', ['signer'])
})
afterEach(() => office.close())

/** Signs in again where the session has lapsed. */
async function at(name: string): Promise<Desk> {
  const known = desks.get(name) ?? desk(office.core)
  desks.set(name, known)
  await known.call('session.signIn', { account: name, passphrase: PASSPHRASE })
  return known
}

type Pack = 'order-555' | 'current' | 'e-certificate'
const settings = (rulePack: Pack) => ({ rulePack, idleMinutes: 240, name: '测试甲区卫生健康局', phone: '0000' })
const change = (who: Desk, pack: Pack, approval?: string, key?: string) => who.raw('office.saveSettings', settings(pack), key, approval)
const ask = async (who: Desk, pack: Pack): Promise<string> =>
  (await who.call('approvals.request', { method: 'office.saveSettings', input: settings(pack), reason: '按通知更换' })).id
const codeOf = (reply: Awaited<ReturnType<Desk['raw']>>): string => (reply.ok ? 'ok' : reply.error.code)
const packNow = async (): Promise<string> => (await (await at('guanli')).call('office.settings', {})).rulePack

describe('approval', () => {
  it('call › is refused with the sentence for the second person › without one', async () => {
    const reply = await change(await at('guanli'), 'current')
    expect(codeOf(reply)).toBe('approval.needed')
    expect(reply.ok ? '' : reply.error.params['sentence']).toContain('规则包')
    expect(await packNow()).toBe('order-555')
  })

  it('call › needs nobody › where the question says so', async () => {
    expect(codeOf(await change(await at('guanli'), 'order-555'))).toBe('ok')
  })

  it('act › is done once, names both, and forgets the input › after the second person agreed from the list', async () => {
    const [guanli, qianfa] = [await at('guanli'), await at('qianfa')]
    const id = await ask(guanli, 'current')
    expect(codeOf(await change(guanli, 'current', id))).toBe('approval.waiting')
    expect((await qianfa.call('approvals.list', {})).forMe).toMatchObject([
      { id, reason: '按通知更换', requestedBy: '管理员', state: 'open' }
    ])
    await qianfa.call('approvals.approve', { id })
    const { method, input } = await guanli.call('approvals.resume', { id })
    const key = randomUUID()
    const done = await guanli.raw(method, input, key, id)
    expect(codeOf(done)).toBe('ok')
    expect(await guanli.raw(method, input, key, id)).toMatchObject({ ok: true })
    expect(codeOf(await change(guanli, 'e-certificate', id))).toBe('approval.ended')
    const overseer = await office.as('jiandu', ['overseer'])
    const { rows } = await overseer.call('audit.search', { event: 'office.settings_changed' })
    expect(rows.filter(({ outcome }) => outcome === 'done').map(({ account, detail }) => ({ account, detail }))).toEqual([
      { account: 'guanli', detail: expect.objectContaining({ approval: id, requestedBy: 'guanli', approvedBy: 'qianfa' }) as unknown }
    ])
    await expect(guanli.call('approvals.resume', { id })).rejects.toMatchObject({ code: 'approval.ended' })
    expect((await guanli.call('approvals.list', {})).mine).toMatchObject([{ id, state: 'used', decidedBy: 'qianfa' }])
  })

  it('second person › agrees here by passphrase › and a guesser is slowed down as at sign-in', async () => {
    const guanli = await at('guanli')
    const id = await ask(guanli, 'current')
    const guess = (passphrase: string) => guanli.raw('approvals.approveHere', { id, account: 'qianfa', passphrase }).then(codeOf)
    const tries = await Promise.all(Array.from({ length: 7 }, (_, nth) => guess(`瞎猜 ${String(nth)}`)))
    expect(tries.filter((code) => code === 'session.wrong_passphrase')).toHaveLength(5)
    expect(tries.filter((code) => code === 'session.wait')).toHaveLength(2)
    // The guesser's own sign-in forgives him nothing.
    await at('guanli')
    expect(await guess(PASSPHRASE)).toBe('session.wait')
    office.clock.advance(16_000)
    expect(await guess(PASSPHRASE)).toBe('ok')
    expect(codeOf(await change(guanli, 'current', id))).toBe('ok')
  })

  it('another’s passphrase › is neither kept nor agreed to, and is set on its own page once somebody agreed', async () => {
    const [guanli, qianfa] = [await at('guanli'), await at('qianfa')]
    const { rows } = await guanli.call('accounts.list', {})
    const id = rows.find(({ name }) => name === 'second')?.id ?? ''
    const reset = (passphrase: string) => guanli.raw('accounts.resetPassphrase', { id, passphrase }).then(codeOf)
    expect(await reset('长江 黄河 泰山 华山 同游')).toBe('approval.needed')
    const about = { method: 'accounts.resetPassphrase', input: { id, passphrase: '长江 黄河 泰山 华山 同游' }, reason: '本人忘了口令' }
    const asked = await guanli.call('approvals.request', about)
    await qianfa.call('approvals.approve', { id: asked.id })
    expect(await guanli.call('approvals.resume', { id: asked.id })).toEqual({ method: about.method, input: { id } })
    expect(await reset('长江 黄河 泰山 华山 再游')).toBe('ok')
    expect(await reset('长江 黄河 泰山 华山 三游')).toBe('approval.needed')
    const again = desk(office.core)
    await again.call('session.signIn', { account: 'second', passphrase: '长江 黄河 泰山 华山 再游' })
  })

  it('nobody › agrees with himself or without the permission, here or from the list', async () => {
    const guanli = await at('guanli')
    const id = await ask(guanli, 'current')
    const here = { id, account: 'guanli', passphrase: PASSPHRASE }
    await expect(guanli.call('approvals.approveHere', here)).rejects.toMatchObject({ code: 'approval.own' })
    await expect(guanli.call('approvals.approve', { id })).rejects.toMatchObject({ code: 'approval.own' })
    await office.as('chuangkou', ['window'])
    await expect(guanli.call('approvals.approveHere', { ...here, account: 'chuangkou' })).rejects.toMatchObject({
      code: 'approval.not_permitted'
    })
    await expect((await at('chuangkou')).call('approvals.approve', { id })).rejects.toMatchObject({ code: 'approval.not_permitted' })
    expect((await (await at('chuangkou')).call('approvals.list', {})).forMe).toEqual([])
    // Nor does a third person try passphrases on it.
    const foreign = (await at('second')).call('approvals.approveHere', { ...here, account: 'qianfa' })
    await expect(foreign).rejects.toMatchObject({ code: 'approval.unknown' })
  })

  it('request › is refused › for what needs nobody, for a stranger to the act, and where nobody could agree', async () => {
    const guanli = await at('guanli')
    const about = { reason: '核对', input: settings('order-555') }
    await expect(guanli.call('approvals.request', { ...about, method: 'office.saveSettings' })).rejects.toMatchObject({
      code: 'approval.not_asked'
    })
    await expect(guanli.call('approvals.request', { ...about, method: 'persons.save' })).rejects.toMatchObject({
      code: 'approval.not_asked'
    })
    const worker = office.call('approvals.request', { ...about, input: settings('current'), method: 'office.saveSettings' })
    await expect(worker).rejects.toMatchObject({ code: 'session.forbidden' })
    for (let at = 1; at <= 20; at++)
      await guanli.call('approvals.request', {
        ...about,
        method: 'office.saveSettings',
        input: { ...settings('current'), idleMinutes: at }
      })
    await expect(ask(guanli, 'e-certificate')).rejects.toMatchObject({ code: 'approval.too_many' })
    const { rows } = await guanli.call('accounts.list', {})
    for (const row of rows.filter(({ name }) => name !== 'guanli'))
      await guanli.call('accounts.update', { id: row.id, displayName: row.displayName, roles: row.roles, active: false })
    await expect(ask(guanli, 'current')).rejects.toMatchObject({ code: 'approval.nobody' })
  })
})

interface Modelled {
  readonly id: string
  readonly by: string
  readonly pack: Pack
  readonly from: string
  readonly made: number
  state: 'open' | 'approved' | 'ended'
  decidedBy: string | null
}

const ASKERS = ['guanli', 'second'] as const
const APPROVERS = ['qianfa', 'second', 'guanli', 'banli2'] as const
const PACKS = ['order-555', 'current', 'e-certificate'] as const
const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('ask' as const), by: fc.constantFrom(...ASKERS), pack: fc.constantFrom(...PACKS) })
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('approve' as const), by: fc.constantFrom(...APPROVERS), nth: fc.nat(3) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom('refuse' as const, 'withdraw' as const),
      by: fc.constantFrom(...APPROVERS),
      nth: fc.nat(3)
    })
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('do' as const),
      by: fc.constantFrom(...ASKERS),
      nth: fc.nat(3),
      /** Null: as it was asked for. */
      other: fc.option(fc.constantFrom(...PACKS), { freq: 4 })
    })
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('posts' as const), of: fc.constantFrom('qianfa', 'second'), held: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait' as const), hours: fc.constantFrom(1, 13, 25) }) }
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

/** A request on its usual way, with something that may come between. */
const way = fc
  .record({
    by: fc.constantFrom(...ASKERS),
    pack: fc.constantFrom(...PACKS),
    approver: fc.constantFrom(...APPROVERS),
    between: fc.option(step, { freq: 2 })
  })
  .map(({ by, pack, approver, between }): Step[] => [
    { kind: 'ask', by, pack },
    { kind: 'approve', by: approver, nth: 0 },
    ...(between === null ? [] : [between]),
    { kind: 'do', by, nth: 0, other: null }
  ])
const walk = fc.array(fc.oneof({ weight: 2, arbitrary: way }, { weight: 3, arbitrary: step.map((one): Step[] => [one]) }), {
  minLength: 4,
  maxLength: 10
})

const POSTS = { qianfa: 'signer', second: 'administrator' } as const

/** What the house promises, said a second time without any of its code. */
class Model {
  readonly requests: Modelled[] = []
  readonly posts = new Map<string, boolean>([
    ['guanli', true],
    ['second', true],
    ['qianfa', true],
    ['banli', true],
    ['banli2', false]
  ])
  pack = 'order-555'
  readonly used: string[] = []
  now = 0

  alive(one: Modelled): boolean {
    return one.state !== 'ended' && this.now - one.made < 24 * HOUR
  }
  nth(nth: number): Modelled | undefined {
    return this.requests[this.requests.length - 1 - nth]
  }
  mayDo(one: Modelled, by: string, pack: Pack): boolean {
    const agreed = one.state === 'approved' && this.alive(one) && one.by === by && one.pack === pack && one.from === this.pack
    return agreed && one.decidedBy !== null && one.decidedBy !== by && this.posts.get(one.decidedBy) === true && this.posts.get(by) === true
  }
}

const played: Readonly<Record<Step['kind'], (model: Model, one: never) => Promise<void>>> = {
  ask: async (model, { by, pack }: Extract<Step, { kind: 'ask' }>) => {
    const reply = await (await at(by)).raw('approvals.request', { method: 'office.saveSettings', input: settings(pack), reason: '核对' })
    const others = [...model.posts].some(([name, held]) => held && name !== by)
    expect(reply.ok).toBe(model.posts.get(by) === true && pack !== model.pack && others)
    if (!reply.ok) return
    const { id } = reply.value as { id: string }
    if (!model.requests.some((one) => one.id === id))
      model.requests.push({ id, by, pack, from: model.pack, made: model.now, state: 'open', decidedBy: null })
  },
  approve: async (model, { by, nth }: Extract<Step, { kind: 'approve' }>) => {
    const one = model.nth(nth)
    if (one === undefined) return
    const reply = await (await at(by)).raw('approvals.approve', { id: one.id })
    const may = one.by !== by && model.posts.get(by) === true && one.state === 'open' && model.alive(one)
    expect(codeOf(reply) === 'ok').toBe(may)
    if (may) Object.assign(one, { state: 'approved', decidedBy: by })
  },
  refuse: async (model, { by, nth }: { by: string; nth: number }) => {
    const one = model.nth(nth)
    if (one === undefined) return
    const reply = await (await at(by)).raw('approvals.refuse', { id: one.id, why: '理由不足' })
    const may = one.by !== by && model.posts.get(by) === true && one.state === 'open' && model.alive(one)
    expect(codeOf(reply) === 'ok').toBe(may)
    if (may) one.state = 'ended'
  },
  withdraw: async (model, { by, nth }: { by: string; nth: number }) => {
    const one = model.nth(nth)
    if (one === undefined) return
    const reply = await (await at(by)).raw('approvals.withdraw', { id: one.id })
    const may = one.by === by && model.alive(one)
    expect(codeOf(reply) === 'ok').toBe(may)
    if (may) one.state = 'ended'
  },
  do: async (model, { by, nth, other }: Extract<Step, { kind: 'do' }>) => {
    const one = model.nth(nth)
    if (one === undefined) return
    const pack = other ?? one.pack
    const who = await at(by)
    // Two presses at once: at most one is done.
    const replies = await Promise.all([change(who, pack, one.id), change(who, pack, one.id)])
    if (pack === model.pack) return
    const may = model.mayDo(one, by, pack)
    expect(replies.filter(({ ok }) => ok).length).toBe(may ? 1 : 0)
    if (!may) return
    Object.assign(one, { state: 'ended' })
    model.pack = pack
    model.used.push(one.id)
  },
  posts: async (model, { of, held }: Extract<Step, { kind: 'posts' }>) => {
    const guanli = await at('guanli')
    const row = (await guanli.call('accounts.list', {})).rows.find(({ name }) => name === of)
    const roles = [held ? POSTS[of] : ('collector' as const)]
    await guanli.call('accounts.update', { id: row?.id ?? '', displayName: of, roles, active: true })
    model.posts.set(of, held)
  },
  wait: (model, { hours }: Extract<Step, { kind: 'wait' }>) => {
    office.clock.advance(hours * HOUR)
    model.now += hours * HOUR
    return Promise.resolve()
  }
}

describe('approval › in any order', () => {
  it(
    'any interleaving of asking, agreeing, doing, changed posts and time › does only what another person agreed to, once',
    { timeout: 120_000 },
    async () => {
      await office.close()
      let done = 0
      await fc.assert(
        fc.asyncProperty(walk, async (steps) => {
          desks.clear()
          office = await openTestOffice()
          try {
            for (const [name, role] of Object.entries(POSTS)) await office.as(name, [role])
            await office.as('banli2', ['window'])
            await office.as('jiandu', ['overseer'])
            const model = new Model()
            for (const one of steps.flat()) await played[one.kind](model, one as never)
            done += model.used.length
            expect(await packNow()).toBe(model.pack)
            const overseer = await at('jiandu')
            const { rows } = await overseer.call('audit.search', { event: 'office.settings_changed', limit: 200 })
            const used = rows.filter(({ outcome, detail }) => outcome === 'done' && detail?.['approval'] !== undefined).reverse()
            expect(used.map(({ detail }) => detail?.['approval'])).toEqual(model.used)
            for (const { account, detail } of used) expect(detail?.['approvedBy']).not.toBe(account)
            expect(await overseer.call('audit.verify', {})).toMatchObject({ intact: true })
          } finally {
            await office.close()
          }
        }),
        { numRuns: 20 }
      )
      // The walks must also have led somewhere.
      expect(done).toBeGreaterThan(5)
      office = await openTestOffice()
    }
  )
})
