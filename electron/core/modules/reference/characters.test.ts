// Why: every character Unicode had through extension I is found by what a clerk can see of it, and a slip of the table shows.
import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { plausibleReadings } from '@shared/domain'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadCharacters } from './characters'
import { loadCharacterTable } from './character-table'

const CODES = join(import.meta.dirname, '../../../../resources/codes')
const FILE = join(CODES, 'characters.tsv.br')
const book = loadCharacters(FILE)
const found = (text: string, limit = 12): string[] => book.search(text, limit).rows.map(({ char }) => char)
const readings = (name: string): string[] => plausibleReadings(name, book.readings).map(({ pinyin }) => pinyin)

/** Blocks of unified ideographs through Unicode 15.1, first and last. */
const BLOCKS = [
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0x20000, 0x2a6df],
  [0x2a700, 0x2b739],
  [0x2b740, 0x2b81d],
  [0x2b820, 0x2cea1],
  [0x2ceb0, 0x2ebe0],
  [0x2ebf0, 0x2ee5d],
  [0x30000, 0x3134a],
  [0x31350, 0x323af]
] as const

describe('character table', () => {
  it('characters.tsv.br › the file › is the one its manifest describes', () => {
    const manifest = JSON.parse(readFileSync(join(CODES, 'characters.manifest.json'), 'utf8')) as Record<string, unknown>
    const packed = readFileSync(FILE)
    const sha256 = (bytes: Uint8Array): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`
    expect(manifest).toMatchObject({
      digest: sha256(packed),
      bytes: statSync(FILE).size,
      contentDigest: sha256(brotliDecompressSync(packed)),
      rows: 97_680
    })
  })

  it('characters.tsv.br › every ideograph from the basic block to extension I › has strokes and a radical', () => {
    const table = loadCharacterTable(FILE)
    const without: string[] = []
    for (const [from, to] of BLOCKS)
      for (let code = from; code <= to; code += 1) {
        const row = table.rowOf(code)
        const radical = table.radicals[row * 2] ?? 0
        if (row < 0 || (table.strokes[row] ?? 0) === 0 || radical < 1 || radical > 214) without.push(code.toString(16))
      }
    expect(without).toEqual([])
  })
})

describe('characters.search', () => {
  it.each(['U+20BB7', '20bb7', '0x20BB7', '&#x20BB7;'])('%s › gives the character, its strokes and the font that draws it', (text) => {
    expect(book.search(text, 10)).toEqual({
      rows: [{ char: '𠮷', codePoint: 'U+20BB7', readings: [], strokes: 6, drawnBy: 'HanaMin B' }],
      total: 1
    })
  })

  it.each([
    ['土口', '𠮷'],
    ['士口', '吉'],
    ['⿱土口', '𠮷'],
    ['吉吉', '喆'],
    ['龙天', '䶮'],
    ['钅仑', '𬬭'],
    ['金享', '𬭚'],
    ['钅达', '𫟼'],
    ['马马马', '骉'],
    ['水水水', '淼'],
    ['龍龍龍', '龘'],
    ['王月', '玥'],
    ['火火火火', '燚'],
    ['权寸', '树'],
    ['立日心', '意'],
    ['阝关', '郑'],
    ['⺮欶', '簌'],
    ['亻言', '信'],
    ['䒑', '䒑']
  ])('parts %s › offer %s among the first', (parts, character) => expect(found(parts, 5)).toContain(character))

  it('吉 › gives itself, then its look-alike 𠮷, before anything that holds it', () => {
    expect(found('吉').slice(0, 2)).toEqual(['吉', '𠮷'])
    expect(found('𠮷').slice(0, 2)).toEqual(['𠮷', '吉'])
  })

  it('土口 and 士口 › a part whose stroke is a little longer › finds both, the typed one first', () => {
    const all = found('土口', 20)
    expect(all).toEqual(expect.arrayContaining(['吉', '𠮷', '吐']))
    expect(all.indexOf('𠮷')).toBeLessThan(all.indexOf('吉'))
  })

  it('钅8 › the radical in any shape › gives the characters with eight more strokes, simplified or not', () => {
    const all = found('钅8', 200)
    expect(all).toEqual(expect.arrayContaining(['锗', '锡']))
    expect(found('金8', 200)).toEqual(expect.arrayContaining(['锗', '锡']))
    expect(found('釒8画', 200)).toContain('錫')
  })

  it('zhe, 12画, zhe 吉 › reading and strokes › narrow the search', () => {
    expect(found('zhé 吉')[0]).toBe('喆')
    expect(book.search('zhe 12画', 200).rows.every(({ strokes, readings: all }) => strokes === 12 && all.length > 0)).toBe(true)
    expect(found('lǘ 马')).toContain('驴')
  })

  it('extension I › by code point and by radical and strokes › is found and said to be drawn by no font', () => {
    expect(book.search('U+2EBF0', 1).rows[0]).toMatchObject({ char: '\u{2ebf0}', strokes: 4, drawnBy: null })
    const table = loadCharacterTable(FILE)
    for (let code = 0x2ebf0; code <= 0x2ee5d; code += 37) {
      const row = table.rowOf(code)
      const residue = table.residues[row * 2] ?? 0
      const radical = String.fromCodePoint(0x2f00 + (table.radicals[row * 2] ?? 0) - 1).normalize('NFKC')
      if (residue > 0) expect(found(`${radical}${String(residue)}`, 5_000), code.toString(16)).toContain(String.fromCodePoint(code))
    }
  })

  it('private, unassigned, unsafe code points › give the real character or nothing', () => {
    expect(found('U+E863')).toEqual(['䶮'])
    expect(found('\ue863')[0]).toBe('䶮')
    expect(found('U+200B')).toEqual([])
    expect(found('U+D800')).toEqual([])
    expect(found('U+FFFFF')).toEqual([])
    expect(found('U+00B7')).toEqual(['·'])
  })

  it('⺮ › a form of a radical › is typed but never offered', () => {
    expect(book.search('竹', 5_000).rows.some(({ char }) => /[\u2e80-\u2fdf]/u.test(char))).toBe(false)
  })

  it('any text › never fails, keeps the limit, and offers only characters of the table', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.oneof(fc.constantFrom(...'吉口木钅土zhe12画+ '), fc.string({ unit: 'binary', minLength: 1, maxLength: 1 })),
          maxLength: 8
        }),
        (text) => {
          const { rows, total } = book.search(text, 7)
          expect(rows.length).toBe(Math.min(7, total))
          expect(new Set(rows.map(({ codePoint }) => codePoint)).size).toBe(rows.length)
        }
      ),
      { numRuns: 60 }
    )
  })

  it('every character with parts › by its own parts › is found (a sample)', () => {
    const table = loadCharacterTable(FILE)
    const missed: string[] = []
    for (let row = 400; row < table.size; row += 1_499) {
      const parts = [...table.parts.subarray(table.partStarts[row], table.partStarts[row + 1])].map((part) => String.fromCodePoint(part))
      const char = String.fromCodePoint(table.codes[row] ?? 0)
      if (parts.length > 0 && !found(parts.join('+'), 60).includes(char)) missed.push(`${char}=${parts.join('')}`)
    }
    expect(missed).toEqual([])
  })

  it('an installation without the file › still knows code points', () => {
    const empty = loadCharacters(join(CODES, 'none.tsv.br'))
    expect(empty.search('U+20BB7', 5).rows[0]).toMatchObject({ char: '𠮷', strokes: null, readings: [] })
    expect(empty.search('吉口', 5)).toEqual({ rows: [], total: 0 })
    expect(empty.readings('吉')).toEqual([])
  })
})

describe('readings of names', () => {
  it.each([
    ['单雄信', 'shan xiong xin'],
    ['仇英', 'qiu ying'],
    ['尉迟恭', 'yu chi gong'],
    ['区大年', 'ou da nian'],
    ['万俟卨', 'mo qi xie'],
    ['解缙', 'xie jin'],
    ['查良镛', 'zha liang yong'],
    ['曾国藩', 'zeng guo fan'],
    ['朴仁老', 'piao ren lao'],
    ['吕布', 'lv bu'],
    ['翟让', 'zhai rang'],
    ['赵䶮', 'zhao yan']
  ])('%s › is %s first', (name, pinyin) => expect(readings(name)[0]).toBe(pinyin))

  it('a polyphone in the given name › every reading is there', () => {
    expect(readings('王乐')).toEqual(expect.arrayContaining(['wang le', 'wang yue']))
    expect(readings('李重')).toEqual(expect.arrayContaining(['li zhong', 'li chong']))
    expect(readings('张𠮷')).toEqual(['zhang 𠮷'])
  })
})
