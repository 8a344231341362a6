// Why: a figure is believed when the people behind it are one key away, and only those who may see them are led there.
import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import type { Output, SpecOf } from '@shared/contract'
import { clearStage, open, text, type Answers } from '../../../test/kit/page-stage'
import IndicatorsPage from './indicators.page.vue'

afterEach(clearStage)

type Register = Output<SpecOf<'reports.registerIndicators'>>
const words = { numerator: '分子', denominator: '分母', rule: '怎样算。' }
const register = (more: Partial<Register> = {}): Register => ({
  rows: [
    { id: 'filed', label: '建档率', ...words, counted: { id: 'filed', numerator: 1500, denominator: 2000, rate: '75.0' } },
    { id: 'complete', label: '信息完整率', ...words, counted: { id: 'complete', numerator: 17_400, denominator: 18_000, rate: '96.7' } }
  ],
  gaps: [
    { field: 'sex', label: '性别', persons: 0 },
    { field: 'episode.residenceCode', label: '现居住地（到村、社区）', persons: 500 }
  ],
  ...{ smallNumber: 10, asOf: '2026-03-05', rulePack: '现行' },
  ...more
})
const answers = (more: Partial<Register> = {}): Answers => ({
  'reports.indicators': () => ({
    rows: [
      { id: 'answer', label: '反馈率', ...words, counted: { id: 'answer', numerator: 3, denominator: 5, rate: null } },
      { id: 'submission', label: '信息提交率', ...words, counted: { id: 'submission', numerator: 8, denominator: 12, rate: '66.7' } },
      {
        id: 'free_service',
        label: '免费服务落实率',
        ...words,
        counted: { id: 'free_service', numerator: 30, denominator: 40, rate: '75.0' }
      },
      { id: 'satisfaction', label: '满意率', ...words, rule: '满意度问卷尚未启用，暂不统计。', counted: null }
    ],
    ...{ smallNumber: 10, asOf: '2026-03-05', rulePack: '现行', statisticalMonth: { fromDay: 21, toDay: 20 } }
  }),
  'reports.registerIndicators': () => register(more)
})
async function page(grants: readonly string[], more: Partial<Register> = {}) {
  const stage = await open(IndicatorsPage, answers(more), ['reports.read', ...grants], 'main', { path: '/reports/indicators', at: '/away' })
  for (const name of ['slips', 'reports', 'persons']) stage.router.addRoute({ path: `/${name}`, name, component: { render: () => null } })
  await stage.router.push('/reports/indicators')
  await flushPromises()
  await flushPromises()
  return stage
}
const linksIn = (label: string): string[] =>
  [...document.querySelectorAll(`[aria-label="${label}"] a`)].map((link) => `${link.textContent.trim()} ${link.getAttribute('href') ?? ''}`)

it('indicators › the register › each number of people opens them, each wanting fact too, and nothing stands for none', async () => {
  await page(['persons.search'])
  expect(linksIn('按现在的登记')).toEqual([
    '1,500 /persons?file=complete',
    '2,000 /persons',
    '500 人 /persons?file=incomplete',
    '500 人 /persons?file=episode.residenceCode'
  ])
  expect(text()).toContain('75.0%')
  expect(text()).not.toContain('缺性别')
  expect(text()).toContain('3/5 张')
  expect(text()).toContain('满意度问卷尚未启用')
})

it('indicators › people of a period › those to be told of are opened, those who came for a service are not', async () => {
  await page(['persons.search'])
  const people = linksIn('指标').filter((link) => link.includes('arrived'))
  expect(people.map((link) => link.replace(/\d{4}-\d\d-\d\d/g, '日'))).toEqual([
    '8 /persons?arrived=submission.numerator.日.日',
    '12 /persons?arrived=submission.denominator.日.日'
  ])
  expect(text()).toContain('30')
  expect(linksIn('指标').some((link) => link.startsWith('30 ') || link.startsWith('40 '))).toBe(false)
})

it('indicators › who may not look for people › reads the figures and is led nowhere', async () => {
  await page([])
  expect([linksIn('按现在的登记'), linksIn('指标').filter((link) => link.includes('persons'))]).toEqual([[], []])
  expect(text()).toContain('缺现居住地（到村、社区） 500 人')
})

it('indicators › figures withheld › says why and shows no number', async () => {
  await page([], { rows: register().rows.map((row) => ({ ...row, rule: '有一边不足 5 人。', counted: null })), gaps: [] })
  const section = document.querySelector('section[aria-label="按现在的登记"]')
  expect(section?.textContent).toContain('有一边不足 5 人')
  const numbers = [...(section?.querySelectorAll('td.number') ?? [])].map((cell) => cell.textContent.trim())
  expect(numbers).toEqual(['', '', '—', '', '', '—'])
  expect(section?.querySelector('ul')).toBeNull()
})

it('indicators › another period, another file › each table is asked for by what it depends on', async () => {
  const { sentTo, push } = await page([])
  const asked = () => [sentTo('reports.indicators').length, sentTo('reports.registerIndicators').length]
  expect(asked()).toEqual([1, 1])
  push({ event: 'records.changed', value: { topics: ['persons'] } })
  await flushPromises()
  expect(asked()).toEqual([2, 2])
  const period = document.querySelector<HTMLSelectElement>('select[aria-label="统计期"]')
  if (period === null) throw new RangeError('no period')
  period.value = 'thisMonth'
  period.dispatchEvent(new Event('change', { bubbles: true }))
  await flushPromises()
  expect(asked()).toEqual([3, 2])
})
