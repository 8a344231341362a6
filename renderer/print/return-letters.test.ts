// Why: these papers are read by another office: figures and slip numbers, no name whole, no reproach, nothing typed read as markup.
import { expect, it } from 'vitest'
import type { ReminderPaper, ReturnRateRow } from '@shared/contract/reports'
import { paperOf } from '../../test/kit/form-sheets'
import { reminderPieces } from './reminder-sheet'
import { returnLetters } from './return-letters'

const to: ReminderPaper['to'] = { name: '乙<b>局</b>', address: '某路1号', postcode: '100000', post: '流管岗', phone: '0000-1' }
const row: ReturnRateRow = {
  ...{
    partnerId: '0190aaaa-0000-7000-8000-000000000001',
    partnerName: '乙局',
    issued: 20,
    answeredInTime: 9,
    answeredLate: 1,
    received: 4
  },
  ...{ carried: 3, notCarried: 1, refused: 1, undelivered: 1, withdrawn: 2, answered: 10, due: 14, overdue: 4, rate: '71.4' }
}
const letter = { to, row, formula: '返回率 = 已反馈 ÷ 应反馈', asOf: '2026-03-20', from: '2026-02-21', until: '2026-03-20' }
const reminder: ReminderPaper = {
  ...{ partnerId: row.partnerId, to, asOf: '2026-03-20', notCarried: 1 },
  rows: [
    {
      ...{ id: row.partnerId, slipNo: '610802-00-XC-2026-000001', kind: 'XC', person: '王**', issuedOn: '2026-01-02', dueOn: '2026-02-01' },
      daysLate: 47
    }
  ]
}
const given = { officeName: '甲局', officePhone: '0000-2', printedOn: '2026-03-20' }
const bodyOf = (html: string): HTMLElement => new DOMParser().parseFromString(html, 'text/html').body
const paper = (letters: Parameters<typeof returnLetters>[0]['letters']) =>
  bodyOf(returnLetters({ letters, office: { name: '甲局', phone: '0000-2' }, practice: false, printedOn: '2026-03-20' }))

it('returnLetters › a letter › with the figures, the formula and what is asked, and no slip by its number', () => {
  const sheets = paper([letter, letter]).querySelectorAll('section')
  const [first] = [...sheets].map(({ textContent }) => textContent)
  expect(sheets).toHaveLength(2)
  for (const words of [
    '乙<b>局</b>',
    '签发查询、协查交流单 20 张',
    '71.4%',
    '期限已到、尚未收到反馈的有 4 张',
    '未带出的 1 张还在本单位',
    '返回率 = 已反馈 ÷ 应反馈',
    '已撤回 2 张'
  ])
    expect(first).toContain(words)
  expect(first).not.toContain('XC-2026')
})

it('returnLetters › nothing owed, small numbers › thanks, and counts in place of a percentage', () => {
  const small = { ...letter, row: { ...row, rate: null, overdue: 0, withdrawn: 0 } }
  const body = paper([small])
  expect(body.querySelectorAll('section')).toHaveLength(1)
  expect(body.textContent).toContain('10/14 张')
  expect(body.textContent).toContain('感谢贵单位的协助')
  expect(body.textContent).not.toContain('已撤回')
})

it('reminderPieces › what each partner owes › a sheet of its own, none for who owes nothing', () => {
  const pieces = reminderPieces({ reminders: [reminder, { ...reminder, rows: [] }], given })
  const { html, troubles } = paperOf('reminder', pieces)
  const sheets = bodyOf(html).querySelectorAll('section')
  expect(troubles).toEqual([])
  expect(sheets).toHaveLength(1)
  for (const words of [
    '催办单',
    '乙<b>局</b>',
    '（流管岗）',
    '100000 某路1号',
    '下列1张',
    '610802-00-XC-2026-000001',
    '王**',
    '2026年2月1日',
    '47'
  ])
    expect(sheets[0]?.textContent).toContain(words)
})
