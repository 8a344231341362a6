// Why: the few who share what hardly two persons share are asked first, and the wide net is left out when nobody in it could be likelier; the likeliest must never change by that.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { residentIdCheckCharacter } from '@shared/domain'
import { openRegister, someone, type Register } from '../../../../test/kit/register'
import { seededRandom, seedOf } from '../../../../test/kit/seed'
import { pairCandidates, type Wanted } from './pairing'
import { differsByOne, swappedDayMonth, WORTH_SHOWING } from './match-score'

const seed = seedOf('PAIRING_SEED')
const random = seededRandom(seed)
const below = (limit: number): number => Math.floor(random() * limit)
const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T // Never empty.

const NAMES = ['李梅', '李玫', '李眉', '王小燕', '王晓燕', '王燕', '张伟', '阿依古丽']
const BIRTHS = ['1988-03-05', '1988-05-03', '1988-03-06', '1988', '1988-03', '1990-01-01', '1990-11-12']
const numbers = new Set<string>()
function number(birth: string): string {
  const body = `610802${birth.length === 10 ? birth.replaceAll('-', '') : '19880305'}${String(below(1000)).padStart(3, '0')}`
  return body + residentIdCheckCharacter(body)
}
function ownNumber(birth: string): string | null {
  const own = number(birth)
  if (random() < 0.4 || numbers.has(own)) return null
  numbers.add(own)
  return own
}

interface OnFile {
  readonly id: string
  readonly name: string
  readonly sex: string
  readonly birthDate: string
  readonly idNo: string | null
}

let register: Register
const people: OnFile[] = []
beforeAll(async () => {
  console.info(`PAIRING_SEED=${String(seed)}`)
  register = await openRegister()
  for (let at = 0; at < 150; at++) {
    const birthDate = pick(BIRTHS)
    const one = { name: pick(NAMES), sex: pick(['1', '2'] as const), birthDate, idNo: ownNumber(birthDate) }
    const told = one.idNo === null ? { idType: 'none' as const, noIdReason: 'lost' } : { idType: 'resident_id' as const }
    const { id } = await register.put(someone({ ...one, ...told, phone: null, formerName: null }))
    people.push({ id, ...one })
  }
}, 120_000)
afterAll(() => register.close())

/** Looked for in the whole register, one by one, by the simplest of the rules: number, name, birth date, sex. */
function likeliestScore(wanted: Wanted): number {
  const scores = people.map(({ name, sex, birthDate, idNo }) => {
    const sameName = name === wanted.name
    const [one, other] = [Array.from(idNo ?? ''), Array.from(wanted.idNo ?? '')]
    let score = 0
    if (idNo !== null && wanted.idNo !== null) score += idNo === wanted.idNo ? 60 : differsByOne(one, other) ? 25 : -1000
    score += sameName ? 30 : -1000
    if (birthDate === wanted.birthDate) score += 20
    else if (swappedDayMonth(birthDate) === wanted.birthDate) score += 12
    if (sex === wanted.sex) score += 5
    else score -= 20
    return score
  })
  return Math.max(0, ...scores)
}

it('whoever is asked for › the likeliest is at least as likely as anybody found by walking through all', () => {
  let found = 0
  for (let turn = 0; turn < 400; turn++) {
    const known = pick(people)
    const wanted: Wanted = {
      name: random() < 0.8 ? known.name : pick(NAMES),
      sex: random() < 0.9 ? known.sex : pick(['1', '2']),
      birthDate: random() < 0.7 ? known.birthDate : pick(BIRTHS),
      idNo: random() < 0.5 ? null : random() < 0.7 ? known.idNo : number(pick(BIRTHS))
    }
    const walked = likeliestScore(wanted)
    const [likeliest] = pairCandidates(register.office.query(), wanted, 3)
    if (walked >= WORTH_SHOWING) {
      found += 1
      expect(likeliest?.score ?? 0, JSON.stringify({ wanted, turn })).toBeGreaterThanOrEqual(Math.min(100, walked))
    }
  }
  expect(found).toBeGreaterThan(100)
})

it('somebody on file as he stands › comes first, whatever hundreds share his name', () => {
  for (const one of people.filter(({ idNo }) => idNo !== null)) {
    const [likeliest] = pairCandidates(register.office.query(), one, 3)
    expect(likeliest?.person.id).toBe(one.id)
  }
})
