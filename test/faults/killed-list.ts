/** What the child does until it is killed: takes in one list. */
import { writeSync } from 'node:fs'
import { createCore } from '../../electron/core'
import { testClock } from '../kit/clock'
import { desk, PASSPHRASE, resourcesDir } from '../kit/office'

interface Work {
  readonly dir: string
  readonly list: string
  /** Folder of the built reading thread. */
  readonly threads: string
}

const work = JSON.parse(process.argv[2] ?? '{}') as Work
const core = await createCore({
  dataDir: work.dir,
  resourcesDir,
  appVersion: 'test',
  clock: testClock(),
  keyCost: 4,
  threadsDir: work.threads
})
const clerk = desk(core)
await clerk.call('session.signIn', { account: 'banli', passphrase: PASSPHRASE })
const { ticket } = clerk.connection.offer(work.list)
const { sheet, headerRow, columns, moveKind: kind } = await clerk.finish('workbooks.look', { ticket })
const mapped = columns.flatMap(({ column, key }) => (key === null ? [] : [{ column, key }]))
// The blow is meant for the taking in, not for what is loaded before it.
let isBegun = false
clerk.connection.onPush((push) => {
  if (isBegun || push.event !== 'job.updated' || push.value.step !== 'apply') return
  isBegun = true
  writeSync(1, 'ready\n')
})
// A clerk who goes on working: each draft that is kept ends the transaction of the pieces before it.
const typing = setInterval(() => void clerk.call('drafts.save', { form: 'kept', value: Date.now() }), 60)
const { report } = await clerk.finish('workbooks.apply', { ticket, sheet, headerRow, columns: mapped, kind })
clearInterval(typing)
writeSync(1, `taken ${String(report.fresh)}\n`)
await core.close()
