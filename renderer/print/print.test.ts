// Why: the recovery sheet is opened in an emergency; what is on it must be whole, and nothing typed may become markup.
import { describe, expect, test } from 'vitest'
import type { SlipPaper } from '@shared/contract/slips'
import { itemStatusLabels, pairingResultLabels, verificationMethodLabels } from '@shared/domain'
import { paperOf } from '../../test/kit/form-sheets'
import { conversionSheet, purgeSheet, recoverySheet, slipPieces, type RecoveryFacts } from './index'
import { printPage } from './print-page'

const facts: RecoveryFacts = {
  code: '610802-00',
  name: '<b>榆阳</b>&局',
  practice: false,
  digits: '12345 67890',
  recoveryKey: 'K7QF-2M9X',
  madeOn: '2026-03-05'
}

describe('recovery sheet', () => {
  test('holds the key, the office and the digits, on A4', () => {
    const html = recoverySheet(facts)
    for (const part of ['K7QF-2M9X', '610802-00', '12345 67890', '2026-03-05', '@page{size:210mm 297mm']) expect(html).toContain(part)
  })
  test('what people typed stays text', () => {
    expect(recoverySheet(facts)).toContain('&lt;b&gt;榆阳&lt;/b&gt;&amp;局')
  })
  test('practice is marked on the paper, the real office is not', () => {
    expect(recoverySheet({ ...facts, practice: true })).toContain('data-practice')
    expect(recoverySheet(facts)).not.toContain('演练')
  })
  test('carries no inline style attribute and no script', () => {
    expect(recoverySheet(facts)).not.toMatch(/\sstyle=|<script/)
  })
})

describe('a page for the printer', () => {
  const page = (onScreen: boolean, practice = true, body = '<h1>证</h1><p>王𠮷 &lt;乙&gt; 乙</p>'): Document => {
    const css = '@page{@bottom-left{content:"第页"}}'
    const html = printPage({ title: '页', paper: [210, 297], margin: 10, body, css, practice, onScreen })
    return new DOMParser().parseFromString(html, 'text/html')
  }
  test('in a window › shows each of its letters once in each weight, those of rules and of the mark too, and nothing else', () => {
    const own = page(false)
    const weights = [...own.querySelectorAll('.letters')].map(({ className, textContent }) => ({ className, textContent }))
    expect(weights.map(({ className }) => className)).toEqual(['letters', 'letters bold'])
    for (const { textContent } of weights)
      for (const letter of '证王𠮷乙第页演练') expect([letter, textContent.split(letter).length]).toEqual([letter, 2])
    expect(own.querySelector('style')?.textContent).toContain('@media screen{body>:not(.letters){display:none!important}')
    expect(page(false, false, '<p>王</p>').querySelectorAll('.letters')).toHaveLength(1)
  })
  test('looked at in a window › shows its sheets', () => {
    expect(page(true).querySelector('.letters')).toBeNull()
  })
})

describe('conversion report', () => {
  test('says what became of each code, and nothing typed becomes markup', () => {
    const place = { code: '610881', fullName: '陕西省榆林市神木市' }
    const html = conversionSheet({
      ...{
        office: '<i>局</i>',
        practice: false,
        on: '2026-03-05',
        by: '甲&乙',
        printedOn: '2026-03-06',
        files: 3,
        hukou: 2,
        stays: 1,
        left: 4
      },
      rows: [{ code: '610821', fullName: '陕西省榆林市神木县', to: place, count: 1200 }]
    })
    for (const part of ['610821', '610881', '1,200', '&lt;i&gt;局&lt;/i&gt;', '甲&amp;乙', '@page{size:210mm 297mm'])
      expect(html).toContain(part)
  })
})

describe('report of a deletion', () => {
  const row = { label: '交流单的内容', from: '最后一次往来', period: '3 年', source: 'R：<依据>', action: '删去内容', count: 1200 }
  const told = { office: '<i>局</i>', practice: false, on: '2026-03-05', at: '2026-03-05T01:00:00.000Z', by: '甲', printedOn: '2026-03-06' }
  test('says rule, source and count, and nothing typed becomes markup', () => {
    const html = purgeSheet({ ...told, rows: [row], held: 2, size: { before: 2_000_000, after: 1_000_000 }, backups: '还有 1 份' })
    for (const part of [
      '最后一次往来起 3 年',
      '1,200',
      'R：&lt;依据&gt;',
      '&lt;i&gt;局&lt;/i&gt;',
      '保全未删 2 份',
      '还有 1 份',
      '@page{size:210mm 297mm'
    ])
      expect(html).toContain(part)
  })
  test('a file that waits to be cleaned is not said to be clean', () => {
    const html = purgeSheet({ ...told, rows: [row], held: 0, size: null, backups: '' })
    expect(html).toContain('数据文件还没有整理完')
    expect(html).not.toContain('不再存在')
  })
})

describe('answer to a question that came on paper', () => {
  const answer: SlipPaper = {
    ...{ id: '0190d0d0-0000-7000-8000-000000000001', slipNo: '610802-00-FK-2026-000001', kind: 'FK', label: '协查反馈' },
    ...{ issuedOn: '2026-03-05', dueOn: null, deadlineRule: null, withdrawnOn: null, items: [], answerNeeded: false, way: 'paper' },
    fields: [
      ...['LH-0190', '找到'].map((value, at) => ({ field: at === 0 ? 'reply_to' : 'pairing_result', label: '甲', value, level: 'L1' })),
      ...['婚姻状况', '不符', '20'].map((value, at) => ({
        field: `items.0.${['code', 'status', 'value'][at] ?? ''}`,
        label: '乙',
        value,
        level: 'L2'
      }))
    ],
    answers: '临流协〔2026〕12号',
    to: { name: '临县局', code: '141124-00', phone: '', address: '', postcode: '', post: '' }
  }
  const pressed = (slip: SlipPaper): string =>
    paperOf('slip', slipPieces({ slips: [slip], given: { officeName: '榆阳局', officePhone: '', printedOn: '2026-03-05' } })).html
  const html = pressed(answer)
  test('names their number, says what was found, and asks nothing back', () => {
    for (const part of ['答复贵单位', '临流协〔2026〕12号', '核实事项', '婚姻状况', '不符', '20', '找到']) expect(html).toContain(part)
    for (const part of ['LH-0190', '沿此线撕下', '请核实']) expect(html).not.toContain(part)
  })
  test('a question › leaves a box for every result, finding and way, and says until when, with the rule where there is one', () => {
    const question: SlipPaper = {
      ...answer,
      kind: 'XC',
      items: [{ code: 'identity', label: '身份' }],
      answerNeeded: true,
      dueOn: '2026-04-04'
    }
    const paper = pressed(question)
    for (const labels of [pairingResultLabels, itemStatusLabels, verificationMethodLabels])
      for (const label of Object.values(labels)) expect(paper).toContain(`□${label}`)
    expect(paper).toContain('请在2026年4月4日前反馈。')
    expect(pressed({ ...question, deadlineRule: '十日' })).toContain('请在2026年4月4日前反馈（十日）。')
  })
  test('taken back › says so in place of what was asked', () => {
    const paper = pressed({ ...answer, dueOn: '2026-04-04', withdrawnOn: '2026-03-06' })
    expect(paper).toContain('已于2026年3月6日撤回')
    expect(paper).not.toMatch(/核实事项|前反馈/)
  })
})
