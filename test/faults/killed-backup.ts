/** What the child does until it is killed: makes copies one after the other, or restores one. */
import fs, { writeSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { createCore } from '../../electron/core'
import { systemClock } from '../../electron/core/platform'
import { desk, PASSPHRASE, resourcesDir } from '../kit/office'

interface Work {
  readonly mode: 'backup' | 'restore'
  readonly dir: string
  /** Folder of the built thread; absent works in turn. */
  readonly threads?: string
  /** Dies by itself instead of being killed: before the note that the copy is to be put in place, or before the nth file changes places after it. */
  readonly dies?: number
}

const work = JSON.parse(process.argv[2] ?? '{}') as Work
const say = (line: string): void => void writeSync(1, `${line}\n`)
/** Files that changed places since the note; null before it. */
let moved: number | null = null
function dieAt(point: number): void {
  const { openSync, renameSync } = fs
  const die = (): void => void process.kill(process.pid, 'SIGKILL')
  fs.openSync = (path, ...rest) => {
    if (point === 0 && String(path).endsWith('ready.json.part')) die()
    return openSync(path, ...rest)
  }
  fs.renameSync = (from, to) => {
    if (moved !== null && moved++ === point - 1) die()
    renameSync(from, to)
    if (String(to).endsWith('ready.json')) moved ??= 0
  }
  syncBuiltinESMExports()
}

const core = await createCore({
  ...{ dataDir: work.dir, resourcesDir, appVersion: 'test', keyCost: 4, clock: systemClock },
  ...(work.threads === undefined ? {} : { threadsDir: work.threads })
})
const clerk = desk(core)
await clerk.call('session.signIn', { account: 'guanli', passphrase: PASSPHRASE })
if (work.mode === 'backup') {
  say('ready')
  for (;;) say(`made ${(await clerk.finish('backup.run', {})).made[0]?.file ?? ''}`)
}
const [newest] = (await clerk.call('backup.found', {})).rows
say('ready')
if (work.dies !== undefined) dieAt(work.dies)
const proof = (account: string) => ({ account, secret: PASSPHRASE })
const from = { place: newest?.place ?? '', file: newest?.file ?? '' }
await clerk.call('backup.restore', { from, first: proof('guanli'), second: proof('banli') })
say('restored')
// Stays until the blow, like a program that is open.
setInterval(() => undefined, 1_000)
