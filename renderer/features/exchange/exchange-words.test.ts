/** The sentences of the exchange page add up and never call a courier's file suspicious. */
import { describe, expect, it } from 'vitest'
import {
  driveWords,
  foundTag,
  inReadingOrder,
  importedWords,
  isImportable,
  missingWords,
  queuedWords,
  type FoundFile,
  type Imported
} from './exchange-words'

const file = (change: Partial<FoundFile>): FoundFile => ({
  ...{ spool: 's', fileName: 'a.jhb', state: 'ready', partnerId: null, senderName: '', seq: 1, sealedAt: null, bytes: 1 },
  ...{ code: null, reason: null, advice: null },
  ...change
})
const imported = (change: Partial<Imported>): Imported => ({
  ...{ fileName: 'a.jhb', partnerName: '甲区', seq: 1, outcome: 'applied', slips: 12, fresh: 9, duplicates: 2 },
  ...{
    rejected: [{ slipNo: '1', code: 'E_SCHEMA', reason: '' }],
    kinds: [{ kind: 'XC', count: 9 }],
    recovered: { bundles: 0, slips: 0 },
    code: null,
    reason: null,
    advice: null
  },
  ...change
})

describe('importedWords', () => {
  it('names new, known and returned slips, which add up to all', () => {
    expect(importedWords(imported({}))).toBe('新收 9 张（协查 9），已有 2 张，退回 1 张')
    expect(importedWords(imported({ slips: 0, fresh: 0, duplicates: 0, rejected: [], kinds: [] }))).toBe('只有回执')
    expect(importedWords(imported({ fresh: 0, kinds: [] }))).toBe('没有新单，已有 2 张，退回 1 张')
    const back = { slips: 0, fresh: 0, duplicates: 0, rejected: [], kinds: [], recovered: { bundles: 2, slips: 3 } }
    expect(importedWords(imported(back))).toBe('找回本单位 2 包，其中 3 张这里原来没有')
    expect(importedWords(imported({ outcome: 'duplicate' }))).toBe('以前已经导入，内容没有重复登记')
    expect(importedWords(imported({ outcome: 'refused' }))).toBe('')
  })
})

describe('found files', () => {
  it('are imported only when verified and spooled; a held one needs a person', () => {
    expect(
      ['ready', 'status', 'duplicate', 'held', 'wait-key', 'own', 'refused'].map((state) =>
        isImportable(file({ state: state as FoundFile['state'] }))
      )
    ).toEqual([true, true, true, false, false, false, false])
    expect(isImportable(file({ spool: '' }))).toBe(false)
  })

  it('stand with what can come in first and our own last', () => {
    const states = (['own', 'status', 'refused', 'ready', 'own', 'held'] as const).map((state) => file({ state }))
    expect(inReadingOrder(states).map(({ state }) => state)).toEqual(['ready', 'held', 'refused', 'status', 'own', 'own'])
  })

  it('for another office are the courier’s business, not a fault', () => {
    expect(foundTag(file({ state: 'refused', code: 'E_RECIPIENT' }))).toEqual({ state: 'closed', text: '给别的单位' })
    expect(foundTag(file({ state: 'refused', code: 'E_SIGNATURE' }))).toEqual({ state: 'quarantined', text: '没有通过' })
  })
})

describe('one line each', () => {
  it('for what is queued, what is missing, and what a stick holds', () => {
    expect(queuedWords({ queued: 12, kinds: [{ kind: 'XC', count: 12 }], receipts: 0 })).toBe('12 张（协查 12）')
    expect(queuedWords({ queued: 0, kinds: [], receipts: 2 })).toBe('回执 2 份')
    expect(queuedWords({ queued: 0, kinds: [], receipts: 0 })).toBe('无')
    expect(missingWords([78, 80])).toBe('缺第 78、80 包')
    expect(driveWords({ id: 'x', label: '演练U盘', kind: 'practice', free: null, bundles: 2 })).toBe('演练U盘 · 2 个交换文件')
  })
})
