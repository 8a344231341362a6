// Why: a pattern read wrongly gives two papers one number.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Day } from './calendar-day'
import type { PartialDate } from './partial-date'
import { highestSerial, isNumberPattern, numberIn, numberRule, numberRulesSchema, seriesOf, type NumberRule } from './certificate-number'
import shipped from '../../resources/codes/certificate-numbers.json'

const GUANGXI = '{division:9}{year:2}{serial:5}D'
const day = (text: string): Day => text as Day
const since = (text: string): PartialDate => text as PartialDate

describe('patterns', () => {
  it.each([
    [GUANGXI, true],
    ['{serial:5}', true],
    ['陕{division:6}〔{year:4}〕第{serial:6}号', true],
    ['{division:9}{year:2}', false],
    ['{serial:5}{serial:5}', false],
    ['{serial:9}', false],
    ['{division:7}{serial:5}', false],
    ['{serial:5}#', false],
    ['{serial:5}<b>', false],
    ['', false]
  ])('%s › is a pattern: %s', (pattern, fine) => {
    expect(isNumberPattern(pattern)).toBe(fine)
  })

  it.each([
    [GUANGXI, '450102001', 2026, 7, '4501020012600007D'],
    [GUANGXI, '450102001', 2027, 7, '4501020012700007D'],
    [GUANGXI, '450102', 2026, 99_999, '4501020002699999D'],
    ['{division:6}-{year:4}-{serial:3}', '610802001', 2009, 1, '610802-2009-001'],
    ['第{serial:4}号', '610802001', 2009, 12, '第0012号']
  ])('%s of %s in %i, serial %i › %s', (pattern, division, year, serial, number) => {
    expect(numberIn(seriesOf(pattern, { division, year }), serial)).toBe(number)
  })

  it('Guangxi › seventeen characters', () => {
    expect(numberIn(seriesOf(GUANGXI, { division: '450102001', year: 2026 }), 1)).toHaveLength(17)
  })

  it('a full series › holds no further serial', () => {
    const series = seriesOf(GUANGXI, { division: '450102001', year: 2026 })
    expect(highestSerial(series)).toBe(99_999)
    for (const serial of [0, 100_000, 1.5]) expect(() => numberIn(series, serial)).toThrow(RangeError)
  })

  it('two serials of one series › never one number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999 }), fc.integer({ min: 1, max: 999 }), (a, b) => {
        const series = seriesOf('{division:6}{year:2}{serial:3}D', { division: '610802', year: 2026 })
        expect(numberIn(series, a) === numberIn(series, b)).toBe(a === b)
      })
    )
  })
})

describe('rules', () => {
  const rule = (over: Partial<NumberRule>): NumberRule => ({
    ...{ validFrom: null, validTo: null, region: '', rulePacks: [], forms: [], pattern: '{serial:5}', warnBelow: 1, source: 'R' },
    ...over
  })
  const asked = { form: 'marriage_birth', rulePack: 'order-555', division: '450102001' }

  it.each<[string, Partial<NumberRule>, boolean]>([
    ['another form', { forms: ['service_card'] }, false],
    ['another region', { region: '44' }, false],
    ['another rule pack', { rulePacks: ['current'] }, false],
    ['not yet', { validFrom: since('2027') }, false],
    ['no longer', { validTo: since('2026-03-05') }, false],
    ['all that is asked', { forms: ['marriage_birth'], region: '4501', rulePacks: ['order-555'], validFrom: since('2026-03-05') }, true]
  ])('%s › holds: %s', (_what, over, holds) => {
    expect(numberRule([rule(over)], asked, day('2026-03-05')) !== undefined).toBe(holds)
  })

  it('of several › the form counts before the region, the region before the rule pack', () => {
    const [wide, pack, region, form] = [
      rule({}),
      rule({ rulePacks: ['order-555'] }),
      rule({ region: '45' }),
      rule({ forms: ['marriage_birth'] })
    ]
    const pick = (rules: NumberRule[]) => numberRule(rules, asked, day('2026-03-05'))
    expect([pick([wide, pack]), pick([wide, pack, region]), pick([form, region, wide])]).toEqual([pack, region, form])
  })

  it('as shipped › Guangxi has its own, and every place and form has one', () => {
    const { rules } = numberRulesSchema.parse(shipped)
    for (const form of ['marriage_birth', 'marriage_birth_booklet'])
      expect(numberRule(rules, { ...asked, form }, day('2026-03-05'))?.pattern).toBe(GUANGXI)
    expect(numberRule(rules, { ...asked, form: 'x' }, day('1999-01-01'))).toBeDefined()
  })
})
