/** Why: whether somebody counts as floating decides tables and deadlines; the derivation is held against a plain, slow telling of the same rules. */
import { resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isCountedMovement, isDivisionCode, movementOf, movementScope, movementScopes, type DivisionCode } from '@shared/domain'
import { codePairs, moveDates, moveReasons, plainMovement } from '../../../../test/kit/plain-movement'
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

describe('derivation of the scope', () => {
  it('movementOf › equals the plain telling of the rules › for random codes, dates and reasons', () => {
    fc.assert(
      fc.property(codePairs, moveDates, moveReasons, ([home, present], on, reason) => {
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
      fc.property(codePairs, ([a, b]) => {
        expect(movementScope(code(a), code(b))).toBe(movementScope(code(b), code(a)))
      }),
      { numRuns: 2000 }
    )
  })
})
