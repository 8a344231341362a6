/** Why: what is not ours goes back with its reason and goes on to the right office; nothing of it is lost, counted twice or sent by itself. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { noteRefused } from '../../electron/core/modules/slips'
import { issue, lineOf, openPair, pack, take, type SlipOffice } from './offices'

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

const THIRD = '150602-00'
const addPartner = (office: SlipOffice, id: string, code: string): void =>
  void office.db.run(
    "INSERT INTO partner(id, name, code, phone, trust, created_at) VALUES (?, ?, ?, '0', 'paper', '2026')",
    id,
    `${code}测试局`,
    code
  )
const incoming = async (office: SlipOffice): Promise<string> =>
  (await office.call('search', { filter: { direction: 'in' } })).rows.at(-1)?.id ?? ''
const notice = async (): Promise<string> => {
  const told = { event: 'left', event_date: '2026-03-01', new_area_code: '610824000000' }
  const { ids } = await a.call('compose', { kind: 'TB-LD', partnerId: a.partnerId, personIds: a.persons.slice(1, 2), told })
  await a.call('submit', { ids })
  await a.call('sign', { ids })
  return ids[0] ?? ''
}

describe('退回转办', () => {
  it('a question of another county › goes back with reason and place, is seen, and goes on as a draft to that office', async () => {
    const [id = ''] = await issue(a, 1)
    take(b, pack(a))
    const theirs = await incoming(b)
    const form = await b.call('returnForm', { id: theirs })
    expect(form.reasons.map(({ code }) => code)).toEqual([
      ...['not_our_area', 'not_on_file', 'moved_away', 'wrong_kind', 'incomplete', 'duplicate']
    ])
    const input = { id: theirs, result: 'moved_away', suggested: '150602', reason: '已迁往东胜，村里说的' }
    const { replyId } = await b.call('refuse', input)
    expect((await b.call('preview', { id: replyId })).fields.map(({ value }) => value)).toContain('已迁走')
    await b.call('release', { ids: [theirs] })
    expect((await b.call('get', { id: theirs })).status).toBe('transferred')
    const back = pack(b)
    expect(JSON.stringify(back.records.map(({ value }) => value))).not.toMatch(/村里说的|王小明/)
    expect(take(a, back).kinds).toEqual(new Map([['TH', 1]]))
    const view = await a.call('get', { id })
    expect(view).toMatchObject({
      status: 'returned',
      returned: { reason: '已迁走', suggested: { code: '150602', partnerId: null } }
    })
    expect(view.returned?.suggested?.name).toContain('东胜')
    expect(view.timeline.map(({ label }) => label)).toContainEqual(expect.stringMatching(/^对方退回：已迁走，建议改发.*东胜/))
    expect((await a.call('home', {})).mine.rows.map((row) => row.id)).toEqual([id])
    expect(a.rate('2026-03-01', '2026-03-31').total).toMatchObject({ issued: 1, refused: 1 })
    addPartner(a, '0192f0c0-aa00-7000-8000-00000000000a', THIRD)
    const partnerId = (await a.call('get', { id })).returned?.suggested?.partnerId ?? ''
    expect(partnerId).toBe('0192f0c0-aa00-7000-8000-00000000000a')
    const { draftId } = await a.call('resend', { id, partnerId })
    const draft = await a.call('get', { id: draftId })
    expect(draft).toMatchObject({ status: 'draft', kind: 'XC', partnerName: `${THIRD}测试局`, subjectName: view.subjectName })
    expect(draft.body['items']).toEqual(view.body['items'])
    expect(draft.body['receiver_org']).toBe('150602000000')
    expect((await a.call('get', { id })).status).toBe('closed')
    expect(a.rate('2026-03-01', '2026-03-31').total).toMatchObject({ issued: 1, refused: 1 })
  })

  it('a notice › is given back by two hands, also after its author closed it', async () => {
    const id = await notice()
    take(b, pack(a))
    const theirs = await incoming(b)
    await b.call('refuse', { id: theirs, result: 'not_on_file', reason: '没有这个人' })
    expect((await b.call('home', {})).mine.count).toBe(1)
    await b.call('sendBack', { ids: [theirs], note: '再查一遍' })
    expect((await b.call('get', { id: theirs })).status).toBe('pairing')
    await expect(
      b.call('answer', { id: theirs, findings: [], method: 'file', verifiedOn: '2026-03-05', note: '查无此人' })
    ).rejects.toMatchObject({ code: 'slips.action_not_allowed' })
    await b.call('refuse', { id: theirs, result: 'not_on_file', reason: '没有这个人' })
    await b.call('release', { ids: [theirs] })
    a.office.write.transaction(() => a.db.run("UPDATE slip SET status = 'closed', waits = NULL WHERE id = ?", id))
    take(a, pack(b))
    expect(await a.call('get', { id })).toMatchObject({ status: 'returned', returned: { reason: '查无此人', suggested: null } })
    await a.call('close', { ids: [id] })
    expect((await a.call('home', {})).mine.count).toBe(0)
  })

  it('the place proposed › comes from the key of the slip through the history of codes, never ours nor the asker’s', async () => {
    await issue(a, 1)
    const load = pack(a)
    take(b, load)
    const theirs = await incoming(b)
    expect((await b.call('returnForm', { id: theirs })).suggested).toBeNull()
    // 612722 was 神木县, which is 610881 today.
    const [line] = load.records
    if (!line) throw new RangeError('nothing was packed')
    const body = line.value.body as { person: object }
    const moved = lineOf({ ...line.value, id: '0'.repeat(31) + '1', body: { ...body, person: { ...body.person, hukou_code: '612722' } } })
    take(b, { bundleId: 'sha256:moved', records: [moved] })
    const other = (await b.call('search', { filter: { direction: 'in' } })).rows.find((row) => row.id !== theirs)?.id ?? ''
    expect((await b.call('returnForm', { id: other })).suggested).toMatchObject({ code: '610881' })
  })

  it('what was written from there in old codes › still finds the office that holds the place today', async () => {
    const [id = ''] = await issue(a, 1)
    take(b, pack(a))
    const theirs = await incoming(b)
    addPartner(a, '0192f0c0-aa00-7000-8000-00000000000b', '610881-00')
    await b.call('refuse', { id: theirs, result: 'not_our_area', suggested: '612722', reason: '户籍在神木' })
    await b.call('release', { ids: [theirs] })
    take(a, pack(b))
    expect((await a.call('get', { id })).returned?.suggested?.partnerId).toBe('0192f0c0-aa00-7000-8000-00000000000b')
  })

  it('a withdrawal on the way › meets the return: taken back stays taken back on both sides', async () => {
    const [id = ''] = await issue(a, 1)
    take(b, pack(a))
    const theirs = await incoming(b)
    await b.call('refuse', { id: theirs, result: 'not_our_area', reason: '不属本县' })
    await b.call('release', { ids: [theirs] })
    await a.call('withdraw', { ids: [id], reason: '误发' })
    const [there, back] = [pack(a), pack(b)]
    take(b, there)
    take(a, back)
    const refused: [string, string, string][] = back.records.map(({ id: record }) => [record, 'E_SCHEMA', 'type'])
    b.office.write.transaction(() => noteRefused(b.db, back.bundleId, refused, '2026-03-06T01:00:00.000Z'))
    expect((await a.call('get', { id })).status).toBe('withdrawn')
    expect(await b.call('get', { id: theirs })).toMatchObject({ status: 'transferred', subjectName: null })
  })

  it('the other side’s program cannot read the return › the slip is owed again, and its place in the queue with it', async () => {
    await issue(a, 1)
    await notice()
    take(b, pack(a))
    const { rows } = await b.call('search', { filter: { direction: 'in' } })
    for (const { id } of rows) await b.call('refuse', { id, result: 'not_our_area', reason: '不属本县' })
    await b.call('release', { ids: rows.map(({ id }) => id) })
    const back = pack(b)
    const refused: [string, string, string][] = back.records.map(({ id }) => [id, 'E_SCHEMA', 'type'])
    b.office.write.transaction(() => noteRefused(b.db, back.bundleId, refused, '2026-03-06T01:00:00.000Z'))
    const again = (await b.call('search', { filter: { direction: 'in' } })).rows
    expect(again.map(({ kind, status }) => [kind, status]).sort()).toEqual([
      ['TB-LD', 'pairing'],
      ['XC', 'sent_back']
    ])
    expect((await b.call('home', {})).mine.count).toBe(2)
  })

  it('a question answered, closed and asked again › is owed again', async () => {
    const [id = ''] = await issue(a, 1)
    take(b, pack(a))
    const theirs = await incoming(b)
    await b.call('pair', { id: theirs, result: 'not_found', note: '查无此人' })
    await b.call('answer', { id: theirs, findings: [], method: 'file', verifiedOn: '2026-03-05', note: '查无此人' })
    await b.call('release', { ids: [theirs] })
    await b.call('close', { ids: [theirs] })
    take(a, pack(b))
    await a.call('recheck', { id, reason: '请再到村里问一次' })
    take(b, pack(a))
    expect(await b.call('get', { id: theirs })).toMatchObject({ status: 'sent_back' })
    expect((await b.call('home', {})).mine.rows.map((row) => row.id)).toEqual([theirs])
  })

  it('a code the rules do not know, or a place that is none › is refused and nothing is drafted', async () => {
    await issue(a, 1)
    take(b, pack(a))
    const theirs = await incoming(b)
    for (const wrong of [{ result: 'far_away' }, { result: 'not_our_area', suggested: '99' }])
      await expect(b.call('refuse', { id: theirs, reason: '不属本县', ...wrong })).rejects.toMatchObject({
        code: 'slips.field_not_allowed'
      })
    expect((await b.call('get', { id: theirs })).status).toBe('to_assign')
  })

  it('an answer after a return › counts as answered from its own day', async () => {
    const [id = ''] = await issue(a, 1)
    take(b, pack(a))
    const theirs = await incoming(b)
    await b.call('refuse', { id: theirs, result: 'not_our_area', reason: '不属本县' })
    await b.call('release', { ids: [theirs] })
    take(a, pack(b))
    a.clock.set('2026-03-09T09:00:00+08:00')
    const heard = { id, way: 'phone' as const, receivedOn: '2026-03-09', post: '流动人口管理岗', result: 'not_found' as const }
    await a.call('takeAnswer', { ...heard, findings: [], method: 'phone', verifiedOn: '2026-03-09', note: '对方来电，查无此人' })
    expect(await a.call('get', { id })).toMatchObject({ status: 'answered', answeredOn: '2026-03-09', returned: null })
    expect(a.rate('2026-03-01', '2026-03-31').total).toMatchObject({ issued: 1, refused: 0, answeredInTime: 1 })
  })
})
