// Why: a figure that differs must be told in words, no slip may be named before both agreed, and what leaves must be said before it does.
import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import type { Output, SpecOf } from '@shared/contract'
import { tableColumns, tablePeriods, tableSpan } from '@shared/domain'
import { clearStage, field, open, press, text, type Answers } from '../../../test/kit/page-stage'
import ComparisonPage from './comparison.page.vue'
import { tableOptions } from './table-periods'

afterEach(clearStage)

type Found = Output<SpecOf<'reports.comparison'>>
const PARTNER = '01a1ffe0-6e4b-7266-b5ad-c8dfd6edb168'
const SLIP = '01a1ffe0-6e4b-7266-b5ad-c8dfd6edb166'
const RULE = { fromDay: 21, toDay: 20 }
const signed = (agreed: boolean) => ({
  ...{ id: SLIP, slipNo: '141124-00-TJ-2026-000001', issuedOn: '2026-03-04', asOf: '2026-03-03', agreed }
})
const rowOf = (direction: 'out' | 'in', ours: number, theirs: number | null): Found['rows'][number] => ({
  direction,
  cells: tableColumns.map((number) => ({ number, ours, theirs })),
  rates: { ours: '85.7', theirs: null }
})
const found = (more: Partial<Found> = {}): Found => ({
  ...{ from: '2026-01-21', to: '2026-02-20', asOf: '2026-03-03', mine: null, theirs: signed(false), waiting: null },
  ...{ rows: [rowOf('out', 12, 10), rowOf('in', 3, 3)], listed: false, more: 0, differences: [], found: 0 },
  ...more
})
const answers = (more: Partial<Found> = {}): Answers => ({
  'partners.list': () => ({ rows: [{ id: PARTNER, name: '临县', code: '141124-00' }] }),
  'reports.returnRate': () => ({ statisticalMonth: RULE }),
  'reports.comparison': () => found(more),
  'reports.offerTable': () => ({ id: SLIP })
})
const ALL = ['reports.read', 'partners.read', 'slips.read', 'slips.write']
async function page(more: Partial<Found> = {}, grants: readonly string[] = ALL) {
  const stage = await open(ComparisonPage, answers(more), [...grants], 'main', { path: '/reports/comparison', at: '/away' })
  for (const name of ['slips', 'reports']) stage.router.addRoute({ path: `/${name}`, name, component: { render: () => null } })
  await stage.router.push('/reports/comparison')
  await flushPromises()
  await flushPromises()
  return stage
}

it('comparison › figures of both sides › differences are told in words, equal cells are calm', async () => {
  const { sentTo } = await page()
  expect(sentTo('reports.comparison').map(({ input }) => input)).toMatchObject([
    { partnerId: PARTNER, period: 'statistical', month: '2026-02' }
  ])
  expect(text()).toContain('本单位多 2')
  expect(text()).toContain('相同')
  expect(text()).toContain('2026-03-04 签发，截至 2026-03-03，未同意逐份核对')
  expect(text()).toContain('两边都同意逐份核对以后')
  expect(document.querySelectorAll('.uneven')).toHaveLength(tableColumns.length)
  expect(document.querySelector('section[aria-label="逐份核对"]')).toBeNull()
})

it('comparison › nothing came yet › says so and shows no figure of theirs', async () => {
  await page({ theirs: null, rows: [rowOf('out', 12, null), rowOf('in', 0, null)] })
  expect(text()).toContain('对方还没有交来这一期的表')
  expect(text()).not.toContain('本单位多')
})

it('comparison › both agreed › lists what differs in three groups, own slips open', async () => {
  const differences = [
    { direction: 'out', slipNo: '610802-00-XC-2026-000001', id: SLIP, ours: 'received', theirs: 'answered_in_time' },
    { direction: 'out', slipNo: '610802-00-XC-2026-000004', id: SLIP, ours: 'carried', theirs: null },
    { direction: 'in', slipNo: '141124-00-XC-2026-000009', id: null, ours: null, theirs: 'received' }
  ] as const
  await page({ listed: true, more: 7, found: 3, differences: [...differences], theirs: signed(true), mine: signed(true) })
  for (const words of ['计法不同', '两边都计，计在不同栏目', '只有本单位计', '只有对方计', '还有 7 份单号没有列出', '按期反馈'])
    expect(text()).toContain(words)
  const links = [...document.querySelectorAll('section[aria-label="逐份核对"] a')].map((link) => link.getAttribute('href'))
  expect(links).toEqual([`/slips?slip=${SLIP}`, `/slips?slip=${SLIP}`])
})

it('comparison › offered › says what leaves, drafts it and opens the draft', async () => {
  const { sentTo, router } = await page({ theirs: signed(true) })
  await press('把本表交给对方核对…')
  expect(text()).toContain('这一份只有张数，不带单号')
  field('同意逐份核对').click()
  await flushPromises()
  expect(text()).toContain('这一份带单号')
  field('改按昨天的数').click()
  await flushPromises()
  expect(text()).toContain('这一份只有张数，不带单号')
  await press('生成草稿')
  expect(sentTo('reports.offerTable').map(({ input }) => input)).toMatchObject([{ agree: true, anew: true, month: '2026-02' }])
  expect(router.currentRoute.value.fullPath).toBe(`/slips?slip=${SLIP}`)
})

it('comparison › one waits for its signature, or the account writes none › nothing is offered', async () => {
  await page({ waiting: SLIP })
  expect(text()).toContain('这张表已有一份没有签发')
  await press('把本表交给对方核对…')
  expect(document.querySelector('dialog[open]')).toBeNull()
  clearStage()
  await page({}, ['reports.read', 'partners.read'])
  expect(text()).not.toContain('把本表交给对方核对…')
  expect(document.querySelectorAll('td a')).toHaveLength(0)
})

it('tableOptions › every day of two years › names whole periods that began before it, each of which has a span', () => {
  for (let at = 0; at < 730; at += 3) {
    const today = new Date(Date.UTC(2025, 0, 2) + at * 86_400_000).toISOString().slice(0, 10)
    for (const period of tablePeriods) {
      const spans = tableOptions(period, today, RULE).map(({ value }) => tableSpan(period, value, RULE))
      expect(spans.length).toBeGreaterThan(1)
      for (const span of spans) expect(span !== null && span.from < today).toBe(true)
      expect((spans[0]?.to ?? '') >= new Date(Date.parse(today) - 86_400_000).toISOString().slice(0, 10)).toBe(true)
    }
  }
})
