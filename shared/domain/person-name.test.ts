// Why: a name is stored as typed, its dot offered not forced, its rare characters kept whole, and hidden characters kept out.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkPersonName, nameCharacters, NAME_MAX, nameSearchKey, storedName, suggestNameDots } from './person-name'
import { findUnsafeCodePoint, isUnsafeCodePoint } from './safe-text'

/** One character of each block from the basic plane to extension I, and of GB 18030's four-byte part. */
const RARE = '㛃䶮喆堃犇𠮷𬎆𫖮𪨶𬭎𣲗𬀩𰻝翀赟玥燚珺㵘昇淼頔𠅤䢺㼆𡿨𪜀𫝀𫠠𬺰𱍐𮯰'

describe('person name', () => {
  it('checkPersonName › ordinary, long and rare names › are stored as typed without a problem', () => {
    const long = '阿卜杜热合曼·买买提依明·吐尔逊江·艾合买提江·阿卜杜克热木·奥斯曼江·伊布拉音·肉孜买买提'
    for (const name of ['李白', '尉迟恭', long, RARE, 'Jean-Baptiste O’Neill', '古丽·买买提']) {
      expect(checkPersonName(name)).toEqual({ name, problem: null, warnings: [] })
    }
    expect(nameCharacters(long).length).toBeGreaterThan(40)
  })

  it('checkPersonName › fifty characters and up to the limit › fit, one more does not', () => {
    expect(checkPersonName('龘'.repeat(50)).problem).toBeNull()
    expect(checkPersonName('𠮷'.repeat(NAME_MAX)).problem).toBeNull()
    expect(checkPersonName('𠮷'.repeat(NAME_MAX + 1)).problem).toBe('too_long')
  })

  it.each([
    '古丽•买买提',
    '古丽・买买提',
    '古丽.买买提',
    '古丽．买买提',
    '古丽‧买买提',
    '古丽･买买提',
    '古丽∙买买提',
    '古丽⋅买买提',
    '古丽。买买提'
  ])('suggestNameDots › %s › offers U+00B7 and stores what was typed', (name) => {
    expect(suggestNameDots(name)).toBe('古丽·买买提')
    expect(checkPersonName(name)).toEqual({ name, problem: null, warnings: ['dot_look_alike'] })
    expect(nameSearchKey(name)).toBe(nameSearchKey('古丽·买买提'))
  })

  it('suggestNameDots › right dot or none › offers nothing', () => {
    expect(suggestNameDots('古丽·买买提')).toBeNull()
    expect(suggestNameDots('李白')).toBeNull()
  })

  it.each([
    ['zero width', '李\u200b白'],
    ['bidi override', '李\u202e白'],
    ['control', '李\u0007白'],
    ['C1 control', '李\u0085白'],
    ['lone surrogate', '李\ud800白'],
    ['tag', '李\u{e0041}白'],
    ['noncharacter', '李\uffff白'],
    ['byte order mark inside', '李\ufeff白']
  ])('checkPersonName › %s › is refused', (_, name) => expect(checkPersonName(name).problem).toBe('unsafe_character'))

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
