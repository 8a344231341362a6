/** Offices without key card take part: slips go by post once, telephone and paper answers count as answers, and nothing goes twice. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { CallInput, SpecOf } from '../../shared/contract'
import { queuedRecords } from '../../electron/core/modules/slips'
import { issue, openPair, pack, type SlipOffice } from './offices'

let a: SlipOffice
let close: () => void
beforeEach(async () => {
  const pair = await openPair()
  a = pair.a
  close = () => pair.close()
})
afterEach(() => close())

const refused = (work: Promise<unknown>, code: string) => expect(work).rejects.toMatchObject({ code })
const mail = (ids: string[], sentOn = '2026-03-05') => a.call('mail', { ids, sentOn, note: '挂号 0001' })
const waits = async (): Promise<number> => (await a.call('toMail', { partnerId: a.partnerId })).rows.length
type Heard = CallInput<SpecOf<'slips.takeAnswer'>>
const findings: NonNullable<Heard['findings']> = [
  { code: 'identity', status: 'confirmed', value: null },
  { code: 'marital_status', status: 'differs', value: '20' },
  { code: 'hukou_address', status: 'declined', value: null }
]
const heard: Omit<Heard, 'id'> = {
  way: 'paper',
  receivedOn: '2026-03-05',
  post: '流动人口管理岗',
  result: 'found',
  findings,
  method: 'file',
  verifiedOn: '2026-03-04'
}
const answered = (id: string, over: Partial<Heard> = {}) => a.call('takeAnswer', { ...heard, id, ...over })

it('mail › a signed slip of an office without card › is sent once and leaves the queue of the bundles', async () => {
  const [first = '', second = ''] = await issue(a, 2)
  expect(await waits()).toBe(2)
  expect((await a.call('get', { id: first })).travel).toEqual({
    way: 'paper',
    sentOn: null,
    waits: true,
    takesAnswer: false,
    returnReasons: []
  })
  await mail([first])
  const seen = await a.call('get', { id: first })
  expect(seen).toMatchObject({ status: 'delivered', travel: { way: 'paper', sentOn: '2026-03-05', waits: false, takesAnswer: true } })
  expect(seen.timeline.at(-1)).toMatchObject({ label: '已寄出', note: '2026-03-05，挂号 0001' })
  expect(await waits()).toBe(1)
  expect(queuedRecords(a.db, a.partnerId, 10).map(({ slipId }) => slipId)).toEqual([second])
  await refused(mail([first]), 'slips.nothing_to_send')
  expect(a.rate('2026-03-01', '2026-03-31').total).toMatchObject({ carried: 1, notCarried: 1 })
})

it('mail › a day before the issue, or one to come › is refused, and so is a slip that nobody signed', async () => {
  const [id = ''] = await issue(a, 1)
  await refused(mail([id], '2026-03-04'), 'slips.bad_sent_day')
  await refused(mail([id], '2026-03-06'), 'slips.bad_sent_day')
  const { ids } = await a.call('compose', {
    kind: 'XC',
    partnerId: a.partnerId,
    personIds: [a.persons[5] ?? ''],
    items: ['identity'],
    reason: '核实'
  })
  await refused(mail(ids), 'slips.nothing_to_send')
  await refused(a.call('paper', { ids }), 'slips.action_not_allowed')
})

it('mail › an office with a key card › waits for the stick', async () => {
  const [id = ''] = await issue(a, 1)
  a.office.write.transaction(() =>
    a.db.run("UPDATE partner SET office_id = ?, suites = '[]', trust = 'pending' WHERE id = ?", 'ab'.repeat(16), a.partnerId)
  )
  expect((await a.call('get', { id })).travel?.way).toBe('stick')
  await refused(mail([id]), 'slips.goes_by_stick')
})

it('paper › tells all that the other office needs, and of a slip taken back nothing but its number', async () => {
  const [id = ''] = await issue(a, 1)
  const [sheet] = (await a.call('paper', { ids: [id] })).rows
  expect(sheet).toMatchObject({ way: 'paper', answerNeeded: true, withdrawnOn: null, to: { code: '141124-00' } })
  expect(sheet?.items.map(({ code }) => code)).toEqual(['identity', 'marital_status', 'hukou_address'])
  expect(sheet?.fields.some(({ value }) => value === '王小明')).toBe(true)
  await mail([id])
  await a.call('withdraw', { ids: [id], reason: '误发' })
  const [back] = (await a.call('paper', { ids: [id] })).rows
  expect(back).toMatchObject({ withdrawnOn: '2026-03-05', fields: [], items: [], answerNeeded: false })
  // The notice goes after the slip, by the same way.
  expect(await waits()).toBe(1)
  await mail([id])
  expect(await waits()).toBe(0)
  expect((await a.call('get', { id })).status).toBe('withdrawn')
})

it('answer on paper › counts from its day, shows its differences, and is adopted like any other', async () => {
  const [id = ''] = await issue(a, 1)
  await refused(answered(id), 'slips.action_not_allowed')
  await mail([id])
  a.clock.set('2026-03-20T09:00:00+08:00')
  await answered(id, { receivedOn: '2026-03-18', verifiedOn: '2026-03-16' })
  const seen = await a.call('get', { id })
  expect(seen).toMatchObject({ status: 'answered', answeredOn: '2026-03-18', pairing: 'found' })
  expect(seen.differences.map(({ code, status, remote }) => [code, status, remote])).toEqual([
    ['identity', 'confirmed', null],
    ['marital_status', 'differs', '已婚'],
    ['hukou_address', 'declined', null]
  ])
  expect(seen.answers).toHaveLength(1)
  const reply = await a.call('get', { id: seen.answers[0]?.id ?? '' })
  expect(reply).toMatchObject({ slipNo: null, kind: 'FK', direction: 'in', status: 'closed', travel: null })
  expect(reply.fields.find(({ field }) => field === 'contact_post')?.value).toBe('流动人口管理岗')
  expect(await a.call('adopt', { id, codes: ['marital_status'] })).toMatchObject({ status: 'accepted', changed: ['marital'] })
  expect(a.rate('2026-03-01', '2026-03-31').total).toMatchObject({ issued: 1, answeredInTime: 1 })
  // What was written down here is nothing of ours to send.
  expect(pack(a).records).toEqual([])
})

it('answer by telephone › of nobody found › needs its reason; what was not asked is not taken', async () => {
  const [id = ''] = await issue(a, 1)
  await mail([id])
  await refused(answered(id, { result: 'not_found', findings: [] }), 'slips.field_missing')
  await refused(answered(id, { findings: findings.slice(0, 2) }), 'slips.incomplete_answer')
  await refused(answered(id, { receivedOn: '2026-03-04' }), 'slips.bad_sent_day')
  await refused(answered(id, { post: '岗\u202e位' }), 'slips.text_refused')
  const extra: typeof findings = [...findings, { code: 'contact', status: 'confirmed', value: '13900001111' }]
  await refused(answered(id, { findings: extra }), 'slips.field_not_allowed')
  await answered(id, { way: 'phone', result: 'not_found', findings: [], note: '村里查无此人' })
  const seen = await a.call('get', { id })
  expect(seen).toMatchObject({ status: 'answered', pairing: 'not_found' })
  expect(seen.timeline.some(({ label, note }) => label === '电话反馈' && note?.includes('村里查无此人') === true)).toBe(true)
})

type Back = CallInput<SpecOf<'slips.takeReturn'>>
const givenBack = (id: string, over: Partial<Back> = {}) =>
  a.call('takeReturn', {
    id,
    way: 'paper',
    receivedOn: '2026-03-18',
    post: '流动人口管理岗',
    reason: 'moved_away',
    suggested: '150602',
    ...over
  })

it('return on paper › is no longer owed from its day, stands among what waits for us, and goes on to the office named', async () => {
  const [id = ''] = await issue(a, 1)
  await refused(givenBack(id, { receivedOn: '2026-03-05' }), 'slips.action_not_allowed')
  await mail([id])
  expect((await a.call('get', { id })).travel?.returnReasons.map(({ code }) => code)).toContain('moved_away')
  a.clock.set('2026-03-20T09:00:00+08:00')
  await refused(givenBack(id, { receivedOn: '2026-03-21' }), 'slips.bad_sent_day')
  await refused(givenBack(id, { reason: 'because' }), 'slips.field_not_allowed')
  await givenBack(id, { note: '信封上写的' })
  const seen = await a.call('get', { id })
  expect(seen).toMatchObject({
    status: 'returned',
    answeredOn: '2026-03-18',
    returned: { reason: '已迁走', suggested: { code: '150602' } }
  })
  expect(seen.travel).toMatchObject({ takesAnswer: true, returnReasons: [] })
  expect(seen.timeline.find(({ label }) => label === '收到纸面退回')?.note).toBe('流动人口管理岗，2026-03-18，信封上写的')
  const [reply] = seen.answers
  expect(await a.call('get', { id: reply?.id ?? '' })).toMatchObject({ kind: 'TH', slipNo: null, direction: 'in', status: 'closed' })
  expect(a.rate('2026-03-01', '2026-03-31').total).toMatchObject({ issued: 1, refused: 1, answeredInTime: 0 })
  expect((await a.call('home', {})).mine.rows.map((row) => row.id)).toEqual([id])
  expect(pack(a).records).toEqual([])
  // The office may still find the person: findings outweigh a return.
  await answered(id, { receivedOn: '2026-03-19', verifiedOn: '2026-03-19' })
  expect(await a.call('get', { id })).toMatchObject({ status: 'answered', answeredOn: '2026-03-19' })
})
