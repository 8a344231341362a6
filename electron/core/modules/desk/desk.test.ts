/** Why: a person's rights are worth what the desk does: the clock runs, the mark stands from the first day, the reply is given, and nothing is told to others. */
import { readFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CallInput, Output } from '@shared/contract'
import type { desk as contract } from '@shared/contract/desk'
import { deskReason } from '@shared/domain/person-desk'
import { OFFICES } from '../../../../test/kit/loop'
import { openTestOffice, type Desk, type TestOffice } from '../../../../test/kit/office'
import { someone, stay } from '../../../../test/kit/register'

const NUMBER = '610802199003050029'
const PHONE = '13800001234'
let office: TestOffice
let neighbour: TestOffice
let window: Desk
let signer: Desk
let partnerId: string
beforeAll(async () => {
  office = await openTestOffice()
  neighbour = await openTestOffice(OFFICES.b)
  const { file } = await neighbour.call('exchange.exportCard', {})
  const card = office.connection.offer(neighbour.connection.take(file.ticket).path)
  partnerId = (await office.call('partners.add', { file: card.ticket })).id
  window = await office.as('chuangkou', ['window'])
  signer = await office.as('qianfa', ['signer'])
})
afterAll(async () => {
  await office.close()
  await neighbour.close()
})

type Asked = CallInput<typeof contract.receive>
const asked = (personId: string, over: Partial<Asked> = {}): Asked => ({
  ...{ personId, kind: 'show', papers: ['id_card'], receivedOn: '2026-03-05' },
  ...over
})
const put = async (name: string, over: object = {}): Promise<string> =>
  (await office.call('persons.save', { person: someone({ name, ...over }), episodes: [stay({ residenceCode: '610802001' })] })).id
const take = (personId: string, over: Partial<Asked> = {}) => window.call('desk.receive', asked(personId, over))
const seen = (id: string) => window.call('desk.get', { id })
const decide = async (id: string, decision: 'granted' | 'partly' | 'refused', reason: string | null = null) =>
  signer.call('desk.decide', { id, revision: (await seen(id)).revision, decision, reason })
const close = async (id: string) => window.call('desk.close', { id, revision: (await seen(id)).revision, handed: 'paper' })
const refused = (work: Promise<unknown>, code: string) => expect(work).rejects.toMatchObject({ code })
const change = async (id: string, over: object, why: string) => {
  const view = await office.call('persons.get', { id })
  const { name, sex, birthDate, idType, hukouCode } = view
  await office.call('persons.save', {
    ...{ id, revision: view.revision, why },
    person: { name, sex: sex as '2', birthDate, idType, hukouCode, ...over }
  })
}

describe('taking a request in', () => {
  it('counts fifteen working days from the day it was received, by the calendar', async () => {
    const { dueOn, id } = await take(await put('受理甲'))
    expect(dueOn).toBe('2026-03-26')
    expect(await seen(id)).toMatchObject({
      daysLeft: 21,
      dueRule: '个人信息查阅、更正、导出答复，15 个工作日',
      state: 'decided',
      decision: 'granted'
    })
    expect(await window.call('desk.dueOn', { receivedOn: '2026-03-05' })).toEqual({
      dueOn,
      rule: '个人信息查阅、更正、导出答复，15 个工作日'
    })
  })

  it('asks who stands there, with which paper, and what is wrong', async () => {
    const id = await put('受理乙')
    const child = await put('受理幼', { birthDate: '2020-01-02' })
    await refused(take(id, { receivedOn: '2026-03-06' }), 'desk.bad_day')
    await refused(take(id, { receivedOn: '2026-02-30' }), 'desk.bad_day')
    await refused(take(id, { papers: ['mandate'] }), 'desk.paper_needed')
    await refused(take(id, { capacity: 'agent', asker: '代甲', papers: ['id_card'] }), 'desk.paper_needed')
    await refused(take(id, { capacity: 'agent', papers: ['mandate'] }), 'desk.asker_needed')
    await refused(take(child), 'desk.guardian_of_child')
    await refused(take(id, { kind: 'correct', wanted: '姓名', evidence: '户口簿' }), 'desk.fields_needed')
    await refused(take(id, { kind: 'correct', fields: ['name'], evidence: '户口簿' }), 'desk.wanted_needed')
    await refused(take(id, { kind: 'correct', fields: ['name'], wanted: '姓名' }), 'desk.evidence_needed')
    await refused(take(id, { kind: 'withdraw' }), 'desk.consent_needed')
    await refused(take(id, { wanted: '看\u202e档案' }), 'persons.bad_text')
    await refused(take('01a1ffe0-6e4b-7266-b5ad-c8dfd6edb166'), 'persons.unknown')
    const guarded = await take(child, { capacity: 'guardian', asker: '母甲', papers: ['birth_cert'] })
    expect(await seen(guarded.id)).toMatchObject({ capacity: 'guardian', asker: '母甲', personName: '受**' })
  })

  it('is for the posts of the desk; deciding is the signer’s', async () => {
    const { id, revision } = await take(await put('受理丙'), { kind: 'restrict' })
    await refused(window.call('desk.decide', { id, revision, decision: 'granted' }), 'session.forbidden')
    for (const role of ['collector', 'statistician', 'service', 'administrator', 'overseer'] as const)
      await refused((await office.as(`wu${role}`, [role])).call('desk.list', {}), 'session.forbidden')
  })

  it('list › stands by the day it is due, the ended ones the latest first, page by page', async () => {
    const all = (await window.call('desk.list', {})).rows.map(({ id }) => id)
    expect(all.length).toBeGreaterThan(2)
    const paged: string[] = []
    for (let cursor: string | null = null; ;) {
      const page: Output<typeof contract.list> = await window.call('desk.list', { cursor, limit: 1 })
      paged.push(...page.rows.map(({ id }) => id))
      if (page.next === null) break
      cursor = page.next
    }
    expect(paged).toEqual(all)
    expect(await window.call('desk.count', {})).toEqual({ waiting: all.length, late: 0 })
    await refused(window.call('desk.list', { cursor: 'x' }), 'request.invalid')
    await refused(
      window.call('desk.get', { id: all[0]?.replace(/.$/, '0') ?? '' }).then(() => seen(partnerId)),
      'desk.unknown'
    )
  })
})

describe('restriction', () => {
  const way = (personId: string) => ({
    kind: 'XC' as const,
    partnerId,
    items: ['identity'],
    reason: '本人申请办理登记',
    personIds: [personId]
  })

  it('keeps the file out of slips, lists, cards and tables from the day it is asked for › until it is lifted', async () => {
    const id = await put('限制甲')
    const other = await put('限制乙')
    const drafted = await office.call('slips.compose', way(id))
    const roster = { wanted: { kind: 'roster' as const, place: '610802001', columns: ['sex' as const] } }
    const before = await office.call('rosters.issue', roster)
    const outside = (await office.call('rosters.preview', { place: '610802001' })).restricted
    const request = await take(id, { kind: 'restrict' })
    const number = String(request.number)

    await expect(office.call('slips.compose', way(id))).rejects.toMatchObject({ code: 'persons.restricted', params: { request: number } })
    await office.call('slips.submit', drafted)
    await refused(signer.call('slips.sign', drafted), 'persons.restricted')
    expect((await office.call('rosters.preview', { place: '610802001' })).restricted).toBe(outside + 1)
    const issued = await office.call('rosters.issue', roster)
    const rows = (await office.call('rosters.paper', { id: issued.id })).rows.map(({ cells }) => cells['name'])
    expect(rows).toContain('限制乙')
    expect(rows).not.toContain('限制甲')
    const again = JSON.stringify(await office.call('rosters.paper', { id: before.id }))
    expect(again).not.toContain('限制甲')
    expect(again).toContain('（限制处理）')
    await refused(office.call('rosters.issue', { wanted: { kind: 'card', persons: [other, id] } }), 'persons.restricted')
    const table = await office.finish('workbooks.export', { ids: [id, other], columns: ['name'], format: 'csv' })
    expect(table).toMatchObject({ rows: 1, restricted: 1 })
    expect(readFileSync(office.connection.take(table.file.ticket).path, 'utf8')).not.toContain('限制甲')
    const whole = await office.finish('workbooks.export', { filter: { text: '限制' }, columns: ['name'], format: 'csv' })
    expect(readFileSync(office.connection.take(whole.file.ticket).path, 'utf8')).not.toContain('限制甲')
    const ledger = await office.call('slips.search', { filter: { text: '' } })
    expect(ledger.rows.map(({ subjectName }) => subjectName)).toContain('（限制处理）')
    expect(JSON.stringify(ledger)).not.toContain('限制甲')
    const shown = await office.finish('lists.export', {
      name: '疑似重复',
      columns: [{ title: '姓名', width: 10 }],
      rows: [['限制甲'], ['限制乙']],
      format: 'csv'
    })
    const listed = readFileSync(office.connection.take(shown.file.ticket).path, 'utf8')
    expect(listed).toContain('限制乙')
    expect(listed).not.toContain('限制甲')
    // On screen it is found, with the mark: who cannot be found is registered twice.
    const found = (await office.call('persons.search', { filter: { text: '限制甲' } })).rows
    expect(found).toMatchObject([{ name: '限制甲', restricted: true }])
    expect((await office.call('persons.get', { id })).marks).toMatchObject([{ kind: 'restricted', field: null, request: request.number }])

    await decide(request.id, 'granted')
    await close(request.id)
    await refused(office.call('slips.compose', way(id)), 'persons.restricted')
    const view = await seen(request.id)
    await signer.call('desk.lift', { id: request.id, revision: view.revision, why: '本人要求解除' })
    await office.call('slips.compose', way(id))
    await signer.call('slips.sign', drafted)
    await refused(signer.call('desk.lift', { id: request.id, revision: view.revision + 1, why: '再解' }), 'desk.not_marked')
  })

  it('a signed slip that still lies here › waits in no queue', async () => {
    const id = await put('限制丙')
    const drafted = await office.call('slips.compose', way(id))
    await office.call('slips.submit', drafted)
    const queued = async (): Promise<number> => (await office.call('exchange.outbox', {})).rows.reduce((sum, row) => sum + row.queued, 0)
    const none = await queued()
    await signer.call('slips.sign', drafted)
    expect(await queued()).toBe(none + 1)
    const request = await take(id, { kind: 'restrict' })
    expect(await queued()).toBe(none)
    await decide(request.id, 'refused', '没有法定理由')
    expect(await queued()).toBe(none + 1)
    expect(await seen(request.id)).toMatchObject({ marked: false, decision: 'refused', reason: '没有法定理由' })
  })

  it('holds for the whole person › after a merge, and for both when it is taken back', async () => {
    const [one, two] = [await put('限制丁'), await put('限制丁二')]
    await take(one, { kind: 'restrict' })
    const revision = async (id: string): Promise<number> => (await office.call('persons.get', { id, own: true })).revision
    const merge = { survivor: two, merged: one, survivorRevision: await revision(two), mergedRevision: await revision(one), taken: [] }
    const { act } = await office.call('duplicates.merge', merge)
    for (const id of [one, two]) await refused(office.call('slips.compose', way(id)), 'persons.restricted')
    await office.call('duplicates.unmerge', { act, move: [] })
    await refused(office.call('slips.compose', way(one)), 'persons.restricted')
    await office.call('slips.compose', way(two))
  })

  it('taken back by who asked › frees the file', async () => {
    const id = await put('限制戊')
    const { id: request, revision } = await take(id, { kind: 'restrict' })
    await window.call('desk.withdraw', { id: request, revision, why: '本人撤回' })
    expect(await seen(request)).toMatchObject({ state: 'withdrawn', marked: false })
    await refused(window.call('desk.withdraw', { id: request, revision: revision + 1, why: '再撤' }), 'desk.ended')
    expect((await window.call('desk.list', { which: 'ended' })).rows[0]?.id).toBe(request)
  })
})

describe('contest', () => {
  it('marks the fact in the file and in every slip written from it › until it is settled', async () => {
    const id = await put('异议甲')
    const request = await take(id, { kind: 'contest', fields: ['birthDate', 'hukou'], wanted: '出生日期应为三月' })
    const way = { kind: 'XC' as const, partnerId, items: ['identity'], reason: '本人申请办理登记', personIds: [id] }
    const { ids } = await office.call('slips.compose', way)
    const lines = (await office.call('slips.preview', { id: ids[0] ?? '' })).fields.filter(({ contested }) => contested === true)
    expect(lines.map(({ field }) => field)).toEqual(expect.arrayContaining(['person.birth_date', 'person.hukou_code']))
    expect(lines.some(({ field }) => field === 'person.name')).toBe(false)
    const { timeline } = await office.call('slips.get', { id: ids[0] ?? '' })
    expect(timeline[0]?.note).toBe('本人有异议：出生日期、户籍地')
    await decide(request.id, 'granted')
    await refused(close(request.id), 'desk.not_done')
    await change(id, { birthDate: '1990-03-28' }, `${deskReason('contest', request.number)}：户口簿`)
    await close(request.id)
    expect((await office.call('persons.get', { id })).marks).toEqual([])
  })

  it('that cannot be settled › stays marked; found right, it does not', async () => {
    const id = await put('异议乙')
    const said = { kind: 'contest' as const, fields: ['phone' as const], wanted: '不是我的电话' }
    const [open, right] = [await take(id, said), await take(id, said)]
    await refused(decide(open.id, 'partly'), 'desk.reason_needed')
    await decide(open.id, 'partly', '核实后仍不能确定')
    await decide(right.id, 'refused', '与证件一致')
    await close(open.id)
    await close(right.id)
    expect((await office.call('persons.get', { id })).marks).toMatchObject([{ kind: 'contested', field: 'phone', request: open.number }])
  })
})

describe('correction, consent, and the end', () => {
  it('an agreed correction › is closed once the file says so, under the number of the request', async () => {
    const id = await put('更正甲')
    const request = await take(id, { kind: 'correct', fields: ['name'], wanted: '应为更正乙', evidence: '居民户口簿原件' })
    await refused(close(request.id), 'desk.undecided')
    await decide(request.id, 'granted')
    await refused(close(request.id), 'desk.not_done')
    await change(id, { name: '更正乙' }, deskReason('correct', request.number))
    expect(await seen(request.id)).toMatchObject({ corrections: 2, personName: '更正乙' })
    await close(request.id)
    expect(await seen(request.id)).toMatchObject({ state: 'closed', handed: 'paper', closedOn: '2026-03-05', daysLeft: null })
    await refused(decide(request.id, 'refused', '再议'), 'desk.ended')
  })

  it('a consent › ends on the day it is withdrawn, without anybody’s leave', async () => {
    const id = (
      await office.call('persons.save', { person: someone({ name: '同意甲' }), consents: [{ purpose: 'service', givenOn: '2025-06-01' }] })
    ).id
    const { rows } = await window.call('desk.consents', { personId: id })
    expect(rows).toMatchObject([{ purpose: '提供服务', givenOn: '2025-06-01' }])
    const request = await take(id, { kind: 'withdraw', consents: rows.map((row) => row.id) })
    const [consent] = (await office.call('persons.get', { id })).consents
    expect(consent).toMatchObject({ withdrawnOn: '2026-03-05', withdrawnReason: deskReason('withdraw', request.number) })
    expect((await window.call('desk.consents', { personId: id })).rows).toEqual([])
    const { revision } = await seen(request.id)
    await refused(window.call('desk.withdraw', { id: request.id, revision, why: '反悔' }), 'desk.already_done')
    await refused(window.call('desk.close', { id: request.id, revision: revision + 1, handed: 'paper' }), 'desk.changed_meanwhile')
    await close(request.id)
  })
})

describe('erasure', () => {
  const erase = async (id: string, mode: 'delete' | 'anonymise' = 'delete'): Promise<unknown> => {
    const input = { id, revision: (await seen(id)).revision, mode }
    const agreeing = await office.as('qianfaer', ['signer'])
    const first = await signer.raw('desk.erase', input)
    if (first.ok || first.error.code !== 'approval.needed') return first
    const asked = await signer.call('approvals.request', { method: 'desk.erase', input, reason: '本人要求' })
    await agreeing.call('approvals.approve', { id: asked.id })
    return signer.raw('desk.erase', input, undefined, asked.id)
  }

  it('agreed to, previewed and done by two › takes the file away, and the request stays without a name', async () => {
    const id = await put('删除甲', { idType: 'resident_id', idNo: '610802199003050045', noIdReason: null, phone: '13900005678' })
    const said = { capacity: 'agent' as const, asker: '代办乙', papers: ['mandate' as const], wanted: '不再需要' }
    const request = await take(id, { kind: 'erase', ...said })
    expect(await erase(request.id)).toMatchObject({ ok: false, error: { code: 'desk.undecided' } })
    await decide(request.id, 'partly', '交流单依照规定保存')
    const preview = await signer.call('desk.erasePreview', { id: request.id })
    expect(preview.goes.map(({ what }) => what)).toEqual(expect.arrayContaining(['人员档案', '居住记录']))
    expect(preview.stays.map(({ what }) => what).join()).toContain('操作记录')
    await refused(close(request.id), 'desk.not_done')

    expect(await erase(request.id)).toMatchObject({ ok: true })
    expect((await signer.call('retention.preview', {})).runs[0]).toMatchObject({ state: 'cleaning', counts: [{ count: 1 }] })
    await refused(office.call('persons.get', { id }), 'persons.unknown')
    const view = await seen(request.id)
    expect(view).toMatchObject({ personName: null, person: null, asker: '代办乙', reason: '交流单依照规定保存', state: 'decided' })
    expect(view.kept.length).toBeGreaterThan(0)
    expect(await window.call('desk.paper', { id: request.id, form: 'reply' })).toMatchObject({ name: null })
    await refused(window.call('desk.holdings', { id: request.id }), 'desk.erased')
    await refused(decide(request.id, 'refused', '反悔'), 'desk.already_done')
    await close(request.id)
    expect(await seen(request.id)).toMatchObject({ asker: null, wanted: null, reason: null, state: 'closed' })
  })

  it('anonymised › leaves a file of nobody, of which no request knows', async () => {
    const id = await put('删除乙')
    const earlier = await take(id, { kind: 'restrict', wanted: '不要外传' })
    const request = await take(id, { kind: 'erase' })
    await decide(request.id, 'granted')
    expect(await erase(request.id, 'anonymise')).toMatchObject({ ok: true })
    await refused(office.call('persons.get', { id }), 'persons.unknown')
    expect(await seen(earlier.id)).toMatchObject({ personName: null, wanted: null, marked: false })
  })

  it('is refused while a signed slip waits to leave, and for any other request', async () => {
    const id = await put('删除丙')
    const drafted = await office.call('slips.compose', {
      ...{ kind: 'XC', partnerId, items: ['identity'], reason: '本人申请办理登记', personIds: [id] }
    })
    await office.call('slips.submit', drafted)
    await signer.call('slips.sign', drafted)
    const request = await take(id, { kind: 'erase' })
    await decide(request.id, 'granted')
    expect(await erase(request.id)).toMatchObject({ ok: false, error: { code: 'desk.slips_waiting' } })
    const other = await take(id)
    await refused(signer.call('desk.erasePreview', { id: other.id }), 'desk.not_erasure')
    await office.call('persons.get', { id })
  })
})

describe('what the office holds', () => {
  it('is shown whole to the person, with sources, recipients, lists and who looked, by post and not by name', async () => {
    const id = await put('出示甲', { idType: 'resident_id', idNo: NUMBER, noIdReason: null, phone: PHONE })
    await office.call('persons.get', { id })
    await office.call('persons.reveal', { id, field: 'phone', reason: '核对电话' })
    const drafted = await office.call('slips.compose', {
      ...{ kind: 'XC', partnerId, items: ['identity'], reason: '本人申请办理登记', personIds: [id] }
    })
    await office.call('slips.submit', drafted)
    const [signed] = (await signer.call('slips.sign', drafted)).slips
    await office.call('rosters.issue', { wanted: { kind: 'card', persons: [id] } })
    await office.finish('workbooks.export', { ids: [id], columns: ['name'] })
    await change(id, { marital: '20' }, '本人出示结婚证')
    const request = await take(id)
    const held = await window.call('desk.holdings', { id: request.id })

    const facts = held.sections.flatMap((section) => section.facts)
    expect(facts.find(({ label }) => label === '证件')?.value).toBe(`居民身份证 ${NUMBER}`)
    expect(facts.find(({ label }) => label === '联系电话')?.value).toBe(PHONE)
    expect(facts.every(({ value }) => value !== '')).toBe(true)
    expect(held.sources.some(({ from }) => from === '本人出示结婚证')).toBe(true)
    expect(held.recipients).toMatchObject([{ slipNo: signed?.slipNo, on: '2026-03-05' }])
    expect(held.recipients[0]?.fields.join()).toContain('姓名')
    expect(held.lists.map(({ what }) => what)).toEqual(expect.arrayContaining(['导出的表格', expect.stringContaining('个案卡')]))
    expect(held.requests).toMatchObject([{ number: request.number, kind: '查阅、复制' }])
    const whats = held.looks.map(({ what }) => what)
    expect(whats).toEqual(expect.arrayContaining(['查看档案', '显示遮盖的内容', '登记或修改档案', '列入名单', '受理本人申请']))
    expect(held.looks.find(({ what }) => what === '受理本人申请')?.posts).toBe('窗口')
    expect(JSON.stringify(held.looks)).not.toMatch(/chuangkou|banli|qianfa|出示甲/)

    const { file } = await window.call('desk.exportFile', { id: request.id })
    expect(file.name).toBe(`个人信息-${String(request.number)}.json`)
    const written = JSON.parse(readFileSync(window.connection.take(file.ticket).path, 'utf8')) as {
      format: string
      digest: string
      data: object
    }
    expect(written.format).toBe('yipanqi-person/1')
    expect(written.digest).toBe(createHash('sha256').update(JSON.stringify(written.data)).digest('hex'))
    await close(request.id)
    await refused(window.call('desk.holdings', { id: request.id }), 'desk.ended')
    await refused(window.call('desk.exportFile', { id: request.id }), 'desk.ended')
  })

  it('somebody else’s table, list and look › are not among it', async () => {
    const id = await put('出示乙')
    const { id: request } = await take(id)
    const held = await window.call('desk.holdings', { id: request })
    expect(held.lists).toEqual([])
    expect(held.recipients).toEqual([])
    expect(held.looks.map(({ what }) => what)).toEqual(['受理本人申请', '登记或修改档案'])
  })

  it('is not found in the log: lines hold numbers of requests, kinds and posts', async () => {
    const overseer = await office.as('jiandu', ['overseer'])
    const { rows } = await overseer.call('audit.search', { limit: 200 })
    const lines = JSON.stringify(rows.filter(({ event }) => event.startsWith('desk.')))
    expect(lines).toContain('desk.shown')
    expect(lines).not.toMatch(/出示|限制甲|异议|母甲|610802199003050029|1380000/)
  })
})
