/** After a restore nothing is numbered twice: the neighbour takes what is sent anew without a branch, and hears of streams the restored office has forgotten. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Core } from '../../electron/core'
import { testClock } from '../kit/clock'
import { desk, openCore, PASSPHRASE, type Desk } from '../kit/office'
import { makePair, SLIPS } from '../kit/pair'
import { FIRST, HERE, SECOND } from './backup-office'

const root = mkdtempSync(join(tmpdir(), 'streams-'))
const clock = testClock('2026-03-06T09:00:00+08:00')
let [a, b]: [Core | null, Core | null] = [null, null]
beforeAll(async () => {
  await makePair(root)
  a = await openCore(join(root, 'a'), clock)
  b = await openCore(join(root, 'b'), clock)
}, 120_000)
afterAll(async () => {
  await a?.close()
  await b?.close()
  rmSync(root, { recursive: true, force: true })
})

async function clerkOf(core: Core | null, account = 'banli'): Promise<Desk> {
  if (!core) throw new RangeError('no office')
  const clerk = desk(core)
  await clerk.call('session.signIn', { account, passphrase: PASSPHRASE })
  return clerk
}
const stick = (name: string): string => {
  mkdirSync(join(root, name), { recursive: true })
  return join(root, name)
}
const write = async (clerk: Desk, to: string): Promise<void> => {
  await clerk.finish('exchange.writeStick', { target: clerk.connection.offer(stick(to)).ticket })
}
async function take(clerk: Desk, from: string) {
  const { found } = await clerk.finish('exchange.scanStick', { source: clerk.connection.offer(stick(from)).ticket })
  return (await clerk.finish('exchange.importBundles', { spools: found.map(({ spool }) => spool) })).bundles
}

/** One more query of a, signed. @returns its number */
async function ask(clerk: Desk): Promise<string> {
  const partnerId = (await clerk.call('partners.list', {})).rows[0]?.id ?? ''
  const [person] = (await clerk.call('persons.search', { filter: {}, limit: 1 })).rows
  const request = {
    kind: 'XC',
    partnerId,
    personIds: [person?.id ?? ''],
    items: ['identity'],
    urgency: 'ordinary',
    reason: '再核实'
  } as const
  const { ids } = await clerk.call('slips.compose', { ...request, personIds: [...request.personIds], items: [...request.items] })
  await clerk.call('slips.submit', { ids })
  return (await clerk.call('slips.sign', { ids })).slips[0]?.slipNo ?? ''
}

it('restored office › sends anew in a stream of its own, gives no number twice, and understands its neighbour', async () => {
  const admin = await clerkOf(a, 'guanli')
  const { made } = await admin.finish('backup.run', {})
  let clerk = await clerkOf(a)
  await write(clerk, 'first')
  const forgotten = await ask(clerk)
  const neighbour = await clerkOf(b)
  await take(neighbour, 'first')
  const received = async (): Promise<number> => (await neighbour.call('slips.count', { filter: { direction: 'in' } })).count
  expect(await received()).toBe(SLIPS)

  await desk(a as Core).call('backup.restore', { from: { place: HERE, file: made[0]?.file ?? '' }, first: FIRST, second: SECOND })
  clerk = await clerkOf(a)
  const next = await ask(clerk)
  expect(next).not.toBe(forgotten)
  await write(clerk, 'second')
  const bundles = await take(neighbour, 'second')
  expect(bundles.map(({ outcome }) => outcome)).not.toContain('branch')
  expect(await received()).toBe(SLIPS + 1)
  const { rows } = await neighbour.call('exchange.bundles', { limit: 50 })
  expect(rows.filter(({ state }) => state === 'branch')).toEqual([])

  // The neighbour acknowledges a stream that the restored office never heard of.
  await write(neighbour, 'back')
  expect((await take(clerk, 'back')).every(({ outcome }) => outcome !== 'refused')).toBe(true)
  expect((await clerk.call('exchange.outbox', {})).rows[0]).toMatchObject({ queued: 0 })
  expect(await clerk.call('audit.verify', {})).toMatchObject({ intact: true })
})
