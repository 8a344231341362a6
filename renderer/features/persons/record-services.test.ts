// Why: a sealed result is on the screen only after a reason and only for half a minute, and nobody but the service desk is shown that there is one.
import type { ServiceRow } from '@shared/contract/services'
import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { family } from '../../../test/kit/family-view'
import { clearStage, open, press, text, type, type Answers } from '../../../test/kit/page-stage'
import PersonRecord from './components/person-record.vue'
import { checkService, formOfService, inputOfService } from './service-form'

afterEach(() => {
  vi.useRealTimers()
  clearStage()
})

const code = (list: string, value: string, label: string) => [
  list,
  { label: list, edition: '1', entries: [{ code: value, label, group: null }] }
]
const lists = { lists: Object.fromEntries([code('service_type', '2', '药具发放'), code('contraception_method', '6', '避孕套')]) as object }
const row = (over: Partial<ServiceRow> = {}): ServiceRow => ({
  ...{
    id: '01a1ffe0-6e4b-7266-b5ad-c8dfd6edb1cc',
    ofPerson: family().id,
    revision: 1,
    type: '2',
    askedBySelf: true,
    servedOn: '2026-01-10'
  },
  ...{ endedOn: null, institution: '测试站', performed: true, nextOn: '2026-02-10', consent: null, source: null, free: true, sealed: true },
  ...{ purgeAfter: '2027-02-10', recordedAt: '2026-01-10T01:00:00.000Z', recordedBy: '服务员' },
  ...over
})

const DESK = ['persons.read', 'persons.write', 'services.read', 'services.write', 'services.open']
async function record(grants: string[], answers: Answers = {}) {
  const page = defineComponent(() => () => h(PersonRecord, { id: family().id }))
  const base = { 'persons.get': () => family(), 'reference.codeLists': () => lists, 'services.list': () => ({ rows: [row()] }) }
  return open(page, { ...base, ...answers }, grants)
}
const tabs = (): string[] => Array.from(document.querySelectorAll('[role=tab]')).map((each) => each.textContent.trim())
async function openTab(): Promise<void> {
  const found = Array.from(document.querySelectorAll<HTMLElement>('[role=tab]')).find((each) => each.textContent.includes('服务记录'))
  found?.click()
  await flushPromises()
}
async function confirm(label: string): Promise<void> {
  const dialog = document.querySelector('dialog[open]')
  Array.from(dialog?.querySelectorAll('button') ?? [])
    .find((each) => each.textContent.trim() === label)
    ?.click()
  await flushPromises()
}

it('record › for another post › has no section of services and asks for none', async () => {
  const { sentTo } = await record(['persons.read', 'persons.write', 'persons.reveal'])
  expect(tabs().some((label) => label.includes('服务'))).toBe(false)
  expect(sentTo('services.list')).toEqual([])
})

it('sealed part › shows after a reason and shuts after half a minute', async () => {
  const { sentTo } = await record(DESK, { 'services.open': () => ({ method: '6', outcome: '结果甲' }) })
  await openTab()
  expect([text().includes('药具发放'), text().includes('2027-02-10 以后到期删除')]).toEqual([true, true])
  await press('打开密封内容')
  await type('原因', '本人来问')
  vi.useFakeTimers()
  await confirm('打开')
  expect(sentTo('services.open')[0]).toMatchObject({ input: { id: row().id, reason: '本人来问' } })
  expect([text().includes('避孕套'), text().includes('结果甲')]).toEqual([true, true])
  await vi.advanceTimersByTimeAsync(30_000)
  expect([text().includes('避孕套'), text().includes('结果甲')]).toEqual([false, false])
})

it('form › keeps no draft, and a correction sends nothing of what is sealed', async () => {
  const { sentTo } = await record(DESK, { 'services.save': () => ({ id: row().id, revision: 2 }) })
  await openTab()
  await press('修改')
  expect(text()).toContain('原来密封的内容不变')
  expect(text()).not.toContain('避孕方式')
  await type('服务机构', '另一站')
  document.querySelector('dialog[open] form')?.dispatchEvent(new Event('submit'))
  await flushPromises()
  const input = sentTo('services.save')[0]?.input as { service: object }
  expect(input).toMatchObject({ id: row().id, revision: 1, service: { institution: '另一站' } })
  expect(input.service).not.toHaveProperty('outcome')
  expect(input.service).not.toHaveProperty('method')
  expect(sentTo('drafts.save')).toEqual([])
})

it('form of a new record › may stay blank where it is sealed, and is checked day by day', () => {
  const form = formOfService(null, '2026-03-05')
  expect(inputOfService({ ...form, type: '2' })).toMatchObject({ type: '2', method: null, outcome: null, servedOn: '2026-03-05' })
  expect(checkService(form, '2026-03-05')).toEqual({ type: '请选服务类型' })
  expect(Object.keys(checkService({ ...form, type: '2', servedOn: '2026-03-06' }, '2026-03-05'))).toEqual(['servedOn'])
  const early = { ...form, type: '2', endedOn: '2026-03-01', nextOn: '2026-02-30' }
  expect(Object.keys(checkService(early, '2026-03-05'))).toEqual(['endedOn', 'nextOn'])
})

it('a record › is removed only after its own question', async () => {
  const { sentTo } = await record(DESK, { 'services.remove': () => ({ id: row().id }) })
  await openTab()
  await press('删去')
  expect(sentTo('services.remove')).toEqual([])
  await confirm('删去')
  expect(sentTo('services.remove')[0]?.input).toEqual({ id: row().id, revision: 1 })
})
