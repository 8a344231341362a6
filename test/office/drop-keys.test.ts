/** Keys leave the memory with whoever used them: on locking after a while, and on closing at once. */
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { createCore } from '../../electron/core'
import { lockFolder, openSlot, readSlotFile } from '../../electron/core/db'
import { openAttempts } from '../../electron/core/house/attempts'
import { openOffice } from '../../electron/core/house/open-office'
import { placesOfSlot } from '../../electron/core/house/places'
import { slotPath } from '../../electron/core/modules/accounts'
import { loadReference } from '../../electron/core/modules/reference'
import type { Timer } from '../../electron/core/platform'
import { desk, openTestOffice, PASSPHRASE, resourcesDir, type Desk } from '../kit/office'

const isLocked = (dir: string): boolean => {
  try {
    lockFolder(dir).release()
    return false
  } catch {
    return true
  }
}

async function staged(automaticBackups = false) {
  const office = await openTestOffice()
  await office.core.close()
  let waiting: { readonly after: number; readonly work: () => void }[] = []
  const timer: Timer = {
    after: (after, work) => {
      const one = { after, work }
      waiting.push(one)
      return () => void (waiting = waiting.filter((other) => other !== one))
    }
  }
  /** A minute goes by. */
  const minute = async (): Promise<void> => {
    const due = waiting.filter(({ after }) => after <= 60_000)
    waiting = waiting.filter(({ after }) => after > 60_000)
    for (const { work } of due) work()
    await new Promise((resolve) => setTimeout(resolve, 0))
  }
  /** Minutes go by until the office is closed; a checkup that is due after the first sign-in comes first. */
  const closed = (): Promise<void> =>
    vi.waitFor(async () => {
      await minute()
      expect(isLocked(office.dir)).toBe(false)
    }, 20_000)
  const core = await createCore({
    ...{ dataDir: office.dir, resourcesDir, appVersion: 'test', clock: office.clock, keyCost: 4, timer, automaticBackups }
  })
  const signIn = async (): Promise<Desk> => {
    const clerk = desk(core)
    await clerk.call('session.signIn', { account: 'banli', passphrase: PASSPHRASE })
    return clerk
  }
  return { office, minute, closed, signIn, end: () => core.close().then(() => rmSync(office.dir, { recursive: true, force: true })) }
}

describe('when everybody is gone', () => {
  it('the office closes after two minutes, and opens again for the next', async () => {
    const { office, minute, closed, signIn, end } = await staged()
    const clerk = await signIn()
    for (let at = 0; at < 4; at++) await minute()
    expect(isLocked(office.dir)).toBe(true)
    await clerk.call('session.signOut', {})
    await minute()
    expect(isLocked(office.dir)).toBe(true)
    await closed()
    expect((await clerk.call('office.status', {})).state).toBe('locked')
    const again = await signIn()
    expect((await again.call('office.status', {})).state).toBe('ready')
    expect(isLocked(office.dir)).toBe(true)
    await end()
  })

  it('one who only left his chair › counts as gone after the minutes of the settings', async () => {
    const { office, minute, closed, signIn, end } = await staged()
    await signIn()
    office.clock.advance(10 * 60_000)
    for (let at = 0; at < 3; at++) await minute()
    expect(isLocked(office.dir)).toBe(true)
    office.clock.advance(6 * 60_000)
    await closed()
    await end()
  })

  it('somebody who comes back in time, or in the middle of it › finds the office open', async () => {
    const { minute, signIn, end } = await staged()
    const clerk = await signIn()
    await clerk.call('session.signOut', {})
    await minute()
    const [second] = await Promise.all([signIn(), minute()])
    await minute()
    expect((await second.call('office.status', {})).state).toBe('ready')
    expect((await second.call('jobs.list', {})).rows).toEqual([])
    await end()
  })

  it('the copy of the day’s end › is made before the keys go', async () => {
    const { office, closed, signIn, end } = await staged(true)
    const clerk = await signIn()
    await clerk.call('session.signOut', {})
    await closed()
    expect(readdirSync(join(office.dir, 'backups')).filter((name) => name.endsWith('.ypqbak'))).toHaveLength(1)
    await end()
  })
})

it('closing › leaves neither data key nor signing seed in memory', async () => {
  const office = await openTestOffice()
  await office.core.close()
  const places = placesOfSlot(office.dir, 'main')
  const file = readSlotFile(slotPath(places.folder))
  const slot = file?.slots.find(({ account }) => account === 'banli')
  const key = file && slot ? await openSlot(file, slot, PASSPHRASE) : null
  if (!file || !key) throw new RangeError('the office of the test has no such user')
  expect(key.some((octet) => octet !== 0)).toBe(true)
  const opened = await openOffice(
    places,
    file,
    key,
    loadReference(join(resourcesDir, 'codes')),
    office.clock,
    openAttempts(office.dir, office.clock)
  )
  const { seed } = opened.keys.sign
  expect(seed.some((octet) => octet !== 0)).toBe(true)
  opened.close()
  expect([...key, ...seed].every((octet) => octet === 0)).toBe(true)
  await office.restart()
  await office.close()
})
