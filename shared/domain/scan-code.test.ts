// Why: a visit is entered by scanning; a worn code, a practice list or a neighbour's row must never reach another person.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseRowCode, readScan, rowCode, rowCodeRefusals, rowCodeRefusalTexts } from './scan-code'

const rows = fc.record({ list: fc.integer({ min: 1, max: 999_999_999 }), row: fc.integer({ min: 1, max: 99_999 }), practice: fc.boolean() })

describe('rowCode', () => {
  test('any row › comes back as it went, and is nineteen digits', () => {
    fc.assert(
      fc.property(rows, (row) => {
        const code = rowCode(row)
        expect(code).toMatch(/^97[12]\d{16}$/)
        expect(parseRowCode(code, row.practice)).toEqual({ ok: true, list: row.list, row: row.row })
      })
    )
  })

  test('a list or row out of bounds › is refused before it is printed', () => {
    for (const [list, row] of [
      [0, 1],
      [1, 0],
      [1_000_000_000, 1],
      [1, 100_000],
      [1.5, 1],
      [Number.NaN, 1]
    ] as const)
      expect(() => rowCode({ list, row, practice: false })).toThrow(RangeError)
  })
})

describe('parseRowCode', () => {
  test('one wrong digit anywhere, or two neighbours exchanged › never names a row', () => {
    fc.assert(
      fc.property(rows, fc.nat(18), fc.integer({ min: 1, max: 9 }), (row, at, shift) => {
        const code = rowCode(row)
        const wrong = code.slice(0, at) + String((Number(code[at]) + shift) % 10) + code.slice(at + 1)
        expect(parseRowCode(wrong, row.practice).ok).toBe(false)
        const swapped = code.slice(0, at) + (code[at + 1] ?? '') + (code[at] ?? '') + code.slice(at + 2)
        if (swapped !== code) expect(parseRowCode(swapped, row.practice).ok).toBe(false)
      })
    )
  })

  test('a code read short or with a doubled digit › is called damaged, not foreign', () => {
    const code = rowCode({ list: 7, row: 12, practice: false })
    expect(parseRowCode(code.slice(0, -1), false)).toEqual({ ok: false, reason: 'damaged' })
    expect(parseRowCode(`${code}0`, false)).toEqual({ ok: false, reason: 'damaged' })
  })

  test('full-width digits and blanks › do not matter', () => {
    const code = rowCode({ list: 7, row: 12, practice: false })
    const wide = Array.from(code, (digit) => String.fromCodePoint(0xff10 + Number(digit))).join('')
    expect(parseRowCode(` ${wide.slice(0, 6)} ${wide.slice(6)}\n`, false)).toEqual({ ok: true, list: 7, row: 12 })
  })

  test('a list of the other side › is refused by its side', () => {
    expect(parseRowCode(rowCode({ list: 7, row: 12, practice: true }), false)).toEqual({ ok: false, reason: 'practice' })
    expect(parseRowCode(rowCode({ list: 7, row: 12, practice: false }), true)).toEqual({ ok: false, reason: 'real' })
  })

  test('a later version › is named as such', () => {
    const body = '973' + '000000007' + '00012'
    const rest = Array.from(`${body}00`).reduce((sum, digit) => (sum * 10 + Number(digit)) % 97, 0)
    expect(parseRowCode(body + String(98 - rest).padStart(2, '0'), false)).toEqual({ ok: false, reason: 'newer' })
  })

  test('numbers of persons, telephones and any text › are foreign', () => {
    for (const text of ['61080219900101002X', '610802900101002', '13800000000', '', 'https://example.invalid/97', "' OR 1=1 --", '97'])
      expect(parseRowCode(text, false)).toEqual({ ok: false, reason: 'foreign' })
  })

  test('every refusal › has its sentence', () => {
    expect(rowCodeRefusals.filter((reason) => !/\p{Script=Han}.*。$/u.test(rowCodeRefusalTexts[reason]))).toEqual([])
  })
})

describe('readScan', () => {
  test('tells rows, cards, numbers and other text apart', () => {
    expect(readScan(rowCode({ list: 3, row: 4, practice: false }), false)).toEqual({ kind: 'row', list: 3, row: 4 })
    expect(readScan('610802199001010021', false)).toEqual({ kind: 'number', idNo: '610802199001010021' })
    expect(readScan('6108021990010100 2x', false)).toEqual({ kind: 'number', idNo: '61080219900101002X' })
    expect(readScan('张三|男|汉|19900101|某村1号|610802199001010039', false).kind).toBe('card')
    expect(readScan('13800000000', false)).toEqual({ kind: 'text', text: '13800000000' })
  })

  test('a row code with a lost digit › is refused and never taken for a number', () => {
    const code = rowCode({ list: 7, row: 12, practice: false })
    for (let at = 2; at < 19; at += 1)
      expect(readScan(code.slice(0, at) + code.slice(at + 1), false)).toEqual({ kind: 'refused', reason: 'damaged' })
  })

  test('any text › is answered, never thrown at', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 3000 }), fc.boolean(), (text, practice) => void readScan(text, practice)))
  })
})
