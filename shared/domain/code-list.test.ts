// Why: a code without its edition is a guess; the lists must hold the verified values and nothing the product leaves out.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isDay, type Day } from './calendar-day'
import { codeByLabel, codeLabel, codeListsSchema, editionOn, offeredCodes, type CodeEdition, type CodeList } from './code-list'
import { movementScopeLabels } from './movement-scope'
import { itemStatusLabels, movementEventLabels, pairingResultLabels, receiptResultLabels, verificationMethodLabels } from './slip-kinds'

const read = (): unknown => JSON.parse(readFileSync(join(import.meta.dirname, '../../resources/codes/code-lists.json'), 'utf8'))
const { lists } = codeListsSchema.parse(read())
const list = (id: string): CodeList => {
  const found = lists[id]
  if (found === undefined) throw new RangeError(id)
  return found
}
const edition = (id: string, on: string): CodeEdition => {
  const found = editionOn(list(id), day(on))
  if (found === null) throw new RangeError(id)
  return found
}
const day = (text: string): Day => {
  if (!isDay(text)) throw new RangeError(text)
  return text
}
const labels = (id: string): Record<string, string> =>
  Object.fromEntries(edition(id, '2026-11-21').codes.map((entry) => [entry.code, entry.label]))

describe('code lists', () => {
  it('code-lists.json › sex and marital status › are the verified values', () => {
    expect(labels('sex')).toMatchObject({ 1: '男', 2: '女' })
    expect(Object.keys(labels('marital_status'))).toEqual(['10', '20', '21', '22', '23', '30', '40', '90'])
    expect(labels('marital_status')).toMatchObject({ 10: '未婚', 20: '已婚', 30: '丧偶', 40: '离婚' })
  })

  it('code-lists.json › ethnicity › has the fifty-six, 97 and 98, and neither 57 nor 58', () => {
    const found = labels('ethnicity')
    expect(Object.keys(found)).toHaveLength(58)
    expect(found).toMatchObject({ '01': '汉族', '02': '蒙古族', '56': '基诺族', 97: '其他' })
    expect(found[57] ?? found[58]).toBeUndefined()
  })

  it('code-lists.json › education › 90 means another thing in each edition', () => {
    expect(list('education').editions.map((one) => one.edition)).toEqual(['GB/T 4658-1984', 'GB/T 4658-2006'])
    expect(codeLabel(list('education'), 'GB/T 4658-1984', '90')).toBe('文盲或半文盲')
    expect(codeLabel(list('education'), 'GB/T 4658-2006', '90')).toBe('其他')
    expect(codeLabel(list('education'), 'GB/T 4658-2006', '50')).toBeNull()
    expect(edition('education', '2005-12-31').edition).toBe('GB/T 4658-1984')
    expect(edition('education', '2006-01-01').edition).toBe('GB/T 4658-2006')
  })

  it('code-lists.json › vocabularies of slips › have the same codes and words as the program', () => {
    expect(labels('pairing_result')).toEqual(pairingResultLabels)
    expect(labels('item_status')).toEqual(itemStatusLabels)
    expect(labels('verification_method')).toEqual(verificationMethodLabels)
    expect(labels('receipt_result')).toEqual(receiptResultLabels)
    expect(labels('movement_event')).toEqual(movementEventLabels)
    expect(Object.keys(movementScopeLabels)).toHaveLength(5)
  })

  it('code-lists.json › every list › says where it is from and is offered today', () => {
    for (const [id, one] of Object.entries(lists)) {
      expect(offeredCodes(one, day('2026-11-21')).length, id).toBeGreaterThan(0)
      for (const known of one.editions) expect(known.source.length, id).toBeGreaterThan(0)
    }
  })

  it('guard-rail › no list holds a word of control, money or suspicion', () => {
    for (const [id, one] of Object.entries(lists)) {
      for (const { label } of one.editions.flatMap((known) => known.codes)) {
        expect(label, id).not.toMatch(/政策外|违法|违规|罚|社会抚养|欠|举报|漏检|未落实|黑名单|可疑|高危/)
      }
    }
  })

  it('codeByLabel › an imported word › gives its code, an ambiguous or unknown word none', () => {
    expect(codeByLabel(edition('marital_status', '2026-11-21'), ' 离婚 ')).toBe('40')
    expect(codeByLabel(edition('marital_status', '2026-11-21'), '同居')).toBeNull()
    const twice: CodeEdition = {
      edition: '测试',
      validFrom: null,
      validTo: null,
      source: 'R',
      codes: [
        { code: '1', label: '甲' },
        { code: '2', label: '甲' }
      ]
    }
    expect(codeByLabel(twice, '甲')).toBeNull()
  })

  it('codeListsSchema › a code twice or a parent that is not there › is refused', () => {
    const made = (codes: object[]): unknown => ({
      format: 'code-lists/1',
      lists: { x: { label: '测试', editions: [{ edition: '1', validFrom: null, validTo: null, source: 'R', codes }] } }
    })
    expect(codeListsSchema.safeParse(made([{ code: '1', label: '甲' }])).success).toBe(true)
    expect(
      codeListsSchema.safeParse(
        made([
          { code: '1', label: '甲' },
          { code: '1', label: '乙' }
        ])
      ).success
    ).toBe(false)
    expect(codeListsSchema.safeParse(made([{ code: '1', label: '甲', parent: '2' }])).success).toBe(false)
  })

  it('offeredCodes › a retired code › is read but no longer offered', () => {
    const one: CodeList = {
      label: '测试',
      editions: [
        {
          edition: '1',
          validFrom: null,
          validTo: null,
          source: 'R',
          codes: [
            { code: '1', label: '甲', retired: true },
            { code: '2', label: '乙' }
          ]
        }
      ]
    }
    expect(offeredCodes(one, day('2026-01-01')).map((entry) => entry.code)).toEqual(['2'])
    expect(codeLabel(one, '1', '1')).toBe('甲')
  })
})
