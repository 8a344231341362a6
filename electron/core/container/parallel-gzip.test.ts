// Why: other programs open what we compress, so the joined pieces must be one ordinary gzip member, whatever the content.
import { gunzipSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LANES, ParallelGzip } from './parallel-gzip'

async function gzipOf(batches: readonly Uint8Array[], level = 3): Promise<Uint8Array> {
  const gzip = new ParallelGzip(level)
  for (const batch of batches) await gzip.write(batch)
  return gzip.end()
}

/** Lines as slips have them: alike, never the same. */
const lines = (from: number, count: number): Buffer =>
  Buffer.from(Array.from({ length: count }, (_, index) => `{"t":"slip","no":"${String(from + index)}","name":"练习人甲"}\n`).join(''))

describe('gzip by several threads', () => {
  it('is undone by any reader of gzip, however the content is cut', async () => {
    const cuts = fc.array(
      fc.oneof(
        fc.uint8Array({ maxLength: 300 }),
        fc.nat({ max: 2_000 }).map((count) => lines(count, count))
      ),
      { maxLength: 9 }
    )
    await fc.assert(
      fc.asyncProperty(cuts, fc.constantFrom(3, 6), async (batches, level) => {
        const packed = await gzipOf(batches, level)
        expect(Buffer.compare(gunzipSync(packed), Buffer.concat(batches))).toBe(0)
      }),
      { numRuns: 60 }
    )
  })

  it('gives the same octets every time and hardly more of them than one thread', async () => {
    const batches = Array.from({ length: 6 }, (_, index) => lines(index * 9_000, 9_000))
    const packed = await gzipOf(batches)
    expect(Buffer.compare(await gzipOf(batches), packed)).toBe(0)
    expect(packed.length).toBeLessThan(gzipSync(Buffer.concat(batches), { level: 3 }).length * 1.01)
  })

  it('lets so many buffers as it says take turns: what it is done with may be written over', async () => {
    const gzip = new ParallelGzip(3)
    const buffers = Array.from({ length: LANES }, () => Buffer.alloc(400_000))
    const said: Buffer[] = []
    for (let turn = 0; turn < 20; turn++) {
      const batch = buffers[turn % LANES] ?? Buffer.alloc(0)
      lines(turn * 10_000, 6_000).copy(batch)
      said.push(Buffer.from(batch))
      await gzip.write(batch)
    }
    expect(Buffer.compare(gunzipSync(await gzip.end()), Buffer.concat(said))).toBe(0)
  })
})
