/** Two offices on disk that know each other: `a` with queries waiting, `b` to receive them, and a stick that holds them already. */
import { cpSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { testClock, type TestClock } from './clock'
import { OFFICES, type Side } from './loop'
import type { Core } from '../../electron/core'
import { desk, openTestOffice, PASSPHRASE, type Desk } from './office'

/** Queries from a to b. */
export const SLIPS = 300

export interface PairWish {
  /** Queries from a to b that are signed. */
  readonly slips?: number
  /** Further queries that wait to be signed. */
  readonly waiting?: number
  /** Also a stick that holds what is signed. */
  readonly stick?: boolean
  /** A backup of a as it then stands. */
  readonly backup?: boolean
  /** When it all happens; a day of its own by default. */
  readonly clock?: TestClock
}

/** Makes `<root>/a`, `<root>/b` (closed) and, unless nobody wants it, `<root>/full-stick`. */
export async function makePair(
  root: string,
  { slips = SLIPS, waiting = 0, stick = true, backup = false, clock = testClock() }: PairWish = {}
): Promise<void> {
  const offices = { a: await openTestOffice({ ...OFFICES.a, clock }), b: await openTestOffice({ ...OFFICES.b, clock }) }
  const card = async (side: Side): Promise<string> =>
    offices[side].connection.take((await offices[side].call('exchange.exportCard', {})).file.ticket).path
  const cards = { a: await card('a'), b: await card('b') }
  const ids: Record<Side, string> = { a: '', b: '' }
  for (const side of ['a', 'b'] as const) {
    const second: Desk = await offices[side].as('fuhe')
    const file = offices[side].connection.offer(cards[side === 'a' ? 'b' : 'a']).ticket
    const { card: facts } = await offices[side].call('partners.readCard', { file })
    const { id } = await offices[side].call('partners.add', { file })
    await offices[side].call('partners.confirm', { id, digits: facts.digits })
    await second.call('partners.confirm', { id, digits: facts.digits })
    ids[side] = id
  }
  const personIds: string[] = []
  for (let i = 0; i < slips + waiting; i++) {
    const person = {
      name: `测${i}`,
      sex: '2' as const,
      birthDate: '1990-01-01',
      idType: 'none' as const,
      noIdReason: 'not_shown',
      hukouCode: '141124'
    }
    personIds.push(
      (await offices.a.call('persons.save', { person, episodes: [{ kind: 'in', startedOn: '2026-01-01', residenceCode: '610802' }] })).id
    )
  }
  const { ids: slipIds } = await offices.a.call('slips.compose', {
    kind: 'XC',
    partnerId: ids.a,
    personIds,
    items: ['identity'],
    urgency: 'ordinary',
    reason: '核实'
  })
  await offices.a.call('slips.submit', { ids: slipIds })
  await offices.a.call('slips.sign', { ids: slipIds.slice(0, slips) })
  if (backup) await (await offices.a.as('guanli')).finish('backup.run', {})
  for (const side of ['a', 'b'] as const) {
    await offices[side].core.close()
    cpSync(offices[side].dir, join(root, side), { recursive: true })
  }
  if (stick) await fillStick(root, await offices.a.restart())
  await offices.a.close()
  rmSync(offices.b.dir, { recursive: true, force: true })
}

async function fillStick(root: string, core: Core): Promise<void> {
  const stick = join(root, 'full-stick')
  mkdirSync(stick)
  const clerk = desk(core)
  await clerk.call('session.signIn', { account: 'banli', passphrase: PASSPHRASE })
  await clerk.finish('exchange.writeStick', { target: clerk.connection.offer(stick).ticket })
}
