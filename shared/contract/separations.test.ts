// Why: a separation that names a permission nobody holds, or that one post breaks by itself, separates nobody.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { permissions, roleNames, roles, type Permission } from './permissions'
import { brokenByPosts, ownOtherParts, separations, type Separation } from './separations'

const all: readonly Separation[] = Object.values(separations)

describe('separations', () => {
  it('hands › are permissions that some post carries, and no single post carries two of one separation', () => {
    for (const { hands } of all) {
      for (const hand of hands) expect(Object.hasOwn(permissions, hand)).toBe(true)
      for (const role of roleNames) {
        const granted: readonly Permission[] = roles[role].grants
        expect(hands.filter((hand) => granted.includes(hand)).length, role).toBeLessThan(2)
      }
    }
  })

  it('posts › any two of the four of benefits › are not held by one account; the posts of today may be combined', () => {
    const four = roleNames.filter((role) => (roles[role].grants as readonly Permission[]).some((grant) => grant.startsWith('benefits.')))
    expect(four).toHaveLength(4)
    fc.assert(
      fc.property(fc.subarray([...roleNames]), (held) => {
        expect(brokenByPosts(held) === null).toBe(held.filter((role) => four.includes(role)).length < 2)
      })
    )
  })

  it('parts › only the same account with another hand of the same separation stands in the way', () => {
    const { slipAnswer } = separations
    const verified = [{ hand: 'slips.verify', accountId: 'a' }] as const
    expect(ownOtherParts(slipAnswer, 'slips.sign', verified, 'a')).toHaveLength(1)
    expect(ownOtherParts(slipAnswer, 'slips.sign', verified, 'b')).toEqual([])
    expect(ownOtherParts(slipAnswer, 'slips.verify', verified, 'a')).toEqual([])
    expect(ownOtherParts(separations.benefits, 'benefits.pay', verified, 'a')).toEqual([])
  })
})
