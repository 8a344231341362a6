// Why: the address is the question: what stands in it comes back as it was asked, and what it cannot mean asks for nothing.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { persons } from '@shared/contract/persons'
import { chipsOf } from './condition-words'
import { addressOf, isNarrowed, openQuery, queryOf, searchOf, type ListQuery } from './list-query'

const conditions: fc.Arbitrary<ListQuery> = fc.record({
  ...{ text: fc.constantFrom('', '张', '赵 s'), kind: fc.constantFrom('', 'in'), status: fc.constantFrom('active', 'all') },
  ...{ within: fc.constantFrom('', '610802'), from: fc.constantFrom('', '2025-01-01'), to: fc.constantFrom('', '2025-12-31') },
  ...{ sort: fc.constantFrom('pinyin', 'started'), sex: fc.constantFrom('', '1', '2'), ageFrom: fc.constantFrom('', '0', '18', '150') },
  ...{ ageTo: fc.constantFrom('', '49'), bornFrom: fc.constantFrom('', '1990-01-01'), bornTo: fc.constantFrom('', '1999-12-31') },
  ...{ marital: fc.constantFrom('', '20'), education: fc.constantFrom('', '60'), hukouType: fc.constantFrom('', '2') },
  ...{ number: fc.constantFrom('', 'yes', 'no', 'warns') }
})

describe('the question of the list', () => {
  it('queryOf › reads what addressOf wrote, and the office takes it', () => {
    fc.assert(
      fc.property(conditions, (query) => {
        expect(queryOf(Object.fromEntries(Object.entries(addressOf(query)).map(([key, value]) => [key, String(value)])))).toEqual(query)
        expect(persons.search.input.safeParse(searchOf(query)).success).toBe(true)
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
      marital: 'x',
      education: '65',
      hukouType: '22',
      number: 'maybe'
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
      })
    )
    expect(chipsOf({ ...openQuery, ageFrom: '20', ageTo: '49', sex: '2' }).map(({ text }) => text)).toEqual(['性别 女', '年龄 20—49岁'])
  })
})
