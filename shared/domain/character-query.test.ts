// Why: what a clerk types for a rare character is understood whatever way it is written, and nothing typed makes it fail.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readCharacterQuery, readCodePoint, tonelessSyllable } from './character-query'

const none = { codePoints: [], parts: [], strokes: null, reading: null }

describe('readCharacterQuery', () => {
  it.each(['U+20BB7', 'u+20bb7', '20BB7', '0x20bb7', '&#x20BB7;', '\\u{20BB7}', 'U20BB7', ' U+20BB7 '])(
    '%s › is the code point',
    (text) => {
      expect(readCharacterQuery(text)).toEqual({ ...none, codePoints: [0x20bb7] })
    }
  )
  it.each([
    ['吉口', { parts: ['吉', '口'] }],
    ['吉+口', { parts: ['吉', '口'] }],
    ['吉 ＋ 口', { parts: ['吉', '口'] }],
    ['⿱士口', { parts: ['士', '口'] }],
    ['钅8', { parts: ['钅'], strokes: 8 }],
    ['钅8画', { parts: ['钅'], strokes: 8 }],
    ['钅+８画', { parts: ['钅'], strokes: 8 }],
    ['12画', { strokes: 12 }],
    ['12', { strokes: 12 }],
    ['画 3', { parts: ['画'], strokes: 3 }],
    ['zhé', { reading: 'zhe' }],
    ['lü3 马', { reading: 'lv', parts: ['马'] }],
    ['zhe2 12画', { reading: 'zhe', strokes: 12 }],
    ['zhe吉', { reading: 'zhe', parts: ['吉'] }],
    ['U+4E00、U+4E01', { codePoints: [0x4e00, 0x4e01] }],
    ['⺮欶', { parts: ['⺮', '欶'] }],
    ['', {}],
    ['!!', {}]
  ])('%s › is understood', (text, expected) => expect(readCharacterQuery(text)).toEqual({ ...none, ...expected }))

  it('readCodePoint › too short, too long, beyond Unicode › is none', () => {
    expect(['123', '1234567', '110000', 'U+110000', '12G4', ''].map(readCodePoint)).toEqual([null, null, null, null, null, null])
    expect(readCodePoint('10FFFF')).toBe(0x10ffff)
  })

  it('tonelessSyllable › marks, numbers and case › fall away', () => {
    expect(['Lǚ', 'lü3', 'ē', 'Zhé', 'ńg', '1'].map(tonelessSyllable)).toEqual(['lv', 'lv', 'e', 'zhe', 'ng', ''])
  })

  it('readCharacterQuery › any text › gives bounded, plausible wishes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const { codePoints, parts, strokes, reading } = readCharacterQuery(text)
        expect(codePoints.every((codePoint) => codePoint <= 0x10ffff)).toBe(true)
        expect(parts.length).toBeLessThanOrEqual(8)
        expect(strokes === null || strokes < 100).toBe(true)
        expect(reading === null || /^[a-z]+$/.test(reading)).toBe(true)
      })
    )
  })
})
