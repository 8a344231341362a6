/** P8: the memory of opening a bundle as the office does, on the reading thread, measured in a process of its own. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { createContentReader } from '../electron/core/incoming'
import { loadReference } from '../electron/core/modules/reference'
import { resourcesDir, threadsDir } from './bench-office'
import { slipLines, twoOffices, verified, writeBundle, type MadeUpOffice } from './bundle-material'
import type { Comparison } from './measure'

/** P8, in megabytes: five times the content may not need more memory. A bundle holds 100,000 lines, so the lines are longer. */
export async function peakMemory(from: MadeUpOffice, to: MadeUpOffice, dir: string): Promise<Comparison> {
  const peakOf = async (repeat: number): Promise<number> => {
    const bundle = join(dir, `long-${String(repeat)}.jhb`)
    const lines = slipLines(100_000, from, to).map((line) =>
      repeat === 1 ? line : line.replace(/"reason_text":"([^"]*)"/, (_, text: string) => `"reason_text":"${text.repeat(repeat * 2)}"`)
    )
    await writeBundle(lines, from, to, bundle, 3)
    const task: OpenTask = { bundle }
    const script = process.argv[1] ?? ''
    return Number(execFileSync(process.execPath, [script, '--open-child', JSON.stringify(task)], { encoding: 'utf8' }))
  }
  const [floor, ours] = [await peakOf(1), await peakOf(5)]
  const note = ours <= 300 ? 'below 300 MB' : 'above the 300 MB allowed'
  return {
    name: 'P8 peak memory of opening 500 MB, MB',
    rows: 500_000,
    ours,
    floor,
    floorName: '100 MB',
    ratio: ours / floor,
    bound: 1.2,
    note
  }
}

export interface OpenTask {
  readonly bundle: string
}

/** Opens a bundle part by part in a process of its own and prints its peak memory in megabytes. Lines made too long are read, and refused. */
export async function openChild({ bundle }: OpenTask): Promise<void> {
  const { from, to } = await twoOffices()
  const opened = await verified(from, to, { bundle })
  const { rulePacks: packs } = loadReference(join(resourcesDir, 'codes'))
  const noThread = (event: string): never => {
    throw new TypeError(event)
  }
  const read = createContentReader(join(threadsDir, 'incoming-thread.js'), { write: noThread })
  let items = 0
  for await (const { slips, refused } of read(opened.bundle, bundle, { identities: to.identities, packs, schema: 'slip/1' }))
    items += slips.length + refused.length
  await opened.source.close()
  if (items !== 100_000) throw new TypeError('not all came out')
  process.stdout.write(String(process.resourceUsage().maxRSS / 1024))
}
