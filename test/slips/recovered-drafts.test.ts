// Why: a draft that was signed after the backup was taken comes back as a slip; beside it, the same would be signed and asked a second time.
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { recoverRecord } from '../../electron/core/modules/slips'
import { openSlipOffice, type SlipOffice } from './offices'

let a: SlipOffice
beforeEach(async () => void (a = await openSlipOffice('141124-00', '610802-00')))
afterEach(() => a.close())

async function draft(person: number, items = ['identity']): Promise<string> {
  const grounds = { kind: 'XC' as const, partnerId: a.partnerId, reason: '登记' }
  return (await a.call('compose', { ...grounds, personIds: [a.persons[person] ?? ''], items })).ids[0] ?? ''
}
/** The slip that the draft became in the database that is gone. */
function comeBack(id: string, number: string, change: Record<string, unknown> = {}): void {
  const text = a.db.value<string>('SELECT draft FROM slip WHERE id = ?', id) ?? '{}'
  const body: unknown = { ...(JSON.parse(text) as object), slip_no: number, issued_on: '2026-03-06', due_on: '2026-04-05', ...change }
  const line = { t: 'slip', id: randomUUID().replaceAll('-', ''), rev: 1, kind: 'request', ref: null, author: a.office.card.id, body }
  const { today, now, newId } = a.office.query()
  a.office.write.transaction(() => recoverRecord(a.db, a.partnerId, JSON.stringify(line), { today, now, newId: () => newId() }))
}
const standing = () => a.db.all("SELECT status, count(*) AS n FROM slip WHERE direction = 'out' GROUP BY status ORDER BY status")

it('recoverRecord › a draft or one that waits for its signature › ends, is told which slip it was, and the slip has its file', async () => {
  const [first, second] = [await draft(0), await draft(1)]
  await a.call('submit', { ids: [second] })
  comeBack(first, '141124-00-XC-2026-000001', { contact_phone: '0358-7654321' })
  comeBack(second, '141124-00-XC-2026-000002')
  expect(standing()).toEqual([
    { status: 'delivered', n: 2 },
    { status: 'ended', n: 2 }
  ])
  expect((await a.call('get', { id: first })).timeline.at(-1)).toMatchObject({ by: '交换', note: '141124-00-XC-2026-000001' })
  expect(a.db.all("SELECT person_id FROM slip WHERE status = 'delivered' ORDER BY seq")).toEqual([
    { person_id: a.persons[0] },
    { person_id: a.persons[1] }
  ])
})

it('recoverRecord › drafts that say something else, and a second one that says the same › stay', async () => {
  const [asked, again] = [await draft(0), await draft(0)]
  await draft(0, ['marital_status'])
  await draft(1)
  comeBack(asked, '141124-00-XC-2026-000001')
  expect(standing()).toEqual([
    { status: 'delivered', n: 1 },
    { status: 'draft', n: 3 },
    { status: 'ended', n: 1 }
  ])
  comeBack(again, '141124-00-XC-2026-000002')
  expect(standing()).toMatchObject([{ n: 2 }, { n: 2 }, { n: 2 }])
})
