/** T74 in full size: the largest bundle there may be, brought in by the whole office in a process of its own, whose memory and pauses are its own. */
import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const BENCH = resolve(import.meta.dirname, '../../bench/index.mjs')

it('T74 a bundle of 100,000 slips › comes in within 300 MB, and the office answers in between', { timeout: 600_000 }, async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [BENCH, '--only', 'import', '--rows', '100000'], { maxBuffer: 1e8 })
  const found = /([\d,]+) slips\/s; peak (\d+) MB; longest pause (\d+) ms/.exec(stdout)
  expect(found, stdout).not.toBeNull()
  const [, , peak, pause] = found ?? []
  expect(Number(peak)).toBeLessThanOrEqual(300)
  // One transaction makes the whole bundle true; the screen is another process and goes on.
  expect(Number(pause)).toBeLessThanOrEqual(5_000)
})
