// Why: a sheet of trust with a wrong digit would make honest offices refuse each other, and one with markup could show another's digits.
import { describe, expect, test } from 'vitest'
import { keyComparisonRecord, keyRegistrationForm, rootKeySheet, type KeyOffice } from './key-sheets'

const office: KeyOffice = {
  ...{
    code: '610802-00',
    name: '<i>榆阳</i>局',
    officeId: '421fe5a52590e1b3faabe52575d03210',
    phone: '0912-0000001',
    version: 3,
    practice: false
  },
  digits: '79405 70363 93904 77445 53750 55724 96950 90062'
}
const qr = 'JHB1 421FE5A52590E1B3FAABE52575D03210 7940570363939047744553750557249695090062'

describe('key sheets', () => {
  test('the form › holds office, id, every group in its place, the code, and a place for the seal', () => {
    const html = keyRegistrationForm(office, { qr, handler: '办理甲', on: '2026-03-05' })
    for (const part of ['610802-00', office.officeId, '办理甲', '0912-0000001', '2026-03-05', '单位公章', qr, '<svg'])
      expect(html).toContain(part)
    for (const [at, group] of office.digits.split(' ').entries()) expect(html).toContain(`<small>第${String(at + 1)}组</small>${group}`)
    expect(html).toContain('&lt;i&gt;榆阳&lt;/i&gt;局')
  })

  test('the record › names both who compared, when and how', () => {
    const comparisons = [
      { account: 'zhang', at: '2026-03-05 09:00', way: '照登记表' },
      { account: 'li', at: '2026-03-05 09:10', way: '按官方电话' }
    ]
    const html = keyComparisonRecord(office, { here: '临县局', comparisons, on: '2026-03-05' })
    for (const part of ['临县局', 'zhang\u30002026-03-05 09:00\u3000照登记表', 'li\u30002026-03-05 09:10\u3000按官方电话'])
      expect(html).toContain(part)
  })

  test('the root › stands in groups, its code without spaces, and no sheet carries a style attribute or script', () => {
    const text = 'JHB-ROOT -1QQ QQQQ'
    const html = rootKeySheet(office, { text, on: '2026-03-05' })
    expect(html).toContain(text)
    const all = [html, keyRegistrationForm({ ...office, practice: true }, { qr, handler: 'x', on: 'y' })]
    for (const page of all) expect(page).not.toMatch(/\sstyle=|<script/)
    expect(all[1]).toContain('data-practice')
  })
})
