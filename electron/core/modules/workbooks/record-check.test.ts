/** Asking only for the members a row speaks of lets through what the whole schema lets through, and nothing else. */
import { PersonInput } from '@shared/contract/persons'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkRecords } from './record-check'

const cell = fc.oneof(
  fc.constantFrom(null, '', '1', '2', '*', ' 甲 ', '610802', '610802001', '2001-02-03', '2001', 'resident_id', 'none', '9'.repeat(40)),
  fc.constantFrom(1, true, undefined, {}, []),
  fc.string({ maxLength: 120 })
)
const members = [...Object.keys(PersonInput.shape), 'nobodyKnowsThis']
const base = { name: '测某', sex: '1', birthDate: '1990-01-01', idType: 'none', hukouCode: '610802' }

describe('checkRecords', () => {
  it('a person of any members › is let through as by the whole schema', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...members), cell, { maxKeys: 8 }), fc.boolean(), (told, isWhole) => {
        const person = isWhole ? { ...base, ...told } : told
        const whole = PersonInput.safeParse(person)
        const narrow = checkRecords({ person, stay: null, spouse: null, children: [] })
        if (whole.success) expect(narrow).toEqual({ person: whole.data, episodes: [], spouses: [], children: [] })
        else expect(narrow).toBeTypeOf('string')
      }),
      { numRuns: 1500 }
    )
  })

  it('a member that is too long › is named as its column is', () => {
    const told = { person: base, stay: null, spouse: null, children: [{ name: '甲'.repeat(101) }] }
    expect(checkRecords(told)).toBe('子女姓名：最多 100 个字')
    expect(checkRecords({ ...told, children: [], person: { ...base, phoneOwner: '甲'.repeat(31) } })).toMatch(/^电话机主：最多 30 个字$/)
  })
})
