// Why: the recovery sheet is opened in an emergency; what is on it must be whole, and nothing typed may become markup.
import { describe, expect, test } from 'vitest'
import { recoverySheet, type RecoveryFacts } from './index'

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
