/** Agreements as the office keeps them: written, judged, renewed, ended, told in time, with their paper; and the limit they set for slips. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { CallInput, SpecOf } from '@shared/contract'
import { openTestOffice, type TestOffice } from '../../../../test/kit/office'
import { openPair } from '../../../../test/kit/linked-offices'
import { someone, stay } from '../../../../test/kit/register'
import { cardFacts, raiseAlarm } from '../partners'
import { agreementHandlers } from '.'

let office: TestOffice
let partnerId: string
let terms: { clauses: string; items: readonly { code: string }[] }
beforeAll(async () => {
  office = await openTestOffice({ roles: ['window', 'verifier', 'signer'] })
  partnerId = (await office.call('agreements.saveOffice', { identity: { name: '某县局', code: '141125-00', phone: '' } })).id
  terms = await office.call('agreements.terms', {})
})
afterAll(() => office.close())

type Input = CallInput<SpecOf<'agreements.save'>>
const refused = (work: Promise<unknown>, code: string) => expect(work).rejects.toMatchObject({ code })
const written = (number: string, over: Partial<Input> = {}): Input => ({
  ...{ partnerId, number, signedOn: '2026-01-05', validFrom: '2026-01-10', validTo: '2026-12-31', kinds: ['XC'], items: ['identity'] },
  ...{ deadlines: [{ kind: 'XC', urgency: null, value: 10, unit: 'working_day', mayBeLonger: false }], clauses: terms.clauses },
  ...{ ourPosts: [{ post: '流动人口管理岗', phone: '0912-1' }] },
  ...over
})
const save = (number: string, over: Partial<Input> = {}) => office.call('agreements.save', written(number, over))
const get = (id: string) => office.call('agreements.get', { id })
const issue = async (): Promise<{ dueOn: string | null; rule: string | null }> => {
  const { id } = await office.call('persons.save', {
    person: someone({ name: '协议测' }),
    episodes: [stay({ residenceCode: '610802001' })]
  })
  const { ids } = await office.call('slips.compose', {
    ...{ kind: 'XC', partnerId, personIds: [id], items: ['identity'], reason: '核实' },
    urgency: 'ordinary'
  })
  await office.call('slips.submit', { ids })
  const { slips } = await office.call('slips.sign', { ids })
  const view = await office.call('slips.get', { id: ids[0] ?? '' })
  return { dueOn: slips[0]?.dueOn ?? null, rule: view.deadlineRule }
}

it('an agreement › sets the limit of a slip with its source, warns of what it does not hold, and blocks nothing', async () => {
  expect(await issue()).toMatchObject({ dueOn: '2026-04-04' })
  const { id } = await save('榆某协〔2026〕1号')
  expect(await issue()).toEqual({ dueOn: '2026-03-19', rule: expect.stringContaining('协议 榆某协〔2026〕1号：10 个工作日') as string })
  expect(await office.call('agreements.check', { partnerId, kind: 'XC', items: ['identity'] })).toMatchObject({ warnings: [] })
  const { warnings } = await office.call('agreements.check', { partnerId, kind: 'TB-LD', items: ['marital_status'] })
  expect(warnings).toEqual(['协议 榆某协〔2026〕1号 没有约定流动变动通报', '协议 榆某协〔2026〕1号 没有约定这些事项：婚姻状况'])
  await office.call('agreements.save', { ...written('榆某协〔2026〕1号'), id, revision: 1, validTo: null, deadlines: [] })
  expect(await issue()).toMatchObject({ dueOn: '2026-04-04' })
  const seen = await get(id)
  expect(seen).toMatchObject({ revision: 2, standing: 'in_force', validTo: null, daysLeft: null })
  expect(seen.history.filter(({ label }) => label === '期限').map(({ before, after }) => [before, after])).toEqual([
    ['协查 10 个工作日', ''],
    [null, '协查 10 个工作日']
  ])
})

it('an agreement › with impossible days, foreign words, or a number given before › is refused', async () => {
  await refused(save('榆某协〔2026〕1号'), 'agreements.number_taken')
  await refused(save('x1', { validTo: '2026-01-09' }), 'agreements.bad_term')
  await refused(save('x2', { signedOn: '2026-02-30' }), 'agreements.bad_term')
  await refused(save('x3', { signedOn: '2026-03-06' }), 'agreements.bad_term')
  await refused(save('x4', { items: ['constructor'] }), 'agreements.not_in_rules')
  const row = { kind: 'XC', urgency: null, value: 5, unit: 'calendar_day', mayBeLonger: false } as const
  await refused(save('x5', { deadlines: [row, row] }), 'agreements.deadline_twice')
  await refused(save('x6', { deadlines: [{ ...row, urgency: 'never' }] }), 'agreements.not_in_rules')
  await refused(save('x7', { clauses: '一\n二\u202e三' }), 'agreements.bad_text')
  await refused(save('x8', { partnerId: '0192f0c0-aa00-7000-8000-00000000dead' }), 'partners.unknown')
  await refused(get('0192f0c0-aa00-7000-8000-00000000dead'), 'agreements.unknown')
})

it('the end of an agreement › is told in time, until another follows it or it is ended', async () => {
  const { id } = await save('榆某协〔2026〕2号', { validTo: '2026-03-25' })
  expect((await office.call('agreements.reminders', {})).rows).toMatchObject([{ id, daysLeft: 20, stage: 30, partnerName: '某县局' }])
  expect(await get(id)).toMatchObject({ standing: 'expiring', daysLeft: 20, renewed: false })
  const next = await save('榆某协〔2026〕3号', { validFrom: '2026-03-26', validTo: '2027-03-25', renews: id })
  expect((await office.call('agreements.reminders', {})).rows).toEqual([])
  expect(await get(next.id)).toMatchObject({ standing: 'coming', renews: { id, number: '榆某协〔2026〕2号' } })
  expect((await get(id)).renewed).toBe(true)
  await refused(office.call('agreements.end', { id, revision: 9, on: '2026-03-05', why: '改签' }), 'agreements.changed_meanwhile')
  await office.call('agreements.end', { id, revision: 1, on: '2026-03-05', why: '改签' })
  expect(await get(id)).toMatchObject({ standing: 'ended', endedWhy: '改签' })
  await refused(office.call('agreements.save', { ...written('榆某协〔2026〕2号'), id, revision: 2 }), 'agreements.has_ended')
  const holding = (await office.call('agreements.list', { holding: true })).rows.map(({ number }) => number)
  expect(holding).toEqual(['榆某协〔2026〕3号', '榆某协〔2026〕1号'])
  const first = await office.call('agreements.list', { limit: 2 })
  const rest = await office.call('agreements.list', { limit: 2, cursor: first.next })
  expect([first.rows.length, rest.rows.length, rest.next]).toEqual([2, 1, null])
})

it('a scan › is taken in by its bytes, given out as it was, and lies nowhere in the open', async () => {
  const { id } = await save('榆某协〔2026〕4号')
  const file = (name: string, bytes: Buffer): string => {
    const path = join(office.dir, name)
    writeFileSync(path, bytes)
    return office.connection.offer(path).ticket
  }
  await refused(office.call('agreements.addScan', { id, file: file('a.pdf', Buffer.from('MZ not a scan')) }), 'agreements.scan_bad')
  await refused(office.call('agreements.addScan', { id, file: file('b.pdf', Buffer.alloc(5_242_881)) }), 'agreements.scan_bad')
  const pdf = Buffer.from('%PDF-1.7 made up paper')
  const scan = await office.call('agreements.addScan', { id, file: file('协议.pdf', pdf) })
  expect((await get(id)).scanFiles).toMatchObject([{ name: '协议.pdf', bytes: pdf.length }])
  const taken = await office.call('agreements.takeScan', { scan: scan.id })
  expect(readFileSync(office.connection.take(taken.file.ticket).path)).toEqual(pdf)
  await office.call('agreements.removeScan', { scan: scan.id })
  expect((await get(id)).scanFiles).toEqual([])
  await refused(office.call('agreements.takeScan', { scan: scan.id }), 'agreements.unknown')
})

it('the keys under an agreement › are ours, and theirs only once two persons compared them', async () => {
  const { id: onPaper } = await save('榆某协〔2026〕5号')
  const { keys } = await get(onPaper)
  expect(keys).toEqual({ ours: expect.stringMatching(/^(\d{5} ){7}\d{5}$/) as string, theirs: null })
  const pair = await openPair()
  const { a, b } = pair
  const { id } = await a.command<{ id: string }>(agreementHandlers.save, {
    ...written('甲乙协〔2026〕1号', { partnerId: a.partnerOf(b), deadlines: [], ourPosts: [] }),
    ...{ id: null, revision: 0, renews: null, theirPosts: [] }
  })
  const seen = () => agreementHandlers.get(a.query(), { id })
  expect(await seen()).toMatchObject({ keys: { ours: cardFacts(a.card).digits, theirs: cardFacts(b.card).digits } })
  a.write.transaction(() => raiseAlarm(a.write.db, a.partnerOf(b), '2026-03-05T01:00:00.000Z'))
  expect(await seen()).toMatchObject({ keys: { theirs: null } })
  pair.close()
})
