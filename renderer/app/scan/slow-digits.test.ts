// Why: the digits of a code that came too slowly once chose "不认识" and their Enter wrote it down for a person nobody had asked about.
import { rowCode } from '@shared/domain/scan-code'
import { describe, expect, test } from 'vitest'
import { createSlowDigits, MOST_BY_HAND, TOGETHER_MS, type SlowDigits } from './slow-digits'

const key = (name: string, at: number) => ({ key: name, timeStamp: at, ctrlKey: false, altKey: false, metaKey: false })
/** @returns what the last key gave */
function type(digits: SlowDigits, text: string, gap: number, from = 0): string | null {
  Array.from(text).forEach((digit, at) => digits.hear(key(digit, from + at * gap)))
  return digits.hear(key('Enter', from + text.length * gap))
}

describe('slow digits', () => {
  const code = rowCode({ list: 482_163_905, row: 20, practice: false })

  test.each([5, 40, 100, 200])('a code typed with %i ms between its keys › is heard as a code', (gap) => {
    expect(type(createSlowDigits(), code, gap)).toBe(code)
  })

  test('one answer and Enter, also after a change of mind › is an answer', () => {
    for (const text of ['1', '12', '124']) expect(type(createSlowDigits(), text, 150)).toBeNull()
    expect('124').toHaveLength(MOST_BY_HAND)
  })

  test('row after row by hand › never adds up to a code', () => {
    const digits = createSlowDigits()
    for (let row = 0; row < 30; row += 1) expect(type(digits, '1', 100, row * 250)).toBeNull()
  })

  test('digits of long ago, before another key or before a scan that was heard › do not count', () => {
    const digits = createSlowDigits()
    for (const digit of code) digits.hear(key(digit, 0))
    expect(digits.hear(key('Enter', TOGETHER_MS + 1))).toBeNull()
    for (const digit of code) digits.hear(key(digit, 0))
    digits.hear(key('ArrowDown', 10))
    expect(digits.hear(key('Enter', 20))).toBeNull()
    for (const digit of code) digits.hear(key(digit, 0))
    digits.forget()
    expect(type(digits, '4', 10, 20)).toBeNull()
  })
})
