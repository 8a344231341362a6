// Why: codes of six, nine and twelve digits stand for one tree, and the scope of a move is read from them.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  countyOfDivision,
  divisionCode12,
  divisionCodeSchema,
  divisionLevelOf,
  isCityDistrict,
  isDivisionCode,
  isInDivision,
  isOfficeCode,
  normaliseDivisionCode,
  parentDivisionCode,
  type DivisionCode
} from './division-code'
import { isCountedMovement, movementScope, movementScopeLabels, type MovementScope } from './movement-scope'

const code = (text: string): DivisionCode => {
  if (!isDivisionCode(text)) throw new RangeError(text)
  return text
}
const anyCode = fc.stringMatching(/^[1-9][0-9]{5}(?:[0-9]{3}){0,2}$/).map(code)

describe('division code', () => {
  it('isDivisionCode › shapes › takes 6, 9 and 12 digits', () => {
    for (const text of ['610802', '610802001', '610802001003']) expect(isDivisionCode(text)).toBe(true)
    for (const text of ['61', '061080', '6108020', '61080200100', '6108020010030', '61080a', '']) expect(isDivisionCode(text)).toBe(false)
    expect(divisionCodeSchema.safeParse('610802').success).toBe(true)
  })

  it('parentDivisionCode › up the tree › ends at the province', () => {
    const path: (string | null)[] = []
    for (let at: DivisionCode | null = code('610802001003'); at !== null; at = parentDivisionCode(at)) path.push(at)
    expect(path).toEqual(['610802001003', '610802001', '610802', '610800', '610000'])
    expect(parentDivisionCode(code('441900003'))).toBe('441900')
  })

  it('parentDivisionCode › any code › reaches a province in at most four steps and stays inside it', () => {
    fc.assert(
      fc.property(anyCode, (text) => {
        let at = text
        let steps = 0
        for (let up = parentDivisionCode(at); up !== null; up = parentDivisionCode(at)) {
          expect(isInDivision(text, up)).toBe(true)
          at = up
          steps += 1
        }
        expect(divisionLevelOf(at)).toBe('province')
        expect(steps).toBeLessThanOrEqual(4)
      })
    )
  })

  it('normaliseDivisionCode › trailing zeros, spaces, full width › give the shortest form', () => {
    expect(normaliseDivisionCode('610802000000')).toBe('610802')
    expect(normaliseDivisionCode('610802001000')).toBe('610802001')
    expect(normaliseDivisionCode('610802 001 003')).toBe('610802001003')
    expect(normaliseDivisionCode('６１０８０２')).toBe('610802')
    expect(normaliseDivisionCode('榆阳区')).toBeNull()
    fc.assert(
      fc.property(anyCode, (text) => {
        const short = normaliseDivisionCode(text)
        expect(short !== null && divisionCode12(short)).toBe(divisionCode12(text))
      })
    )
  })

  it('divisionLevelOf, countyOfDivision › digits › tell the level', () => {
    expect(['610000', '610800', '610802', '610802001', '610802001003'].map((text) => divisionLevelOf(code(text)))).toEqual([
      'province',
      'prefecture',
      'county',
      'township',
      'village'
    ])
    expect(countyOfDivision(code('610802001003'))).toBe('610802')
    expect(isInDivision(code('610802001'), code('610900'))).toBe(false)
  })

  it('isOfficeCode › shapes › takes county code and ordinal', () => {
    expect(isOfficeCode('610802-00')).toBe(true)
    for (const text of ['610802', '610802-0', '061080-00', '610802-000', '610802001-00']) expect(isOfficeCode(text)).toBe(false)
  })
})

describe('movementScope', () => {
  it.each<[string, string, MovementScope | null]>([
    ['610802001003', '141124', 'inter_province'],
    ['610802', '610102', 'inter_prefecture'],
    ['610802', '610881', 'inter_county'],
    ['610102', '610113001', 'inter_district'],
    ['610802', '610803', 'inter_district'],
    ['610802001', '610802002', 'intra_county'],
    ['110101', '110105', 'inter_district'],
    ['500101', '500229', 'inter_county'],
    ['429004', '429005', 'inter_prefecture'],
    ['441900003', '441900005', 'intra_county'],
    ['441900', '441300', null],
    ['610800', '610802', null],
    ['610000', '610802', null]
  ])('movementScope › %s to %s › is %s', (home, present, expected) => expect(movementScope(code(home), code(present))).toBe(expected))

  it('movementScope › any two places › is the same both ways', () => {
    fc.assert(
      fc.property(anyCode, anyCode, (a, b) => {
        expect(movementScope(a, b)).toBe(movementScope(b, a))
      })
    )
    expect(isCityDistrict(code('610802'))).toBe(true)
    expect(isCityDistrict(code('429004'))).toBe(false)
    expect(Object.values(movementScopeLabels)).toEqual(['跨省', '省内跨市', '市内跨县', '市内跨区', '县内'])
  })

  it('isCountedMovement › the rule of the day › decides on county and district moves only', () => {
    const before = { countsIntraCounty: true, countsInterDistrict: true }
    const after = { countsIntraCounty: false, countsInterDistrict: false }
    expect([isCountedMovement('intra_county', before), isCountedMovement('intra_county', after)]).toEqual([true, false])
    expect([isCountedMovement('inter_district', before), isCountedMovement('inter_district', after)]).toEqual([true, false])
    for (const scope of ['inter_province', 'inter_prefecture', 'inter_county'] as const) expect(isCountedMovement(scope, after)).toBe(true)
  })
})
