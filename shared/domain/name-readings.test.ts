// Why: a surname is read as a surname, every plausible reading of a given name finds the person, and no name makes too many.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MOST_NAME_READINGS, plausibleReadings, readingUnits, type ReadingSource } from './name-readings'
import { doubleSurnames, singleSurnames } from './surname-readings'

const DICTIONARY: Readonly<Record<string, string>> = {
  单: 'dan chan shan',
  雄: 'xiong',
  信: 'xin',
  仇: 'chou qiu',
  英: 'ying',
  尉: 'wei yu',
  迟: 'chi',
  恭: 'gong',
  万: 'wan mo',
  俟: 'si qi',
  解: 'jie xie',
  乐: 'le yue',
  重: 'zhong chong',
  朝: 'chao zhao',
  行: 'xing hang',
  吕: 'lv',
  曾: 'ceng zeng',
  古: 'gu',
  丽: 'li',
  买: 'mai',
  提: 'ti di'
}
const readingsOf: ReadingSource = (character) => (DICTIONARY[character] ?? '').split(' ').filter((reading) => reading !== '')
const first = (name: string): string | undefined => plausibleReadings(name, readingsOf)[0]?.pinyin

describe('plausibleReadings', () => {
  it.each([
    ['单雄信', 'shan xiong xin'],
    ['仇英', 'qiu ying'],
    ['尉迟恭', 'yu chi gong'],
    ['尉恭', 'wei gong'],
    ['万俟雄', 'mo qi xiong'],
    ['解英', 'xie ying'],
    ['乐行', 'yue xing'],
    ['曾英', 'zeng ying'],
    ['吕英', 'lv ying'],
    ['古丽·买买提', 'gu li mai mai ti'],
    ['单·买', 'dan mai'],
    ['Ａnna·ＬＩ', 'annali'],
    ['李Anna', '李 anna'],
    ['英𠮷信', 'ying 𠮷 xin']
  ])('%s › is read %s by default', (name, pinyin) => expect(first(name)).toBe(pinyin))

  it('plausibleReadings › polyphones › give every combination of initials', () => {
    const found = plausibleReadings('乐朝重', readingsOf)
    expect(found[0]).toEqual({ pinyin: 'yue chao zhong', initials: 'ycz' })
    expect(new Set(found.map(({ initials }) => initials))).toEqual(new Set(['ycz', 'lcz', 'yzz', 'ycc', 'lzz', 'lcc', 'yzc', 'lzc']))
  })

  it('plausibleReadings › a character that nobody can read › keeps its place', () => {
    expect(plausibleReadings('仇𮯰英', readingsOf)).toEqual([
      { pinyin: 'qiu 𮯰 ying', initials: 'q𮯰y' },
      { pinyin: 'chou 𮯰 ying', initials: 'c𮯰y' }
    ])
    expect(plausibleReadings(' · ', readingsOf)).toEqual([])
  })

  it('plausibleReadings › Latin letters with marks › are read without them, and the units keep them', () => {
    expect(plausibleReadings('Émile·Müller', readingsOf)).toEqual([{ pinyin: 'emilemuller', initials: 'e' }])
    expect(readingUnits('José 李', readingsOf).map(({ text }) => text)).toEqual(['josé', '李'])
  })

  it('plausibleReadings › any name, however long › at most 16, default first, all initials where they fit', () => {
    const names = fc
      .array(fc.constantFrom(...Object.keys(DICTIONARY), '𮯰', '·', 'A'), { minLength: 1, maxLength: 60 })
      .map((all) => all.join(''))
    fc.assert(
      fc.property(names, (name) => {
        const units = readingUnits(name, readingsOf)
        const found = plausibleReadings(name, readingsOf)
        expect(found.length).toBeLessThanOrEqual(MOST_NAME_READINGS)
        expect(new Set(found.map(({ pinyin }) => pinyin)).size).toBe(found.length)
        if (units.length > 0) expect(found[0]?.pinyin).toBe(units.map(({ text, readings }) => readings[0] ?? text).join(' '))
        for (const { pinyin } of found)
          pinyin.split(' ').forEach((syllable, at) => {
            const { text = '', readings = [] } = units[at] ?? {}
            expect(readings.length === 0 ? [text] : readings).toContain(syllable)
          })
        const initials = units.map(({ text, readings }) => [
          ...new Set((readings.length === 0 ? [text] : readings).map((one) => [...one][0] ?? ''))
        ])
        const all = initials.reduce((count, ofUnit) => count * ofUnit.length, 1)
        if (all > MOST_NAME_READINGS || units.length === 0) return
        const every = initials.reduce<string[]>((before, ofUnit) => before.flatMap((head) => ofUnit.map((letter) => head + letter)), [''])
        expect(new Set(found.map((reading) => reading.initials))).toEqual(new Set(every))
      })
    )
  })

  it('surname tables › every entry › is well formed and stands once', () => {
    for (const [surname, readings] of singleSurnames) {
      expect([...surname]).toHaveLength(1)
      expect(readings.length).toBeGreaterThan(0)
      for (const reading of readings) expect(reading).toMatch(/^[a-z]+$/)
    }
    for (const [surname, readings] of doubleSurnames) {
      expect([...surname]).toHaveLength(2)
      expect(readings).toHaveLength(2)
    }
    expect(singleSurnames.size).toBeGreaterThan(100)
    expect(doubleSurnames.size).toBeGreaterThan(50)
  })
})
