// Dates of keys only warn: no clock, however wrong, makes a key good or bad.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { keyDue, keyLifeOn, keyLifeSchema, silentDays } from './key-life'
import { isDay, type Day } from './calendar-day'

const { editions } = keyLifeSchema.parse(
  JSON.parse(readFileSync(resolve(import.meta.dirname, '../../resources/codes/key-life.json'), 'utf8'))
)
const day = (text: string): Day => {
  if (!isDay(text)) throw new RangeError(text)
  return text
}
const rules = keyLifeOn(editions, day('2026-03-05'))
const issued = '2024-03-05T09:00:00+08:00'

describe('keyDue', () => {
  it('warns in steps as the day comes near, and says when it is over', () => {
    const steps = ['2025-12-01', '2026-01-10', '2026-02-10', '2026-03-01', '2026-03-20'].map((on) => keyDue(issued, day(on), rules)?.step)
    expect(steps).toEqual([0, 1, 2, 3, 4])
    expect(keyDue(issued, day('2026-03-20'), rules)).toMatchObject({ dueOn: '2026-03-05', daysLeft: -15 })
  })

  it('of a card whose time is no day › says nothing', () => {
    expect(keyDue('2024-02-31T00:00:00Z', day('2026-01-01'), rules)).toBeNull()
  })
})

describe('silentDays', () => {
  it('counts whole days, and none from the future', () => {
    expect(silentDays('2026-01-01T00:00:00.000Z', day('2026-03-05'))).toBe(63)
    expect(silentDays('2099-01-01T00:00:00.000Z', day('2026-03-05'))).toBe(0)
  })
})
