/** Why: the words say exactly where two numbers differ and never a digit of either. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { differingPlaces } from './differing-places'

describe('differingPlaces', () => {
  it.each([
    ['610802199001011234', '610802199001011234', null],
    ['610802199001011234', null, null],
    ['610802199001011234', '610802199010101234', '第 11–14 位不同'],
    ['610802199001011234', '61080219900101123X', '第 18 位不同'],
    ['110802199001011234', '610802199001010234', '第 1、15 位不同'],
    ['610802900101123', '610802199001011234', '位数不同（15 位和 18 位）']
  ])('%s and %s › %s', (one, other, words) => {
    expect(differingPlaces(one, other)).toBe(words)
  })

  it('any two numbers of one length › the places named, and only they, differ', () => {
    const number = fc.array(fc.constantFrom('0', '1'), { minLength: 11, maxLength: 11 })
    fc.assert(
      fc.property(number, number, (one, other) => {
        const words = differingPlaces(one.join(''), other.join('')) ?? ''
        const named = [...words.matchAll(/(\d+)(?:–(\d+))?/g)].flatMap(([, from = '', to = from]) =>
          Array.from({ length: Number(to) - Number(from) + 1 }, (_, at) => Number(from) + at)
        )
        expect(named).toEqual(one.flatMap((sign, at) => (sign === other[at] ? [] : [at + 1])))
      })
    )
  })
})
