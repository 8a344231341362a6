// Why: whatever the office makes ready while nobody calls must end with the office, and must not begin before anybody signed in.
import { afterEach, expect, test } from 'vitest'
import { createCore, type Core, type Timer } from '../../electron/core'
import { silentLog } from '../../electron/core/platform'
import { desk, openTestOffice, PASSPHRASE, resourcesDir, type TestOffice } from '../kit/office'

let office: TestOffice | null = null
let core: Core | null = null
afterEach(async () => {
  await core?.close()
  await office?.close()
  core = office = null
})

/** A timer whose time never comes by itself. */
function heldTimer() {
  const waiting = new Set<() => void>()
  /** What looks every minute or hour whether something is due. */
  const watches = new Set<() => void>()
  const timer: Timer = {
    after(milliseconds, work) {
      const held = milliseconds < 60_000 ? waiting : watches
      held.add(work)
      return () => void held.delete(work)
    }
  }
  return { timer, waiting, watches }
}

test('an open office › makes ready in quiet moments what it will be asked for, and nothing once it is closed', async () => {
  office = await openTestOffice()
  await office.core.close()
  const { timer, waiting, watches } = heldTimer()
  core = await createCore({
    ...{ dataDir: office.dir, resourcesDir, appVersion: 'test', clock: office.clock, timer },
    ...{ keyCost: 4, checkOutputs: true, log: silentLog }
  })
  const clerk = desk(core)
  await clerk.call('office.status', {})
  expect([waiting.size, watches.size]).toEqual([0, 0])
  await clerk.call('session.signIn', { account: 'banli', passphrase: PASSPHRASE })
  expect(waiting.size).toBe(1)
  await clerk.call('persons.search', {})
  expect(waiting.size).toBe(1)
  const [piece] = waiting
  waiting.clear()
  piece?.()
  expect(waiting.size).toBe(1)
  expect(watches.size).toBe(2)
  await core.close()
  expect([waiting.size, watches.size]).toEqual([0, 0])
})
