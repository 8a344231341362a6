/** A whole country exchanges: thousands of offices, hundreds of thousands of steps, one content in a hundred through real cryptography. */
import { setTimeout } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { violations } from '../simulation/invariants'
import { realSealing } from '../simulation/real-sealing'
import { closeWorld, heal, live, openWorld } from '../simulation/world'
import type { DataPart } from '../simulation/paper'

const numberOf = (name: string, usual: number): number => Number(process.env[`SIMULATE_${name}`] ?? usual)
const seed = numberOf('SEED', 2_800)
const minutes = numberOf('MINUTES', 20)
const REAL = 100

it('the country › heals in peace with every invariant', { timeout: (minutes * 3 + 30) * 60_000 }, async () => {
  const start = performance.now()
  const seconds = (): number => (performance.now() - start) / 1_000
  const sampled = new Map<string, DataPart>()
  let seen = 0
  let opened = 0
  const world = openWorld({
    ...{
      seed,
      offices: numberOf('OFFICES', 2_800),
      steps: numberOf('STEPS', 400_000),
      backups: 0.02,
      restores: 0.003,
      copies: 0.0007,
      rotations: 0.0007,
      thefts: 0.0003
    },
    mishaps: { powerCut: 0.001, unreadable: 0.002, wildClocks: 0.1 },
    stop: () => seconds() - opened > minutes * 60,
    witness: ({ data }) => {
      if (data && ++seen % REAL === 0) sampled.set(data.id, data)
    }
  })
  opened = seconds()
  try {
    live(world)
    console.info(
      `seed ${String(seed)}: ${String(world.counts.steps)} steps in ${seconds().toFixed(0)} s, ${(world.counts.steps / (seconds() - opened)).toFixed(0)} a second`
    )
    // What was printed goes out only between two pieces of work.
    await setTimeout(50)
    const healed = heal(world)
    const found = violations(world, healed)
    console.info(`healed after ${seconds().toFixed(0)} s`, JSON.stringify(world.counts))
    const check = await realSealing()
    const differing: string[] = []
    for (const data of sampled.values()) differing.push(...[await check(data)].filter((fault) => fault !== null))
    console.info(`${String(sampled.size)} contents through real cryptography, ${seconds().toFixed(0)} s in all`)
    expect({ found, differing }).toEqual({ found: [], differing: [] })
    expect(sampled.size).toBeGreaterThan(0)
  } finally {
    closeWorld(world)
  }
})
