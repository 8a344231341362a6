/** Makes up the people of the practice offices: the same seed always gives the same people, and none of them exists. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { EpisodeInput, PersonInput } from '@shared/contract/persons'
import { addCalendarDays, isDay, partsOfDay, residentIdCheckCharacter, type Day, type ReferenceBook } from '@shared/domain'

const source = z.object({
  surnames: z.array(z.string()),
  givenFemale: z.array(z.string()),
  givenMale: z.array(z.string()),
  dotted: z.array(z.string()),
  streets: z.array(z.string()),
  employers: z.array(z.string())
})

/** One person with her present stay as the only one, ready for either register. */
export interface MadeUpPerson {
  readonly person: z.output<typeof PersonInput>
  readonly episodes: readonly [z.output<typeof EpisodeInput>]
}

export interface PracticeRegisters {
  readonly yuyang: readonly MadeUpPerson[]
  readonly linxian: readonly MadeUpPerson[]
}

/** 榆林市榆阳区 and 吕梁市临县. */
export const PRACTICE_COUNTIES = { yuyang: '610802', linxian: '141124' } as const

/** Where other practice people come from or went to. */
const ELSEWHERE = ['140602', '150602', '410102', '320102', '440106', '500103', '510104', '620102']

type Random = () => number

/** Mulberry32: 32 bits of state are plenty for names and streets. */
function seeded(seed: number): Random {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** @param count persons in each register @param today the day from which ages and stays are counted back */
export function makeUpPeople(
  resourcesDir: string,
  reference: ReferenceBook,
  count: number,
  today: Day,
  seed = 20091001
): PracticeRegisters {
  const words = source.parse(JSON.parse(readFileSync(join(resourcesDir, 'practice', 'people.json'), 'utf8')))
  const random = seeded(seed)
  const pick = <T>(list: readonly T[]): T => {
    const value = list[Math.floor(random() * list.length)]
    if (value === undefined) throw new RangeError('nothing to pick from')
    return value
  }
  const below = (code: string): string[] => reference.childDivisions(code).map((entry) => entry.code)
  const townships = new Map(
    [...Object.values(PRACTICE_COUNTIES), ...ELSEWHERE].map((county) => {
      const found = below(county)
      return [county, found.length > 0 ? found : [county]]
    })
  )
  const villages = new Map([...townships.values()].flat().map((township) => [township, below(township)]))
  const maker: Maker = { words, random, pick, today, townships, villages }
  const { yuyang, linxian } = PRACTICE_COUNTIES
  const shared = Math.floor(count * 0.4)
  const both = Array.from({ length: shared }, (_, at) =>
    at % 5 < 3 ? person(maker, at, linxian, yuyang) : person(maker, at, yuyang, linxian)
  )
  const only = (own: string, offset: number): MadeUpPerson[] =>
    Array.from({ length: count - shared }, (_, at) =>
      random() < 0.5 ? person(maker, offset + at, pick(ELSEWHERE), own) : person(maker, offset + at, own, pick(ELSEWHERE))
    )
  return {
    yuyang: [...both, ...only(yuyang, shared)].map((one) => asSeenFrom(one, yuyang, maker)),
    linxian: [...both, ...only(linxian, shared + count)].map((one) => asSeenFrom(one, linxian, maker))
  }
}

interface Maker {
  readonly words: z.infer<typeof source>
  readonly random: Random
  readonly pick: <T>(list: readonly T[]) => T
  readonly today: Day
  readonly townships: ReadonlyMap<string, readonly string[]>
  readonly villages: ReadonlyMap<string, readonly string[]>
}

function dayBack(today: Day, days: number): Day {
  const day = addCalendarDays(today, -days)
  if (day === null || !isDay(day)) throw new RangeError('the clock stands outside the years a day can have')
  return day
}

function person(maker: Maker, serial: number, home: string, present: string): MadeUpPerson {
  const { random, pick, words, today } = maker
  const female = random() < 0.72
  const birth = dayBack(today, Math.floor(18 * 365.25 + random() * 31 * 365.25))
  const name = random() < 0.01 ? pick(words.dotted) : pick(words.surnames) + pick(female ? words.givenFemale : words.givenMale)
  const withNumber = random() > 0.02
  const hukouCode = pick(maker.townships.get(home) ?? [home])
  const town = pick(maker.townships.get(present) ?? [present])
  // The first village stays free for whoever is entered by hand; every fifth address is known no further than the township.
  const villages = maker.villages.get(town)?.slice(1) ?? []
  const residenceCode = serial % 5 === 0 ? town : (villages[serial % villages.length] ?? town)
  const married = random() < 0.68
  return {
    person: PersonInput.parse({
      name,
      sex: female ? '2' : '1',
      birthDate: birth,
      idType: withNumber ? 'resident_id' : 'none',
      idNo: withNumber ? madeUpNumber(home, birth, serial, female) : null,
      noIdReason: withNumber ? null : 'not_shown',
      marital: married ? '20' : '10',
      // 199 is handed out by no operator for a whole number of zeros in the middle: nobody's telephone rings.
      phone: `1990000${String(serial % 10_000).padStart(4, '0')}`,
      phoneOwner: null,
      hukouCode,
      hukouText: `${pick(words.streets)}${String(1 + Math.floor(random() * 200))}号`
    }),
    episodes: [
      EpisodeInput.parse({
        kind: 'in',
        reason: pick(['1', '1', '1', '2', '3', '4']),
        startedOn: dayBack(today, Math.floor(random() * 900)),
        residenceCode,
        residenceText: `${pick(words.streets)}${String(1 + Math.floor(random() * 300))}号${random() < 0.3 ? `（${pick(words.employers)}）` : ''}`,
        dwellingKind: pick(['1', '1', '2', '4', '9'])
      })
    ]
  }
}

/** Serial numbers from 900 up are the last a county's station would ever have reached on one day. */
function madeUpNumber(county: string, birth: Day, serial: number, female: boolean): string {
  const { year, month, day } = partsOfDay(birth)
  const sequence = 900 + ((serial * 2 + (female ? 0 : 1)) % 100)
  const first = `${county}${String(year)}${String(month).padStart(2, '0')}${String(day).padStart(2, '0')}${String(sequence)}`
  return first + residentIdCheckCharacter(first)
}

/** The same person as the other register holds her: moved out instead of in, and sometimes with what clerks get wrong. */
function asSeenFrom(one: MadeUpPerson, county: string, { random, pick, words }: Maker): MadeUpPerson {
  const [stay] = one.episodes
  const livesHere = stay.residenceCode.startsWith(county)
  const kind = livesHere ? ('in' as const) : ('out' as const)
  const episodes = [{ ...stay, kind, residenceText: livesHere ? stay.residenceText : null }] as const
  if (livesHere) return { ...one, episodes }
  const slip = random()
  const person = {
    ...one.person,
    ...(slip < 0.04 ? { phone: null } : {}),
    ...(slip >= 0.04 && slip < 0.07 ? { marital: one.person.marital === '10' ? '20' : '10' } : {}),
    ...(slip >= 0.07 && slip < 0.09 ? { hukouText: `${pick(words.streets)}${String(1 + Math.floor(random() * 200))}号` } : {}),
    ...(slip >= 0.09 && slip < 0.11 ? { idType: 'none' as const, idNo: null, noIdReason: 'not_shown' } : {})
  }
  return { person, episodes }
}
