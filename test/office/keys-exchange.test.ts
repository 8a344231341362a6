/** A change of keys between two offices that carry sticks: nothing is lost, nothing comes twice, late sticks still open. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { CallInput, SpecOf } from '@shared/contract'
import { fromWire } from '@shared/errors'
import { inspectBundle, openFileSource } from '../../electron/core/container'
import { testClock } from '../kit/clock'
import { OFFICES, type Side } from '../kit/loop'
import { desk, openTestOffice, PASSPHRASE, type Desk, type TestOffice } from '../kit/office'

let offices: Record<Side, TestOffice>
const partner: Record<Side, string> = { a: '', b: '' }
const folders: string[] = []
let persons = 0

beforeEach(async () => {
  const clock = testClock()
  offices = { a: await openTestOffice({ ...OFFICES.a, clock }), b: await openTestOffice({ ...OFFICES.b, clock }) }
  for (const side of ['a', 'b'] as const) {
    const other = offices[side === 'a' ? 'b' : 'a']
    const card = other.connection.take((await other.call('exchange.exportCard', {})).file.ticket).path
    const file = offices[side].connection.offer(card).ticket
    const { card: facts } = await offices[side].call('partners.readCard', { file })
    partner[side] = (await offices[side].call('partners.add', { file })).id
    const second = await offices[side].as('fuhe')
    for (const who of [offices[side], second]) await who.call('partners.confirm', { id: partner[side], digits: facts.digits })
  }
})
afterEach(async () => {
  for (const side of ['a', 'b'] as const) await offices[side].close()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** The administrator asks, the signer agrees at the same screen, and it is done. */
async function together(side: Side, method: 'keys.change' | 'keys.setSuite' | 'partners.allowCommonSuite', input: object): Promise<void> {
  const admin: Desk = desk(offices[side].core)
  await admin.call('session.signIn', { account: 'guanli', passphrase: PASSPHRASE })
  expect(await admin.raw(method, input)).toMatchObject({ ok: false, error: { code: 'approval.needed' } })
  const { id } = await admin.call('approvals.request', { method, input, reason: '更换' })
  await admin.call('approvals.approveHere', { id, account: 'banli', passphrase: PASSPHRASE })
  const reply = await admin.raw(method, input, undefined, id)
  if (!reply.ok) throw fromWire(reply.error)
}
const changeKeys = (side: Side, reason: CallInput<SpecOf<'keys.change'>>['reason'] = 'rotated'): Promise<void> =>
  together(side, 'keys.change', { reason, recoveryKey: offices[side].recoveryKey })
const setSuite = (side: Side, on: boolean): Promise<void> => together(side, 'keys.setSuite', { on, recoveryKey: offices[side].recoveryKey })

/** One query from a to b, ready to be sealed. */
async function ask(): Promise<void> {
  persons += 1
  const { a } = offices
  const { id } = await a.call('persons.save', {
    person: {
      name: `测${String(persons)}`,
      sex: '2',
      birthDate: '1990-01-01',
      idType: 'none',
      noIdReason: 'not_shown',
      hukouCode: '141124'
    },
    episodes: [{ kind: 'in', startedOn: '2026-01-01', residenceCode: '610802' }]
  })
  const { ids } = await a.call('slips.compose', {
    ...{ kind: 'XC', partnerId: partner.a, personIds: [id], items: ['identity'], urgency: 'ordinary', reason: '核实' }
  })
  await a.call('slips.submit', { ids })
  await a.call('slips.sign', { ids })
}

async function write(side: Side): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'keys-stick-'))
  folders.push(folder)
  await offices[side].finish('exchange.writeStick', { target: offices[side].connection.offer(folder).ticket })
  return folder
}

async function take(side: Side, folder: string) {
  const { found } = await offices[side].finish('exchange.scanStick', { source: offices[side].connection.offer(folder).ticket })
  const spools = found.filter(({ state }) => ['ready', 'duplicate', 'status'].includes(state)).map(({ spool }) => spool)
  const bundles = spools.length === 0 ? [] : (await offices[side].finish('exchange.importBundles', { spools })).bundles
  return { found: found.map(({ state }) => state), outcomes: bundles.map(({ outcome }) => outcome) }
}

/** Content ids and places of the bundles on a stick. */
async function contents(folder: string) {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /_[0-9a-f]{8}_\d{6}_/.test(name))
  const heads = []
  for (const name of names.sort()) {
    const source = await openFileSource(join(folder, name))
    heads.push((await inspectBundle(source)).header)
    await source.close()
  }
  return heads.map(({ suite, data, from, to }) => ({
    suite,
    id: data?.content.id,
    seq: data?.stream.seq,
    epoch: data?.stream.epoch,
    card: from.card,
    to: to.card
  }))
}

it('rotation › what was not acknowledged goes again under the new key with its old content id › and the next bundle opens a new stream', async () => {
  await ask()
  const first = await write('a')
  await changeKeys('a')
  await ask()
  const second = await write('a')
  const [before] = await contents(first)
  const after = (await contents(second)).sort((one, other) => (one.id === before?.id ? -1 : other.id === before?.id ? 1 : 0))
  expect(after.map(({ card, seq }) => [card, seq])).toEqual([
    [2, 1],
    [2, 1]
  ])
  expect(after[0]).toMatchObject({ id: before?.id, epoch: before?.epoch })
  expect(after[1]?.epoch).not.toBe(before?.epoch)
  expect((await take('b', second)).outcomes.sort()).toEqual(['applied', 'applied', 'status'])
  expect((await take('b', first)).outcomes).toEqual(['duplicate'])
  await take('a', await write('b'))
  expect((await offices.a.call('exchange.outbox', {})).rows).toMatchObject([{ uncovered: 0 }])
})

it('of the recipient › late sticks sealed to the former key still open › and what goes again is sealed to the new card', async () => {
  await ask()
  const late = await write('a')
  await changeKeys('b', 'lost')
  const heard = await take('a', await write('b'))
  expect(heard.outcomes).toEqual(['status'])
  const again = await write('a')
  expect((await contents(late)).map(({ to }) => to)).toEqual([1])
  expect((await contents(again)).map(({ to }) => to)).toEqual([2])
  expect((await contents(again)).map(({ id }) => id)).toEqual((await contents(late)).map(({ id }) => id))
  expect((await take('b', late)).outcomes.sort()).toEqual(['applied', 'status'])
  expect((await take('b', again)).outcomes.sort()).toEqual(['duplicate', 'status'])
})

it('a lost key › the archive written under the former archive key is still carried', async () => {
  await ask()
  await write('a')
  await changeKeys('a', 'lost')
  const stick = await write('a')
  expect((await take('b', stick)).outcomes.sort()).toEqual(['applied', 'status'])
})

it('the national suite › is used once both announce it, also after a restart › and left only by two persons on both sides', async () => {
  await setSuite('a', true)
  await setSuite('b', true)
  await take('b', await write('a'))
  await take('a', await write('b'))
  const core = await offices.a.restart()
  offices.a = { ...offices.a, ...desk(core), core }
  await offices.a.call('session.signIn', { account: 'banli', passphrase: PASSPHRASE })
  await ask()
  const national = await write('a')
  expect(await contents(national)).toMatchObject([{ suite: 'G1', id: expect.stringMatching(/^sm3:/) as string, seq: 1 }])
  expect((await take('b', national)).outcomes.sort()).toEqual(['applied', 'status'])
  await setSuite('a', false)
  await ask()
  const common = await write('a')
  expect((await contents(common)).map(({ suite }) => suite)).toEqual(['A1', 'A1'])
  expect(new Set((await take('b', common)).found)).toEqual(new Set(['refused']))
  expect(await offices.b.call('exchange.link', { partnerId: partner.b })).toMatchObject({ suite: { inUse: null, bound: true } })
  await together('b', 'partners.allowCommonSuite', { id: partner.b })
  expect((await take('b', common)).outcomes.sort()).toEqual(['applied', 'duplicate', 'status'])
  await take('a', await write('b'))
  expect((await offices.a.call('exchange.outbox', {})).rows).toMatchObject([{ uncovered: 0 }])
})
