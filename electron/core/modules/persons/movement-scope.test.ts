/** Why: whether somebody counts as floating decides tables and deadlines; the derivation is held against a plain, slow telling of the same rules. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isCountedMovement, isDay, isDivisionCode, movementOf, movementScope, movementScopes, type DivisionCode } from '@shared/domain'
import { loadReference } from '../reference'

const codes = resolve(import.meta.dirname, '../../../../resources/codes')
const reference = loadReference(codes)
const code = (text: string): DivisionCode => {
  if (!isDivisionCode(text)) throw new RangeError(text)
  return text
}
const move = (home: string, present: string, on: string, reason: string | null = '1') =>
  movementOf({ home: { code: code(home), asOf: null }, present: { code: code(present), asOf: null }, on, reason }, reference)

describe('movementOf', () => {
  it.each([
    ['other province', '141124', '610802', '2012-05-01', 'inter_province', true],
    ['other city of the province', '610113', '610802', '2012-05-01', 'inter_prefecture', true],
    ['county to district of one city', '610821', '610802', '2005-05-01', 'inter_county', true],
    ['between districts of one city', '610802', '610803', '2018-05-01', 'inter_district', false],
    ['between districts before 2009-10-01', '610102', '610103', '2005-05-01', 'inter_district', true],
    ['within the county', '610802001', '610802003', '2012-05-01', 'intra_county', false],
    ['within the county before 2009-10-01', '610802', '610802', '2009-09-30', 'intra_county', true],
    ['month that holds the change of rules', '610802', '610802', '2009-10', 'intra_county', false],
    ['year that begins under the old rules', '610802', '610802', '2009', 'intra_county', true],
    ['within the county on the first day of order 555', '610802', '610802', '2009-10-01', 'intra_county', false],
    ['between two districts of Beijing', '110105', '110108', '2012-05-01', 'inter_district', false],
    ['between two cities without counties', '441900', '442000', '2012-05-01', 'inter_prefecture', true],
    ['within a city without counties', '441900', '441900', '2012-05-01', 'intra_county', false]
  ] as const)('movementOf › %s', (_, home, present, on, scope, counted) => {
    expect(move(home, present, on)).toEqual({ scope, counted })
  })

  it('movementOf › takes a county and its new code for one county › whichever was written down', () => {
    for (const [home, present] of [
      ['612722', '610881'],
      ['610821', '610881'],
      ['610881', '610821']
    ] as const)
      for (const day of ['2005-05-01', '2012-05-01', '2019-05-01'])
        expect(move(home, present, day), `${home} ${present} ${day}`).toMatchObject({ scope: 'intra_county' })
  })

  it('movementOf › never counts who went out for an excluded purpose', () => {
    for (const reason of ['business_trip', 'medical', 'school', 'travel', 'family_visit', 'friend_visit'])
      expect(move('141124', '610802', '2012-05-01', reason)).toEqual({ scope: 'inter_province', counted: false })
  })

  it('movementOf › guesses nothing › above county level or without a date', () => {
    expect(move('610000', '610802', '2012-05-01')).toEqual({ scope: null, counted: null })
    expect(move('610800', '610802', '2012-05-01')).toEqual({ scope: null, counted: null })
    expect(move('141124', '610802', 'gestern')).toEqual({ scope: null, counted: null })
  })
})

/** The same rules told again: step by step, with nothing shared but the tables. */
interface Pack {
  readonly validFrom: string | null
  readonly validTo: string | null
  readonly movement: { readonly countsIntraCounty: boolean; readonly countsInterDistrict: boolean }
}
const packs = readdirSync(join(codes, 'rule-packs')).map(
  (name) => JSON.parse(readFileSync(join(codes, 'rule-packs', name), 'utf8')) as Pack
)
const fullDay = (date: string, month = '-01', day = '-01'): string =>
  date.length === 4 ? date + month + day : date.length === 7 ? date + day : date
const packOn = (day: string): Pack => {
  for (const pack of packs) {
    const begun = pack.validFrom === null || fullDay(pack.validFrom) <= day
    const lasting = pack.validTo === null || day < fullDay(pack.validTo)
    if (begun && lasting) return pack
  }
  throw new RangeError(`no pack on ${day}`)
}

const OWN_COUNTY = ['620200', '441900', '442000', '460300', '460400']
const EXCLUDED = ['business_trip', 'medical', 'school', 'travel', 'family_visit', 'friend_visit']

function plainScope(home: string, present: string): string | null {
  const counties: string[] = []
  for (const one of [home, present]) {
    const county = one.slice(0, 6)
    const tail = county.slice(4)
    if (county.slice(2) === '0000') return null
    if (tail === '00' && one.slice(6).replace(/0/g, '') === '' && !OWN_COUNTY.includes(county)) return null
    counties.push(county)
  }
  const [a = '', b = ''] = counties
  if (a === b) return 'intra_county'
  if (a.slice(0, 2) !== b.slice(0, 2)) return 'inter_province'
  const city = (county: string): string => {
    if (['11', '12', '31', '50'].includes(county.slice(0, 2))) return 'municipality'
    if (county.slice(2, 4) === '90') return county
    return county.slice(0, 4)
  }
  if (city(a) !== city(b)) return 'inter_prefecture'
  const district = (county: string): boolean => county.slice(2, 4) !== '90' && Number(county.slice(4)) >= 1 && Number(county.slice(4)) <= 20
  return district(a) && district(b) ? 'inter_district' : 'inter_county'
}

function plainMovement(
  home: string,
  present: string,
  on: string,
  reason: string | null
): { scope: string | null; counted: boolean | null } {
  const day = fullDay(on)
  if (!isDay(day)) return { scope: null, counted: null }
  const told = new Set<string | null>()
  for (const from of reference.codeOn(home, day, null))
    for (const to of reference.codeOn(present, day, null)) told.add(plainScope(from, to))
  const scope = told.size === 1 ? ([...told][0] ?? null) : null
  if (reason !== null && EXCLUDED.includes(reason)) return { scope, counted: false }
  if (scope === null) return { scope: null, counted: null }
  const { movement } = packOn(day)
  if (scope === 'intra_county') return { scope, counted: movement.countsIntraCounty }
  if (scope === 'inter_district') return { scope, counted: movement.countsInterDistrict }
  return { scope, counted: true }
}

const known = readCodes()
/** Codes of every level and age, those of one city beside each other often enough to meet. */
function readCodes(): string[] {
  const provinces = reference.childDivisions(null).map((entry) => entry.code)
  const cities = provinces.flatMap((province) => reference.childDivisions(province).map((entry) => entry.code))
  const counties = cities.flatMap((city) => reference.childDivisions(city).map((entry) => entry.code))
  const old = ['612722', '612701', '610821', '342524', '341881', '310103', '310119', '500222', '469025', '420521', '440112', '330127']
  return [...provinces.slice(0, 5), ...cities, ...counties, ...old, '610802001', '610802003', '610802001000', '141124100', '441900003']
}

const dates = fc.oneof(
  fc.integer({ min: 1985, max: 2026 }).map(String),
  fc.date({ min: new Date('1985-01-01'), max: new Date('2026-12-31'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 7)),
  fc.date({ min: new Date('1985-01-01'), max: new Date('2026-12-31'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10)),
  fc.constantFrom('2009-09-30', '2009-10-01', '2014-06-30', '2014-07-01', '2021-08-31', '2021-09-01')
)
const pairs = fc.tuple(fc.nat(known.length - 1), fc.nat(known.length - 1), fc.nat(3)).map(([a, b, near]) => {
  const home = known[a] ?? ''
  // Neighbours in the table are of one city or province: far places alone would hardly meet.
  return [home, near === 0 ? (known[b] ?? '') : (known[(a + near - 1) % known.length] ?? '')] as const
})
const reasons = fc.constantFrom(null, '1', '2', '9', ...EXCLUDED)

describe('derivation of the scope', () => {
  it('movementOf › equals the plain telling of the rules › for random codes, dates and reasons', () => {
    fc.assert(
      fc.property(pairs, dates, reasons, ([home, present], on, reason) => {
        expect(move(home, present, on, reason)).toEqual(plainMovement(home, present, on, reason))
      }),
      { numRuns: 5000 }
    )
  })

  it('isCountedMovement › follows the pack alone › for every scope', () => {
    for (const scope of movementScopes)
      for (const countsIntraCounty of [true, false])
        for (const countsInterDistrict of [true, false]) {
          const expected = scope === 'intra_county' ? countsIntraCounty : scope === 'inter_district' ? countsInterDistrict : true
          expect(isCountedMovement(scope, { countsIntraCounty, countsInterDistrict })).toBe(expected)
        }
  })

  it('movementScope › is the same from both ends', () => {
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        expect(movementScope(code(a), code(b))).toBe(movementScope(code(b), code(a)))
      }),
      { numRuns: 2000 }
    )
  })
})
