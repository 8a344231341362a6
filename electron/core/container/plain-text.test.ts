/** Why: what is called plain is never looked at again, so nothing forbidden, escaped or changeable may pass for it. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isPlainText } from './plain-text'
import { parseStrictJson } from './strict-json'

const everyUnit = Array.from({ length: 0x1_0000 }, (_, unit) => String.fromCharCode(unit))

describe('isPlainText', () => {
  it('every unit by itself › is plain only when JSON, J3 and NFC leave it alone', () => {
    const plain = everyUnit.filter(isPlainText)
    expect(plain.length).toBeGreaterThan(20_000)
    expect(plain.filter((text) => JSON.stringify({ a: text }) !== `{"a":"${text}"}` && text !== '"')).toEqual([])
    expect(plain.filter((text) => /[\p{M}\p{C}\p{Zl}\p{Zp}\u1100-\u11ff]/u.test(text) && /\p{Cn}/u.exec(text) === null)).toEqual([])
    // What composes or is put in order is a mark: without marks NFC of each is NFC of all.
    expect(plain.filter((text) => text.normalize('NFC') !== text)).toEqual([])
  })

  it('one odd unit anywhere, or great length › is not plain', () => {
    const odd = fc.constantFrom('\\', '\n', '\u200b', '\u302a', '\u3099', '\ud840', '\ufeff', '\u00b7', '\u{20bb7}')
    const usual = fc.stringMatching(/^[ -Z一-龥，。]{0,300}$/)
    fc.assert(
      fc.property(usual, odd, usual, (before, unit, after) => {
        expect(isPlainText(before + after)).toBe(true)
        expect(isPlainText(before + unit + after)).toBe(false)
      })
    )
    expect([isPlainText('中'.repeat(8192)), isPlainText('中'.repeat(8193))]).toEqual([true, false])
  })

  it('any line › is judged the same by the short way and the long way', () => {
    const name = fc.oneof(fc.stringMatching(/^[a-z_]{1,3}$/), fc.constantFrom('body', 'name', 't', '7', '__proto__', 'constructor'))
    const number = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(2 ** 53, -(2 ** 53), 2 ** 53 - 1))
    const { node } = fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 9, depthSize: 'large' },
        fc.constantFrom('slip', '中文', ''),
        number,
        fc.constantFrom(true, null),
        fc.array(tie('node'), { maxLength: 2 }),
        fc.array(fc.tuple(name, tie('node')), { maxLength: 3 }).map(written)
      )
    }))
    const many = fc.integer({ min: 62, max: 66 }).map((count) => written(Array.from({ length: count }, (_, at) => [`n${String(at)}`, at])))
    // The middle dot is good text that is not plain: the same line with it goes the long way.
    fc.assert(
      fc.property(
        fc.array(fc.tuple(name, fc.oneof(node, many)), { maxLength: 4 }),
        fc.constantFrom('header', 'line'),
        (members, profile) => {
          const judge = (mark: string): string => {
            const result = parseStrictJson(JSON.stringify(written([['first', mark], ...members])), profile)
            return result.ok ? `ok ${String(result.refused)}` : result.rule
          }
          expect(judge('.')).toBe(judge('·'))
        }
      ),
      { numRuns: 2000 }
    )
  })
})

/** An object with members of any name, `__proto__` among them. */
function written(members: readonly (readonly [string, unknown])[]): object {
  return Object.fromEntries(members)
}
