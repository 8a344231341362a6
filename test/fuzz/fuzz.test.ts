// Readers of the exchange under a rain of damaged and forged input: refused by a code or rightly accepted, quickly, and with bounded memory.
import { describe, expect, it } from 'vitest'
import { BundleFault } from '../../electron/core/container'
import { seededRandom, seedOf } from '../kit/seed'
import { documentTargets } from './document-targets'
import { exchangeTargets, type FuzzTarget, type TargetMaker } from './targets'

const MAKERS: readonly TargetMaker[] = [exchangeTargets, documentTargets]

const minutes = Number(process.env['FUZZ_MINUTES'] ?? '0')
const seed = seedOf('FUZZ_SEED')
/** Octets by which this process may grow while one reader is rained on; the largest file of a corpus is far smaller. */
const GROWTH = 400_000_000
/** Milliseconds of this thread's own work that one input may cost. */
const LONGEST = 1_000

const targets = (await Promise.all(MAKERS.map((make) => make()))).flat()

async function run(target: FuzzTarget, index: number, longest = LONGEST): Promise<number> {
  const random = seededRandom(seed + index)
  const until = minutes > 0 ? performance.now() + (minutes * 60_000) / targets.length : 0
  let done = 0
  const held = process.memoryUsage.rss()
  let before = process.threadCpuUsage()
  while (minutes > 0 ? performance.now() < until : done < target.count) {
    const where = `${target.name}, input ${String(done)} of FUZZ_SEED=${String(seed)}`
    try {
      await target.tryOne(random)
    } catch (error) {
      if (!(error instanceof BundleFault))
        throw new Error(`${where}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`, { cause: error })
    }
    done += 1
    const now = process.threadCpuUsage()
    if (now.user + now.system - before.user - before.system > longest * 1000) throw new Error(`${where}: took too long`)
    before = now
    if (done % 1000 === 0) expect(process.memoryUsage.rss() - held, where).toBeLessThan(GROWTH)
  }
  return done
}

describe('fuzz', () => {
  console.info(`FUZZ_SEED=${String(seed)}`)

  it.each(targets.map((target, index) => [target.name, target, index] as const))(
    '%s › nothing but a BundleFault, nothing accepted that nobody wrote',
    async (_, target, index) => {
      const done = await run(target, index)
      if (minutes > 0) console.info(`${target.name}: ${String(done)} inputs`)
      expect(done).toBeGreaterThanOrEqual(minutes > 0 ? 1 : target.count)
    },
    Math.max(300_000, minutes * 120_000)
  )

  it('all readers together › at least 200,000 inputs', () => {
    expect(targets.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThanOrEqual(200_000)
  })

  it('a reader that breaks, accepts or dawdles › would be found', async () => {
    const faulty = (tryOne: () => void): FuzzTarget => ({ name: 'faulty', count: 3, tryOne })
    await expect(
      run(
        faulty(() => void JSON.parse('{')),
        0
      )
    ).rejects.toThrow(/faulty, input 0 of FUZZ_SEED=/)
    await expect(
      run(
        faulty(() => undefined),
        0
      )
    ).resolves.toBeGreaterThan(0)
    const dawdle = (): void => {
      const from = process.threadCpuUsage().user
      while (process.threadCpuUsage().user - from < 60_000);
    }
    await expect(run(faulty(dawdle), 0, 50)).rejects.toThrow('took too long')
  })
})
