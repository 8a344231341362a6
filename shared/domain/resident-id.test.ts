// Why: the five checks must warn exactly where they should, and old, wrong and placeholder numbers must be told apart.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayFromNumber, isDay, type Day } from './calendar-day'
import { isPartialDate, type PartialDate } from './partial-date'
import {
  birthDateOfResidentId,
  checkResidentId,
  isPlaceholderId,
  isResidentId,
  maskResidentId,
  normaliseResidentId,
  residentIdCheckBits,
  residentIdCheckCharacter,
  residentIdChecks,
  residentIdChecksOfBits,
  residentIdSchema,
  sexOfResidentId,
  upgradeResidentId,
  type ResidentId
} from './resident-id'

const day = (text: string): Day => {
  if (!isDay(text)) throw new RangeError(text)
  return text
}
const partial = (text: string): PartialDate => {
  if (!isPartialDate(text)) throw new RangeError(text)
  return text
}
const id = (text: string): ResidentId => {
  if (!isResidentId(text)) throw new RangeError(text)
  return text
}

/** ISO 7064 by its definition: the weighted sum with 2^(17−i) leaves remainder 1, X standing for 10. Independent of the table in the code. */
const oracle = (first17: string): string => {
  for (let candidate = 0; candidate <= 10; candidate += 1) {
    let remainder = candidate
    for (const [index, digit] of Array.from(first17).entries()) remainder += Number(digit) * (2 ** (17 - index) % 11)
    if (remainder % 11 === 1) return candidate === 10 ? 'X' : String(candidate)
  }
  throw new RangeError('no check character')
}

const seventeen = fc
  .tuple(fc.constantFrom('110105', '610802', '141124'), fc.integer({ min: -25_000, max: 20_000 }), fc.integer({ min: 0, max: 999 }))
  .map(([area, number, sequence]) => area + (dayFromNumber(number) ?? '').replaceAll('-', '') + String(sequence).padStart(3, '0'))
const valid = seventeen.map((first17) => id(first17 + oracle(first17)))

describe('resident id', () => {
  it.each(['11010519491231002X', '440524188001010014'])('checkResidentId › the published sample %s › passes', (text) => {
    expect(checkResidentId(text)).toEqual([])
  })

  it('checkResidentId › any number made by the definition › passes all five checks', () => {
    fc.assert(
      fc.property(valid, (text) => {
        expect(residentIdCheckCharacter(text.slice(0, 17))).toBe(text[17])
        const birthDate = birthDateOfResidentId(text)
        expect(checkResidentId(text, { birthDate, sex: sexOfResidentId(text), today: day('2026-11-21'), isKnownArea: () => true })).toEqual(
          []
        )
      })
    )
  })

  it('checkResidentId › one wrong digit or two neighbours swapped › is always noticed', () => {
    fc.assert(
      fc.property(valid, fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 9 }), (text, at, shift) => {
        const wrong = text.slice(0, at) + String((Number(text[at]) + shift) % 10) + text.slice(at + 1)
        expect(checkResidentId(wrong)).toContain('check_digit')
        const swapped = text.slice(0, at) + (text[at + 1] ?? '') + (text[at] ?? '') + text.slice(at + 2)
        if (at < 16 && swapped !== text) expect(checkResidentId(swapped)).toContain('check_digit')
      })
    )
  })

  it('checkResidentId › each check › fails alone', () => {
    const sample = '11010519491231002X'
    const sealed = (first17: string): string => first17 + oracle(first17)
    expect(checkResidentId(sample.slice(0, 17))).toEqual(['length'])
    expect(checkResidentId(`${sample}1`)).toEqual(['length'])
    expect(checkResidentId('1101051949123100２X')).toEqual(['length'])
    expect(checkResidentId(sealed('99010519491231002'))).toEqual(['area'])
    expect(checkResidentId(sample, { isKnownArea: (code) => code !== '110105' })).toEqual(['area'])
    expect(checkResidentId(sealed('11010519490230002'))).toEqual(['date'])
    expect(checkResidentId(sealed('11010519000229002'))).toEqual(['date'])
    expect(checkResidentId(sample, { today: day('1949-12-30') })).toEqual(['date'])
    expect(checkResidentId(sample, { birthDate: day('1949-12-30') })).toEqual(['date'])
    expect(checkResidentId(sample, { sex: '1' })).toEqual(['sex'])
    expect(checkResidentId('110105194912310021')).toEqual(['check_digit'])
  })

  it('checkResidentId › what is unknown or incomplete › is not held against the number', () => {
    const sample = '11010519491231002X'
    for (const birthDate of [null, partial('1949'), partial('1949-12')]) {
      expect(checkResidentId(sample, { birthDate, sex: '0' })).toEqual([])
    }
    expect(checkResidentId(sample, { sex: null })).toEqual([])
  })

  it('upgradeResidentId › old number › gets the century and check character, and keeps birth and sex', () => {
    expect(upgradeResidentId(id('110105491231002'))).toBe('11010519491231002X')
    expect(checkResidentId('110105491231002', { sex: '2', birthDate: day('1949-12-31') })).toEqual([])
    fc.assert(
      fc.property(valid, (text) => {
        fc.pre(text.slice(6, 8) === '19')
        const old = id(text.slice(0, 6) + text.slice(8, 17))
        expect(upgradeResidentId(old)).toBe(text)
        expect(birthDateOfResidentId(old)).toBe(birthDateOfResidentId(text))
        expect(sexOfResidentId(old)).toBe(sexOfResidentId(text))
      })
    )
  })

  it('normaliseResidentId › typing habits › are removed, faults stay visible', () => {
    expect(normaliseResidentId(' 110105 1949-1231 002ｘ ')).toBe('11010519491231002X')
    expect(normaliseResidentId('１１０１０５１９４９１２３１００２Ｘ')).toBe('11010519491231002X')
    expect(normaliseResidentId('11010519491231OO2X')).toBe('11010519491231OO2X')
  })

  it.each([
    '000000000000000000',
    '000000198801010000',
    '111111111111111',
    '999999199001011234',
    '123456789012345678',
    '０００００００００００００００'
  ])('isPlaceholderId › %s › is no number', (text) => expect(isPlaceholderId(text)).toBe(true))

  it('isPlaceholderId › real numbers › are never taken for one', () => {
    fc.assert(
      fc.property(valid, (text) => {
        expect(isPlaceholderId(text)).toBe(false)
      })
    )
  })

  it('maskResidentId › default mask › shows four at each end and never more', () => {
    expect(maskResidentId('61080219880101002X')).toBe('6108**********002X')
    expect(maskResidentId('610802880101002')).toBe('6108*******1002')
    expect(maskResidentId('12345678')).toBe('******78')
    expect(maskResidentId('1')).toBe('1')
    expect(maskResidentId('')).toBe('')
  })

  it('residentIdCheckBits › any set of checks › is read back', () => {
    fc.assert(
      fc.property(fc.subarray([...residentIdChecks]), (failed) => {
        expect(residentIdChecksOfBits(residentIdCheckBits(failed))).toEqual(failed)
      })
    )
    expect(residentIdCheckBits(['length', 'check_digit'])).toBe(17)
  })

  it('residentIdSchema › shape › takes 15 and 18', () => {
    expect(residentIdSchema.safeParse('11010519491231002X').success).toBe(true)
    expect(residentIdSchema.safeParse('11010519491231002x').success).toBe(false)
  })
})
