/** What two offices tell each other of single bundles: receipts, refusals, later versions, bundles given up. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { forge, slipLine } from '../../../../test/kit/forged-bundles'
import { openPair, testRoom, type LinkedOffice, type Pair } from '../../../../test/kit/linked-offices'
import { createExchangeHandlers } from './index'

let pair: Pair
beforeEach(async () => void (pair = await openPair()))
afterEach(() => pair.close())

const statuses = (office: LinkedOffice) => office.db.all("SELECT status, count(*) AS n FROM slip WHERE direction = 'out' GROUP BY status")
const arrived = (office: LinkedOffice): string[] =>
  office.db.all<{ slip_no: string }>("SELECT slip_no FROM slip WHERE direction = 'in' ORDER BY slip_no").map(({ slip_no }) => slip_no)
const outbox = async (office: LinkedOffice) => {
  const { rows } = await createExchangeHandlers(testRoom).outbox(office.query(), {})
  return rows[0]
}

/** Puts octets on a fresh stick. */
function stickWith(...files: readonly Uint8Array[]): string {
  const folder = pair.stick()
  for (const [index, octets] of files.entries()) writeFileSync(join(folder, `${String(index)}.jhb`), octets)
  return folder
}

describe('receipts', () => {
  it('T48 a slip that breaks the schema is refused alone and goes back with its reason', async () => {
    const { a, b } = pair
    const queued = a.queue(b, 3)
    a.queue(b, 1, { reason_text: '' })
    const stick = pair.stick()
    await a.writeTo(stick)
    const [bundle] = await b.takeFrom(stick)
    expect(bundle).toMatchObject({ outcome: 'applied', slips: 4, fresh: 3, rejected: [{ code: 'E_SCHEMA' }] })
    expect(bundle?.rejected[0]?.reason).toContain('协查理由')
    expect(arrived(b)).toEqual(queued.map(({ slipNo }) => slipNo))
    const back = pair.stick()
    await b.writeTo(back)
    await a.takeFrom(back)
    expect(a.db.one('SELECT result, n, dup, rejected FROM receipt_in')).toEqual({ result: 'partial', n: 4, dup: 0, rejected: 1 })
    expect(statuses(a)).toEqual([
      { status: 'received_by_peer', n: 3 },
      { status: 'returned', n: 1 }
    ])
  })

  it('T48 twelve hundred refusals make three receipts of 500, 500 and 200', async () => {
    const { a, b } = pair
    const lines = Array.from({ length: 1_200 }, () => slipLine(a, b, {}, { reason_text: '' }))
    const { file } = await forge(a, b, { lines: [...lines, slipLine(a, b)] })
    expect(await b.takeFrom(stickWith(file))).toMatchObject([{ slips: 1_201, fresh: 1 }])
    const sent = b.db
      .all<{ line: string }>('SELECT line FROM receipt_out ORDER BY number')
      .map(({ line }) => JSON.parse(line) as { n: number; dup: number; result: string; rejected: unknown[] })
    expect(sent.map(({ n, dup, result, rejected }) => [n, dup, result, rejected.length])).toEqual([
      [1_201, 0, 'partial', 500],
      [0, 0, 'partial', 500],
      [0, 0, 'partial', 200]
    ])
  })

  it('T49 a slip of another author is refused', async () => {
    const { a, b } = pair
    const { file } = await forge(a, b, { lines: [slipLine(a, b, { author: '0'.repeat(32) }), slipLine(a, b)] })
    expect(await b.takeFrom(stickWith(file))).toMatchObject([{ fresh: 1, rejected: [{ code: 'E_AUTHOR' }] }])
  })

  it('T81 a receipt for a bundle never sent, or for more than was sent, changes nothing', async () => {
    const { a, b } = pair
    a.queue(b, 2)
    const stick = pair.stick()
    await a.writeTo(stick)
    const id = a.db.value<string>('SELECT id FROM bundle') ?? ''
    const receipt = (bundle: string, n: number, rejected: unknown[] = []) => ({
      ...{ t: 'receipt', bundle, result: 'partial', n, dup: 0, rejected, at: '2026-03-05T09:00:00+08:00' }
    })
    const record = a.db.one<{ id: Uint8Array }>('SELECT record_id AS id FROM slip') ?? { id: new Uint8Array() }
    const named = [Buffer.from(record.id).toString('hex'), 'E_SCHEMA', 'phone']
    const { file } = await forge(b, a, {
      lines: [receipt(`sha256:${'a'.repeat(64)}`, 1), receipt(id, 3, [named]), receipt(id, 0, [named, named, named])]
    })
    await a.takeFrom(stickWith(file))
    expect(a.db.all('SELECT * FROM receipt_in')).toEqual([])
    expect(statuses(a)).toEqual([{ status: 'delivered', n: 2 }])
  })

  it('T51 record types and schemas of later versions are kept as they came and acknowledged', async () => {
    const { a, b } = pair
    const odd = '{"t":"survey","x":[1,"二"]}'
    const first = await forge(a, b, { lines: [odd, slipLine(a, b)], counts: { survey: 1 } })
    const later = await forge(a, b, {
      epoch: first.epoch,
      seq: 2,
      prev: first.id,
      schema: 'slip/2',
      lines: [slipLine(a, b, {}, { new_member: 1 })]
    })
    expect(await b.takeFrom(stickWith(first.file))).toMatchObject([{ outcome: 'applied', fresh: 1, rejected: [] }])
    expect(await b.takeFrom(stickWith(later.file))).toMatchObject([{ outcome: 'applied', slips: 0, fresh: 0, rejected: [] }])
    expect(b.db.all('SELECT name FROM pending_upgrade ORDER BY number')).toEqual([{ name: 'survey' }, { name: 'slip' }])
    expect(b.db.value('SELECT line FROM pending_upgrade')).toBe(odd)
    expect(b.db.all('SELECT upto FROM peer_epoch')).toEqual([{ upto: 2 }])
    expect(b.db.value('SELECT count(*) FROM slip')).toBe(1)
  })
})

describe('bundles that can never be imported', () => {
  it('T46 are given up once: a new epoch, the records sealed again, nothing carried for ever', async () => {
    const { a, b } = pair
    a.queue(b, 2)
    await a.writeTo(pair.stick())
    const bad = a.db.one<{ id: string; epoch: string }>('SELECT id, epoch FROM bundle') ?? { id: '', epoch: '' }
    await b.writeTo(pair.stick())
    const epoch = b.db.value<string>('SELECT epoch FROM own_epoch') ?? ''
    const status = async (state: object) => {
      const { file } = await forge(b, a, { status: true, epoch, state })
      await a.takeFrom(stickWith(file))
    }
    await status({ bad: [[bad.epoch, bad.id, 'E_DIGEST']] })
    expect(a.db.value("SELECT count(*) FROM bundle WHERE state = 'given-up'")).toBe(0)
    await status({ bad: [[bad.epoch, bad.id, 'E_LINE']] })
    expect(a.db.one('SELECT closed_last, closed_head FROM own_epoch WHERE epoch = ?', bad.epoch)).toEqual({
      closed_last: 0,
      closed_head: null
    })
    const stick = pair.stick()
    const written = await a.writeTo(stick)
    expect(written.partners[0]?.slips).toBe(2)
    expect(a.db.value('SELECT count(*) FROM own_epoch')).toBe(2)
    const [bundle] = await b.takeFrom(stick)
    expect(bundle).toMatchObject({ outcome: 'applied', fresh: 2 })
    const back = pair.stick()
    await b.writeTo(back)
    await a.takeFrom(back)
    expect(statuses(a)).toEqual([{ status: 'received_by_peer', n: 2 }])
    expect(await outbox(a)).toMatchObject({ uncovered: 0 })
  })

  it('refused a second time, send their slips back to their authors', async () => {
    const { a, b } = pair
    a.queue(b, 2)
    for (let time = 0; time < 2; time++) {
      await a.writeTo(pair.stick())
      const bad = a.db.one<{ id: string; epoch: string }>("SELECT id, epoch FROM bundle WHERE state <> 'given-up'")
      const { file } = await forge(b, a, { status: true, state: { bad: [[bad?.epoch ?? '', bad?.id ?? '', 'E_CONTENT']] } })
      await a.takeFrom(stickWith(file))
    }
    expect((await a.writeTo(pair.stick())).partners[0]?.slips).toBe(0)
    expect(statuses(a)).toEqual([{ status: 'returned', n: 2 }])
    expect((await a.writeTo(pair.stick())).partners[0]?.files.filter(({ name }) => name.includes('status'))).toHaveLength(1)
  })
})
