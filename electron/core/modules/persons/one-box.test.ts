/** Why: whoever types one thing he knows of a person must find that person and nobody else, so the box is held against a slow, plain filter. */
import fc from 'fast-check'
import { pinyin } from 'pinyin-pro'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openRegister, reference, stay, type Register } from '../../../../test/kit/register'
import { nameSearchKey, residentIdCheckCharacter } from '@shared/domain'
import type { PersonRow } from '@shared/contract/persons'
import { personBySeq, personById } from './queries/files'
import { fileOf } from '.'
import { storeFile } from './store'

let register: Register
beforeAll(async () => {
  register = await openRegister()
})
afterAll(() => register.close())

const rows = (text: string): PersonRow[] => register.search({ filter: { text }, sort: 'relevance' }).rows
const found = (text: string, name: string): PersonRow['found'] => rows(text).find((row) => row.name === name)?.found

/** As a merge leaves it: the file goes into the other one. */
function mergeInto(id: string, into: string): void {
  const { db } = register.office.write
  const [gone, kept] = [personById(db, id), personById(db, into)]
  if (gone === undefined || kept === undefined) throw new RangeError('both must be on file')
  const before = fileOf(db, gone)
  const person = { ...before.person, status: 'merged' as const, merged_into: kept.seq, survivor: kept.seq }
  register.office.write.transaction(() => storeFile({ db, reference }, before, { ...before, person }))
  expect(personBySeq(db, gone.seq)?.survivor).toBe(kept.seq)
}

describe('one box', () => {
  it('search › finds by words of the registered and the present address › and says which', async () => {
    await register.put({ name: '址甲', hukouText: '幸福村北街12号' }, stay({ residenceText: '建设路Ａ区７栋' }))
    await register.put(
      { name: '址乙', hukouText: '幸福里' },
      stay({ startedOn: '2020-01-01', endedOn: '2021-01-01', residenceText: '旧城巷' })
    )
    for (const text of ['幸福', '福村', '北街12号', '幸福 北街', '幸福村北街12号']) expect(register.names(text), text).toContain('址甲')
    expect(register.names('幸福').sort()).toEqual(['址乙', '址甲'].sort())
    expect(register.names('街北')).toEqual([])
    expect(register.names('福村幸')).toEqual([])
    expect(register.names('建设路')).toEqual(['址甲'])
    expect(found('北街', '址甲')).toEqual({ field: 'hukou', merged: false, text: '幸福村北街12号' })
    expect(found('建设路', '址甲')?.field).toBe('residence')
  })

  it('search › follows the address › when it is changed or taken away', async () => {
    const { id, revision } = await register.put({ name: '迁移丙', hukouText: '柳树湾' })
    expect(register.names('柳树湾')).toEqual(['迁移丙'])
    const person = {
      name: '迁移丙',
      sex: '2',
      birthDate: '1990-02-28',
      idType: 'none',
      noIdReason: 'not_shown',
      hukouCode: '610802'
    } as const
    const next = await register.save({ id, revision, person: { ...person, hukouText: '杏花岭' } })
    expect([register.names('柳树湾'), register.names('杏花岭')]).toEqual([[], ['迁移丙']])
    await register.save({ id, revision: next.revision, person: { ...person, hukouText: null } })
    expect(register.names('杏花岭')).toEqual([])
  })

  it('search › finds those of a division by its name › with and without the word for its kind', async () => {
    await register.put({ name: '区划丁', hukouCode: '141124' })
    for (const text of ['临县', '吕梁', '吕梁市']) expect(register.names(text), text).toContain('区划丁')
    expect(found('临县', '区划丁')?.field).toBe('hukou')
  })

  it('search › finds a name beside a place › in either order, by address or by the division it names', async () => {
    await register.put(
      { name: '混张甲', hukouText: '花溪大道3号', hukouCode: '141124' },
      stay({ residenceText: '建设路9号院', residenceCode: '610802' })
    )
    await register.put({ name: '混张乙', hukouText: '花溪大道5号', hukouCode: '141102' })
    await register.put({ name: '混李丙', hukouText: '花溪大道7号', hukouCode: '141124' })
    for (const text of ['混张 花溪', '花溪 混张', 'hunzhang 花溪大道'])
      expect(register.names(text).sort(), text).toEqual(['混张乙', '混张甲'])
    for (const text of [
      '混张甲 花溪',
      '混张 临县',
      '临县 混 张甲',
      '混张 临县 花溪',
      '混张 建设路',
      '9号院 混张',
      '混张 榆阳',
      '混张 榆阳 建设路'
    ])
      expect(register.names(text), text).toEqual(['混张甲'])
    // Both words of a place are asked of one and the same place.
    for (const text of ['混张 临县 建设路', '混张 溪花', '混张 方山', '混王 花溪']) expect(register.names(text), text).toEqual([])
    expect(found('混张 临县', '混张甲')).toEqual({ field: 'hukou', merged: false, text: '山西省吕梁市临县' })
    expect(found('混张 建设路', '混张甲')).toEqual({ field: 'residence', merged: false, text: '建设路9号院' })
  })

  it('search › finds those of a place by its former name › as it is today and as it was', async () => {
    await register.put({ name: '旧名今', hukouCode: '610881' })
    await register.put({ name: '旧名昔', hukouCode: '610821', hukouAsOf: '2010-01-01' })
    for (const text of ['神木县', '神木市', '神木']) expect(register.names(text).sort(), text).toEqual(['旧名今', '旧名昔'].sort())
    expect(register.names('旧名 神木县').sort()).toEqual(['旧名今', '旧名昔'].sort())
  })

  it('search › finds by numbers of certificates › whole and by their front, in either case', async () => {
    await register.put({ name: '证件戊', marital: '20', marriageCertNo: 'J610802-2019-000123' })
    await register.put({ name: '证件己', onlyChildCertNo: '独字2019-0456号' })
    expect(register.names('独字2019-0456号')).toEqual(['证件己'])
    for (const text of ['J610802-2019-000123', 'j610802-2019', 'J610802-2019-0001']) expect(register.names(text), text).toEqual(['证件戊'])
    expect(found('J610802-2019-000123', '证件戊')).toEqual({ field: 'paper', merged: false, text: null })
    expect(register.names('610802-2019')).toEqual([])
  })

  it('search › finds husband and wife by each other › on file or told by text', async () => {
    const husband = await register.put({ name: '配偶己' })
    const person = {
      name: '妻子庚',
      sex: '2',
      birthDate: '1990-02-28',
      idType: 'none',
      noIdReason: 'not_shown',
      hukouCode: '610802'
    } as const
    await register.save({ person, spouses: [{ personId: husband.id }] })
    await register.save({ person: { ...person, name: '妻子辛' }, spouses: [{ name: '不在册壬' }] })
    expect(register.names('配偶己')).toEqual(['配偶己', '妻子庚'])
    expect(register.names('妻子庚')).toEqual(['妻子庚', '配偶己'])
    expect(register.names('不在册壬')).toEqual(['妻子辛'])
    expect(found('配偶己', '妻子庚')).toEqual({ field: 'spouse', merged: false, text: '配偶己' })
  })

  it('search › shows the file that goes on › for name and number of a merged one', async () => {
    const kept = await register.put({ name: '存续癸' })
    const gone = await register.put({ name: '并入子', idType: 'resident_id', idNo: '14112419770707123X' })
    mergeInto(gone.id, kept.id)
    for (const text of ['并入', '并入子', '14112419770707123X', '123X'])
      expect(
        rows(text).map((row) => row.id),
        text
      ).toContain(kept.id)
    expect(found('并入', '存续癸')).toEqual({ field: 'name', merged: true, text: '并入子' })
    expect(found('14112419770707123X', '存续癸')).toMatchObject({ field: 'idNo', merged: true })
    expect(JSON.stringify(rows('123X'))).not.toContain('14112419770707123X')
  })

  it('search › puts the surest first › number, name, beginning, piece, sound, address', async () => {
    await register.put({ name: '寒露' })
    await register.put({ name: '寒露明' })
    await register.put({ name: '小寒露' })
    await register.put({ name: '霜降', hukouText: '寒露巷3号' })
    await register.put({ name: '立冬', formerName: '寒露' })
    expect(register.names('寒露')).toEqual(['寒露', '立冬', '寒露明', '小寒露', '霜降'])
  })
})

/** Characters of one reading, and rare ones of every block that have none. */
const single = [...'明伟军霞梅兰鹏飞燕涛静萍丹凤龙虎'].filter(
  (one) => pinyin(one, { multiple: true, type: 'array', toneType: 'none' }).length === 1
)
const unread = (code: number): boolean => !/^[a-z]/.test(pinyin(String.fromCodePoint(code), { toneType: 'none' }))
const BLOCKS: readonly (readonly [number, number])[] = [
  [0x3400, 0x4dbf],
  [0x20000, 0x2a6df],
  [0x2a700, 0x2b739],
  [0x2b740, 0x2b81d],
  [0x2b820, 0x2cea1],
  [0x2ceb0, 0x2ebe0],
  [0x30000, 0x3134a],
  [0x31350, 0x323af]
]
const rare = BLOCKS.flatMap(([from, to]) => [0.1, 0.5, 0.9].map((part) => Math.round(from + part * (to - from)))).filter(unread)
const rareCharacters = rare.map((code) => String.fromCodePoint(code))

interface Known {
  readonly id: string
  readonly name: string
  readonly former: string
  readonly idNo: string
  readonly phone: string
  readonly hukou: string
  /** Code of the registered residence and its name. */
  readonly code: string
}

/** Places in which persons are registered; one abolished name leads to the second of them. */
const CODES = ['610802', '610881', '141124'] as const
const PLACES: Readonly<Record<string, readonly string[]>> = {
  榆阳区: ['610802'],
  榆阳: ['610802'],
  神木: ['610881'],
  神木县: ['610881'],
  临县: ['141124'],
  陕西: ['610802', '610881']
}

const syllables = (name: string): string[] =>
  [...name].map((one) => (single.includes(one) ? pinyin(one, { toneType: 'none', v: true }).trim() : ''))

const begins = (stretch: readonly string[], letters: string): boolean =>
  stretch.some((_, from) => {
    const rest = stretch.slice(from)
    return (
      rest.join('').startsWith(letters) ||
      rest
        .map((one) => one[0])
        .join('')
        .startsWith(letters)
    )
  })

/** Whether the letters begin the syllables, or their first letters, from some syllable on; nobody can type what has no reading. */
function sounds(name: string, letters: string): boolean {
  const stretches = syllables(name)
    .join(' ')
    .split(/ {2,}|^ | $/)
  return stretches.some((stretch) => begins(stretch.split(' ').filter(Boolean), letters))
}
/** The reading of the file itself is kept as one, what has no reading left out. */
const soundsWhole = (name: string, letters: string): boolean => begins(syllables(name).filter(Boolean), letters)

/** The plain restatement: no index, no SQL. */
function naive(person: Known, text: string): boolean {
  if (/^[0-9]{2,18}X?$/.test(text)) return person.idNo.startsWith(text) || person.idNo.endsWith(text) || person.phone.endsWith(text)
  const pieces = text.split(' ')
  const isNamed = (asked: readonly string[]): boolean =>
    asked.every((piece) =>
      (piece.match(/[a-z0-9]+|[^a-z0-9]+/g) ?? []).every((run) =>
        /^[a-z0-9]/.test(run)
          ? soundsWhole(person.name, run) || [person.name, person.former].some((name) => sounds(name, run))
          : [person.name, person.former].some((name) => nameSearchKey(name).includes(run))
      )
    )
  const isAddress = (asked: readonly string[]): boolean =>
    /\p{Script=Han}/u.test(asked.join('')) && asked.every((piece) => [...piece].length > 1)
  const isPlaced = (asked: readonly string[]): boolean => isAddress(asked) && asked.every((piece) => person.hukou.includes(piece))
  const isAt = (asked: readonly string[]): boolean =>
    isAddress(asked) && asked.every((piece) => person.hukou.includes(piece) || PLACES[piece]?.includes(person.code) === true)
  const isName = (asked: readonly string[]): boolean => /\p{Script=Han}/u.test(asked.join('')) || asked.every((piece) => piece.length > 1)
  const isMixed = pieces.slice(1).some((_, at) => {
    const [front, back] = [pieces.slice(0, at + 1), pieces.slice(at + 1)]
    return (isName(front) && isNamed(front) && isAt(back)) || (isName(back) && isNamed(back) && isAt(front))
  })
  // By itself the office's own area narrows nothing.
  const isDivision = pieces.length === 1 && person.code !== '610802' && text !== '陕西' && PLACES[text]?.includes(person.code) === true
  return isNamed(pieces) || isPlaced(pieces) || isDivision || isMixed
}

describe('one box beside a plain filter', () => {
  const people: Known[] = []
  const pick = <T>(list: readonly T[], at: number): T => {
    const one = list[at % list.length]
    if (one === undefined) throw new RangeError('empty list')
    return one
  }
  beforeAll(async () => {
    const characters = [...single, ...rareCharacters]
    const values = fc.sample(
      fc.record({
        name: fc.array(fc.nat(997), { minLength: 2, maxLength: 5 }),
        more: fc.array(fc.nat(997), { minLength: 8, maxLength: 8 })
      }),
      {
        numRuns: 150,
        seed: 20_261
      }
    )
    for (const [at, { name, more }] of values.entries()) {
      const of = (parts: readonly number[]): string => parts.map((part) => pick(characters, part)).join('')
      const front = `61080219${String(60 + (at % 40))}0${String(1 + (at % 9))}1${String(at % 9)}${String(100 + at)}`
      const known = {
        name: of(name),
        former: at % 3 === 0 ? of(more.slice(0, 3)) : '',
        idNo: front + residentIdCheckCharacter(front),
        phone: `139${String(10_000_000 + (more[3] ?? 0) * 7919 + at)}`,
        hukou: `${of(more.slice(4))}路${String(at)}号`,
        code: pick(CODES, at)
      }
      const { id } = await register.put({
        name: known.name,
        formerName: known.former === '' ? null : known.former,
        idType: 'resident_id',
        idNo: known.idNo,
        noIdReason: null,
        phone: known.phone,
        hukouText: known.hukou,
        hukouCode: known.code
      })
      people.push({ id, ...known })
    }
  }, 60_000)

  const everyId = (text: string): string[] => {
    const ids: string[] = []
    let cursor: string | null = null
    do {
      const page: ReturnType<Register['search']> = register.search({ filter: { text }, sort: 'relevance', cursor, limit: 50 })
      ids.push(...page.rows.map((row) => row.id))
      cursor = page.next
    } while (cursor !== null)
    return ids
  }

  const cut = (text: string, from: number, length: number): string => {
    const all = [...text]
    const start = from % all.length
    return all.slice(start, start + 1 + (length % 4)).join('')
  }
  const question = fc
    .record({ who: fc.nat(149), kind: fc.nat(14), from: fc.nat(20), length: fc.nat(20), other: fc.nat(149) })
    .map(({ who, kind, from, length, other }) => ({
      write: (all: readonly Known[]): string => {
        const [one, two] = [pick(all, who), pick(all, other)]
        const read = syllables(one.name).filter((syllable) => syllable !== '')
        const initials = read.map((syllable) => syllable[0] ?? '').join('') || 'm'
        const ways = [
          () => cut(one.name, from, length),
          () => one.name,
          () => cut(one.former || one.name, from, length),
          () => cut(initials, from, length),
          () => read.slice(from % 3).join('') || 'ming',
          () => `${cut(one.name, 0, 0)}${initials.slice(1) || 'w'}`,
          () => `${cut(one.name, from, 0)} ${cut(two.name, length, 0)}`,
          () => one.idNo.slice(0, 6 + (length % 12)),
          () => (length % 2 === 0 ? one.idNo : one.phone).slice(-(2 + (from % 8))),
          () => cut(one.hukou, from, 1 + (length % 3)),
          () => `${cut(one.name, from, length)} ${cut(one.hukou, length, 1 + (from % 3))}`,
          () => `${cut(two.hukou, length, 1 + (from % 3))} ${cut(one.name, from, length)}`,
          () => `${cut(one.name, 0, length)} ${pick(Object.keys(PLACES), other)}`,
          () => `${pick(Object.keys(PLACES), other)} ${cut(one.hukou, from, 1 + (length % 3))} ${read.slice(0, 2).join('') || 'ming'}`,
          () => pick(Object.keys(PLACES), other)
        ]
        return pick(ways, kind)()
      }
    }))

  it('search › finds exactly those a plain filter finds › for names of every block, readings, pieces, digits and addresses', () => {
    const written = new Set(people.map(({ id }) => id))
    fc.assert(
      fc.property(question, ({ write }) => {
        const text = write(people)
        const want = people.filter((person) => naive(person, text)).map(({ id }) => id)
        expect(
          everyId(text)
            .filter((id) => written.has(id))
            .sort(),
          text
        ).toEqual(want.sort())
      }),
      { numRuns: 1500 }
    )
  }, 120_000)
})
