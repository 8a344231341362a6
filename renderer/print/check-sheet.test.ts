// Why: this paper goes through a village; it asks what was asked and nothing more, and says that nobody must answer.
import type { CheckRow } from '@shared/contract/check-sheets'
import { rowCode } from '@shared/domain/scan-code'
import { expect, test } from 'vitest'
import { checkSheetPage } from './index'
import { qrShape } from './qr-code'

const item = (code: string, level = 'L2') => ({ code, label: `事项${code}`, level, value: null })
const row = (part: Partial<CheckRow> = {}): CheckRow => ({
  ...{ row: 1, slipId: 'a', slipNo: '610802-00-XC-2026-000001', kind: 'XC', partnerName: '乙局', dueOn: null, name: '王<小>明', sex: '女' },
  ...{ birthDate: '1990-01-01', door: '东街1号', state: 'open', items: [item('甲'), item('乙')], findings: [], declined: [] },
  ...part
})
const page = (...rows: CheckRow[]): string =>
  checkSheetPage({
    sheet: { id: 'x', number: 482_163_905, at: '2026-03-05T01:00:00.000Z', by: '甲', count: rows.length, open: 1 },
    ...{ rows, office: '某<局>', practice: false, madeOn: '2026-03-05' }
  })
const boxes = (html: string): number => html.match(/□(属实|不符|无法核实|本人不同意提供)/g)?.length ?? 0

test('every item that is asked › has four boxes; what was declined and what is of health has none', () => {
  expect(boxes(page(row(), row({ row: 2 })))).toBe(16)
  expect(boxes(page(row({ declined: ['甲'] })))).toBe(4)
  expect(boxes(page(row({ items: [item('甲', 'L3'), item('乙', 'L4')] })))).toBe(0)
  for (const state of ['unpaired', 'nobody', 'done'] as const) expect(boxes(page(row({ state })))).toBe(0)
  expect(page(row({ state: 'unpaired' }))).toContain('还没有配对')
})

test('the paper › carries the code of each row, says it is free and nobody must answer, and nothing typed becomes markup', () => {
  const html = page(row(), row({ row: 2 }))
  for (const at of [1, 2]) expect(html).toContain(qrShape(rowCode({ list: 482_163_905, row: at, practice: false })).path)
  for (const word of ['自愿', '免费', '就此办结', '表号 482 163 905', '王&lt;小&gt;明', '某&lt;局&gt;']) expect(html).toContain(word)
})
