/** Why: a list narrowed by conditions is copied into reports, so it must hold exactly those of whom the conditions are true. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CallInput } from '@shared/contract'
import { persons } from '@shared/contract/persons'
import { openRegister, reference, someone, type Register } from '../../../../test/kit/register'
import { isDay, type Day } from '@shared/domain'
import { insertPersons } from '.'
import { withoutAges } from './ages'

type More = NonNullable<NonNullable<CallInput<typeof persons.search>['filter']>['more']>

const day = (text: string): Day => {
  if (!isDay(text)) throw new RangeError(text)
  return text
}

describe('ages', () => {
  const bounds = (today: string, more: More): unknown =>
    withoutAges(persons.search.input.parse({ filter: { more } }).filter, day(today)).more
  it.each([
    ['2026-03-05', { ageFrom: 18 }, { bornTo: '2008-03-05' }],
    ['2026-03-05', { ageTo: 18 }, { bornFrom: '2007-03-06' }],
    ['2026-03-05', { ageFrom: 18, ageTo: 18 }, { bornFrom: '2007-03-06', bornTo: '2008-03-05' }],
    ['2028-02-29', { ageFrom: 25 }, { bornTo: '2003-02-28' }],
    ['2028-02-29', { ageTo: 24 }, { bornFrom: '2003-03-01' }],
    ['2026-03-05', { ageFrom: 18, bornTo: '2000-01-01' }, { bornTo: '2000-01-01' }],
    ['2026-03-05', { ageTo: 18, bornFrom: '2010-01-01', sex: '2' }, { bornFrom: '2010-01-01', sex: '2' }]
  ] as const)('withoutAges › turns full years on %s into births › %j', (today, more, want) => {
    expect(bounds(today, more)).toEqual(want)
  })
})

describe('conditions', () => {
  let register: Register
  interface Known {
    readonly id: string
    readonly sex: string
    readonly birthDate: string
    readonly marital: string
    readonly education: string | null
    readonly hukouType: string | null
    readonly idNo: string | null
    readonly warns: boolean
  }
  const people: Known[] = []

  beforeAll(async () => {
    register = await openRegister()
    const { office } = register
    const births = ['1990-02-28', '1990-02', '1990', '2008-03-05', '2008-03-06', '2000-02-29', '1965-12-31', '2015']
    const values = fc.sample(
      fc.record({ at: fc.nat(999), sex: fc.constantFrom('1', '2'), marital: fc.constantFrom('10', '20', '21', '30') }),
      {
        numRuns: 200,
        seed: 77
      }
    )
    const rows = values.map(({ at, sex, marital }) => {
      const number = at % 3 === 0 ? '14112419770707123X' : at % 3 === 1 ? '141124197707071231' : null
      return persons.save.input.parse({
        person: someone({
          ...{ name: `条件${String.fromCodePoint(0x4e00 + at)}`, birthDate: births[at % births.length] ?? '1990', marital },
          ...{ sex: sex === '1' ? '1' : '2', education: at % 4 === 0 ? null : at % 4 === 1 ? '21' : '60' },
          ...{ hukouType: at % 5 === 0 ? null : '1', idNo: number, idType: number === null ? 'none' : 'resident_id' }
        })
      })
    })
    office.write.transaction(() =>
      insertPersons(
        { ...office.query(), db: office.write.db, reference },
        rows.map(({ person, episodes }) => ({ person, episodes }))
      )
    )
    people.push(
      ...office.db
        .all<{
          id: string
          sex: string
          birth_date: string
          marital: string
          education: string
          hukou_type: string
          id_no: string
          id_checks: number
        }>('SELECT id, sex, birth_date, marital, education, hukou_type, id_no, id_checks FROM person')
        .map((row) => ({
          ...{ id: row.id, sex: row.sex, birthDate: row.birth_date, marital: row.marital, education: row.education },
          ...{ hukouType: row.hukou_type, idNo: row.id_no, warns: row.id_checks !== 0 }
        }))
    )
  })
  afterAll(() => register.close())

  /** First and last day a birth may have been. */
  const span = (birth: string): [string, string] => [birth, birth.padEnd(10, '~')]

  function fits(person: Known, more: More): boolean {
    const [first, last] = span(person.birthDate)
    return (
      (more.sex === undefined || person.sex === more.sex) &&
      (more.bornFrom === undefined || last >= more.bornFrom) &&
      (more.bornTo === undefined || first <= more.bornTo) &&
      (more.marital === undefined || (more.marital === '20' ? person.marital.startsWith('2') : person.marital === more.marital)) &&
      (more.education === undefined || person.education?.startsWith(more.education.slice(0, 1)) === true) &&
      (more.hukouType === undefined || person.hukouType === more.hukouType) &&
      (more.hasNumber === undefined || (person.idNo !== null) === more.hasNumber) &&
      (more.numberWarns === undefined || person.warns === more.numberWarns)
    )
  }

  const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined, freq: 1 })
  const someDay = fc.constantFrom(
    '1965-12-31',
    '1966-01-01',
    '1990-01-01',
    '1990-02-01',
    '1990-02-27',
    '1990-02-28',
    '1990-03-01',
    '2008-03-05'
  )
  const asked = fc
    .record({
      ...{ sex: maybe(fc.constantFrom('1', '2')), bornFrom: maybe(someDay), bornTo: maybe(someDay), hasNumber: maybe(fc.boolean()) },
      ...{ marital: maybe(fc.constantFrom('10', '20', '21')), education: maybe(fc.constantFrom('20', '60')) },
      ...{ hukouType: maybe(fc.constant('1')), numberWarns: maybe(fc.boolean()) }
    })
    .map((all) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as More)

  it('search › lists exactly those of whom all conditions are true › in every order', () => {
    fc.assert(
      fc.property(asked, fc.constantFrom('pinyin', 'started', 'division', 'relevance'), fc.constantFrom('', '条件'), (more, sort, text) => {
        const want = people.filter((person) => fits(person, more)).map(({ id }) => id)
        const found = register.search({ filter: { text, more }, sort, limit: 200 }).rows.map(({ id }) => id)
        expect(found.sort()).toEqual(want.sort())
      }),
      { numRuns: 400 }
    )
  })
})
