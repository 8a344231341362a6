// Why: a name is stored as typed, its dot offered not forced, its rare characters kept whole, and hidden characters kept out.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkPersonName, nameCharacters, NAME_MAX, nameSearchKey, storedName, suggestNameDots } from './person-name'
import { findUnsafeCodePoint, isUnsafeCodePoint } from './safe-text'

/** Rare characters that the shipped fonts draw. */
const DRAWN = '㛃䶮喆堃犇𠮷𬎆𫖮𪨶𬭎𣲗𬀩𰻝翀赟玥燚珺㵘昇淼頔𠅤䢺㼆𡿨𪜀𫝀𫠠𬺰'
/** One character of each block from the basic plane to extension I, and of GB 18030's four-byte part. */
const RARE = '㛃䶮喆堃犇𠮷𬎆𫖮𪨶𬭎𣲗𬀩𰻝翀赟玥燚珺㵘昇淼頔𠅤䢺㼆𡿨𪜀𫝀𫠠𬺰𱍐𮯰'

describe('person name', () => {
  it('checkPersonName › ordinary, long and rare names › are stored as typed without a problem', () => {
    const long = '阿卜杜热合曼·买买提依明·吐尔逊江·艾合买提江·阿卜杜克热木·奥斯曼江·伊布拉音·肉孜买买提'
    for (const name of ['李白', '尉迟恭', long, DRAWN, 'Jean-Baptiste O’Neill', '古丽·买买提']) {
      expect(checkPersonName(name)).toEqual({ name, problem: null, unsafe: null, warnings: [], missing: [] })
    }
    expect(nameCharacters(long).length).toBeGreaterThan(40)
  })

  it('checkPersonName › a character no shipped font draws › is stored and named', () => {
    expect(checkPersonName('李𱍐明𮯰𱍐')).toEqual({
      name: '李𱍐明𮯰𱍐',
      problem: null,
      unsafe: null,
      warnings: ['glyph_missing'],
      missing: ['𱍐', '𮯰']
    })
  })

  it('checkPersonName › fifty characters and up to the limit › fit, one more does not', () => {
    expect(checkPersonName('龘'.repeat(50)).problem).toBeNull()
    expect(checkPersonName('𠮷'.repeat(NAME_MAX)).problem).toBeNull()
    expect(checkPersonName('𠮷'.repeat(NAME_MAX + 1)).problem).toBe('too_long')
  })

  it.each([...'•・.．‧･∙⋅。․●᛫⸱⸳꞉﹒'])('storedName › %s between two parts › is stored as U+00B7 and the screen says so', (dot) => {
    const typed = `古丽${dot}买买提`
    expect(storedName(typed)).toBe('古丽·买买提')
    expect(suggestNameDots(typed)).toBe('古丽·买买提')
    expect(checkPersonName(typed)).toMatchObject({ name: '古丽·买买提', problem: null, warnings: ['dot_look_alike'] })
    expect(nameSearchKey(typed)).toBe(nameSearchKey('古丽·买买提'))
  })

  it.each(['古丽·买买提', '李白', '古丽.', 'J.R. Smith', 'J. R. Smith', 'Émile.Ö', '.古丽', '古丽..买买提', '1.5', 'e\u0301.a'])(
    'storedName › the dot of %s › is no look-alike',
    (name) => {
      expect(storedName(name)).toBe(name.normalize('NFC'))
      expect(suggestNameDots(name)).toBeNull()
    }
  )

  it('storedName › several parts, some of one letter, Latin beside Chinese › every separator is converted', () => {
    expect(storedName('艾•力.买•买')).toBe('艾·力·买·买')
    expect(storedName('A.李')).toBe('A·李')
    expect(storedName('Aygül•Memet')).toBe('Aygül·Memet')
  })

  it('storedName › any text with dots › is idempotent and changes nothing but separators', () => {
    const typing = fc.array(
      fc.oneof(
        fc.constantFrom(...'•・.．‧·。 '),
        fc.constantFrom('李', '𠮷', 'a', 'é', 'ئا', '1', '-'),
        fc.string({ unit: 'grapheme', maxLength: 2 })
      ),
      { maxLength: 12 }
    )
    fc.assert(
      fc.property(typing, (parts) => {
        const plain = parts.join('').normalize('NFC').trim()
        const stored = storedName(plain)
        expect(storedName(stored)).toBe(stored)
        const [before, after] = [nameCharacters(plain), nameCharacters(stored)]
        expect(after.length).toBe(before.length)
        after.forEach((character, at) => {
          const was = before[at] ?? ''
          if (character === was) return
          expect(character).toBe('·')
          expect('•․‧∙⋅●・.。．･᛫⸱⸳꞉﹒').toContain(was)
          expect(before[at - 1]).toMatch(/[\p{L}\p{M}\p{Nl}]/u)
          expect(before[at + 1]).toMatch(/[\p{L}\p{Nl}]/u)
        })
      })
    )
  })

  it.each([
    ['zero width', '李\u200b白', 'U+200B'],
    ['bidi override', '李\u202e白', 'U+202E'],
    ['bidi isolate', '李\u2066白', 'U+2066'],
    ['control', '李\u0007白', 'U+0007'],
    ['C1 control', '李\u0085白', 'U+0085'],
    ['lone surrogate', '李\ud800白', 'U+D800'],
    ['lone low surrogate', '李\udfff', 'U+DFFF'],
    ['tag', '李\u{e0041}白', 'U+E0041'],
    ['noncharacter', '李\uffff白', 'U+FFFF'],
    ['byte order mark inside', '李\ufeff白', 'U+FEFF']
  ])('checkPersonName › %s › is refused and named', (_, name, unsafe) => {
    expect(checkPersonName(name)).toMatchObject({ problem: 'unsafe_character', unsafe, missing: [] })
  })

  it('checkPersonName › signs of damage › warn and do not block', () => {
    expect(checkPersonName('李?').warnings).toEqual(['damaged'])
    expect(checkPersonName('李\ufffd').warnings).toEqual(['damaged'])
    expect(checkPersonName('李\ue863').warnings).toEqual(['private_use'])
    expect(checkPersonName('李2').warnings).toEqual(['digit'])
    expect(checkPersonName('李 白').warnings).toEqual(['inner_space'])
    expect(checkPersonName('  ').problem).toBe('empty')
  })

  it('storedName › any text › is NFC, trimmed and stable', () => {
    expect(storedName(' e\u0301 ')).toBe('é')
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (typed) => {
        const stored = storedName(typed)
        expect(storedName(stored)).toBe(stored)
        expect(stored.normalize('NFC')).toBe(stored)
      })
    )
  })

  it('nameSearchKey › width, case, dots and spaces › make no difference; rare characters stay whole', () => {
    expect(nameSearchKey('Ｊｅａｎ　ＬＩ')).toBe('jeanli')
    expect(nameSearchKey(RARE)).toBe(RARE)
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        expect(nameSearchKey(nameSearchKey(name))).toBe(nameSearchKey(name))
      })
    )
  })

  it('nameSearchKey, storedName › every character of the quick way › is what the long way makes of it', () => {
    const wrong: string[] = []
    for (let codePoint = 0x4e00; codePoint <= 0x9fa5; codePoint += 1) {
      const name = String.fromCodePoint(codePoint)
      if (nameSearchKey(name) !== nameSearchKey(`${name}·`) || storedName(name) !== storedName(` ${name}`)) wrong.push(name)
    }
    expect(wrong).toEqual([])
  })

  it('findUnsafeCodePoint › every code point › is judged as the list says, quick way or slow', () => {
    const wrong: number[] = []
    for (let codePoint = 0; codePoint <= 0x10ffff; codePoint += 1) {
      const found = findUnsafeCodePoint(String.fromCodePoint(codePoint))
      if (found !== (isUnsafeCodePoint(codePoint) ? codePoint : null)) wrong.push(codePoint)
    }
    expect(wrong).toEqual([])
  })

  it('findUnsafeCodePoint › allowed line breaks › only where the field has several lines', () => {
    expect(findUnsafeCodePoint('a\nb')).toBe(10)
    expect(findUnsafeCodePoint('a\nb\tc', true)).toBeNull()
    expect(findUnsafeCodePoint('a\rb', true)).toBe(13)
    expect([0x1fffe, 0x10ffff, 0xfdd0].every(isUnsafeCodePoint)).toBe(true)
    expect([0x20000, 0xb7, 0x3000].some(isUnsafeCodePoint)).toBe(false)
  })
})
