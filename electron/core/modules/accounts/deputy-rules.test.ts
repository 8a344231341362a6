// Why: a deputy's rights are somebody else's; a day too long, a place too wide or a clock set back would give them to whom nobody meant.
import { describe, expect, it } from 'vitest'
import { isDay, type Day } from '@shared/domain'
import { actorNamed } from '../../../../test/kit/module-office'
import { chinaDayOf, checkDays, isClockBehind, isInside, mayWithout, passedOn } from './deputy-rules'

const day = (text: string): Day => {
  if (!isDay(text)) throw new RangeError(text)
  return text
}
const today = day('2026-03-05')

describe('deputy rules', () => {
  it.each([
    ['2026-03-05', '2026-03-05'],
    ['2026-03-06', '2026-06-05']
  ])('checkDays › %s to %s › stands', (from, to) => {
    expect(() => checkDays(from, to, today)).not.toThrow()
  })

  it.each([
    ['2026-03-04', '2026-03-05', 'from'],
    ['2026-02-30', '2026-03-05', 'from'],
    ['2026-03-07', '2026-03-06', 'to'],
    ['2026-03-05', '2026-06-05', 'to'],
    ['2026-03-05', '2026-3-9', 'to']
  ])('checkDays › %s to %s › is refused under %s', (from, to, field) => {
    expect(() => checkDays(from, to, today)).toThrow(expect.objectContaining({ code: 'accounts.deputy_days' }) as Error)
    expect(field).toMatch(/from|to/)
  })

  it('isInside › only what lies within the principal’s own', () => {
    expect([
      isInside(null, null),
      isInside(null, '610802001'),
      isInside('610802001', '610802001'),
      isInside('610802', '610802001')
    ]).toEqual([...[true, true, true, true]])
    expect([isInside('610802001', null), isInside('610802001', '610802002'), isInside('610802001', '610802')]).toEqual([
      false,
      false,
      false
    ])
  })

  it('isClockBehind › a step of minutes is a time server, a day is not', () => {
    expect(isClockBehind('2026-03-05T00:00:00.000Z', '2026-03-05T00:04:00.000Z')).toBe(false)
    expect(isClockBehind('2026-03-04T00:00:00.000Z', '2026-03-05T00:00:00.000Z')).toBe(true)
    expect(isClockBehind('2026-03-04T00:00:00.000Z', undefined)).toBe(false)
    expect(chinaDayOf('2026-03-05T16:00:00.000Z')).toBe('2026-03-06')
  })

  it('passedOn › what is sealed and the second word need an administrator', () => {
    const grants = new Set(['services.open', 'approve.purge', 'persons.read'] as const)
    expect([...passedOn(grants, true)]).toEqual(['persons.read'])
    expect(passedOn(grants, false).size).toBe(3)
  })

  it('mayWithout › leaves out the rights that came from the persons named', () => {
    const grants = new Set(['slips.sign'] as const)
    const principal = (accountId: string) => ({ accountId, name: accountId, displayName: accountId, until: '2026-03-09', grants })
    const clerk = { ...actorNamed('b', ['window']), principals: [principal('a')] }
    expect([mayWithout(clerk, 'slips.sign', []), mayWithout(clerk, 'slips.sign', ['a'])]).toEqual([true, false])
    expect(mayWithout({ ...clerk, principals: [principal('a'), principal('c')] }, 'slips.sign', ['a'])).toBe(true)
    expect(mayWithout(actorNamed('b', ['signer']), 'slips.sign', ['a', 'b'])).toBe(true)
  })
})
