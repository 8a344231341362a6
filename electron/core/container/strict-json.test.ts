// The rules J1–J4 on their own, with any JSON as oracle for what must pass.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseStrictBytes, parseStrictJson, type JsonProfile, type StrictJson } from './strict-json'

const ruleOf = (result: StrictJson): string => (result.ok ? (result.refused === null ? 'ok' : `refused ${result.refused}`) : result.rule)
const judge = (text: string, profile: JsonProfile = 'line'): string => ruleOf(parseStrictJson(text, profile))
const nested = (depth: number): string => `{"a":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`

describe('parseStrictJson', () => {
  it('any object a JSON writer makes of clean values › passes unchanged', () => {
    const name = fc.stringMatching(/^[a-z_一-龥][a-z0-9_]{0,8}$/)
    const clean = fc.stringMatching(/^[ -~一-龥，。“”—…·𠮷𬱖]{0,20}$/u)
    const value = fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        clean,
        fc.maxSafeInteger().map((n) => n + 0),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('node'), { maxLength: 4 }),
        fc.dictionary(name, tie('node'), { maxKeys: 5 })
      )
    })).node
    fc.assert(
      fc.property(fc.dictionary(name, value, { maxKeys: 8 }), (object) => {
        const text = JSON.stringify(object)
        for (const profile of ['header', 'card', 'core', 'line'] as const) {
          const names = [...text.matchAll(/"(constructor|prototype|__proto__)":/g)]
          if (names.length === 0) expect(judge(text, profile)).toBe('ok')
        }
      })
    )
  })

  it('any text at all › never throws, and what passes is a fixed point', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.json(),
          fc.json().map((json) => `{"a":${json}}`)
        ),
        (text) => {
          const result = parseStrictJson(text, 'line')
          if (result.ok) expect(JSON.stringify(result.value)).toBe(text)
        }
      ),
      { numRuns: 300 }
    )
  })

  it('any octets › never throws', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (octets) => void parseStrictBytes(octets, 'header')))
    expect(ruleOf(parseStrictBytes(Uint8Array.from([0x7b, 0xff, 0x7d]), 'header'))).toBe('J1')
    expect(ruleOf(parseStrictBytes(Buffer.from('\ufeff{}'), 'header'))).toBe('J2')
  })

  it.each<readonly [string, string]>([
    ['{"a":1,"a":1}', 'J2'],
    ['{"a": 1}', 'J2'],
    ['{"a":1e3}', 'J2'],
    ['{"a":1.0}', 'J2'],
    ['{"a":-0}', 'J2'],
    ['{"a":0.5}', 'J2'],
    ['{"a":1e+21}', 'J2'],
    ['{"a":9007199254740992}', 'J2'],
    ['{"a":9007199254740991}', 'ok'],
    ['{"a":-9007199254740991}', 'ok'],
    ['{"0":1}', 'J2'],
    ['{"10":1,"a":1}', 'J2'],
    ['{"18446744073709551616":1}', 'J2'],
    ['{"01":1}', 'ok'],
    ['{"a":"\\u4e2d"}', 'J2'],
    ['{"a":"\\/"}', 'J2'],
    ['{"t":"slip","body":{"note":"\\u202e"}}', 'J2'],
    ['[]', 'J2'],
    ['null', 'J2'],
    ['"a"', 'J2'],
    ['', 'J2'],
    ['{"a":"\\n\\t\\\\u\\\\"}', 'ok'],
    ['{"a":"\\b"}', 'J3'],
    ['{"a":"\\u0001"}', 'J3'],
    ['{"a":"\\ud800"}', 'J3'],
    ['{"__proto__":1}', 'J3'],
    ['{"a":{"prototype":1}}', 'J3'],
    ['{"a":[{"constructor":1}]}', 'J3'],
    ['{"a":["\u{10ffff}"]}', 'J3'],
    ['{"a":"\u{e007f}"}', 'J3'],
    ['{"a":"\u{e0080}"}', 'ok'],
    ['{"a":"𠮷“”—…·\u00a0"}', 'ok']
  ])('%s › %s', (text, rule) => {
    expect(judge(text)).toBe(rule)
  })

  it('every forbidden character and its neighbours › told apart', () => {
    const forbidden = (code: number): boolean =>
      (code < 0x20 && code !== 9 && code !== 10) ||
      [
        [0x7f, 0x9f],
        [0x61c, 0x61c],
        [0x200b, 0x200f],
        [0x2028, 0x202e],
        [0x2060, 0x2060],
        [0x2066, 0x2069],
        [0xd800, 0xdfff],
        [0xfdd0, 0xfdef],
        [0xfeff, 0xfeff],
        [0xfff9, 0xfffb],
        [0xe0000, 0xe007f]
      ].some(([from = 0, to = 0]) => code >= from && code <= to) ||
      (code & 0xfffe) === 0xfffe
    for (
      let code = 0;
      code <= 0x10ffff;
      code += code < 0x3000 || (code >= 0xd7f0 && code < 0x10100) ? 1 : code % 0x10000 > 0xfff0 || code >> 7 === 0x1c00 ? 1 : 13
    ) {
      const text = JSON.stringify({ a: String.fromCodePoint(code) })
      if (judge(text) !== (forbidden(code) ? 'J3' : 'ok')) expect.fail(`U+${code.toString(16)}: ${judge(text)}`)
    }
  })

  it('depth 8 and 64 names › the most there may be', () => {
    for (const profile of ['header', 'line'] as const) {
      expect(judge(nested(8), profile)).toBe('ok')
      expect(judge(nested(9), profile)).toBe('J4')
      expect(judge(nested(30_000), profile)).toBe('J4')
      const names = (count: number): string => `{${Array.from({ length: count }, (_, i) => `"n${String(i)}":0`).join(',')}}`
      expect(judge(names(64), profile)).toBe('ok')
      expect(judge(names(65), profile)).toBe('J4')
    }
    expect(judge('{"a":"[[[[[[[[[[\\"[[[{{{{"}', 'header')).toBe('ok')
    expect(judge(`{"a":${'['.repeat(30_000)}`, 'header')).toBe('J4')
  })

  it('line feed and tab › in values of lines only', () => {
    expect(judge('{"a":"\\n"}', 'line')).toBe('ok')
    for (const profile of ['header', 'card', 'core'] as const) expect(judge('{"a":"\\n"}', profile)).toBe('J3')
    expect(judge('{"a\\n":1}', 'line')).toBe('J3')
  })

  it('inside a slip’s body › refuses the slip, outside the line', () => {
    expect(judge('{"t":"slip","body":{"note":"\u202e"}}')).toBe('refused note')
    expect(judge('{"t":"slip","body":{"a b":"\u202e"}}')).toBe('refused ')
    expect(judge('{"t":"slip","body":{"a b":{"note":["\u202e"]}}}')).toBe('refused ')
    expect(judge('{"t":"slip","body":"\u202e"}')).toBe('refused ')
    expect(judge('{"t":"slip","note":"\u202e","body":{}}')).toBe('J3')
    expect(judge('{"t":"later","body":{"note":"\u202e"}}')).toBe('J3')
    expect(judge('{"t":"slip","body":{"__proto__":1}}')).toBe('J3')
    expect(judge('{"t":"slip","body":{"name":"e\u0301"}}')).toBe('refused name')
    expect(judge('{"t":"slip","body":{"kin":[{"name":"e\u0301"}]}}')).toBe('refused kin')
    expect(judge('{"t":"slip","body":{"note":"e\u0301"}}')).toBe('ok')
    expect(judge('{"t":"slip","name":"e\u0301","body":{}}')).toBe('ok')
  })

  it('a name found good once › is still judged by where it stands', () => {
    expect(judge('{"t":"slip","body":{"name":"王"}}')).toBe('ok')
    expect(judge('{"t":"slip","body":{"name":"王\u200b"}}')).toBe('refused name')
  })
})
