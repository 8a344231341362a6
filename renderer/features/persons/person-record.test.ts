// Why: the record is where everything of a person is looked at and acted on; an earlier day must show nothing of today and change nothing.
import type { CallInput } from '@shared/contract'
import type { HistoryEntry, persons } from '@shared/contract/persons'
import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { family } from '../../../test/kit/family-view'
import { view } from '../../../test/kit/person-view'
import { clearStage, field, open, press, submit, text, type, type Answers } from '../../../test/kit/page-stage'
import PersonRecord from './components/person-record.vue'
import PlacePage from './place.page.vue'

afterEach(clearStage)

const lists = {
  lists: { purpose: { label: '用途', edition: '1', entries: [{ code: 'service', label: '提供服务', group: null }] } }
}
const entry = (over: Partial<HistoryEntry>): HistoryEntry => ({
  ...{ at: '2026-03-01T01:00:00.000Z', by: '甲员', record: null, field: 'note', label: '备注', before: null, after: '新' },
  ...{ why: null, slipNo: null, act: null },
  ...over
})

async function record(answers: Answers = {}, person = family()) {
  const page = defineComponent(() => () => h(PersonRecord, { id: person.id }))
  return open(page, { 'persons.get': () => person, 'reference.codeLists': () => lists, ...answers }, [
    'persons.read',
    'persons.write',
    'persons.reveal'
  ])
}
async function tab(label: string): Promise<void> {
  const found = Array.from(document.querySelectorAll<HTMLElement>('[role=tab]')).find((each) => each.textContent.includes(label))
  found?.click()
  await flushPromises()
}

it('record › family › leads to files and shows a child only after a reason', async () => {
  const parent = { id: '01a1ffe0-6e4b-7266-b5ad-c8dfd6edb1aa', name: '测母' }
  const person = family({ parents: [parent] })
  const child = { ...person.children[0], masked: false, name: '测丙', sex: '1', birthDate: '2020-05-01', relation: null, location: null }
  const { sentTo } = await record({ 'persons.reveal': () => ({ value: null, child }) }, person)
  await tab('家庭')
  expect(document.querySelector(`a[href="/persons/${parent.id}"]`)?.textContent).toBe('测母')
  expect(text()).not.toContain('测丙')
  const shows = Array.from(document.querySelectorAll('button')).filter((each) => each.title === '显示完整孩子的资料')
  shows[0]?.click()
  await flushPromises()
  await type('原因', '本人查询')
  const dialog = document.querySelector('dialog[open]')
  Array.from(dialog?.querySelectorAll('button') ?? [])
    .find((each) => each.textContent.trim() === '显示')
    ?.click()
  await flushPromises()
  expect(sentTo('persons.reveal')[0]?.input).toMatchObject({
    field: 'child',
    record: `child:${person.children[0]?.id ?? ''}`,
    reason: '本人查询'
  })
  expect(text()).toContain('测丙 · 男')
})

it('record › a file that is not whole › names what it lacks, and a whole one is calm', async () => {
  await record({}, view({ missing: ['婚姻状况', '现居住地（到村、社区）'] }))
  expect(text()).toContain('档案不完整，缺：婚姻状况、现居住地（到村、社区）')
  clearStage()
  await record({}, view())
  expect(text()).not.toContain('不完整')
})

it('record › on an earlier day › shows that day and offers no act', async () => {
  const { sentTo } = await record({ 'persons.asOf': () => ({ person: view({ name: '旧名', spouses: [], children: [] }) }) })
  await press('按日期看')
  await type('看这一天', '20250401')
  field('看这一天').dispatchEvent(new Event('blur'))
  await flushPromises()
  expect(sentTo('persons.asOf')[0]?.input).toMatchObject({ day: '2025-04-01' })
  expect([text().includes('旧名'), text().includes('当天结束时的档案')]).toEqual([true, true])
  expect(Array.from(document.querySelectorAll('button')).some((each) => each.textContent.trim() === '显示')).toBe(false)
  await tab('居住记录')
  expect(text()).not.toContain('结束这段居住')
  await press('回到今天')
  expect(text()).toContain('结束这段居住')
})

it('record › history › can be narrowed to one field and says where a change came from', async () => {
  const rows = [
    entry({ slipNo: 'XC-1' }),
    entry({ label: '姓名', field: 'name', after: '甲', act: { id: family().id, kind: 'import', note: '三月名单' } })
  ]
  await record({ 'persons.history': () => ({ rows }) })
  await tab('变更记录')
  expect([text().includes('来自 XC-1'), text().includes('表格导入：三月名单')]).toEqual([true, true])
  const only = document.querySelector('select')
  if (!only) throw new RangeError('no list of fields')
  only.value = '姓名'
  only.dispatchEvent(new Event('change', { bubbles: true }))
  await flushPromises()
  expect([text().includes('来自 XC-1'), text().includes('三月名单')]).toEqual([false, true])
})

it('record › a stay › is ended with its own day', async () => {
  const { sentTo } = await record({ 'persons.endEpisode': () => ({ id: family().id, revision: 4, warnings: [] }) })
  await tab('居住记录')
  await press('结束这段居住')
  await press('结束居住')
  expect(sentTo('persons.endEpisode')[0]?.input).toMatchObject({ revision: 3, endedOn: '2026-03-05', episode: family().episodes[0]?.id })
})

it('record › a consent › is withdrawn without a reason', async () => {
  const consents = [
    {
      ...{ id: '01a1ffe0-6e4b-7266-b5ad-c8dfd6edb1bb', ofPerson: view().id, purpose: 'service', givenOn: '2026-01-01' },
      ...{ formRef: '甲柜3', withdrawnOn: null, withdrawnReason: null, recordedOn: '2026-01-01' }
    }
  ]
  const { sentTo } = await record(
    { 'persons.saveConsent': () => ({ id: view().id, revision: 4, consent: consents[0]?.id }) },
    family({ consents })
  )
  await tab('同意')
  expect([text().includes('提供服务'), text().includes('甲柜3')]).toEqual([true, true])
  await press('撤回同意')
  await press('撤回')
  const { consent } = sentTo('persons.saveConsent')[0]?.input as CallInput<typeof persons.saveConsent> // The stage parsed it by the contract.
  expect(consent).toMatchObject({ id: consents[0]?.id, withdrawnOn: '2026-03-05', withdrawnReason: null })
  expect(consent).not.toHaveProperty('formRef')
})

it('employer page › lists who works there now and before › each leading to the file', async () => {
  const row = {
    ...{ id: view().id, name: '测甲', sex: '2', birthDate: '1990', idNoMasked: null, phoneMasked: null, hukouName: '某县', kind: null },
    ...{ residenceName: null, startedOn: null, status: 'active' }
  }
  const stay = { person: row, episode: family().id, startedOn: '2024', endedOn: null }
  const employer = { id: family().id, revision: 1, name: '测试厂', address: '某路', kind: null, phone: null }
  await open(
    PlacePage,
    {
      'reference.codeLists': () => lists,
      'places.employer': () => ({ employer, now: [stay], before: [{ ...stay, endedOn: '2025' }], more: false })
    },
    ['persons.read'],
    'main',
    { path: '/employers/:id', at: `/employers/${family().id}` }
  )
  expect(text()).toMatch(/测试厂.*现在在这里工作 1 人.*以前工作过 1 人/s)
  expect(document.querySelectorAll(`a[href="/persons/${view().id}"]`)).toHaveLength(2)
})

it('record › a household › is begun with the person as its head under the next number', async () => {
  const number = '141124000000000001'
  const { sentTo } = await record({
    'places.nextHouseholdNumber': () => ({ number }),
    'places.saveHousehold': () => ({ id: family().id, revision: 1 })
  })
  await tab('家庭')
  await press('以此人为户主立户')
  await submit('立户：户主 测甲')
  expect(sentTo('places.saveHousehold')[0]?.input).toMatchObject({
    number,
    headId: view().id,
    members: [{ personId: view().id, relation: '02' }]
  })
})

it('record › a household › shows who belongs to it', async () => {
  const household = { id: family().id, number: '141124000000000001', head: { id: view().id, name: '测甲' } }
  const row = {
    ...{ id: view().id, name: '测丁', sex: '1', birthDate: '1960', idNoMasked: null, phoneMasked: null, hukouName: '某县', kind: null },
    ...{ residenceName: null, startedOn: null, status: 'active' }
  }
  const members = [{ person: row, relation: null }]
  await record(
    { 'places.household': () => ({ id: household.id, revision: 1, number: household.number, headId: view().id, note: null, members }) },
    family({ household })
  )
  await tab('家庭')
  expect(document.querySelector('[aria-label="户里的人"]')?.textContent).toContain('测丁')
})

it('record › a picture › is fetched only when asked for', async () => {
  const { sentTo } = await record({ 'persons.photo': () => ({ photo: { type: 'image/png', base64: 'aGk=' } }) }, family({ hasPhoto: true }))
  expect(sentTo('persons.photo')).toEqual([])
  await press('看照片')
  expect(document.querySelector('img')?.getAttribute('src')).toBe('data:image/png;base64,aGk=')
  await press('收起照片')
  expect(document.querySelector('img')).toBeNull()
})

it('record › a picture › is added from a file of this PC', async () => {
  const { sentTo, shell } = await record({ 'persons.setPhoto': () => ({ id: view().id, revision: 4 }) })
  const pickFile = vi.fn(() => Promise.resolve({ ticket: 'ticket-of-a-picture', name: 'a.jpg', size: 1 }))
  Object.assign(shell, { pickFile })
  await press('加照片')
  expect(sentTo('persons.setPhoto')[0]?.input).toMatchObject({ revision: 3, photo: { ticket: 'ticket-of-a-picture' } })
  pickFile.mockResolvedValueOnce(null as never)
  await press('加照片')
  expect(sentTo('persons.setPhoto')).toHaveLength(1)
})

it('record › a household › is changed with everybody in it, and nobody unseen is put out', async () => {
  const other = '01a1ffe0-6e4b-7266-b5ad-c8dfd6edb1dd'
  const row = (id: string, name: string) => ({
    ...{ id, name, sex: '1', birthDate: '1960', idNoMasked: null, phoneMasked: null, hukouName: '某县', kind: null },
    ...{ residenceName: null, startedOn: null, status: 'active' }
  })
  const number = '141124000000030012'
  const members = [
    { person: row(view().id, '测甲'), relation: '02' },
    { person: row(other, '测丁'), relation: null }
  ]
  const household = { id: family().id, number, head: { id: view().id, name: '测甲' } }
  const { sentTo } = await record(
    {
      'places.household': () => ({ ...{ id: household.id, revision: 5, number, headId: view().id, note: '合住' }, members }),
      'places.nextHouseholdNumber': () => ({ number: '141124000000040001' }),
      'places.saveHousehold': () => ({ id: household.id, revision: 6 })
    },
    family({ household })
  )
  await tab('家庭')
  expect(text()).toContain('第 3 组第 12 户')
  await press('修改这一户')
  await type('组', '04')
  field('组').dispatchEvent(new Event('blur'))
  await flushPromises()
  expect(sentTo('places.nextHouseholdNumber')[0]?.input).toEqual({ code: '141124000000', group: '04' })
  const out = Array.from(document.querySelectorAll('button')).find((each) => each.getAttribute('aria-label') === '移出测丁')
  out?.click()
  await flushPromises()
  await submit('修改这一户')
  expect(sentTo('places.saveHousehold')[0]?.input).toMatchObject({
    ...{ id: household.id, revision: 5, number: '141124000000040001', headId: view().id, note: '合住' },
    ...{ members: [{ personId: view().id, relation: '02' }], shown: [view().id, other] }
  })
})

it('record › history › says once that a record came', async () => {
  const child = { kind: 'child', id: family().id, name: '测*' }
  const rows = [entry({ record: child, field: 'created', label: '新增子女“测*”', after: '测*' })]
  await record({ 'persons.history': () => ({ rows }) })
  await tab('变更记录')
  expect(document.querySelector('.entries')?.textContent).toMatch(/甲员新增子女“测\*”$/)
})
