// Why: on the sheets nothing that was done is missing or counted twice, what people typed stays text, and what the program cannot know stays blank.
import { assessmentForm, reviewForm } from '@renderer/print'
import type { ProtectionFacts } from '@shared/contract/protection'
import { describe, expect, test } from 'vitest'
import { eventWords } from './audit-event-words'
import { actsByHeading, paperOf } from './protection-view'

const about = { office: '<甲>局', practice: false, by: '审查员', printedOn: '2026-12-31' }
const facts: ProtectionFacts = {
  ...{ from: '2026-01-01', to: '2026-12-31', idleMinutes: 15, files: { active: 1200, others: 3 }, partners: { all: 4, confirmed: 3 } },
  posts: [{ role: 'overseer', accounts: 1 }],
  rules: [{ label: '操作记录', from: '发生', period: '3 年', source: '建议' }],
  purges: [{ at: '2026-03-05T01:00:00.000Z', records: 7 }],
  acts: Object.keys(eventWords).map((event, at) => ({ event, done: at, refused: 1, failed: 0 })),
  requests: [{ kind: 'show', received: 2, late: 1 }],
  ...{ backups: { whole: 9, failed: 1 }, restores: 1, quarantined: 2, logBegins: '2026-02-03T00:00:00.000Z' }
}

describe('actsByHeading', () => {
  test('every event of the log stands under one heading', () => {
    const told = actsByHeading(facts.acts).flatMap(({ rows }) => rows.map(({ what }) => what))
    expect(told).toHaveLength(facts.acts.length)
    expect(new Set(told).size).toBe(new Set(Object.values(eventWords)).size)
  })
})

describe('the sheets', () => {
  const text = (html: string): string => new DOMParser().parseFromString(html, 'text/html').body.textContent
  test('yearly review › holds the figures, and blanks for what only people know', () => {
    const said = text(reviewForm(paperOf(facts, about)))
    for (const word of [
      '<甲>局',
      '监督',
      '导出表格',
      '查阅、复制',
      '备份并读回检查合格 9 次',
      '操作记录从 2026-02-03',
      '有没有个人信息泄露',
      '审查人：'
    ])
      expect(said).toContain(word)
  })
  test('assessment › leaves risk and conclusion to a person', () => {
    const said = text(assessmentForm(paperOf(facts, about)))
    for (const word of ['在册档案 1,200 份', '往来单位 4 个，其中核对过密钥的 3 个', '□ 可以处理', '至少保存三年', '具体事项、起止日期：'])
      expect(said).toContain(word)
    expect(said).not.toContain('☑')
  })
})
