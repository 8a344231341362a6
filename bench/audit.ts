/** What the log costs a save: the same program beside itself built without it. */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createCore } from '../electron/core'
import { desk } from '../test/kit/office'
import { benchOffice, PASSPHRASE, resourcesDir, threadsDir } from './bench-office'
import { race, type Comparison } from './measure'
import { newPerson } from './register'

const SAVES = 400
/** Before the clock runs: tables, plans and compiled code of a save that is not the first of the day. */
const FIRST = 100

export interface SavingTask {
  readonly dir: string
}

/** Saves persons one after the other, each with its flush; prints the milliseconds of one save. */
export async function savingChild({ dir }: SavingTask): Promise<void> {
  const core = await createCore({ dataDir: dir, resourcesDir, appVersion: 'bench', keyCost: 4, threadsDir })
  const clerk = desk(core)
  await clerk.call('session.signIn', { account: 'ce', passphrase: PASSPHRASE })
  let start = 0
  for (let i = 0; i < FIRST + SAVES; i++) {
    if (i === FIRST) start = performance.now()
    await clerk.call('persons.save', newPerson(i))
  }
  process.stdout.write(String((performance.now() - start) / SAVES))
  await core.close()
}

/** Saves of a person in an office of `rows`. */
export async function auditBench(rows: number): Promise<Comparison[]> {
  const office = await benchOffice(rows)
  const root = mkdtempSync(join(tmpdir(), 'bench-audit-'))
  const main = process.argv[1] ?? ''
  const inChild = (script: string): number => {
    const dir = join(root, 'office')
    cpSync(office.dir, dir, { recursive: true })
    try {
      return Number(execFileSync(process.execPath, [script, '--saving-child', JSON.stringify({ dir } satisfies SavingTask)]))
    } finally {
      rmSync(dir, { recursive: true, force: true })
    }
  }
  try {
    return [
      await race({
        ...{ name: 'save of a person with its audit line', rows, rounds: 5, bound: 1.2, floorName: 'the same program without a log' },
        ours: () => inChild(main),
        floor: () => inChild(join(dirname(main), 'unlogged', 'main.js')),
        note: `one save; ${String(SAVES)} a round`
      })
    ]
  } finally {
    office.remove()
    rmSync(root, { recursive: true, force: true })
  }
}
