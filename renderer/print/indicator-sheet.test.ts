// Why: the sheet goes to the superior office: a small denominator shows no percentage, and what is not counted shows no number.
import { expect, it } from 'vitest'
import { indicatorSheet } from './indicator-sheet'

it('indicatorSheet › counted, small and not counted › percentage, counts and the reason, with the formula of each', () => {
  const words = { numerator: '已反馈<的>', denominator: '应反馈的', rule: '按期限计。' }
  const html = indicatorSheet({
    rows: [
      { id: 'answer', label: '反馈率', ...words, counted: { id: 'answer', numerator: 18, denominator: 20, rate: '90.0' } },
      { id: 'return', label: '返回率', ...words, counted: { id: 'return', numerator: 3, denominator: 5, rate: null } },
      { id: 'satisfaction', label: '满意率', ...words, rule: '满意度问卷尚未启用，暂不统计。', counted: null }
    ],
    ...{ smallNumber: 10, asOf: '2026-03-20', rulePack: '现行', statisticalMonth: { fromDay: 21, toDay: 20 } },
    register: {
      rows: [{ id: 'filed', label: '建档率', ...words, counted: { id: 'filed', numerator: 4, denominator: 6, rate: null } }],
      gaps: [
        { field: 'sex', label: '性别', persons: 0 },
        { field: 'marital', label: '婚姻状况', persons: 2 }
      ],
      ...{ smallNumber: 10, asOf: '2026-03-21', rulePack: '现行' }
    },
    ...{ from: '2026-02-21', to: '2026-03-20', office: '甲局', practice: false, printedOn: '2026-03-21' }
  })
  const rows = [...new DOMParser().parseFromString(html, 'text/html').querySelectorAll('tbody tr')]
  expect(rows.map((row) => [...row.querySelectorAll('.n')].map(({ textContent }) => textContent))).toEqual([
    ['18', '20', '90.0%'],
    ['3', '5', '3/5 张'],
    ['', '', '—'],
    ['4', '6', '4/6 人']
  ])
  expect(rows[0]?.textContent).toContain('已反馈<的> ÷ 应反馈的。按期限计。')
  expect(html).toContain('<p>缺项：婚姻状况 2 人</p>')
  expect(rows[2]?.textContent).toContain('暂不统计')
})
