/** One simulated course from its seed to its verdict. */
import { closeWorld, heal, live, openWorld, type Counts, type Course } from './world'
import { violations } from './invariants'

export interface Verdict {
  readonly seed: number
  readonly violations: readonly string[]
  readonly counts: Counts
}

/** What a county of careless offices goes through: the rates of exchange-format.md §7.4, power cuts, wild clocks and unreadable contents besides. */
export const HEAVY: Omit<Course, 'seed'> = {
  offices: 5,
  steps: 150,
  backups: 0.04,
  restores: 0.016,
  copies: 0.006,
  rotations: 0.006,
  thefts: 0,
  mishaps: { powerCut: 0.004, unreadable: 0.01, wildClocks: 0.2 }
}

export function run(course: Course): Verdict {
  const world = openWorld(course)
  try {
    live(world)
    const healed = heal(world)
    return { seed: course.seed, violations: violations(world, healed), counts: world.counts }
  } finally {
    closeWorld(world)
  }
}

/** Runs many seeds and adds up what happened. @returns one line for each failing seed */
export function runMany(
  seeds: readonly number[],
  course: (seed: number) => Course
): { readonly failures: string[]; readonly total: Counts } {
  const failures: string[] = []
  let total: Counts | null = null
  for (const seed of seeds) {
    const verdict = run(course(seed))
    if (verdict.violations.length > 0) failures.push(`seed ${String(seed)}: ${verdict.violations.join(' | ')}`)
    total = total ? added(total, verdict.counts) : verdict.counts
  }
  if (!total) throw new RangeError('no seeds')
  return { failures, total }
}

function added(a: Counts, b: Counts): Counts {
  const sum = { ...a }
  for (const name of Object.keys(a) as (keyof Counts)[]) sum[name] = a[name] + b[name] // the keys are those of its own type
  return sum
}
