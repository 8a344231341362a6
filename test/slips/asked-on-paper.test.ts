/** A question on paper or by telephone, from an office without the program: typed once, in the one ledger, answered like any other, the answer printed and noted as sent. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { CallInput, SpecOf } from '../../shared/contract'
import { openPair, type SlipOffice } from './offices'

let a: SlipOffice
let close: () => void
beforeEach(async () => {
  const pair = await openPair()
  a = pair.a
  close = () => pair.close()
})
afterEach(() => close())

type Asked = CallInput<SpecOf<'slips.takeRequest'>>
const refused = (work: Promise<unknown>, code: string) => expect(work).rejects.toMatchObject({ code })
const take = (over: Partial<Asked> = {}) =>
  a.call('takeRequest', {
    ...{ partnerId: a.partnerId, kind: 'XC', way: 'paper', number: '临流协〔2026〕12号', issuedOn: '2026-03-01', receivedOn: '2026-03-04' },
    ...{ post: '流动人口管理岗', items: ['identity', 'marital_status'], reason: '办理登记', purpose: 'identity', legalBasis: 'order_555' },
    person: { name: '王小明', sex: '1', birthDate: '1970-01-01', idNo: null, hukouCode: '141124', hukouText: '城关镇' },
    ...over
  })
const findings = [
  { code: 'identity', status: 'confirmed' as const, value: null },
  { code: 'marital_status', status: 'differs' as const, value: '20' }
]

it('takeRequest › stands in the ledger with number, limit and subject, and waits for us', async () => {
  const { id, dueOn } = await take()
  const seen = await a.call('get', { id })
  expect(seen).toMatchObject({
    direction: 'in',
    kind: 'XC',
    status: 'to_assign',
    slipNo: '临流协〔2026〕12号',
    subjectName: '王小明',
    issuedOn: '2026-03-01'
  })
  expect(dueOn).toMatch(/^2026-0[345]-/)
  expect(seen.dueOn).toBe(dueOn)
  expect(seen.timeline).toMatchObject([{ label: '收到纸面来函', note: '流动人口管理岗，2026-03-04' }])
  expect(seen.items.map(({ code }) => code)).toEqual(['identity', 'marital_status'])
  expect((await a.call('home', { limit: 10 })).mine.count).toBe(1)
  expect(a.rate('2026-03-01', '2026-03-31', 'in').total).toMatchObject({ issued: 1, received: 1 })
  expect((await a.call('candidates', { id })).rows[0]?.person.name).toBe('王小明')
})

it('answer › is found, signed, printed with their own number, and noted as posted', async () => {
  const { id } = await take()
  await a.call('pair', { id, result: 'found', personId: a.persons[0] ?? '' })
  const { replyId } = await a.call('answer', { id, findings, method: 'file', verifiedOn: '2026-03-05' })
  await a.call('release', { ids: [replyId] })
  expect((await a.call('toMail', { partnerId: a.partnerId })).rows.map((row) => row.id)).toEqual([replyId])
  const { rows } = await a.call('paper', { ids: [replyId] })
  expect(rows[0]).toMatchObject({ kind: 'FK', answers: '临流协〔2026〕12号', answerNeeded: false, items: [] })
  const found = (rows[0]?.fields ?? []).flatMap(({ field, value }) => (/^items\.1\./.test(field) ? [value] : []))
  expect(found).toEqual(['婚姻状况', '不符', '已婚'])
  await a.call('mail', { ids: [replyId], sentOn: '2026-03-05' })
  expect(await a.call('get', { id })).toMatchObject({ status: 'answered', answeredOn: '2026-03-05' })
  expect((await a.call('get', { id: replyId })).travel).toMatchObject({ way: 'paper', sentOn: '2026-03-05', waits: false })
})

it('refusal of a call › goes back by telephone, without a number of theirs', async () => {
  const { id } = await take({ way: 'phone', number: '' })
  const { replyId } = await a.call('refuse', { id, result: 'not_our_area', reason: '户籍已迁出' })
  await a.call('release', { ids: [replyId] })
  expect((await a.call('paper', { ids: [replyId] })).rows[0]).toMatchObject({ kind: 'TH', answers: null })
  await a.call('mail', { ids: [replyId], sentOn: '2026-03-05' })
  expect(await a.call('get', { id })).toMatchObject({ status: 'transferred', slipNo: null })
})

it('CX, a limit that the paper names, and a number of our own form › are taken as they stand', async () => {
  const { id, dueOn } = await take({
    kind: 'CX',
    number: '141124-00-CX-2026-000007',
    dueOn: '2026-03-20',
    items: ['on_file'],
    reason: null
  })
  expect(dueOn).toBe('2026-03-20')
  await a.call('pair', { id, result: 'not_found', note: '查无此人' })
  const { replyId } = await a.call('answer', { id, findings: [], method: 'file', verifiedOn: '2026-03-05', note: '查无此人' })
  const fields = (await a.call('preview', { id: replyId })).fields
  expect(fields.find(({ field }) => field === 'reply_to')?.value).toBe('141124-00-CX-2026-000007')
})

it('what cannot be › is refused and leaves nothing: twice, days, items, numbers, texts, offices with a card', async () => {
  await take()
  await refused(take(), 'slips.already_taken')
  const other = (over: Partial<Asked>) => take({ number: '另', ...over })
  await refused(other({ receivedOn: '2026-03-06' }), 'slips.bad_sent_day')
  await refused(other({ issuedOn: '2026-03-05' }), 'slips.bad_sent_day')
  await refused(other({ items: ['no_such_item'] }), 'slips.field_not_allowed')
  await refused(other({ legalBasis: 'consent' }), 'slips.field_not_allowed')
  await refused(other({ reason: null }), 'slips.field_missing')
  const person = { name: '王小明', sex: '1' as const, birthDate: '1970-01-01', hukouCode: '141124' }
  await refused(other({ person: { ...person, idNo: 'ABC' } }), 'slips.field_not_allowed')
  await refused(other({ person: { ...person, name: '王\u202E明' } }), 'slips.text_refused')
  await refused(other({ partnerId: a.persons[0] ?? '' }), 'slips.partner_needed')
  a.office.write.transaction(() =>
    a.db.run("UPDATE partner SET office_id = ?, suites = '[]', trust = 'confirmed' WHERE id = ?", 'ab'.repeat(16), a.partnerId)
  )
  await refused(other({}), 'slips.comes_by_stick')
  expect(a.db.value("SELECT count(*) FROM slip WHERE direction = 'in'")).toBe(1)
})

type Back = CallInput<SpecOf<'slips.takeWithdrawal'>>
const takeBack = (id: string, over: Partial<Back> = {}) =>
  a.call('takeWithdrawal', { id, way: 'paper', withdrawnOn: '2026-03-04', post: '流动人口管理岗', reason: 'person_left', ...over })

it('takeWithdrawal › ends as one in a bundle does: no answer is owed, an unsigned one is dropped, and what it says of the person goes', async () => {
  const { id } = await take()
  await a.call('pair', { id, result: 'found', personId: a.persons[0] ?? '' })
  const { replyId } = await a.call('answer', { id, findings, method: 'file', verifiedOn: '2026-03-05' })
  expect((await a.call('get', { id })).actions).toContainEqual({ action: 'takeWithdrawal', label: '登记来函撤回', permitted: true })
  expect(await takeBack(id, { note: '来电说明' })).toEqual({ id, status: 'withdrawn' })
  const seen = await a.call('get', { id })
  expect(seen).toMatchObject({
    status: 'withdrawn',
    withdrawnOn: '2026-03-04',
    slipNo: '临流协〔2026〕12号',
    subjectName: null,
    fields: []
  })
  expect(seen.actions.map(({ action }) => action)).not.toContain('takeWithdrawal')
  expect(seen.timeline.at(-1)).toMatchObject({ label: '收到纸面撤回', note: '流动人口管理岗，2026-03-04，人已离开，来电说明' })
  expect(await a.call('get', { id: replyId })).toMatchObject({ status: 'ended' })
  expect((await a.call('home', { limit: 10 })).mine.count).toBe(0)
  expect(a.rate('2026-03-01', '2026-03-31', 'in').total).toMatchObject({ issued: 0, withdrawn: 1 })
  expect(a.db.value("SELECT count(*) FROM slip_record WHERE slip_kind = 'XC' AND (content IS NOT NULL OR subject_name IS NOT NULL)")).toBe(
    0
  )
  await refused(takeBack(id), 'slips.action_not_allowed')
})

it('takeWithdrawal › after the answer was signed › is kept with it; of what is closed, ours, or on another day never', async () => {
  const { id } = await take()
  await refused(takeBack(id, { withdrawnOn: '2026-03-06' }), 'slips.bad_sent_day')
  await refused(takeBack(id, { withdrawnOn: '2026-02-28' }), 'slips.bad_sent_day')
  expect((await a.call('get', { id })).status).toBe('to_assign')
  await a.call('pair', { id, result: 'found', personId: a.persons[0] ?? '' })
  const { replyId } = await a.call('answer', { id, findings, method: 'file', verifiedOn: '2026-03-05' })
  await a.call('release', { ids: [replyId] })
  await takeBack(id, { way: 'phone' })
  expect(await a.call('get', { id })).toMatchObject({ status: 'withdrawn', answeredOn: '2026-03-05' })
  expect((await a.call('get', { id: replyId })).status).toBe('signed')
  const other = await take({ way: 'phone', number: '' })
  const { replyId: refusal } = await a.call('refuse', { id: other.id, result: 'not_our_area', reason: '户籍已迁出' })
  await a.call('release', { ids: [refusal] })
  await refused(takeBack(other.id), 'slips.action_not_allowed')
  await refused(takeBack(refusal), 'slips.action_not_allowed')
})
