/** Why: whatever of names, readings, numbers and places is typed, the box finds exactly those a slow, plain filter finds. */
import fc from 'fast-check'
import { pinyin } from 'pinyin-pro'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openRegister, type Register } from '../../../../test/kit/register'
import { nameSearchKey, residentIdCheckCharacter } from '@shared/domain'

let register: Register
beforeAll(async () => {
  register = await openRegister()
})
afterAll(() => register.close())

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
