/** Opening the office and a morning's work in it, beside the same with 1,000 persons: time to the signed-in clerk, memory of the core. */
import { execFileSync } from 'node:child_process'
import { createCore } from '../electron/core'
import { desk } from '../test/kit/office'
import { benchOffice, PASSPHRASE, resourcesDir, threadsDir } from './bench-office'
import { race, type Comparison } from './measure'
import { newPerson } from './register'

const SMALL = 1000
const SEARCHES = ['秀英', '海燕', '桂兰', 'wxy', '欧阳', '138', '6108', '新建路']
const ACTS = 40

export interface DayTask {
  readonly dir: string
}

interface Day {
  /** Milliseconds from the start of the core to the signed-in clerk; starting the process itself is the same for all. */
  readonly openMs: number
  readonly peakMb: number
}

/** Opens, signs in, lists, searches, hints and saves; prints a `Day`. */
export async function dayChild({ dir }: DayTask): Promise<void> {
  const start = performance.now()
  const core = await createCore({ dataDir: dir, resourcesDir, appVersion: 'bench', keyCost: 4, threadsDir })
  const clerk = desk(core)
  await clerk.call('session.signIn', { account: 'ce', passphrase: PASSPHRASE })
  const openMs = performance.now() - start
  for (let i = 0; i < ACTS; i++) {
    const text = SEARCHES[i % SEARCHES.length] ?? ''
    await clerk.call('persons.search', { filter: { text }, limit: 50 })
    await clerk.call('persons.search', { filter: { text: '' }, limit: 50 })
    await clerk.call('persons.hints', { name: `王${text}` })
    await clerk.call('persons.save', newPerson(i))
  }
  await clerk.call('persons.count', { filter: {} })
  const day: Day = { openMs, peakMb: process.resourceUsage().maxRSS / 1024 }
  process.stdout.write(JSON.stringify(day))
  await core.close()
}

const lived = (dir: string): Day =>
  JSON.parse(
    execFileSync(process.execPath, [process.argv[1] ?? '', '--day-child', JSON.stringify({ dir } satisfies DayTask)], { encoding: 'utf8' })
  ) as Day

export async function officeDayBench(rows: number): Promise<Comparison[]> {
  const [big, small] = [await benchOffice(rows), await benchOffice(SMALL)]
  const kept: { ours: number[]; floor: number[] } = { ours: [], floor: [] }
  const opened = (side: keyof typeof kept, dir: string): number => {
    const { openMs, peakMb } = lived(dir)
    kept[side].push(peakMb)
    return openMs
  }
  try {
    return [
      await race({
        ...{ name: 'open to sign-in', rows, rounds: 7, bound: 1.1, floorName: 'the same with 1,000 persons' },
        ours: () => opened('ours', big.dir),
        floor: () => opened('floor', small.dir)
      }),
      await race({
        ...{ name: 'peak memory of the core over a morning', rows, rounds: 7, bound: 1.2, floorName: 'the same with 1,000 persons' },
        ours: () => kept.ours.shift() ?? Number.NaN,
        floor: () => kept.floor.shift() ?? Number.NaN,
        note: 'megabytes, not milliseconds'
      })
    ]
  } finally {
    big.remove()
    small.remove()
  }
}
