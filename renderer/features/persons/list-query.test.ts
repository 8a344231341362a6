// Why: the address is the question: what stands in it comes back as it was asked, and what it cannot mean asks for nothing.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { persons } from '@shared/contract/persons'
import { chipsOf } from './condition-words'
import { addressOf, isNarrowed, openQuery, queryOf, queryOfSearch, searchOf, type ListQuery } from './list-query'

const ID = '018f3c1e-7a1b-7000-8000-000000000001'
const conditions: fc.Arbitrary<ListQuery> = fc.record({
  ...{ text: fc.constantFrom('', '张', '赵 s'), kind: fc.constantFrom('', 'in'), status: fc.constantFrom('active', 'all') },
  ...{ within: fc.constantFrom('', '610802'), from: fc.constantFrom('', '2025-01-01'), to: fc.constantFrom('', '2025-12-31') },
  ...{ sort: fc.constantFrom('pinyin', 'started'), sex: fc.constantFrom('', '1', '2'), ageFrom: fc.constantFrom('', '0', '18', '150') },
  ...{ ageTo: fc.constantFrom('', '49'), bornFrom: fc.constantFrom('', '1990-01-01'), bornTo: fc.constantFrom('', '1999-12-31') },
  ...{ marital: fc.constantFrom('', '20'), education: fc.constantFrom('', '60'), hukouType: fc.constantFrom('', '2') },
  ...{ number: fc.constantFrom('', 'yes', 'no', 'warns'), glyph: fc.constantFrom('', 'missing'), childUnder: fc.constantFrom('', '7') },
  ...{ hukou: fc.constantFrom('', '610802'), reason: fc.constantFrom('', '4'), scope: fc.constantFrom('', 'inter_province') },
  ...{ employer: fc.constantFrom('', ID), dwelling: fc.constantFrom('', ID), statusReason: fc.constantFrom('', 'moved_on') },
  file: fc.constantFrom('', 'complete', 'incomplete', 'episode.residenceCode'),
  shared: fc.constantFrom('', 'either', 'both'),
  arrived: fc.constantFrom('', 'submission.numerator.2026-01-21.2026-02-20', 'certificate_held.denominator.2026-02-20.2026-02-20'),
  ...{ statusFrom: fc.constantFrom('', '2026-01-01'), statusTo: fc.constantFrom('', '2026-02-01') },
  ...{ statusBookedFrom: fc.constantFrom('', '2026-01-01'), statusBookedTo: fc.constantFrom('', '2026-02-01') },
  ...{ madeFrom: fc.constantFrom('', '2026-01-01'), madeTo: fc.constantFrom('', '2026-02-01') },
  ...{ madeBy: fc.constantFrom('', '王录入'), untouched: fc.constantFrom('', '2026-01-01') }
})

describe('the question of the list', () => {
  it('queryOf › reads what addressOf wrote, and the office takes it', () => {
    fc.assert(
      fc.property(conditions, (query) => {
        expect(queryOf(Object.fromEntries(Object.entries(addressOf(query)).map(([key, value]) => [key, String(value)])))).toEqual(query)
        expect(persons.search.input.safeParse(searchOf(query)).success).toBe(true)
        // What the office was asked tells the query again: a kept one opens as it was.
        expect(queryOfSearch(persons.search.input.parse(searchOf(query)))).toEqual(query)
        expect(isNarrowed(query)).toBe(Object.keys(addressOf({ ...query, sort: 'pinyin' })).length > 0)
      })
    )
  })

  it('queryOf › leaves out what an address cannot mean', () => {
    const bad = {
      sex: '3',
      ageFrom: '-1',
      ageTo: '151',
      bornFrom: '1990-02-30',
      ...{ marital: 'x', scope: 'far', employer: '7', statusFrom: '2026-13-01', untouched: 'gestern', childUnder: '19', madeBy: ' ' },
      education: '65',
      hukouType: '22',
      number: 'maybe',
      ...{ file: 'phone', shared: 'ours', arrived: 'submission.numerator.2026-01-21.2026-02-30' }
    }
    expect(queryOf(bad)).toEqual(openQuery)
  })

  it('searchOf › asks for nothing more › without conditions', () => {
    expect(searchOf(openQuery).filter).not.toHaveProperty('more')
    expect(searchOf({ ...openQuery, ageFrom: '18', number: 'warns' }).filter?.more).toEqual({ ageFrom: 18, numberWarns: true })
  })

  it('chipsOf › tells every condition once, and clears what it tells', () => {
    fc.assert(
      fc.property(conditions, (query) => {
        const chips = chipsOf(query)
        const cleared = chips.reduce((rest, { clears }) => ({ ...rest, ...Object.fromEntries(clears.map((part) => [part, ''])) }), query)
        expect(chipsOf(cleared)).toEqual([])
        expect(searchOf(cleared).filter).not.toHaveProperty('more')
        expect(searchOf(cleared).filter?.hukouWithin).toBeNull()
      })
    )
    expect(chipsOf({ ...openQuery, employer: ID }, { employer: '一厂' })).toEqual([{ text: '单位 一厂', clears: ['employer'] }])
    expect(chipsOf({ ...openQuery, employer: ID }, { employer: null })).toMatchObject([{ gone: true, clears: ['employer'] }])
    expect(chipsOf({ ...openQuery, arrived: 'submission.denominator.2026-01-21.2026-02-20' })).toEqual([
      { text: '应发首张交流单 2026-01-21—2026-02-20', clears: ['arrived'] }
    ])
    expect(chipsOf({ ...openQuery, arrived: 'certificate_held.numerator.2026-01-21.2026-02-20' })).toMatchObject([
      { text: '持有效证明 2026-01-21—2026-02-20' }
    ])
    expect(chipsOf({ ...openQuery, ageFrom: '20', ageTo: '49', sex: '2' }).map(({ text }) => text)).toEqual(['性别 女', '年龄 20—49岁'])
  })
})
