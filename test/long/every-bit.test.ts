/** T01, T02 without sampling: every single bit flipped and every cut of a small bundle goes through a real office and changes nothing. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { forge, slipLine } from '../kit/forged-bundles'
import { domainDigest, openPair, type Pair } from '../kit/linked-offices'

/** Files a scan may look at, well below its own bound of 10,000. */
const PER_SCAN = 2_000

let pair: Pair
beforeAll(async () => void (pair = await openPair()))
afterAll(() => pair.close())

function* harmed(file: Uint8Array): Generator<Uint8Array> {
  for (let bit = 0; bit < file.length * 8; bit++) {
    const flipped = Uint8Array.from(file)
    flipped[bit >>> 3] = (flipped[bit >>> 3] ?? 0) ^ (1 << (bit & 7))
    yield flipped
  }
  for (let length = 0; length < file.length; length++) yield file.subarray(0, length)
}

it('every flipped bit and every cut › is refused with a code › and no table of the trade changes', async () => {
  const { a, b } = pair
  const { file } = await forge(a, b, { lines: [slipLine(a, b)] })
  const before = domainDigest(b)
  const codes = new Map<string, number>()
  let seen = 0
  const files = harmed(file)
  for (let done = false; !done;) {
    const folder = join(pair.stick(), 'JHB')
    mkdirSync(folder)
    let written = 0
    for (; written < PER_SCAN; written++) {
      const next = files.next()
      done = next.done === true
      if (next.done === true) break
      writeFileSync(join(folder, `${String(written)}.jhb`), next.value)
    }
    const { found } = await b.scan(folder)
    seen += found.length
    expect(found.length).toBe(written)
    for (const one of found) {
      expect(one.state, `${one.fileName} ${String(one.code)}`).toBe('refused')
      codes.set(one.code ?? '', (codes.get(one.code ?? '') ?? 0) + 1)
    }
    rmSync(folder, { recursive: true })
  }
  expect(seen).toBe(file.length * 9)
  expect(domainDigest(b)).toBe(before)
  console.info(`${String(file.length)} octets, ${String(seen)} harmed files: ${JSON.stringify(Object.fromEntries(codes))}`)
})
