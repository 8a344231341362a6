// Why: what is wrong with a paper must be read before it is handed out, each thing once, and say where it is put right.
import type { PaperTrouble } from '@renderer/print'
import { expect, test } from 'vitest'
import { troubleLines, troubleWords } from './trouble-words'

const trouble = (over: Partial<PaperTrouble>): PaperTrouble => ({ piece: '第 2 张', field: '姓名', kind: 'too_long', letters: [], ...over })

test('troubles › each once, by sheet and field; a missing telephone once for all sheets, with where to write it', () => {
  const lines = troubleLines([
    trouble({}),
    trouble({}),
    trouble({ row: { number: 3, name: '王' }, kind: 'not_drawn', letters: ['甲', '乙'] }),
    ...['第 1 张', '第 2 张'].map((piece) => trouble({ piece, field: '本单位电话', kind: 'no_phone' }))
  ])
  expect(lines).toEqual([
    '第 2 张 的姓名：字太多，最小字号也放不下',
    '第 2 张 第 3 行“王”的姓名：字库里没有 甲、乙，纸上会是空框，请手写补上',
    '本单位没有填联系电话，纸上没有投诉电话。请管理员在“设置”的“单位”填好，再打印'
  ])
  expect(troubleWords([])).toBe('')
})
