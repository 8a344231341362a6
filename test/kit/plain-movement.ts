/** The rules of scope told a second time, step by step, with nothing shared but the tables; and the codes, days and reasons to ask them with. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { isDay } from '../../shared/domain'
import { loadReference } from '../../electron/core/modules/reference'

const codes = resolve(import.meta.dirname, '../../resources/codes')
const reference = loadReference(codes)

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

const dayOf = (text: string | null) => (text !== null && isDay(text) ? text : null)

/** @param asOf the days on which the two codes were written down, where they are known */
export function plainMovement(
  home: string,
  present: string,
  on: string,
  reason: string | null,
  asOf: { readonly home: string | null; readonly present: string | null } = { home: null, present: null }
): { scope: string | null; counted: boolean | null } {
  const day = fullDay(on)
  if (!isDay(day)) return { scope: null, counted: null }
  const told = new Set<string | null>()
  for (const from of reference.codeOn(home, day, dayOf(asOf.home)))
    for (const to of reference.codeOn(present, day, dayOf(asOf.present))) told.add(plainScope(from, to))
  const scope = told.size === 1 ? ([...told][0] ?? null) : null
  if (reason !== null && EXCLUDED.includes(reason)) return { scope, counted: false }
  if (scope === null) return { scope: null, counted: null }
  const { movement } = packOn(day)
  if (scope === 'intra_county') return { scope, counted: movement.countsIntraCounty }
  if (scope === 'inter_district') return { scope, counted: movement.countsInterDistrict }
  return { scope, counted: true }
}

const knownCodes = readCodes()
/** Codes of every level and age, those of one city beside each other often enough to meet. */
function readCodes(): string[] {
  const provinces = reference.childDivisions(null).map((entry) => entry.code)
  const cities = provinces.flatMap((province) => reference.childDivisions(province).map((entry) => entry.code))
  const counties = cities.flatMap((city) => reference.childDivisions(city).map((entry) => entry.code))
  const old = ['612722', '612701', '610821', '342524', '341881', '310103', '310119', '500222', '469025', '420521', '440112', '330127']
  return [...provinces.slice(0, 5), ...cities, ...counties, ...old, '610802001', '610802003', '610802001000', '141124100', '441900003']
}

export const moveDates = fc.oneof(
  fc.integer({ min: 1985, max: 2026 }).map(String),
  fc.date({ min: new Date('1985-01-01'), max: new Date('2026-12-31'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 7)),
  fc.date({ min: new Date('1985-01-01'), max: new Date('2026-12-31'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10)),
  fc.constantFrom('2009-09-30', '2009-10-01', '2014-06-30', '2014-07-01', '2021-08-31', '2021-09-01')
)
export const codePairs = fc.tuple(fc.nat(knownCodes.length - 1), fc.nat(knownCodes.length - 1), fc.nat(3)).map(([a, b, near]) => {
  const home = knownCodes[a] ?? ''
  // Neighbours in the table are of one city or province: far places alone would hardly meet.
  return [home, near === 0 ? (knownCodes[b] ?? '') : (knownCodes[(a + near - 1) % knownCodes.length] ?? '')] as const
})
export const moveReasons = fc.constantFrom(null, '1', '2', '9', ...EXCLUDED)
