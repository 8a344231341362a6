/** The protocol survives what careless offices do to it: lost sticks, old backups, copied databases, power cuts, wild clocks (exchange-format.md §7). */
import { describe, expect, it } from 'vitest'
import { HEAVY, runMany } from './run'

const from = Number(process.env['SIMULATION_SEED'] ?? 1)
const runs = Number(process.env['SIMULATION_RUNS'] ?? 200)
const seeds = Array.from({ length: runs }, (_, index) => from + index)

/** Every course its own caps: tight ones cut lists, leave entries out and make trips carry less than there is. */
const tight = (seed: number) => ({
  entries: seed % 3 === 0 ? 5 : 64,
  ids: seed % 5 === 0 ? 3 : 1_000,
  slipsByRule: seed % 2 === 0 ? 4 : 500,
  carryBytes: seed % 4 === 0 ? 1_500 : 512_000_000,
  echoBytes: seed % 7 === 0 ? 3_000 : 64_000_000
})

/** Nothing but lost sticks, old backups and copies. */
const CALM = { ...HEAVY, rotations: 0, mishaps: { powerCut: 0, unreadable: 0, wildClocks: 0 } }

/** In every fourth course: who has a lost key writes as much as all others together. */
const THEFTS = 0.01

describe('simulation', () => {
  it('five offices › heal in peace with every invariant', () => {
    const start = performance.now()
    const { failures, total } = runMany(seeds, (seed) => ({ ...HEAVY, thefts: seed % 4 === 0 ? THEFTS : 0, seed, rules: tight(seed) }))
    console.info(`${String(runs)} runs in ${((performance.now() - start) / 1000).toFixed(1)} s`, JSON.stringify(total))
    expect(failures).toEqual([])
  })

  it('three hundred offices › heal in peace with every invariant', () => {
    const start = performance.now()
    const { failures, total } = runMany([300], (seed) => ({
      ...HEAVY,
      seed,
      offices: 300,
      steps: 3_000,
      restores: 0.01,
      copies: 0.003
    }))
    console.info(`300 offices in ${((performance.now() - start) / 1000).toFixed(1)} s`, JSON.stringify(total))
    expect(failures).toEqual([])
  })

  it.each<readonly [number, string]>([
    [36, 'six epochs closed, five entries: what was left out was carried again and again'],
    [69, 'the same, with epochs nobody here opened'],
    [81, 'the same, after two restores'],
    [90, 'the same, at the other end of the link']
  ])('seed %i › %s', (seed) => {
    expect(runMany([seed], () => ({ ...HEAVY, rotations: 0, seed, rules: tight(seed) })).failures).toEqual([])
  })

  it.each<readonly [number, string]>([
    [1001, 'put back past two changes of keys, an office could never sign again: the root kept its newest card alone'],
    [1036, 'the same, and its partners waited for ever'],
    [1052, 'a stream ended by a change of keys told nobody that a second PC had written in it'],
    [2021, 'what a lost key had signed came back with every stick, and what lay before it was carried for ever']
  ])('seed %i › %s', (seed) => {
    const stormy = { ...HEAVY, offices: 4, rotations: 0.03, restores: 0.03, copies: 0.01, backups: 0.06 }
    expect(runMany([seed], () => ({ ...stormy, seed })).failures).toEqual([])
  })

  it('seed 144 › the last bundle of an ended stream, lost at both ends, was asked for by number for ever', () => {
    const twiceLost = { ...CALM, offices: 3, steps: 200, backups: 0.08, restores: 0.06, copies: 0.012 }
    expect(runMany([144], (seed) => ({ ...twiceLost, seed })).failures).toEqual([])
  })

  it('seed 262 › what had not yet come to a partner put back was taken for gone when a late stick had brought it', () => {
    const late = { ...CALM, offices: 2, steps: 400, backups: 0.05, restores: 0.03, copies: 0 }
    expect(runMany([262], (seed) => ({ ...late, seed })).failures).toEqual([])
  })
})
