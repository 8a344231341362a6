// Why: phones are typed in many ways; the tail finds them and the mask hides the rest.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isPlausiblePhone, maskPhone, normalisePhone, phoneTail } from './phone'
import { exceedsLevel, highestLevel, isViewLogged, sensitivityLabels, sensitivityLevels } from './sensitivity'

describe('phone', () => {
  it.each([
    ['138 1234 5678', '13812345678'],
    ['+86-138-1234-5678', '13812345678'],
    ['008613812345678', '13812345678'],
    ['１３８１２３４５６７８', '13812345678'],
    ['0912—3812345', '0912-3812345'],
    ['(0912) 3812345', '09123812345'],
    ['12356', '12356']
  ])('normalisePhone › %s › is %s', (typed, expected) => {
    expect(normalisePhone(typed)).toBe(expected)
    expect(isPlausiblePhone(expected)).toBe(true)
    expect(normalisePhone(expected)).toBe(expected)
  })

  it.each(['1381234567', '138123456789', '12', 'abc', '', '00912-3812345'])('isPlausiblePhone › %s › is not', (text) =>
    expect(isPlausiblePhone(text)).toBe(false)
  )

  it('maskPhone › mobile and landline › keep what identifies the call, not the owner', () => {
    expect(maskPhone('13812345678')).toBe('138****5678')
    expect(maskPhone('0912-3812345')).toBe('****-****345')
    expect(maskPhone('123')).toBe('***')
    expect(maskPhone('')).toBe('')
    expect(phoneTail('0912-3812345')).toBe('2345')
    expect(phoneTail('12')).toBe('12')
  })

  it('maskPhone › any number › keeps its length and shows at most seven digits', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9-]{0,20}$/), (text) => {
        const masked = maskPhone(text)
        expect(masked).toHaveLength(text.length)
        expect(masked.replace(/[^0-9]/g, '').length).toBeLessThanOrEqual(7)
      })
    )
  })
})

describe('sensitivity', () => {
  it('sensitivity › order › L0 to L4, the highest wins, L3 and L4 are logged', () => {
    expect(exceedsLevel('L3', 'L2')).toBe(true)
    expect(exceedsLevel('L2', 'L2')).toBe(false)
    expect(highestLevel(['L1', 'L4', 'L2'])).toBe('L4')
    expect(highestLevel([])).toBe('L0')
    expect(sensitivityLevels.filter(isViewLogged)).toEqual(['L3', 'L4'])
    expect(Object.keys(sensitivityLabels)).toEqual([...sensitivityLevels])
  })
})
