// Why: the table of drawn characters must say what the font files say, or a name is flagged for nothing or printed as a box.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { drawnBy, missingGlyphs } from '@shared/domain'
import { glyphCoverage } from '@shared/domain/glyph-coverage'
import { describe, expect, it } from 'vitest'

const FONTS = join(import.meta.dirname, '../../../../resources/fonts')
/** Tags by their number in a WOFF2 directory; only those up to `loca` matter here. Source: W3C WOFF 2.0 §4.1. */
const CMAP = 0
const GLYF = 10
const LOCA = 11

/** WOFF2 keeps `cmap` as it is inside one Brotli stream, so the mapping can be read without rebuilding the font. */
function cmapOf(path: string): DataView {
  const file = readFileSync(path)
  let at = 48
  const base128 = (): number => {
    let value = 0
    for (;;) {
      const byte = file[at++] ?? 0
      value = value * 128 + (byte & 0x7f)
      if (byte < 128) return value
    }
  }
  const tables: { tag: number; length: number }[] = []
  for (let table = 0; table < file.readUInt16BE(12); table += 1) {
    const flags = file[at++] ?? 0
    const tag = flags & 0x3f
    if (tag === 0x3f) at += 4
    const original = base128()
    const transformed = tag === GLYF || tag === LOCA ? flags >> 6 === 0 : flags >> 6 !== 0
    tables.push({ tag, length: transformed ? base128() : original })
  }
  const data = brotliDecompressSync(file.subarray(at, at + file.readUInt32BE(20)))
  let from = data.byteOffset
  for (const { tag, length } of tables) {
    if (tag === CMAP) return new DataView(data.buffer, from, length)
    from += length
  }
  throw new RangeError(`${path} has no cmap`)
}

/** Code points of the format 12 or, without it, format 4 subtable that map to a glyph. */
function mappedCodes(cmap: DataView): Set<number> {
  const codes = new Set<number>()
  const offsets = Array.from({ length: cmap.getUint16(2) }, (_, at) => cmap.getUint32(4 + at * 8 + 4))
  for (const offset of new Set(offsets)) {
    const format = cmap.getUint16(offset)
    if (format === 12) {
      for (let group = 0; group < cmap.getUint32(offset + 12); group += 1) {
        const entry = offset + 16 + group * 12
        for (let code = cmap.getUint32(entry); code <= cmap.getUint32(entry + 4); code += 1) codes.add(code)
      }
    } else if (format === 4) {
      const count = cmap.getUint16(offset + 6)
      for (let segment = 0; segment < count; segment += 2) {
        const [to, from] = [cmap.getUint16(offset + 14 + segment), cmap.getUint16(offset + 16 + count + segment)]
        if (from !== 0xffff) for (let code = from; code <= to; code += 1) codes.add(code)
      }
    }
  }
  return codes
}

describe('glyph coverage', () => {
  it.each(Object.entries(glyphCoverage))(
    '%s › the table › names these very files and holds only what every weight maps',
    (font, { files, count }) => {
      const faces = Object.entries(files).map(([name, digest]) => {
        const path = join(FONTS, name)
        expect(createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 16)).toBe(digest)
        return mappedCodes(cmapOf(path))
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
