// Why: the main job of the house, both ends, on real databases: a question goes out, is answered, comes back, is adopted, and the rates agree.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Output, SpecOf } from '../../shared/contract'
import { AppError } from '../../shared/errors'
import { markReceived, noteRefused } from '../../electron/core/modules/slips'
import { personField } from '../../electron/core/modules/persons'
import { issue, openPair, pack, take, type SlipOffice } from './offices'

type Row = Output<SpecOf<'slips.search'>>['rows'][number]

let a: SlipOffice
let b: SlipOffice
let close: () => void

beforeEach(async () => {
  const pair = await openPair()
  a = pair.a
  b = pair.b
  close = () => pair.close()
})
afterEach(() => close())

const incoming = async (office: SlipOffice): Promise<Row[]> =>
  (await office.call('search', { filter: { direction: 'in', kinds: ['XC'] } })).rows
const statusOf = async (office: SlipOffice, id: string): Promise<string> => (await office.call('get', { id })).status

async function verify(
  office: SlipOffice,
  row: Row,
  findings: { code: string; status: string; value?: string }[],
  personIndex = 0
): Promise<string> {
  const { rows } = await office.call('candidates', { id: row.id })
  const personId = rows[0]?.person.id ?? office.persons[personIndex] ?? ''
  await office.call('pair', { id: row.id, result: 'found', personId })
  const { replyId } = await office.call('answer', {
    id: row.id,
    findings: findings.map(({ code, status, value = null }) => ({ code, status: status as 'confirmed', value })),
    method: 'file',
    verifiedOn: '2026-03-05'
  })
  return replyId
}

const settled = [
  { code: 'identity', status: 'confirmed' },
  { code: 'marital_status', status: 'differs', value: '20' },
  { code: 'hukou_address', status: 'declined' }
]

describe('the loop of twelve', () => {
  it('slips › issue, verify, refuse, answer, adopt › both ledgers and both rates agree', async () => {
    const ids = await issue(a, 12)
    expect(take(b, pack(a)).fresh).toBe(12)
    const rows = await incoming(b)
    expect(rows).toHaveLength(12)
    expect(new Set(rows.map((row) => row.status))).toEqual(new Set(['to_assign']))
    const replies: string[] = []
    for (const row of rows.slice(0, 9)) replies.push(await verify(b, row, settled))
    for (const row of rows.slice(9, 10))
      replies.push((await b.call('refuse', { id: row.id, result: 'not_our_area', reason: '不属本县' })).replyId)
    for (const row of rows.slice(10))
      replies.push((await b.call('refuse', { id: row.id, result: 'duplicate', reason: '上次已问' })).replyId)
    await b.call('release', { ids: replies })
    const back = take(a, pack(b))
    expect([back.fresh, back.kinds.get('FK'), back.kinds.get('QR')]).toEqual([12, 9, 2])
    const rateA = a.rate('2026-03-01', '2026-03-31').total
    const rateB = b.rate('2026-03-01', '2026-03-31', 'in').total
    expect(rateA).toMatchObject({ issued: 12, answeredInTime: 9, refused: 3, carried: 0, received: 0 })
    expect({ ...rateA, rate: null }).toEqual({ ...rateB, rate: null })
    const answered = (await a.call('search', { filter: { statuses: ['answered'] } })).rows
    expect(answered).toHaveLength(9)
    const first = await a.call('get', { id: answered[0]?.id ?? '' })
    expect(first.differences.map(({ code, field, local, remote }) => [code, field, local, remote])).toEqual([
      ['identity', null, null, null],
      ['marital_status', 'marital', '未婚', '已婚'],
      ['hukou_address', null, expect.stringContaining('临县'), null]
    ])
    const adopted = await a.call('adopt', { id: first.id, codes: ['marital_status'] })
    expect(adopted).toMatchObject({ status: 'accepted', changed: ['marital'] })
    expect(personField(a.db, first.person?.id ?? '', 'marital')).toBe('20')
    await a.call('close', { ids: [first.id] })
    expect(await statusOf(a, first.id)).toBe('closed')
    expect(ids).toContain(first.id)
  })

  it('slips › the numbers of one kind and year › ascend without a gap and never repeat', async () => {
    await issue(a, 3)
    await issue(a, 2)
    const { rows } = await a.call('search', { filter: {} })
    expect(rows.map((row) => row.slipNo).sort()).toEqual([1, 2, 3, 4, 5].map((no) => `610802-00-XC-2026-00000${String(no)}`))
    expect(() => a.office.write.transaction(() => a.db.run('UPDATE slip_number SET last = 1'))).toThrow()
  })
})

describe('declined items', () => {
  it('guard-rail 1 › every item declined › is a complete answer, in no queue, never overdue', async () => {
    const [id = ''] = await issue(a, 1)
    take(b, pack(a))
    const [row] = await incoming(b)
    if (!row) throw new RangeError('nothing came')
    const reply = await verify(
      b,
      row,
      ['identity', 'marital_status', 'hukou_address'].map((code) => ({ code, status: 'declined', value: '不该带出的话' }))
    )
    await b.call('release', { ids: [reply] })
    b.clock.set('2027-01-01T09:00:00+08:00')
    expect(await b.call('home', {})).toMatchObject({ today: { count: 0 }, mine: { count: 0 }, partner: { count: 0 } })
    const load = pack(b)
    expect(JSON.stringify(load.records.map(({ value }) => value))).not.toContain('不该带出的话')
    take(a, load)
    const home = await a.call('home', {})
    expect([home.today.count, home.partner.count, home.mine.rows.map((shown) => [shown.id, shown.daysLeft])]).toEqual([0, 0, [[id, null]]])
    expect(a.rate('2026-03-01', '2026-03-31').total).toMatchObject({ issued: 1, overdue: 0 })
  })
})

describe('clocks', () => {
  it('deadlines › urgent and ordinary, official and own › come from the pack, and the queue follows them', async () => {
    const compose = async (urgency: string): Promise<void> => {
      const { ids } = await a.call('compose', {
        kind: 'XC',
        partnerId: a.partnerId,
        personIds: a.persons.slice(0, 1),
        items: ['identity'],
        urgency,
        reason: '核对'
      })
      await a.call('submit', { ids })
      const { slips } = await a.call('sign', { ids })
      expect(slips.map(({ dueOn }) => dueOn)).toEqual([urgency === 'urgent' ? '2026-03-20' : '2026-04-04'])
    }
    await compose('urgent')
    await compose('ordinary')
    const load = pack(a)
    b.clock.set('2026-03-18T09:00:00+08:00')
    take(b, load)
    const home = await b.call('home', {})
    expect(home.mine.rows.map(({ dueOn, workDueOn, daysLeft }) => [dueOn, workDueOn, daysLeft])).toEqual([
      ['2026-03-20', '2026-04-02', 2],
      ['2026-04-04', '2026-04-17', 17]
    ])
    expect([home.today.count, home.mine.count]).toEqual([0, 2])
    b.clock.set('2026-03-21T00:30:00+08:00')
    const later = await b.call('home', {})
    expect(later.today.rows.map(({ daysLeft }) => daysLeft)).toEqual([-1])
  })

  it('slips › the answer comes after the limit › counts as answered, not as in time', async () => {
    await issue(a, 1)
    take(b, pack(a))
    const [row] = await incoming(b)
    if (!row) throw new RangeError('nothing came')
    b.clock.set('2026-06-01T09:00:00+08:00')
    await b.call('release', { ids: [await verify(b, row, settled)] })
    take(a, pack(b))
    expect(a.rate('2026-03-01', '2026-03-31').total).toMatchObject({ issued: 1, answeredInTime: 0, answeredLate: 1, due: 1, overdue: 0 })
  })
})

describe('taking back and asking again', () => {
  it('withdraw › before any bundle › leaves nothing to carry', async () => {
    const ids = await issue(a, 2)
    await a.call('withdraw', { ids, reason: '选错了人' })
    expect(pack(a).records).toEqual([])
    expect(a.rate('2026-03-01', '2026-03-31').total).toMatchObject({ issued: 0, withdrawn: 2, notCarried: 0 })
  })

  // domain.md §2.4 终止（人已离开/本人撤回同意）: no state of its own, since only a withdrawal deletes what the other side holds.
  it.each([
    ['consent_withdrawn', '本人撤回同意', 'before it came'],
    ['person_left', '人已离开', 'while it was being paired']
  ] as const)(
    '终止 › %s (%s) after the bundle, %s › the other side keeps a stub without the person, and no rate counts it',
    async (code, words, when) => {
      const [id = ''] = await issue(a, 1)
      const first = pack(a)
      if (when !== 'before it came') {
        take(b, first)
        const [came] = await incoming(b)
        await b.call('pair', { id: came?.id ?? '', result: 'found', personId: b.persons[0] ?? '' })
      }
      await a.call('withdraw', { ids: [id], reason: '来电说明', code })
      const second = pack(a)
      if (when === 'before it came') take(b, first)
      take(b, second)
      expect((await a.call('get', { id })).timeline.find(({ label }) => label === '撤回')?.note).toBe(`${words}，来电说明`)
      for (const [office, direction] of [
        [a, 'out'],
        [b, 'in']
      ] as const)
        expect(office.rate('2026-03-01', '2026-03-31', direction).total).toMatchObject({ issued: 0, withdrawn: 1 })
      const [row] = await incoming(b)
      const view = await b.call('get', { id: row?.id ?? '' })
      expect(view).toMatchObject({
        status: 'withdrawn',
        subjectName: null,
        body: {},
        fields: [],
        withdrawnOn: '2026-03-05',
        withdrawnFor: words
      })
      expect(b.db.value<number>("SELECT count(*) FROM slip_record WHERE kind = 'request' AND content IS NOT NULL")).toBe(0)
      expect((await b.call('home', {})).mine.count).toBe(0)
    }
  )

  it('recheck › after an answer › asks again and gets a second answer', async () => {
    const [id = ''] = await issue(a, 1)
    take(b, pack(a))
    const [row] = await incoming(b)
    if (!row) throw new RangeError('nothing came')
    await b.call('release', { ids: [await verify(b, row, settled)] })
    take(a, pack(b))
    const again = await a.call('recheck', { id, reason: '地址仍对不上' })
    expect(again.status).toBe('recheck')
    take(b, pack(a))
    expect(await statusOf(b, row.id)).toBe('sent_back')
    await b.call('release', { ids: [await verify(b, row, settled)] })
    take(a, pack(b))
    const view = await a.call('get', { id })
    expect([view.status, view.answers.length]).toEqual(['answered', 2])
  })

  it('sendBack › a reviewed answer › goes back to verifying and only the new one travels', async () => {
    await issue(a, 1)
    take(b, pack(a))
    const [row] = await incoming(b)
    if (!row) throw new RangeError('nothing came')
    await verify(b, row, settled)
    await b.call('sendBack', { ids: [row.id], note: '婚姻状况再核一次' })
    expect(await statusOf(b, row.id)).toBe('verifying')
    await b.call('release', { ids: [await verify(b, row, settled)] })
    expect(pack(b).records).toHaveLength(1)
  })
})

describe('what the bundle reports', () => {
  it('travel › carried, acknowledged, refused by the program › states follow and repeat without effect', async () => {
    const [first = '', second = ''] = await issue(a, 2)
    const load = pack(a)
    expect(await statusOf(a, first)).toBe('delivered')
    const at = '2026-03-06T01:00:00.000Z'
    for (let twice = 0; twice < 2; twice += 1) a.office.write.transaction(() => markReceived(a.db, load.bundleId, at))
    expect(await statusOf(a, first)).toBe('received_by_peer')
    const refusedId = load.records[1]?.id ?? ''
    for (let twice = 0; twice < 2; twice += 1)
      a.office.write.transaction(() => noteRefused(a.db, load.bundleId, [[refusedId, 'E_SCHEMA', 'reason_text']], at))
    const view = await a.call('get', { id: second })
    expect(view.status).toBe('returned')
    expect(view.timeline.map(({ label }) => label)).toEqual(['起草', '送签', '签发', '已装包', '已写入U盘', '对方已收', '被退回'])
    expect(view.timeline.at(-1)?.note).toBe('对方程序不接受这一栏（协查理由）')
  })

  it('travel › a reply refused by the program › opens its question again', async () => {
    await issue(a, 1)
    take(b, pack(a))
    const [row] = await incoming(b)
    if (!row) throw new RangeError('nothing came')
    await b.call('release', { ids: [await verify(b, row, settled)] })
    const load = pack(b)
    b.office.write.transaction(() =>
      noteRefused(b.db, load.bundleId, [[load.records[0]?.id ?? '', 'E_TEXT', 'remark']], '2026-03-06T01:00:00.000Z')
    )
    expect(await statusOf(b, row.id)).toBe('sent_back')
  })
})

describe('pairing', () => {
  it('candidates › the same question twice › is offered as a repetition', async () => {
    await issue(a, 1)
    await issue(a, 1, ['identity'])
    await issue(a, 1, ['contact'])
    take(b, pack(a))
    const rows = (await incoming(b)).reverse()
    const same = await b.call('candidates', { id: rows[1]?.id ?? '' })
    expect(same.sameQuestion.map(({ id }) => id)).toEqual([rows[0]?.id])
    expect((await b.call('candidates', { id: rows[2]?.id ?? '' })).sameQuestion).toEqual([])
    expect(same.rows[0]).toMatchObject({ person: { name: '王小明' } })
    expect(same.rows[0]?.why.length).toBeGreaterThan(0)
  })

  it('answer › an item without a conclusion, nobody found without a word › is refused in words', async () => {
    await issue(a, 1)
    take(b, pack(a))
    const [row] = await incoming(b)
    if (!row) throw new RangeError('nothing came')
    await expect(verify(b, row, settled.slice(0, 2))).rejects.toMatchObject({ code: 'slips.incomplete_answer', params: { count: 1 } })
    await b.call('pair', { id: row.id, result: 'not_found', note: '查遍全县' })
    const blank = { id: row.id, findings: [], method: 'file' as const, verifiedOn: '2026-03-05' }
    await expect(b.call('answer', blank)).rejects.toMatchObject({ code: 'slips.field_missing' })
    await expect(
      b.call('answer', { ...blank, findings: [{ code: 'contact', status: 'confirmed', value: '1' }], note: '无' })
    ).rejects.toBeInstanceOf(AppError)
    const { status } = await b.call('answer', { ...blank, note: '查遍全县无此人' })
    expect(status).toBe('to_review')
  })

  it('notices › movement notice › is paired, taken over and closed', async () => {
    const { ids } = await a.call('compose', {
      kind: 'TB-LD',
      partnerId: a.partnerId,
      personIds: a.persons.slice(1, 2),
      told: { event: 'left', event_date: '2026-03-01', new_area_code: '610824000000' }
    })
    await a.call('submit', { ids })
    await a.call('sign', { ids })
    take(b, pack(a))
    const { rows } = await b.call('search', { filter: { kinds: ['TB-LD'] } })
    const id = rows[0]?.id ?? ''
    expect((await b.call('home', {})).mine.count).toBe(1)
    const { rows: found } = await b.call('candidates', { id })
    await b.call('pair', { id, result: 'found', personId: found[0]?.person.id ?? null })
    const [difference] = (await b.call('get', { id })).differences
    expect([difference?.field, difference?.remote?.includes('靖边')]).toEqual(['residenceCode', true])
    const done = await b.call('adopt', { id, codes: ['new_area_code'] })
    expect(done).toMatchObject({ status: 'closed', changed: ['residenceCode'] })
    expect((await b.call('home', {})).mine.count).toBe(0)
  })
})
