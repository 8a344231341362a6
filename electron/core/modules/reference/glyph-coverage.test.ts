// Why: the table of drawn characters must say what the font files say, or a name is flagged for nothing or printed as a box.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { drawnBy, missingGlyphs } from '@shared/domain'
import { glyphCoverage } from '@shared/domain/glyph-coverage'
import { describe, expect, it } from 'vitest'
import { codesOf, FONTS } from '../../../../test/kit/font-slices'

const SUMS = readFileSync(join(FONTS, 'SHA256SUMS'), 'utf8').trimEnd().split('\n')

describe('glyph coverage', () => {
  it.each(Object.entries(glyphCoverage))(
    '%s › the table › names these very slices and holds only what every weight maps',
    (font, { weights, count }) => {
      const faces = Object.entries(weights).map(([weight, digest]) => {
        const lines = SUMS.filter((line) => line.includes(`  ${weight}-`))
        expect(createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 16)).toBe(digest)
        return new Set(lines.flatMap((line) => [...codesOf(line.split('  ')[1] ?? '')]))
      })
      let drawn = 0
      const wrong: string[] = []
      for (let code = 0; code <= 0x10ffff; code += 1) {
        if (code >= 0xd800 && code <= 0xdfff) continue
        const mapped = faces.every((face) => face.has(code))
        const says = drawnBy(String.fromCodePoint(code))
        if (mapped) drawn += 1
        if (says === font && !mapped) wrong.push(code.toString(16))
        if (says === null && mapped && /\p{Unified_Ideograph}/u.test(String.fromCodePoint(code))) wrong.push(code.toString(16))
      }
      expect(wrong).toEqual([])
      expect(count).toBeLessThanOrEqual(drawn)
      // Only characters mapped to nothing at all (joiners, fillers, controls) may be missing from the table.
      expect(drawn - count).toBeLessThan(200)
    },
    30_000
  )

  it('missingGlyphs › standard, rare and supplementary characters › are drawn; extensions G to I are named', () => {
    expect(missingGlyphs('赵钱孙李喆堃㛃䶮𠮷𬎆𫖮𪨶𬭎𣲗𬀩𰻝·Ａé ')).toEqual([])
    expect(missingGlyphs('李𱍐\u{2ebf0}𱍐白\u{2ee5d}')).toEqual(['𱍐', '\u{2ebf0}', '\u{2ee5d}'])
    expect(missingGlyphs('ئاي\u{31350}')).toEqual(['ئ', 'ا', 'ي', '\u{31350}'])
    expect(drawnBy('𠮷')).toBe('HanaMin B')
    expect(drawnBy('龘')).toBe('Noto Sans SC')
    expect(drawnBy('')).toBeNull()
  })

  it('missingGlyphs › extensions B to F › are drawn to the last character', () => {
    for (const [from, to] of [
      [0x20000, 0x2a6d6],
      [0x2a700, 0x2b734],
      [0x2b740, 0x2b81d],
      [0x2b820, 0x2cea1],
      [0x2ceb0, 0x2ebe0]
    ] as const)
      for (let code = from; code <= to; code += 1) expect(drawnBy(String.fromCodePoint(code)), code.toString(16)).not.toBeNull()
  })
})
