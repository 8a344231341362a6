/** What the child does until it is killed: deletes what is due, with a second person's word, and cleans the file. */
import { randomUUID } from 'node:crypto'
import { writeSync } from 'node:fs'
import { createCore } from '../../electron/core'
import { testClock } from '../kit/clock'
import { desk, PASSPHRASE, resourcesDir } from '../kit/office'

const { dir, now } = JSON.parse(process.argv[2] ?? '{}') as { readonly dir: string; readonly now: string }
const core = await createCore({ dataDir: dir, resourcesDir, appVersion: 'test', clock: testClock(now), keyCost: 4 })
const at = async (account: string) => {
  const one = desk(core)
  await one.call('session.signIn', { account, passphrase: PASSPHRASE })
  return one
}
const admin = await at('guanli')
const { id } = await admin.call('approvals.request', { method: 'retention.purge', input: {}, reason: '到期' })
await (await at('qianfa')).call('approvals.approve', { id })
// The blow is meant for the deletion and the cleaning, not for what is loaded before.
const ended = new Promise<void>((done) => {
  admin.connection.onPush((push) => {
    if (push.event === 'job.updated' && push.value.state !== 'running') done()
  })
})
writeSync(1, 'ready\n')
await admin.raw('retention.purge', {}, randomUUID(), id)
await ended
writeSync(1, 'purged\n')
await core.close()
