/** Why: who has a slip must be one answer, seen by exactly that township, told in the history, and taken back as one without undoing later work. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Role } from '@shared/contract'
import { AppError } from '@shared/errors'
import { actHandlers } from '../../electron/core/modules/persons'
import { issue, openPair, pack, take, type SlipOffice } from './offices'

const COUNTY = '141124'
const [TOWN, FAR] = ['141124100', '141124101']
const POSTS: readonly Role[] = ['window', 'verifier', 'signer']

let a: SlipOffice
let b: SlipOffice
let close: () => void
let ids: string[]

const unit = (id: string, parent: string | null, level: string, code: string, name: string): void =>
  void b.db.run(
    "INSERT INTO organisation(id, parent, level, code, name, short_name, post, phone, position) VALUES (?, ?, ?, ?, ?, '', '', '', 1)",
    ...[id, parent, level, code, name]
  )
const account = (id: string, name: string, roles: readonly Role[], seat: string | null): void => {
  b.db.run(
    "INSERT INTO account(id, name, display_name, roles, created_at) VALUES (?, ?, ?, ?, '2026-01-01')",
    ...[id, id, name, JSON.stringify(roles)]
  )
  if (seat !== null) b.db.run('INSERT INTO account_unit(account_id, organisation) VALUES (?, ?)', id, seat)
}
const [ROOT, EAST, WEST, LI, WANG] = [1, 2, 3, 4, 5].map((at) => `0192f0c0-aa00-7000-8000-00000000000${String(at)}`) as [
  string,
  string,
  string,
  string,
  string
]

beforeAll(async () => {
  const pair = await openPair()
  a = pair.a
  b = pair.b
  close = () => pair.close()
  await issue(a, 12)
  take(b, pack(a))
  b.office.write.transaction(() => {
    unit(ROOT, null, 'county', COUNTY, '某县')
    unit(EAST, ROOT, 'township', TOWN, '东镇')
    unit(WEST, ROOT, 'township', FAR, '西镇')
    account(LI, '李核实', ['verifier'], EAST)
    account(WANG, '王窗口', ['window'], null)
  })
  ids = (await b.call('search', { filter: { direction: 'in' }, sort: 'due', limit: 100 })).rows.map(({ id }) => id)
})
afterAll(() => close())
// Histories are told in the order of time.
beforeEach(() => b.clock.advance(60_000))

const refusal = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof AppError ? error.code : String(error))
  )
const east = [POSTS, TOWN] as const
const statusOf = async (id: string): Promise<string> => (await b.call('get', { id })).status
const give = (chosen: readonly string[], to: { unit?: string; account?: string }, dueOn: string | null = null) =>
  b.call('assign', { parts: [{ ids: [...chosen], unit: to.unit ?? null, account: to.account ?? null }], dueOn })

describe('assigning', () => {
  it('assign › unpaired slips › are seen and counted by that township and no other, until taken back', async () => {
    const [one = '', two = ''] = ids
    expect((await b.call('count', {}, ...east)).count).toBe(0)
    const { act } = await give([one, two], { unit: EAST }, '2026-03-20')
    expect((await b.call('search', {}, ...east)).rows.map(({ id }) => id).sort()).toEqual([one, two].sort())
    expect([(await b.call('count', {}, ...east)).count, (await b.call('count', {}, POSTS, FAR)).count]).toEqual([2, 0])
    const home = await b.call('home', {}, ...east)
    expect([home.mine.count, home.mine.rows.length]).toEqual([2, 2])
    expect((await b.call('get', { id: one }, ...east)).hand).toEqual({ to: '东镇', dueOn: '2026-03-20' })
    expect(await refusal(b.call('get', { id: one }, POSTS, FAR))).toBe('slips.out_of_scope')
    const course = (await b.call('get', { id: one })).timeline.at(-1)
    expect(course).toMatchObject({ label: '分派', note: '东镇，2026-03-20 前办回' })
    await b.call('takeBack', { ids: [two], note: '地址不在本镇' }, ...east)
    expect(await refusal(b.call('get', { id: two }, ...east))).toBe('slips.out_of_scope')
    expect((await b.call('get', { id: two })).timeline.at(-1)).toMatchObject({ label: '退回县里', note: '地址不在本镇' })
    expect([await statusOf(one), await statusOf(two)]).toEqual(['assigned', 'to_assign'])
    // Taken back meanwhile: that one stays as its last act left it.
    expect(await b.call('undoAssign', { act })).toEqual({ restored: 1, kept: 1 })
    expect([await statusOf(one), await refusal(b.call('undoAssign', { act }))]).toEqual(['to_assign', 'acts.not_done'])
    expect((await b.call('count', {}, ...east)).count).toBe(0)
  })

  it('assign › a second time › is 转交, and its undo gives it back to the first', async () => {
    const [, , id = ''] = ids
    await give([id], { unit: EAST })
    const { act } = await give([id], { unit: WEST })
    expect((await b.call('get', { id })).timeline.at(-1)?.label).toBe('转交')
    expect((await b.call('get', { id })).hand?.to).toBe('西镇')
    expect(await b.call('undoAssign', { act })).toEqual({ restored: 1, kept: 0 })
    expect((await b.call('get', { id })).hand?.to).toBe('东镇')
    expect((await b.call('get', { id })).timeline.at(-1)?.label).toBe('撤销分派')
  })

  it('assign › what was paired meanwhile › stays with whoever worked on it when the act is undone', async () => {
    const [, , , id = ''] = ids
    const { act } = await give([id], { unit: EAST })
    b.office.write.transaction(() => b.db.run('UPDATE person SET stay_code = ? WHERE id = ?', TOWN, b.persons[3] ?? ''))
    await b.call('pair', { id, result: 'found', personId: b.persons[3] ?? '' }, ...east)
    expect(await b.call('undoAssign', { act })).toEqual({ restored: 0, kept: 1 })
    expect(await statusOf(id)).toBe('verifying')
    // What is being verified is handed over without losing its state.
    await give([id], { unit: WEST })
    expect(await statusOf(id)).toBe('verifying')
    expect((await b.call('get', { id }, POSTS, FAR)).person).toBeNull()
  })

  it('assign › a colleague › has it at the unit she sits at; whoever may not verify is refused', async () => {
    const [, , , , id = ''] = ids
    await give([id], { account: LI })
    expect((await b.call('get', { id })).hand?.to).toBe('东镇 · 李核实')
    expect((await b.call('colleagues', {})).rows).toEqual([{ id: LI, displayName: '李核实', unit: '东镇' }])
    expect(await refusal(give([id], { account: WANG }))).toBe('slips.colleague_cannot')
    expect(await refusal(give([id], { unit: WEST, account: LI }))).toBe('slips.colleague_cannot')
    expect(await refusal(give([id], {}))).toBe('slips.nobody_chosen')
    expect(await refusal(give([id], { unit: EAST }, '2026-01-01'))).toBe('slips.day_past')
    expect(await refusal(b.call('assign', { parts: [{ ids: [id], unit: WEST }] }, ...east))).toBe('persons.out_of_scope')
    expect((await b.call('get', { id })).hand?.to).toBe('东镇 · 李核实')
  })

  it('assign › one of many that may not › changes none', async () => {
    const [one = ''] = ids
    const own = await b.call('compose', {
      ...{ kind: 'XC', partnerId: b.partnerId, personIds: [b.persons[0] ?? ''], items: ['identity'], reason: '核对' }
    })
    expect(await refusal(give([one, ...own.ids], { unit: EAST }))).toBe('slips.action_not_allowed')
    expect((await b.call('get', { id: one })).hand).toBeNull()
  })

  it('filters › place, due, hand › each list is as long as its count, and the parts of open work add up', async () => {
    const numbers = async (filter: object): Promise<number> => {
      const { count } = await b.call('count', { filter })
      expect((await b.call('search', { filter, limit: 100 })).rows).toHaveLength(count)
      return count
    }
    const [open, nobody] = [await numbers({ queue: 'mine', direction: 'in' }), await numbers({ hand: 'none' })]
    const given = b.db.value<number>("SELECT count(*) FROM slip_assignment JOIN slip ON seq = slip WHERE waits = 'us'") ?? 0
    expect([nobody + given, given > 0]).toEqual([open, true])
    expect(await numbers({ place: TOWN })).toBeGreaterThan(0)
    const due = (await b.call('search', { filter: { queue: 'mine', direction: 'in' }, limit: 1 })).rows[0]?.dueOn ?? ''
    expect(await numbers({ dueFrom: due, dueTo: due, queue: 'mine', direction: 'in' })).toBe(open)
    expect([await numbers({ due: 'late' }), await numbers({ due: 'today' })]).toEqual([0, 0])
    const home = await b.call('home', { filter: { hand: 'none' } })
    expect([home.mine.count, home.mine.rows.length]).toEqual([nobody, nobody])
  })

  it('acts › the general list › names it, and sends whoever would take it back there to the slips', () => {
    const context = b.office.query()
    const { rows } = actHandlers.list(context, { kind: 'assign', cursor: null, limit: 50 }) as { rows: { id: string; note: string }[] }
    expect(rows.some(({ note }) => note === '东镇')).toBe(true)
    expect(() => actHandlers.preview(context, { id: rows[0]?.id ?? '' })).toThrow(AppError)
  })

  it('note › a free word › stands in the history by name and day, and nowhere else', async () => {
    const [id = ''] = ids
    await b.call('note', { id, text: '已电话联系村里' })
    expect((await b.call('get', { id })).timeline.at(-1)).toMatchObject({ label: '备注', note: '已电话联系村里', action: 'note' })
    expect((await b.call('get', { id })).fields.some(({ value }) => value.includes('电话联系'))).toBe(false)
  })
})

describe('proposals', () => {
  it('proposeUnits › by the file, before pairing by the slip › names the township; what says too little is left', async () => {
    const paired = ids[3] ?? ''
    b.office.write.transaction(() => b.db.run('UPDATE person SET stay_code = ? WHERE id = ?', FAR, b.persons[3] ?? ''))
    const { parts, left, comesBack } = await b.call('proposeUnits', { ids: [paired, ids[5] ?? ''] })
    // Three working days between the offices of one county, from Thursday over the weekend.
    expect(comesBack).toEqual({ on: '2026-03-10', rule: '县内乡镇之间反馈' })
    expect(parts).toEqual([{ unit: WEST, name: '西镇', ids: [paired] }])
    expect(left).toEqual([ids[5]])
  })
})

describe('one person', () => {
  it('filter › by person › finds what was written for any of her files, and nobody else', async () => {
    const person = b.persons[3] ?? ''
    const about = async (id: string): Promise<string[]> =>
      (await b.call('search', { filter: { personId: id } })).rows.map(({ id: slip }) => slip)
    const own = await b.call('compose', { kind: 'XC', partnerId: b.partnerId, personIds: [person], items: ['identity'], reason: '核对' })
    expect(await about(person)).toEqual([...own.ids, ids[3]])
    expect((await b.call('count', { filter: { personId: person } })).count).toBe(2)
    b.office.write.transaction(() =>
      b.db.run(
        "UPDATE person SET (status, merged_into, survivor) = (SELECT 'merged', seq, seq FROM person WHERE id = ?) WHERE id = ?",
        ...[b.persons[10] ?? '', person]
      )
    )
    expect(await about(b.persons[10] ?? '')).toEqual([...own.ids, ids[3]])
    expect(await about(b.persons[11] ?? '')).toEqual([])
    expect(await refusal(b.call('count', { filter: { personId: '0192f0c0-aa00-7000-8000-0000000000ff' } }))).toBe('persons.unknown')
  })
})
