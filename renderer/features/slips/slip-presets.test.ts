// Why: a kept question to the ledger must open as exactly the list it was, and what comes with the program is there for everybody and nobody's to change.
import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { clearStage, open, press, text, type, type Answers } from '../../../test/kit/page-stage'
import { openQuery, queryOfSearch, searchOf, type ListQuery } from './list-query'
import { readyPresets } from './preset-words'
import SlipsPage from './slips.page.vue'

afterEach(clearStage)

const PARTNER = '018f3c1e-7a1b-7000-8000-000000000001'
const HELD = { id: '018f3c1e-7a1b-7000-8000-000000000007', revision: 1 }
const kept = (query: Partial<ListQuery>) => ({
  ...HELD,
  ...{ name: '临县没答的', shared: false, own: true, updatedBy: '甲员', changeable: true },
  question: searchOf({ ...openQuery, ...query }),
  columns: [{ id: 'due', width: 96, hidden: true }]
})
const answers: Answers = {
  'slips.search': () => ({ rows: [], next: null }),
  'slips.count': () => ({ count: 0 }),
  'partners.list': () => ({ rows: [{ id: PARTNER, name: '临县卫健局' }] }),
  'slips.presets': () => ({ rows: [kept({ direction: 'out', due: 'late', partner: PARTNER })] }),
  'slips.savePreset': () => HELD
}
const STAGE = { path: '/slips', at: '/slips', name: 'slips' }
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 4; turn += 1) await flushPromises()
}
async function choosing(over: Answers = {}) {
  const stage = await open(SlipsPage, { ...answers, ...over }, ['slips.read', 'partners.read'], 'main', STAGE)
  await press('方案')
  await settle()
  return stage
}
const pick = async (name: string): Promise<void> => {
  const all = Array.from(document.querySelectorAll<HTMLElement>('.pick'))
  all.find((one) => one.querySelector('.name')?.textContent === name)?.click()
  await settle()
}
const heads = (): string[] => Array.from(document.querySelectorAll('[role=columnheader]'), (head) => head.textContent.trim())

it.each<Partial<ListQuery>>([
  {},
  { queue: 'mine', sort: 'newest' },
  { text: '张', direction: 'in', status: 'verifying', kind: 'XC', partner: PARTNER, place: '610802001', due: 'week', hand: 'mine' },
  { from: '2026-01-01', to: '2026-02-01', dueFrom: '2026-01-02', dueTo: '2026-03-01', sort: 'due' },
  { indicator: 'receive', side: 'numerator', from: '2026-01-01', to: '2026-02-01' },
  { counted: 'answered_late', asOf: '2026-02-01' }
])('kept question %j › comes back as it was asked', (query) => {
  const asked = searchOf({ ...openQuery, ...query })
  expect(searchOf(queryOfSearch(asked))).toEqual(asked)
})

it('preset of the ledger › says what it asks and opens with its columns', async () => {
  const { sentTo } = await choosing()
  expect(text()).toContain('发出，已逾期，临县卫健局')
  expect(heads()).toContain('应反馈')
  await pick('临县没答的')
  expect(sentTo('slips.search').at(-1)?.input).toMatchObject({ filter: { direction: 'out', due: 'late', partnerId: PARTNER } })
  expect(heads()).not.toContain('应反馈')
})

it('presets of the program › stand first, open by the limits, and offer no change', async () => {
  const { sentTo } = await choosing({ 'slips.presets': () => ({ rows: [] }) })
  const names = Array.from(document.querySelectorAll('.pick .name'), (name) => name.textContent)
  expect(names).toEqual(readyPresets.map(({ name }) => name))
  expect(text()).not.toContain('删去')
  await pick('今天到期')
  expect(sentTo('slips.search').at(-1)?.input).toMatchObject({ filter: { due: 'today' }, sort: 'due' })
})

it('preset of the ledger › keeps conditions, order and columns › under the typed name', async () => {
  const { sentTo } = await choosing()
  await pick('待签发')
  await press('方案')
  await settle()
  await type('现在的条件', '早上先签')
  await press('存为方案')
  await settle()
  const { question, columns, ...rest } = sentTo('slips.savePreset')[0]?.input as ReturnType<typeof kept>
  expect(rest).toEqual({ id: null, revision: null, name: '早上先签', shared: false })
  expect(question).toMatchObject({ filter: { statuses: ['to_sign'], direction: 'out' }, sort: 'newest' })
  expect(columns.map(({ id }) => id)).toEqual(expect.arrayContaining(['slipNo', 'status', 'back']))
})
