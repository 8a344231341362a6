// Why: a kept question must open as exactly the list it was, be named where it cannot, and come back when it was taken away by mistake.
import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { clearStage, open, press, Refused, text, type, type Answers } from '../../../test/kit/page-stage'
import PersonsPage from './persons.page.vue'

afterEach(clearStage)

const PLACE = '018f3c1e-7a1b-7000-8000-000000000001'
const preset = (over: object = {}) => ({
  ...{ id: '018f3c1e-7a1b-7000-8000-000000000007', revision: 1, name: '一厂育龄妇女', shared: false, own: true, updatedBy: '甲员' },
  ...{ changeable: true, columns: [{ id: 'phone', width: 120, hidden: false }] },
  question: {
    filter: {
      ...{ text: '', kind: 'in', status: null, within: '610802001', hukouWithin: null, startedFrom: null, startedTo: null },
      more: { sex: '2', ageFrom: 20, employer: PLACE }
    },
    sort: 'started'
  },
  ...over
})
const division = (code: string, over: object = {}) => ({
  ...{ code, name: '某镇', fullName: '陕西省榆林市榆阳区某镇', level: 'township', parent: null, validFrom: null, validTo: null },
  ...{ successors: [], statisticalOnly: false },
  ...over
})
const answers: Answers = {
  'persons.search': () => ({ rows: [], next: null }),
  'persons.count': () => ({ count: 0, more: false }),
  'reference.childDivisions': () => ({ rows: [] }),
  'reference.codeLists': () => ({ lists: {} }),
  'reference.division': ({ code }: { code: string }) => division(code),
  'places.employer': () => {
    throw new Refused('places.unknown')
  },
  'presets.list': () => ({ rows: [preset()] })
}
const all = ['persons.read', 'persons.write']
const STAGE = { path: '/persons', at: '/persons', name: 'persons' }
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 4; turn += 1) await flushPromises()
}

it('preset › opens as the list it was, and says what it names that is gone', async () => {
  const { sentTo } = await open(PersonsPage, answers, all, 'main', STAGE)
  await press('方案')
  await settle()
  expect(text()).toContain('流入，全部状态，现居住 陕西省榆林市榆阳区某镇，性别 女，年龄 20岁起，单位 已选定的单位，按开始日期排')
  document.querySelector<HTMLElement>('.pick')?.click()
  await settle()
  const { filter, sort } = preset().question
  expect(sentTo('persons.search').at(-1)?.input).toMatchObject({ filter, sort })
  expect(document.querySelector('.chip.is-gone')?.textContent).toContain('单位 已查不到')
  const heads = Array.from(document.querySelectorAll('[role=columnheader]'), (head) => head.textContent.trim())
  expect(heads.indexOf('电话')).toBeLessThan(heads.indexOf('性别'))
})

it('preset › keeps what stands on screen, columns included › under the typed name', async () => {
  const { sentTo } = await open(PersonsPage, { ...answers, 'presets.save': () => ({ id: preset().id, revision: 1 }) }, all, 'main', STAGE)
  await press('方案')
  await settle()
  await type('现在的条件', '全部在册')
  await press('存为方案')
  await settle()
  const sent = sentTo('presets.save')[0]?.input as { columns: { id: string }[] }
  expect(sent).toMatchObject({
    id: null,
    name: '全部在册',
    shared: false,
    question: { filter: { status: 'active', text: '' }, sort: 'pinyin' }
  })
  expect(sent.columns.map(({ id }) => id)).toEqual(expect.arrayContaining(['name', 'idNo', 'status']))
  expect(text()).toContain('已存为方案“全部在册”')
})

it('preset › taken away › comes back with one press', async () => {
  const taken = {
    ...answers,
    'presets.remove': () => ({ id: preset().id, revision: 2 }),
    'presets.restore': () => ({ id: preset().id, revision: 3 })
  }
  const { sentTo } = await open(PersonsPage, taken, all, 'main', STAGE)
  await press('方案')
  await settle()
  await press('删去')
  await settle()
  expect(text()).toContain('已删去方案“一厂育龄妇女”')
  await press('恢复')
  await settle()
  expect(sentTo('presets.restore')[0]?.input).toEqual({ id: preset().id, revision: 2 })
  expect(text()).toContain('已恢复方案“一厂育龄妇女”')
})

it('preset › of another version › is shown and cannot be opened', async () => {
  await open(PersonsPage, { ...answers, 'presets.list': () => ({ rows: [preset({ question: null })] }) }, all, 'main', STAGE)
  await press('方案')
  await settle()
  expect(document.querySelector<HTMLButtonElement>('.pick')?.disabled).toBe(true)
  expect(text()).toContain('这个方案是别的版本存的')
})
