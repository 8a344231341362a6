// Why: an old private code becomes the character the standard gives it, a double becomes its original, and nothing else changes.
import fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { hasPrivateUse, mapPrivateUse } from './private-use'

/** GB 18030-2022, table of changed mappings: code of two bytes → private code point until 2005 → character since. */
const CHANGED_2022: readonly (readonly [number, number, number])[] = [
  [0xa6d9, 0xe78d, 0xfe10],
  [0xa6da, 0xe78e, 0xfe12],
  [0xa6db, 0xe78f, 0xfe11],
  [0xa6dc, 0xe790, 0xfe13],
  [0xa6dd, 0xe791, 0xfe14],
  [0xa6de, 0xe792, 0xfe15],
  [0xa6df, 0xe793, 0xfe16],
  [0xa6ec, 0xe794, 0xfe17],
  [0xa6ed, 0xe795, 0xfe18],
  [0xa6f3, 0xe796, 0xfe19],
  [0xfe51, 0xe816, 0x20087],
  [0xfe52, 0xe817, 0x20089],
  [0xfe53, 0xe818, 0x200cc],
  [0xfe59, 0xe81e, 0x9fb4],
  [0xfe61, 0xe826, 0x9fb5],
  [0xfe66, 0xe82b, 0x9fb6],
  [0xfe67, 0xe82c, 0x9fb7],
  [0xfe6c, 0xe831, 0x215d7],
  [0xfe6d, 0xe832, 0x9fb8],
  [0xfe76, 0xe83b, 0x2298f],
  [0xfe7e, 0xe843, 0x9fb9],
  [0xfe90, 0xe854, 0x9fba],
  [0xfe91, 0xe855, 0x241fe],
  [0xfea0, 0xe864, 0x9fbb]
]
const oldDecoder = (code: number): string => iconv.decode(Buffer.from([code >> 8, code & 0xff]), 'gb18030')

describe('mapPrivateUse', () => {
  it('mapPrivateUse › the 24 characters GB 18030-2022 moved › become their encoded characters', () => {
    for (const [code, before, since] of CHANGED_2022) {
      const { text } = mapPrivateUse(String.fromCodePoint(before))
      expect(text, code.toString(16)).toBe(String.fromCodePoint(since))
      // A decoder that still follows the older standard yields exactly what the table expects to find.
      expect(mapPrivateUse(oldDecoder(code)).text).toBe(String.fromCodePoint(since))
    }
  })

  it('mapPrivateUse › every code of FE50 to FEA0 as CP936 kept it › agrees with a decoder of today', () => {
    const moved = new Map(CHANGED_2022.map(([code, , since]) => [code, String.fromCodePoint(since)]))
    const codes = Array.from({ length: 0x51 }, (_, at) => 0xfe50 + at).filter((code) => code !== 0xfe7f)
    expect(codes.length).toBe(80)
    codes.forEach((code, at) => {
      expect(mapPrivateUse(String.fromCodePoint(0xe815 + at)).text).toBe(moved.get(code) ?? oldDecoder(code))
    })
    for (let at = 0; at < 13; at += 1) expect(mapPrivateUse(String.fromCodePoint(0xe7e7 + at)).text).toBe(oldDecoder(0xa989 + at))
    expect(mapPrivateUse('\ue7c7\ue7c8\ue76c').text).toBe([0xa8bc, 0xa8bf, 0xa2e3].map(oldDecoder).join(''))
  })

  it('mapPrivateUse › a name › says what was replaced and what nobody knows', () => {
    expect(mapPrivateUse('李\ue863\ue000\ue863\u2f00\uf90a')).toEqual({
      text: '李䶮\ue000䶮一金',
      mapped: [
        { from: '\ue863', to: '䶮', kind: 'private_use' },
        { from: '⼀', to: '一', kind: 'radical' },
        { from: '\uf90a', to: '金', kind: 'compatibility' }
      ],
      left: ['\ue000']
    })
    expect(mapPrivateUse('﨎﨧')).toEqual({ text: '﨎﨧', mapped: [], left: [] })
  })

  it('mapPrivateUse › any text › is idempotent, keeps its length and touches nothing else', () => {
    const anything = fc.string({
      unit: fc.oneof(
        fc.integer({ min: 0xe000, max: 0xf8ff }).map((code) => String.fromCodePoint(code)),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 })
      )
    })
    fc.assert(
      fc.property(anything, (text) => {
        const once = mapPrivateUse(text)
        expect(mapPrivateUse(once.text)).toEqual({ text: once.text, mapped: [], left: once.left })
        expect(hasPrivateUse(once.text)).toBe(once.left.length > 0)
        const doubled = new Set(once.mapped.map(({ from }) => from))
        const [before, after] = [[...text], [...once.text]]
        expect(after.length).toBe(before.length)
        before.forEach((character, at) => {
          if (!doubled.has(character)) expect(after[at]).toBe(character)
        })
      })
    )
  })
})
