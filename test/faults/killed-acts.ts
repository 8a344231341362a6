/** What the child does until it is killed: merges and takes back, signs in and out, prints lists, or loads newer tables; every acknowledgement is a line. */
import { writeSync } from 'node:fs'
import { createCore } from '../../electron/core'
import { silentLog } from '../../electron/core/platform'
import { testClock } from '../kit/clock'
import { desk, PASSPHRASE, resourcesDir, type Desk } from '../kit/office'

export interface Acts {
  readonly mode: 'merge' | 'sign-in' | 'print' | 'tables'
  readonly dir: string
  /** The program's data; that of a newer program for `tables`. */
  readonly resources?: string
  /** Pairs of files of one person each. */
  readonly twins?: readonly (readonly [string, string])[]
  /** The first pair of this child. */
  readonly from?: number
}

const acts = JSON.parse(process.argv[2] ?? '{}') as Acts
const say = (line: string): void => void writeSync(1, `${line}\n`)

/** Merges pair after pair and takes every second one back. */
async function merge(clerk: Desk): Promise<void> {
  const { twins = [], from = 0 } = acts
  for (let at = from; ; at++) {
    const [survivor, merged] = twins[at % twins.length] ?? ['', '']
    const [one, other] = [await clerk.call('persons.get', { id: survivor }), await clerk.call('persons.get', { id: merged })]
    if (one.id !== other.id) {
      const { act } = await clerk.call('duplicates.merge', {
        ...{ survivor, survivorRevision: one.revision, merged, mergedRevision: other.revision, taken: ['note'] }
      })
      say(`merged ${act} ${String(at % twins.length)}`)
      if (at % 2 === 0) continue
    }
    const { rows } = await clerk.call('duplicates.merges', {})
    const open = rows.find((row) => row.survivor.id === survivor && row.state === 'done')
    if (open === undefined) throw new TypeError(`pair ${String(at)} is merged by no act`)
    await clerk.call('duplicates.unmerge', { act: open.act })
    say(`unmerged ${open.act} ${String(at % twins.length)}`)
  }
}

async function signIn(clerk: Desk): Promise<void> {
  for (;;) {
    await clerk.call('session.signOut', {})
    say('out')
    const wrong = await clerk.raw('session.signIn', { account: 'banli', passphrase: '不是 这个 口令 试试' })
    if (!wrong.ok) say('wrong')
    await clerk.call('session.signIn', { account: 'banli', passphrase: PASSPHRASE })
    say('in')
  }
}

async function print(clerk: Desk): Promise<void> {
  for (;;) {
    const { id, number } = await clerk.call('rosters.issue', { wanted: { kind: 'roster', place: '610802', columns: ['sex', 'birthDate'] } })
    say(`issued ${id} ${String(number)}`)
    await clerk.call('rosters.paper', { id })
    say(`printed ${id}`)
  }
}

async function tables(clerk: Desk): Promise<void> {
  const isRunning = async (): Promise<boolean> => (await clerk.call('jobs.list', {})).rows.some(({ state }) => state === 'running')
  while (await isRunning()) await new Promise((resolve) => setImmediate(resolve))
  say('settled')
}

const WORK = { merge, 'sign-in': signIn, print, tables } as const

// Loading newer tables begins with the opening itself.
if (acts.mode === 'tables') say('ready')
const core = await createCore({
  ...{ dataDir: acts.dir, resourcesDir: acts.resources ?? resourcesDir, appVersion: 'test', clock: testClock(), keyCost: 4, log: silentLog }
})
const clerk = desk(core)
await clerk.call('session.signIn', { account: 'banli', passphrase: PASSPHRASE })
if (acts.mode !== 'tables') say('ready')
await WORK[acts.mode](clerk)
await core.close()
