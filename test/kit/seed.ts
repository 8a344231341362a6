/** Randomness that a failing run can repeat: the seed is printed and may be given back by environment. */

/** @param variable environment variable that overrides the clock's choice */
export const seedOf = (variable: string): number => Number(process.env[variable] ?? Date.now() % 2_147_483_647)

/** Mulberry32 in [0, 1). */
export function seededRandom(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** How often a child is killed: a few times in every run, `KILL_ROUNDS` times in the long one, but not more than `most`. */
export const killRounds = (usual: number, most = Number.POSITIVE_INFINITY): number =>
  Math.min(most, Number(process.env['KILL_ROUNDS'] ?? usual))
