// Why: a right that goes to another for some days must be given to the person meant, for the days meant, and taken back at once.
import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { clearStage, open, press, text, type, type Answers } from '../../../test/kit/page-stage'
import DeputiesTab from './deputies-tab.vue'

afterEach(clearStage)

const [zhang, li] = [
  { id: '01a1ffe0-6e4b-7266-b5ad-c8dfd6edb1aa', displayName: '张三' },
  { id: '01a1ffe0-6e4b-7266-b5ad-c8dfd6edb1bb', displayName: '李四' }
]
const row = {
  ...{ id: '01a1ffe0-6e4b-7266-b5ad-c8dfd6edb1cc', principal: zhang, deputy: li, from: '2026-03-05', to: '2026-03-09' },
  ...{ reason: '休假', setBy: '管理员' }
}
const stage = (grants: string[], rows: object[] = [row], answers: Answers = {}) =>
  open(DeputiesTab, { 'staff.deputies': () => ({ rows, colleagues: [zhang, li] }), ...answers }, grants)
async function choose(label: string, value: string): Promise<void> {
  const found = Array.from(document.querySelectorAll('dialog[open] label')).find((each) => each.textContent.trim().startsWith(label))
  const list = document.getElementById(found?.getAttribute('for') ?? '')
  if (!(list instanceof HTMLSelectElement)) throw new RangeError(`no list ${label}`)
  list.value = value
  list.dispatchEvent(new Event('change', { bubbles: true }))
  await flushPromises()
}
async function submit(): Promise<void> {
  document.querySelector('dialog[open] form')?.dispatchEvent(new Event('submit'))
  await flushPromises()
}

it('list › says who for whom, from when to when, and ends one after a question', async () => {
  const { sentTo } = await stage([], [{ ...row, id: zhang.id, from: '2026-03-08' }, row], { 'staff.endDeputy': () => ({ id: row.id }) })
  expect(text()).toMatch(/张三.*李四.*2026-03-05 至 2026-03-09.*代理中/s)
  expect(text()).toContain('还没开始')
  await press('结束')
  expect(sentTo('staff.endDeputy')).toEqual([])
  await press('结束代理')
  expect(sentTo('staff.endDeputy')[0]?.input).toEqual({ id: row.id })
})

it('a clerk › names his own deputy, is told what does not go over, and nobody else’s', async () => {
  const { sentTo } = await stage(['persons.read'], [], { 'staff.nameMyDeputy': () => ({ id: row.id }) })
  expect(text()).toContain('现在没有代理')
  await press('指定代理')
  expect([text().includes('服务记录和“批准他人的申请”不随自己指定的代理移交'), text().includes('被代理人 ')]).toEqual([true, false])
  await submit()
  expect(text()).toContain('请选代理的同事')
  await choose('代理人', li.id)
  await type('原因', '休假')
  await submit()
  expect(sentTo('staff.nameMyDeputy')[0]?.input).toEqual({ deputy: li.id, from: '2026-03-05', to: '2026-03-05', reason: '休假' })
  expect(text()).toContain('已指定“李四”代理')
})

it('the administrator › names one for a colleague, never the colleague for himself', async () => {
  const { sentTo } = await stage(['accounts.manage'], [], { 'staff.nameDeputy': () => ({ id: row.id }) })
  await press('指定代理')
  await choose('被代理人', zhang.id)
  const options = Array.from(document.querySelectorAll('dialog[open] select')).at(-1)?.textContent ?? ''
  expect([options.includes('李四'), options.includes('张三')]).toEqual([true, false])
  await choose('代理人', li.id)
  await type('原因', '病假')
  await submit()
  expect(sentTo('staff.nameDeputy')[0]?.input).toMatchObject({ principal: zhang.id, deputy: li.id, reason: '病假' })
})
