/** Why: after an older backup was put back, what had left is answered, asked again and withdrawn as if it had been known all along. Found by the exploration. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { recoverRecord, takeForGone } from '../../electron/core/modules/slips'
import { rollBack } from '../kit/roll-back'
import { issue, openPair, pack, take, type Load, type SlipOffice } from './offices'

let a: SlipOffice
let b: SlipOffice
let close: () => void
beforeEach(async () => {
  const pair = await openPair()
  a = pair.a
  b = pair.b
  close = () => pair.close()
})
afterEach(() => close())

function backUp(office: SlipOffice): () => void {
  const restore = rollBack(office.office)
  return () => {
    restore()
    office.office.write.transaction(() => takeForGone(office.db))
  }
}
function echo(load: Load): void {
  const { today, now, newId } = a.office.query()
  a.office.write.transaction(() => {
    for (const { value } of load.records) recoverRecord(a.db, a.partnerId, JSON.stringify(value), { today, now, newId: () => newId() })
  })
}
const own = async (): Promise<string> => (await a.call('search', { filter: { direction: 'out', kinds: ['XC'] } })).rows[0]?.id ?? ''
const statusOf = async (id: string): Promise<string> => (await a.call('get', { id })).status
const theirs = async (): Promise<string> => (await b.call('search', { filter: { direction: 'in' } })).rows[0]?.id ?? ''

async function answer(): Promise<void> {
  const id = await theirs()
  await b.call('pair', { id, result: 'found', personId: b.persons[0] ?? '' })
  const findings = [{ code: 'identity', status: 'confirmed' as const, value: null }]
  await b.call('answer', { id, findings, method: 'file', verifiedOn: '2026-03-05', note: null })
  await b.call('release', { ids: [id] })
}

it('signed in the backup, gone since › its answer is heard, and it goes once more', async () => {
  const [id = ''] = await issue(a, 1, ['identity'])
  const back = backUp(a)
  take(b, pack(a))
  await answer()
  back()
  take(a, pack(b))
  expect(await statusOf(id)).toBe('answered')
  expect(pack(a).records).toHaveLength(1)
})

it('signed in the backup, gone since › withdrawn now › the other side is told, and keeps nothing', async () => {
  const [id = ''] = await issue(a, 1, ['identity'])
  const back = backUp(a)
  take(b, pack(a))
  back()
  await a.call('withdraw', { ids: [id], reason: '误发' })
  take(b, pack(a))
  expect(await b.call('get', { id: await theirs() })).toMatchObject({ status: 'withdrawn', subjectName: null })
})

it('unknown to the backup › answered before the echo came › is answered as soon as it is known again', async () => {
  const back = backUp(a)
  await issue(a, 1, ['identity'])
  const sent = pack(a)
  take(b, sent)
  await answer()
  back()
  take(a, pack(b))
  echo(sent)
  expect(await statusOf(await own())).toBe('answered')
})

it('withdrawn after the backup › the echo says so, also where that revision was given again meanwhile', async () => {
  const [id = ''] = await issue(a, 1, ['identity'])
  take(b, pack(a))
  await answer()
  take(a, pack(b))
  const back = backUp(a)
  await a.call('recheck', { id, reason: '请再核实' })
  const again = pack(a)
  await a.call('withdraw', { ids: [id], reason: '误发' })
  const withdrawal = pack(a)
  back()
  echo(again)
  expect(await statusOf(id)).toBe('recheck')
  echo(withdrawal)
  expect(await statusOf(id)).toBe('withdrawn')
  back()
  await a.call('recheck', { id, reason: '请再核实' })
  const [line] = withdrawal.records
  if (!line) throw new RangeError('nothing was packed')
  echo({ ...withdrawal, records: [{ ...line, value: { ...line.value, rev: 2 } }] })
  expect(await statusOf(id)).toBe('withdrawn')
})

it('asked again after the backup › waits again, unless that was answered as well', async () => {
  const [id = ''] = await issue(a, 1, ['identity'])
  take(b, pack(a))
  await answer()
  take(a, pack(b))
  const back = backUp(a)
  await a.call('recheck', { id, reason: '请再核实' })
  const again = pack(a)
  take(b, again)
  back()
  echo(again)
  expect(await a.call('get', { id })).toMatchObject({ status: 'recheck', answeredOn: null })
  back()
  await answer()
  take(a, pack(b))
  echo(again)
  expect(await statusOf(id)).toBe('answered')
})
