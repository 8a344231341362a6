/** Every rule of the protocol earns its place: taken away, some invariant breaks within a few seeds (exchange-format.md §7.3, §7.4). */
import { describe, expect, it } from 'vitest'
import type { Rules } from '../../electron/core/modules/exchange/protocol'
import type { SimFile } from './paper'
import { HEAVY, run } from './run'
import type { Course } from './world'

const SEEDS = Number(process.env['MUTATION_SEEDS'] ?? 30)

/** Restores and copies come often, so that a few seeds are enough. */
const STORMY: Omit<Course, 'seed'> = {
  ...HEAVY,
  offices: 4,
  steps: 130,
  backups: 0.06,
  restores: 0.04,
  copies: 0.012,
  rotations: 0,
  thefts: 0,
  mishaps: { powerCut: 0, unreadable: 0, wildClocks: 0 }
}

/** Lost keys are soon in other hands. */
const THIEVISH: Omit<Course, 'seed'> = { ...HEAVY, offices: 4, steps: 130, thefts: 0.02 }

/** @param hint a seed that showed it, tried first @returns the violations of the first seed that shows any, and that seed */
function firstViolation(change: Partial<Course>, hint: number): string[] {
  for (const seed of [hint, ...Array.from({ length: SEEDS }, (_, index) => index + 1)]) {
    const { violations } = run({ ...STORMY, ...change, seed })
    if (violations.length > 0) return [`seed ${String(seed)}`, ...violations]
  }
  return []
}

const without = (rules: Partial<Rules>, change: Partial<Course> = {}): Partial<Course> => ({
  ...change,
  rules: { ...change.rules, ...rules }
})
const unreadable: Partial<Course> = { mishaps: { powerCut: 0, unreadable: 0.05, wildClocks: 0 } }

/** Asks once in each epoch and trusts that it was heard, as the first draft had it. */
function askOnce(): (file: SimFile) => SimFile {
  const asked = new Set<string>()
  return (file) => {
    const key = `${String(file.from)} ${String(file.to)} ${file.state.epoch}`
    if (file.state.want.length === 0) return file
    if (asked.has(key)) return { ...file, state: { ...file.state, want: [] } }
    asked.add(key)
    return file
  }
}

describe('the errors of the first drafts', () => {
  it.each<readonly [string, number, Partial<Course>]>([
    ['1 acknowledgements use up numbers', 1, without({ receiptsForSlipsOnly: false })],
    ['2 acknowledged by number', 1, without({ acknowledgeByChain: false })],
    ['3 a status file only beside bundles', 1, without({ statusAlways: false })],
    ['4 a branch is refused', 12, without({ takeBranches: false })],
    ['5 nothing is asked back', 1, without({ askBack: false })],
    ['6 a closed epoch is not told to its owner', 2, without({ echoClosed: false })],
    ['7 what came back is not sent again', 3, without({ sendRecoveredAgain: false })],
    ['8 the prefix is mixed from branches', 7, without({ prefixAlongPrev: false })]
  ])('%s › some invariant breaks', (_, hint, change) => {
    const found = firstViolation(change, hint)
    if (process.env['MUTATION_SEEDS'] !== undefined) console.info(found.join(' | '))
    expect(found).not.toEqual([])
  })
})

describe('rules taken away', () => {
  it.each<readonly [string, number, Partial<Course>]>([
    ['closed epochs still count as live', 1, without({ closedIsDead: false })],
    ['an epoch closed by somebody else goes on', 2, without({ openAnewWhenClosed: false })],
    ['an unknown bundle in the current epoch closes nothing', 3, without({ closeWhenUnknown: false })],
    ['an epoch nobody here opened stays open', 1, without({ closeStrangeEpochs: false })],
    ['a bundle nobody can read is carried for ever', 1, without({ giveUpBad: false }, unreadable)],
    ['acknowledgements leave out the epochs that are announced', 2, without({ namedAcknowledgedFirst: false, entries: 3 })],
    ['closed epochs are left out before they are known', 1, without({ leaveOutSettledOnly: false, entries: 4 })],
    ['what is left out counts as not acknowledged', 2, without({ leftOutStands: false, entries: 5 }, { steps: 300 })],
    [
      'what was gone once is gone for ever',
      262,
      without({ goneUntilMoreShown: false }, { offices: 2, steps: 400, backups: 0.05, restores: 0.03, copies: 0 })
    ]
  ])('%s › some invariant breaks', (_, hint, change) => {
    const found = firstViolation(change, hint)
    if (process.env['MUTATION_SEEDS'] !== undefined) console.info(found.join(' | '))
    expect(found).not.toEqual([])
  })

  it('asked only once › some invariant breaks', () => {
    const failing = [1, ...Array.from({ length: SEEDS }, (_, index) => index + 1)].find(
      (seed) => run({ ...STORMY, seed, spoil: askOnce() }).violations.length > 0
    )
    if (process.env['MUTATION_SEEDS'] !== undefined) console.info(`seed ${String(failing)}`)
    expect(failing).not.toBeUndefined()
  })

  it('cards of ours that a partner may lack are not carried › some invariant breaks', () => {
    const alone: Partial<Course> = { rotations: 0.04, spoil: (file) => ({ ...file, beside: [] }) }
    const found = firstViolation(alone, 1)
    if (process.env['MUTATION_SEEDS'] !== undefined) console.info(found.join(' | '))
    expect(found).not.toEqual([])
  })

  it.each<readonly [string, Partial<Course>]>([
    ['a lost key counts as one that was changed', { trustsLost: true }],
    ['an office declares for its own what others declared in its name', { rules: { vouchForOwn: false } }]
  ])('%s › a thief is believed', (_, change) => {
    const seeds = [7, ...Array.from({ length: SEEDS }, (_one, index) => index + 1)]
    const failing = seeds.find((seed) => run({ ...THIEVISH, ...change, seed }).violations.some((fault) => fault.startsWith('I15')))
    if (process.env['MUTATION_SEEDS'] !== undefined) console.info(`seed ${String(failing)}`)
    expect(failing).not.toBeUndefined()
    expect(run({ ...THIEVISH, seed: failing ?? 7 }).violations).toEqual([])
  })

  it('a second content of a slip is left out › a thief’s word stands unmarked', () => {
    const deceived = (seed: number, firstStands: boolean): boolean =>
      run({ ...THIEVISH, seed, firstStands }).violations.some((fault) => fault.startsWith('I16'))
    const failing = [10, ...Array.from({ length: SEEDS }, (_, index) => index + 1)].find((seed) => deceived(seed, true))
    if (process.env['MUTATION_SEEDS'] !== undefined) console.info(`seed ${String(failing)}`)
    expect(failing).not.toBeUndefined()
    expect(deceived(failing ?? 1, false)).toBe(false)
  })

  it('with all rules › the same weather breaks nothing', () => {
    const failing = Array.from({ length: 4 }, (_, index) => run({ ...STORMY, seed: index + 1 })).flatMap(({ violations }) => violations)
    expect(failing).toEqual([])
  })
})
