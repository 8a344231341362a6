// Why: the list is where every clerk lives: found, opened, revealed and closed by keys alone, with numbers masked until a reason is given.
import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { defineComponent, h, provide, type Component } from 'vue'
import { createKeyDesk, keyDesk } from '../../app/page-keys'
import { view } from '../../../test/kit/person-view'
import { clearStage, open, press, Refused, text, type Answers } from '../../../test/kit/page-stage'
import PersonsPage from './persons.page.vue'

afterEach(clearStage)

const person = view()
const row = {
  id: person.id,
  name: person.name,
  sex: '2',
  birthDate: person.birthDate,
  idNoMasked: person.idNoMasked,
  phoneMasked: person.phoneMasked,
  hukouName: person.hukouName,
  kind: 'in',
  residenceName: '陕西省榆林市榆阳区',
  startedOn: '2025-03',
  status: 'active'
}
const answers: Answers = {
  'persons.search': () => ({ rows: [row], next: null }),
  'persons.count': () => ({ count: 12_408, more: false }),
  'persons.get': () => person,
  'persons.history': () => ({
    rows: [
      {
        ...{ at: person.createdAt, by: '张三', record: null, field: 'marital', label: '婚姻状况', act: null },
        ...{ before: '未婚', after: '已婚', why: '本人要求', slipNo: 'FK0001' }
      }
    ]
  }),
  'persons.reveal': () => ({ value: '610802199003050029', child: null }),
  'reference.childDivisions': () => ({ rows: [] }),
  'reference.codeLists': () => ({
    lists: { marital_status: { label: '婚姻状况', edition: 'x', entries: [{ code: '20', label: '已婚', group: null }] } }
  })
}
const all = ['persons.read', 'persons.write', 'persons.reveal']

const grid = (): HTMLElement => {
  const found = document.querySelector<HTMLElement>('[role=grid]')
  if (!found) throw new RangeError('no list')
  return found
}
async function key(name: string, target: Element = grid()): Promise<void> {
  target.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true }))
  await flushPromises()
  await flushPromises()
}
const panel = (): Element | null => document.querySelector('.side-panel')

it('list › asks for people in the register, counts them and shows numbers masked', async () => {
  const { sentTo } = await open(PersonsPage, answers, all)
  expect(sentTo('persons.search')[0]?.input).toMatchObject({ filter: { status: 'active', text: '' }, sort: 'pinyin', cursor: null })
  expect(text()).toContain('共 12,408 人')
  expect(text()).toContain('6108**********0029')
  expect(text()).not.toContain('610802199003050029')
})

it('list › opens with Enter and gives the keys back after Esc', async () => {
  await open(PersonsPage, answers, all)
  await key('Enter')
  expect(panel()?.textContent).toContain('已婚')
  expect(panel()?.textContent).toContain('陕西省榆林市榆阳区 某路1号')
  await key('Escape', panel() ?? grid())
  expect(panel()).toBeNull()
  expect(document.activeElement).toBe(grid())
})

it('record › shows a whole number only after a reason was typed, and hides it again', async () => {
  const { sentTo } = await open(PersonsPage, answers, all)
  await key('Enter')
  panel()?.querySelector<HTMLElement>('button[title="显示完整证件号码"]')?.click()
  await flushPromises()
  expect(sentTo('persons.reveal')).toEqual([])
  const reason = document.querySelector<HTMLInputElement>('dialog[open] input')
  if (!reason) throw new RangeError('no reason asked')
  await key('Enter', reason)
  expect(sentTo('persons.reveal')).toEqual([])
  reason.value = '核对户口簿'
  reason.dispatchEvent(new Event('input'))
  await key('Enter', reason)
  expect(sentTo('persons.reveal')[0]?.input).toEqual({ id: person.id, record: null, field: 'idNo', reason: '核对户口簿' })
  expect(panel()?.textContent).toContain('610802199003050029')
  await press('隐藏')
  expect(panel()?.textContent).not.toContain('610802199003050029')
})

it('record › offers neither whole numbers nor changes › to whom they are not granted', async () => {
  await open(PersonsPage, answers, ['persons.read'])
  await key('Enter')
  const buttons = Array.from(document.querySelectorAll('button'), (button) => button.textContent.trim())
  expect(buttons.filter((words) => /^(显示|修改|退档|注销|登记)/.test(words))).toEqual([])
})

it('record › tells each change with old, new, who, why and the slip', async () => {
  await open(PersonsPage, answers, all)
  await key('Enter')
  await press('变更记录')
  expect(panel()?.textContent.replace(/\s+/g, ' ')).toMatch(/张三.*婚姻状况.*未婚.*已婚.*本人要求 · 来自 FK0001/)
})

it('list › says in three sentences why it is not there', async () => {
  const refused = () => {
    throw new Refused('storage.busy')
  }
  await open(PersonsPage, { ...answers, 'persons.search': refused }, all)
  expect(text()).toContain('数据正被另一项工作占用')
})

it('list › asks again and keeps its place › when records changed elsewhere', async () => {
  const { sentTo, push } = await open(PersonsPage, answers, all)
  const before = sentTo('persons.search').length
  push({ event: 'records.changed', value: { topics: ['slips'] } })
  await flushPromises()
  expect(sentTo('persons.search')).toHaveLength(before)
  push({ event: 'records.changed', value: { topics: ['persons'] } })
  await flushPromises()
  expect(sentTo('persons.search').length).toBeGreaterThan(before)
})

describe('the key of an act on persons', () => {
  const other = { ...row, id: '01a1ffe0-6e4b-7266-b5ad-c8dfd6edb199', name: '测乙' }
  const two: Answers = { ...answers, 'persons.search': () => ({ rows: [row, other], next: null }) }

  /** The page inside a frame whose own F4 leads to the ledger. */
  async function framed(grants: string[], table: Answers = two) {
    const desk = createKeyDesk()
    const pressed: string[] = []
    desk.add(() => [{ key: 'F4', label: '交流单', run: () => pressed.push('ledger') }])
    const frame = defineComponent(() => {
      provide(keyDesk, desk)
      return () => h(PersonsPage as Component)
    })
    const { router } = await open(frame, table, grants)
    router.addRoute({ name: 'slip-compose', path: '/compose', component: defineComponent(() => () => h('p', '起草')) })
    const f4 = async (): Promise<unknown> => {
      desk.press('F4')
      await flushPromises()
      return pressed.shift() ?? router.options.history.state['personIds']
    }
    const inBar = (): string | undefined => desk.shown.value.find(({ key: name }) => name === 'F4')?.label
    return { f4, inBar }
  }

  it('F4 › goes to the ledger › while nobody is chosen or open', async () => {
    const { f4, inBar } = await framed([...all, 'slips.write'])
    expect([inBar(), await f4()]).toEqual(['交流单', 'ledger'])
  })

  it('F4 › acts on the chosen › before the one whose record is open', async () => {
    const { f4, inBar } = await framed([...all, 'slips.write'])
    await key('Enter')
    await key('ArrowDown')
    await key(' ')
    expect([inBar(), await f4()]).toEqual(['发交流单', [other.id]])
  })

  it('F4 › acts on the open record › while nobody is chosen', async () => {
    const { f4, inBar } = await framed([...all, 'slips.write'])
    await key('Enter')
    expect([inBar(), await f4()]).toEqual(['发交流单', [person.id]])
  })

  it('the button beside an open record › is there for whom the act is granted, though changing is not', async () => {
    await framed(['persons.read', 'slips.write'])
    await key('Enter')
    const acts = Array.from(panel()?.querySelectorAll('footer button') ?? [], (button) => button.textContent.trim())
    expect(acts).toEqual([expect.stringContaining('发交流单')])
  })

  it('F4 › never acts on the record just left › while the next one is on its way', async () => {
    const late = { ...two, 'persons.get': ({ id }: { id: string }) => (id === person.id ? person : new Promise(() => undefined)) }
    const { f4 } = await framed([...all, 'slips.write'], late)
    await key('Enter')
    await key('ArrowDown')
    await key('Enter')
    expect(await f4()).toBe('ledger')
    expect(panel()?.textContent).not.toContain('注销')
  })

  it('F4 › goes to the ledger › for whom the act is not granted', async () => {
    const { f4 } = await framed(all)
    await key(' ')
    expect(await f4()).toBe('ledger')
  })
})
