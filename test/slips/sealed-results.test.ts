/** Why: what travelled sealed comes out by one door, for the service post alone; whoever works on the slip is told that it is there, and no more. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { contract, grantsOf, offeredRoles, roles, type Role } from '../../shared/contract'
import { addFirstAccount } from '../../electron/core/modules/accounts'
import { inputsFor } from '../scope/call-everything'
import { lineOf, openPair, pack, take, type SlipOffice } from './offices'

let a: SlipOffice
let b: SlipOffice
let close: () => void
beforeEach(async () => {
  const pair = await openPair()
  a = pair.a
  b = pair.b
  close = () => pair.close()
  const account = { id: 'account-banli', name: 'banli', displayName: 'banli', roles: ['service'] } as const
  for (const { db, office } of [a, b]) office.write.transaction(() => addFirstAccount(db, account, '2026-03-05T01:00:00.000Z'))
})
afterEach(() => close())

/** What the sealed items and the sealed result say, as codes and as words. */
const SAID = ['"value":"2"', '"remote":"2"', '女性绝育', 'referred', '转介', 'differs', '不符']
const CARRIED = { kind: 'XC', reason: '本人申请', legalBasis: 'request', consentRef: 'TY-2026-17' } as const
const reading = offeredRoles.filter((role) => roles[role].grants.some((grant) => grant === 'slips.read'))

/** Asks about contraception and pregnancy with the person's word. @returns the question at the asker and at the other end */
async function asked(): Promise<{ own: string; theirs: string }> {
  const items = ['contraception_status', 'pregnancy_status', 'identity']
  const { ids } = await a.call('compose', { ...CARRIED, partnerId: a.partnerId, personIds: a.persons.slice(0, 1), items })
  await a.call('submit', { ids })
  await a.call('sign', { ids })
  take(b, pack(a))
  const theirs = (await b.call('search', { filter: { direction: 'in' } })).rows[0]?.id ?? ''
  const { rows } = await b.call('candidates', { id: theirs })
  await b.call('pair', { id: theirs, result: 'found', personId: rows[0]?.person.id ?? null })
  return { own: ids[0] ?? '', theirs }
}
const answer = (theirs: string, status: 'differs' | 'declined' = 'differs') =>
  b.call('answer', {
    id: theirs,
    findings: [
      { code: 'contraception_status', status, value: status === 'differs' ? '2' : null },
      { code: 'pregnancy_status', status, value: null },
      { code: 'identity', status: 'confirmed', value: null }
    ],
    method: 'in_person',
    verifiedOn: '2026-03-05',
    note: null
  })
async function answered(status?: 'differs' | 'declined'): Promise<{ own: string; theirs: string; replyId: string }> {
  const { own, theirs } = await asked()
  const { replyId } = await answer(theirs, status)
  await b.call('release', { ids: [theirs] })
  take(a, pack(b))
  return { own, theirs, replyId }
}
const replyAt = async (office: SlipOffice, question: string): Promise<string> =>
  (await office.call('get', { id: question })).answers.at(-1)?.id ?? ''
const told = async (office: SlipOffice, ids: readonly string[], held: readonly Role[]): Promise<string> => {
  const seen: unknown[] = []
  // The choices of a form are the same for everybody.
  for (const id of ids) seen.push({ ...(await office.call('get', { id }, held)), items: [] })
  return JSON.stringify(seen)
}
const leaks = (text: string): string[] => SAID.filter((word) => text.includes(word))
const open = (office: SlipOffice, id: string, scope: string | null = null) =>
  office.call('openSealed', { id, reason: '本人来问' }, ['service'], scope)
const looks = (office: SlipOffice): unknown[] => office.db.all('SELECT account, reason FROM slip_look')

it.each(reading)('%s › reads question and answer on both sides › and nothing that is sealed in them', async (role) => {
  const { own, theirs } = await answered()
  const [here, there] = [await told(a, [own, await replyAt(a, own)], [role]), await told(b, [theirs, await replyAt(b, theirs)], [role])]
  expect([leaks(here), leaks(there)]).toEqual([[], []])
  for (const text of [here, there]) expect(text).toContain('"sealed":true')
  expect((await a.call('get', { id: own }, [role])).findings).toEqual([
    { code: 'contraception_status', status: null, value: null, sealed: true },
    { code: 'pregnancy_status', status: null, value: null, sealed: true },
    { code: 'identity', status: 'confirmed', value: null, sealed: false }
  ])
})

it('the service post › opens it from the question and from the answer, and each look is kept beside the slip', async () => {
  const { own, theirs } = await answered()
  const lines = [
    { label: '避孕节育情况（仅凭本人同意）', value: '不符，女性绝育' },
    { label: '孕情（仅凭本人同意）', value: '不符' }
  ]
  for (const id of [own, await replyAt(a, own)]) expect(await open(a, id)).toEqual({ lines })
  expect(await open(b, theirs)).toEqual({ lines })
  expect(looks(a)).toEqual(Array.from({ length: 2 }, () => ({ account: 'account-banli', reason: '本人来问' })))
})

it('nobody else › may ask for it at all', () => {
  const may = offeredRoles.filter((role) => roles[role].grants.some((grant) => grant === contract.slips.openSealed.needs))
  expect(may).toEqual(['service'])
  expect(contract.slips.openSealed).toMatchObject({ unkept: true, audit: 'slip.opened' })
})

const CANARY = '罍罍罍'
it.each(reading)('%s › whatever is asked of the slips › hears no planted value', async (role) => {
  const { own, theirs } = await answered()
  const [reply, sent] = [await replyAt(a, own), await replyAt(b, theirs)]
  for (const { db } of [a, b]) {
    db.run('DROP TRIGGER slip_record_only_forgets')
    expect(db.run(`UPDATE slip_record SET content = replace(content, '"value":"2"', '"value":"${CANARY}"')`)).toBeGreaterThan(0)
  }
  expect(JSON.stringify(await open(a, own))).toContain(CANARY)
  const pool = { ids: [own, theirs, reply, sent, a.partnerId, b.partnerId], words: ['核对'], codes: ['610802'] }
  for (const [method, spec] of Object.entries(contract.slips))
    if (spec.kind === 'query' && grantsOf([role]).has(spec.needs))
      for (const input of inputsFor(spec, pool, 24))
        for (const office of [a, b]) {
          const heard = await office.call(method as 'get', input as never, [role]).catch((refused: unknown) => refused)
          expect(JSON.stringify(heard), method).not.toContain(CANARY)
        }
})

it('before its signature › the two who write and sign it see it; afterwards it is shut to them as well', async () => {
  const { theirs } = await asked()
  await answer(theirs)
  expect((await b.call('get', { id: theirs })).findings[0]).toMatchObject({ status: 'differs', value: '2', sealed: false })
  expect(leaks(await told(b, [theirs], ['collector']))).toEqual([])
  await b.call('release', { ids: [theirs] })
  expect(leaks(await told(b, [theirs], ['verifier', 'signer']))).toEqual([])
})

it('本人不同意提供 › is a whole answer: nothing is sealed, nothing is to be opened', async () => {
  const { own } = await answered('declined')
  const view = await a.call('get', { id: own })
  expect([view.sealed, view.findings[0]?.status]).toEqual([false, 'declined'])
  await expect(open(a, own)).rejects.toMatchObject({ code: 'slips.nothing_sealed' })
  expect(looks(a)).toEqual([])
})

async function notice(): Promise<string> {
  const told = { service_type: '1', served_on: '2026-03-01', institution: '测试服务站' }
  const about = { partnerId: a.partnerId, personIds: a.persons.slice(1, 2), consentRef: 'TY-2026-17' }
  const { ids } = await a.call('compose', { kind: 'TB-FW', ...about, told })
  await a.call('submit', { ids })
  await a.call('sign', { ids })
  const [line] = pack(a).records
  if (!line) throw new RangeError('nothing was packed')
  take(b, { bundleId: 'sha256:sealed', records: [lineOf({ ...line.value, body: { ...line.value.body, result_code: 'referred' } })] })
  return (await b.call('search', { filter: { direction: 'in' } })).rows[0]?.id ?? ''
}

it('the result of a service that another program sends › is shut in the notice, and told to the service post', async () => {
  const id = await notice()
  expect(leaks(await told(b, [id], ['window', 'verifier', 'signer', 'service']))).toEqual([])
  expect((await open(b, id)).lines).toEqual([{ label: '服务结果（仅凭本人同意）', value: '已转介' }])
  await expect(b.call('preview', { id })).rejects.toMatchObject({ code: 'slips.action_not_allowed' })
})

it('withdrawn by its author › nothing can be opened, and why somebody looked is gone with it', async () => {
  const id = await notice()
  await open(b, id)
  expect(looks(b)).toHaveLength(1)
  await a.call('withdraw', { ids: [(await a.call('search', { filter: {} })).rows[0]?.id ?? ''], reason: '误发' })
  take(b, pack(a))
  expect((await b.call('get', { id })).sealed).toBe(false)
  await expect(open(b, id)).rejects.toMatchObject({ code: 'slips.nothing_sealed' })
  expect(looks(b)).toEqual([])
})

it('a service post of another township › does not reach it', async () => {
  const { own } = await answered()
  await expect(open(a, own, '610802999000')).rejects.toMatchObject({ code: 'slips.out_of_scope' })
  expect(looks(a)).toEqual([])
})

it('on paper › is printed by the service post alone, who closes the envelope', async () => {
  const { replyId } = await answered()
  const paper = (held: readonly Role[]) => b.call('paper', { ids: [replyId] }, held)
  await expect(paper(['window', 'verifier', 'signer'])).rejects.toMatchObject({ code: 'slips.sealed_inside' })
  expect(JSON.stringify(await paper(['window', 'service']))).toContain('女性绝育')
})

it('asked once more › the form starts without what was sealed', async () => {
  const { own, theirs } = await answered()
  await a.call('recheck', { id: own, reason: '请再核实' })
  take(b, pack(a))
  expect((await b.call('get', { id: theirs })).findings[0]).toEqual({
    code: 'contraception_status',
    status: null,
    value: null,
    sealed: true
  })
})
