/** Why: reading, searching and comparing names decide whom the clerk finds; they are pure, so laws are tested over many made-up values. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addCalendarDays, isDay, nameSearchKey, residentIdCheckCharacter, type Day } from '@shared/domain'
import { differsByOne, matchScore, swappedDayMonth, WORTH_SHOWING, type MatchKey } from './match-score'
import { readingWords, readName, typedReading } from './name-reading'
import { matchNumber } from './record'
import { warnOfPerson, warnOfStay, type Checked } from './rules'
import { searchQuestion, searchWords } from './search-words'

const han = fc.integer({ min: 0x4e00, max: 0x9fa5 }).map((code) => String.fromCodePoint(code))
const rare = fc.integer({ min: 0x20000, max: 0x323af }).map((code) => String.fromCodePoint(code))
const name = fc
  .array(fc.oneof({ weight: 5, arbitrary: han }, { weight: 1, arbitrary: rare }), { minLength: 1, maxLength: 12 })
  .map((all) => all.join(''))
const day = fc.integer({ min: -40_000, max: 20_000 }).map((shift) => addCalendarDays('1970-01-01' as Day, shift) ?? '1970-01-01')

/** Whether the index of a name answers a question, told without SQLite: every word is there, starred ones as beginnings. */
function answers(indexed: string, question: ReturnType<typeof searchQuestion>): boolean {
  if (question.kind !== 'name') return false
  const words = indexed.split(' ')
  return question.words.split(' AND ').every((part) => {
    const word = part.replace(/^"|"( \*)?$/g, '')
    return part.endsWith('*') ? words.some((one) => one.startsWith(word)) : words.includes(word)
  })
}

describe('search words', () => {
  it('searchWords › answer any piece of the name › whatever its characters', () => {
    fc.assert(
      fc.property(name, fc.nat(), fc.integer({ min: 1, max: 5 }), (whole, start, length) => {
        const characters = Array.from(nameSearchKey(whole))
        const from = start % characters.length
        const piece = characters.slice(from, from + length).join('')
        expect(answers(searchWords(whole, null, readName(whole).pinyin), searchQuestion(piece))).toBe(true)
      })
    )
  })

  it('searchWords › answer syllables and initials from any syllable on', () => {
    fc.assert(
      fc.property(fc.array(han, { minLength: 1, maxLength: 6 }), fc.nat(), (characters, start) => {
        const whole = characters.join('')
        const syllables = readName(whole).pinyin.split(' ')
        if (!syllables.every((syllable) => /^[a-z]+$/.test(syllable))) return
        const indexed = searchWords(whole, null, syllables.join(' '))
        const rest = syllables.slice(start % syllables.length)
        expect(answers(indexed, searchQuestion(rest.join('')))).toBe(true)
        expect(answers(indexed, searchQuestion(rest.map((syllable) => syllable[0]).join('')))).toBe(true)
      })
    )
  })

  it('searchQuestion › never throws and quotes every word › for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const question = searchQuestion(text)
        if (question.kind === 'name')
          expect(question.words).toMatch(/^"[0-9a-z\u4e00-\u9fa5]+"( \*)?( AND "[0-9a-z\u4e00-\u9fa5]+"( \*)?)*$/u)
      })
    )
  })

  it('searchWords › stay small › for the longest names', () => {
    const longest = '长乐单'.repeat(33)
    expect(searchWords(longest, longest, readName(longest).pinyin).length).toBeLessThan(40_000)
  })
})

describe('readings', () => {
  it.each([
    ['单雄信', 'shan xiong xin'],
    ['仇英', 'qiu ying'],
    ['解缙', 'xie jin'],
    ['曾巩', 'zeng gong'],
    ['尉迟恭', 'yu chi gong'],
    ['万俟雪', 'mo qi xue'],
    ['查良', 'zha liang'],
    ['吕布', 'lv bu'],
    ['𠮷田', '𠮷 tian'],
    ['阿依·买买提', 'a yi mai mai ti'],
    ['Maria·王', 'maria wang']
  ])('readName › reads %s as %s', (whole, pinyin) => {
    expect(readName(whole).pinyin).toBe(pinyin)
  })

  it('readName › takes an edited reading › toneless', () => {
    expect(readName('乐朴', 'Lào  Piáo')).toMatchObject({ pinyin: 'lao piao', initials: 'lp', soundKey: 'laopiao' })
    expect(typedReading('lǚ')).toBe('lv')
    expect(readName('𠮷田', '𠮷 tian')).toEqual(readName('𠮷田'))
    expect(readName('王五', ' ·· ').pinyin).toBe('wang wu')
  })

  it('readName › sorts syllable by syllable, unknown characters last', () => {
    const sorted = ['章甲', '𠮷甲', '展甲', '张三丰', '阿甲', '张三', '张', '朱甲', '章'].sort((a, b) =>
      readName(a).sortKey < readName(b).sortKey ? -1 : 1
    )
    expect(sorted).toEqual(['阿甲', '展甲', '张', '张三', '张三丰', '章', '章甲', '朱甲', '𠮷甲'])
  })

  it('readingWords › hold every plausible reading of a surname', () => {
    for (const word of ['zxl', 'cxl', 'zengxiaolan', 'cengxiaolan', 'xiaolan']) expect(readingWords('曾晓岚')).toContain(word)
  })
})

const key = (over: Partial<MatchKey> = {}): MatchKey => ({
  name: '张三',
  formerName: '',
  sound: 'zhangsan',
  sex: '1',
  birthDate: '1990-03-05',
  idMatch: null,
  idNo: null,
  phone: null,
  ...over
})
const anyKey: fc.Arbitrary<MatchKey> = fc.record({
  name: fc.oneof(name, fc.constant('')),
  formerName: fc.oneof(name, fc.constant('')),
  sound: fc.constantFrom('', 'zhangsan', 'lisi'),
  sex: fc.constantFrom('', '0', '1', '2', '9'),
  birthDate: fc.oneof(day, fc.constantFrom('', '1990', '1990-03')),
  idMatch: fc.constantFrom(null, '610802199003050011', '610802199003050012', '110105194912310021'),
  idNo: fc.constantFrom(null, '610802900305001'),
  phone: fc.constantFrom(null, '', '13800001234')
})

describe('match score', () => {
  it('matchScore › is symmetric, stays within 0 and 100 and names no reason twice', () => {
    fc.assert(
      fc.property(anyKey, anyKey, (a, b) => {
        const [one, other] = [matchScore(a, b), matchScore(b, a)]
        expect(one).toEqual(other)
        expect(one.score).toBeGreaterThanOrEqual(0)
        expect(one.score).toBeLessThanOrEqual(100)
        expect(new Set(one.why).size).toBe(one.why.length)
      })
    )
  })

  it('matchScore › grows › when a fact that differed becomes the same', () => {
    fc.assert(
      fc.property(anyKey, day, (a, birthDate) => {
        const whole = { ...a, name: '张三', birthDate, sex: '1' }
        expect(matchScore(whole, { ...whole, sex: '2' }).score).toBeLessThanOrEqual(matchScore(whole, whole).score)
        expect(matchScore(whole, { ...whole, birthDate: '1801-01-01' }).score).toBeLessThanOrEqual(matchScore(whole, whole).score)
      })
    )
  })

  it.each([
    [key(), ['姓名相同', '出生日期相同', '性别相同'], true],
    [
      key({ idMatch: '610802199003050011', idNo: '610802900305001' }),
      ['证件号相同（15位与18位）', '姓名相同', '出生日期相同', '性别相同'],
      true
    ],
    [key({ name: '章三', birthDate: '1990-05-03' }), ['姓名同音', '出生日期的日与月颠倒', '性别相同'], true],
    [key({ name: '张三丰', sound: 'zhangsanfeng' }), ['姓名差一字', '出生日期相同', '性别相同'], true],
    [key({ name: '李四', sound: 'lisi', formerName: '张三', birthDate: '1990' }), ['与曾用名相同', '出生日期不矛盾', '性别相同'], true],
    [key({ name: '李四', sound: 'lisi' }), ['出生日期相同', '性别相同'], false],
    [key({ birthDate: '1971-01-01', sex: '2' }), ['姓名相同', '性别不同'], false],
    [key({ idMatch: '610802199003050012', idNo: '610802199003050012' }), ['证件号只差一位', '姓名相同', '出生日期相同', '性别相同'], true]
  ])('matchScore › says why › case %#', (other, why, shown) => {
    const base = key(other.idMatch === null ? {} : { idMatch: '610802199003050011', idNo: '610802199003050011' })
    const match = matchScore(base, other)
    expect(match.why).toEqual(why)
    expect(match.named && match.score >= WORTH_SHOWING).toBe(shown)
  })

  it('differsByOne › accepts one replaced, added or dropped character and nothing else', () => {
    fc.assert(
      fc.property(fc.array(han, { minLength: 1, maxLength: 8 }), fc.nat(), (all, place) => {
        const at = place % all.length
        expect(differsByOne(all, all)).toBe(false)
        expect(differsByOne(all, all.with(at, '#'))).toBe(true)
        expect(differsByOne(all, all.toSpliced(at, 1))).toBe(true)
        expect(differsByOne(all.toSpliced(at, 0, '#'), all)).toBe(true)
        expect(differsByOne(all, [...all, '#', '#'])).toBe(false)
      })
    )
  })

  it('swappedDayMonth › gives back the date › when swapped twice', () => {
    fc.assert(
      fc.property(day, (date) => {
        const swapped = swappedDayMonth(date)
        if (swapped !== null) expect([isDay(swapped), swappedDayMonth(swapped)]).toEqual([true, date])
      })
    )
    expect(swappedDayMonth('1990-03-13')).toBeNull()
    expect(swappedDayMonth('1990-03-03')).toBeNull()
    expect(swappedDayMonth('1990-03')).toBeNull()
  })

  it('matchNumber › joins old and new numbers › and never a placeholder', () => {
    const new18 = `61080219850312111${residentIdCheckCharacter('61080219850312111')}`
    expect(matchNumber('610802850312111')).toBe(new18)
    expect(matchNumber(new18)).toBe(new18)
    for (const placeholder of ['0'.repeat(18), '000000199003050000', '1'.repeat(18), '123456789012345678', 'E12345678', '', null])
      expect(matchNumber(placeholder)).toBeNull()
  })
})

describe('warnings', () => {
  const context = { today: '2026-03-05' as Day, reference: { division: () => undefined } }
  const checked = (over: Partial<Checked> = {}): Checked => ({
    name: '测甲',
    formerName: null,
    sex: '1',
    birthDate: '1990-03-05',
    idType: 'none',
    idNo: null,
    placeholder: false,
    idVerified: false,
    phone: null,
    hukouCode: '610802',
    ...over
  })
  const codes = (over: Partial<Checked>): string[] => warnOfPerson(checked(over), context).map(({ code }) => code)

  it.each([
    [{}, []],
    [{ birthDate: '2026-03-06' }, ['birth_future']],
    [{ birthDate: '2026-03' }, []],
    [{ birthDate: '2026' }, []],
    [{ birthDate: '1905-03-05' }, ['birth_too_early']],
    [{ birthDate: '1905' }, []],
    [{ name: '测.甲' }, ['name_dot_look_alike']],
    [{ name: '测?甲' }, ['name_damaged']],
    [{ name: '测 甲' }, ['name_inner_space']],
    [{ formerName: '测3' }, ['name_digit']],
    [{ phone: '13800001234' }, []],
    [{ phone: '138' }, ['phone_implausible']],
    [{ idType: 'resident_id', idNo: '61080219900305' }, ['id_length']],
    [{ idType: 'passport', idNo: 'E12345678' }, []],
    [{ placeholder: true }, ['id_placeholder']],
    [{ idType: 'resident_id', idNo: '6108021990', idVerified: true }, []]
  ] as const)('warnOfPerson › %j gives %j', (over, expected) => {
    expect(codes(over)).toEqual(expected)
  })

  it('warnOfStay › warns only when no reading of the dates can be right', () => {
    const stays = (startedOn: string, endedOn: string | null): string[] =>
      warnOfStay({ id: 'a', startedOn, endedOn, residenceCode: '610802' }, '1990-03-05', context).map(({ code }) => code)
    expect(stays('2026', '2025-12-31')).toEqual(['stay_order'])
    expect(stays('2025', '2025-06')).toEqual([])
    expect(stays('2026-03-05', null)).toEqual([])
    expect(stays('2026-03-06', null)).toEqual(['stay_future'])
    expect(stays('1990-03', null)).toEqual([])
    expect(stays('1989', null)).toEqual(['stay_before_birth'])
  })
})
