/** The rule of keeping: whatever the days of the copies, the newest stay, and so does one of each day, week and month the rule names. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '@shared/errors'
import { backupFault, ruleOn, surplus, type KeepRule } from '.'

const RULE: KeepRule = { valid_from: '2000-01-01', daily: 7, weekly: 4, monthly: 12 }
const DAY = 86_400_000
const START = Date.parse('2026-01-01T02:00:00.000Z')
const copy = (hours: number) => ({ file: `f${String(hours)}`, madeAt: new Date(START + hours * 3_600_000).toISOString() })

describe('surplus', () => {
  it('never takes the newest three, and leaves one of each of the last seven days with copies', () => {
    const hours = fc.uniqueArray(fc.nat(24 * 400), { maxLength: 120 })
    fc.assert(
      fc.property(hours, (times) => {
        const files = times.map(copy)
        const gone = new Set(surplus(files, RULE))
        const newest = [...files].sort((a, b) => (a.madeAt < b.madeAt ? 1 : -1))
        for (const { file } of newest.slice(0, 3)) expect(gone.has(file)).toBe(false)
        const dayOf = (madeAt: string): number => Math.floor((Date.parse(madeAt) + DAY / 3) / DAY)
        const days = [...new Set(newest.map(({ madeAt }) => dayOf(madeAt)))].slice(0, RULE.daily)
        for (const day of days) expect(newest.some(({ file, madeAt }) => dayOf(madeAt) === day && !gone.has(file))).toBe(true)
        expect(files.length - gone.size).toBeLessThanOrEqual(3 + RULE.daily + RULE.weekly + RULE.monthly)
      })
    )
  })

  it('again with what is left takes nothing', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(24 * 400), { maxLength: 80 }), (times) => {
        const files = times.map(copy)
        const gone = new Set(surplus(files, RULE))
        expect(
          surplus(
            files.filter(({ file }) => !gone.has(file)),
            RULE
          )
        ).toEqual([])
      })
    )
  })
})

describe('ruleOn', () => {
  it('is the one that had begun by that day', () => {
    const later = { ...RULE, valid_from: '2027-01-01', daily: 3 }
    expect(ruleOn([later, RULE], '2026-12-31')).toBe(RULE)
    expect(ruleOn([RULE, later], '2027-01-01')).toBe(later)
    expect(ruleOn([later], '2026-12-31')).toBeNull()
  })
})

describe('backupFault', () => {
  it.each([
    ['ENOSPC', 'backup.place_full'],
    ['EDQUOT', 'backup.place_full'],
    ['EIO', 'backup.place_gone'],
    ['ENODEV', 'backup.place_gone'],
    ['ESTALE', 'backup.place_gone'],
    ['EROFS', 'storage.read_only'],
    ['SQLITE_FULL', 'storage.full']
  ])('%s › is told as %s', (code, said) => {
    const fault = backupFault(Object.assign(new RangeError('x'), { code }), '红色U盘')
    expect(fault instanceof AppError && fault.code).toBe(said)
  })
})
