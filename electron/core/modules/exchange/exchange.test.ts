/** Two offices exchange sticks: what was signed here arrives there once, whatever happens to sticks in between. */
import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { forge, slipLine, type Forged } from '../../../../test/kit/forged-bundles'
import { openPair, testRoom, type LinkedOffice, type Pair } from '../../../../test/kit/linked-offices'
import { bytesSource, inspectBundle } from '../../container'
import { createExchangeHandlers } from './index'

let pair: Pair
beforeEach(async () => void (pair = await openPair()))
afterEach(() => pair.close())

const statuses = (office: LinkedOffice) => office.db.all("SELECT status, count(*) AS n FROM slip WHERE direction = 'out' GROUP BY status")
const arrived = (office: LinkedOffice): string[] =>
  office.db.all<{ slip_no: string }>("SELECT slip_no FROM slip WHERE direction = 'in' ORDER BY slip_no").map(({ slip_no }) => slip_no)
const outcomes = (bundles: readonly { outcome: string }[]): string[] => bundles.map(({ outcome }) => outcome)
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

/** Bundle files of a stick for one recipient, by number. */
function bundleFiles(stick: string, code: string): string[] {
  const folder = join(stick, 'JHB', code)
  return readdirSync(folder)
    .filter((name) => /_\d{6}_\d{8}\.jhb$/.test(name))
    .sort((a, b) => (a.slice(-19, -13) < b.slice(-19, -13) ? -1 : 1))
    .map((name) => join(folder, name))
}

describe('one trip and back', () => {
  it('brings the slips over, and the acknowledgement and receipt home', async () => {
    const { a, b } = pair
    const stick = pair.stick()
    const queued = a.queue(b, 12)
    const written = await a.writeTo(stick)
    expect(written.safeToRemove).toBe(true)
    expect(written.partners).toMatchObject([{ slips: 12, kinds: [{ kind: 'XC', count: 12 }], heldBack: [] }])
    expect(readdirSync(join(stick, 'JHB', '141124-00')).length).toBe(3)
    expect(statuses(a)).toEqual([{ status: 'delivered', n: 12 }])
    const found = await b.scan(stick)
    expect(found.found.map(({ state, senderName }) => [state, senderName]).sort()).toEqual([
      ['ready', '测试甲区卫生健康局'],
      ['status', '测试甲区卫生健康局']
    ])
    expect(found.cards).toMatchObject([{ outcome: 'known', version: 1, code: '610802-00' }])
    const { bundles } = await b.importFound(found)
    expect(bundles.flatMap(({ rejected }) => rejected)).toEqual([])
    expect(bundles.map(({ outcome, slips, fresh, duplicates }) => [outcome, slips, fresh, duplicates])).toEqual([
      ['applied', 12, 12, 0],
      ['status', 0, 0, 0]
    ])
    expect(arrived(b)).toEqual(queued.map(({ slipNo }) => slipNo).sort())
    expect(await outbox(b)).toMatchObject({ receipts: 1, queued: 0, missing: [] })

    const back = pair.stick()
    await b.writeTo(back)
    await a.takeFrom(back)
    expect(a.db.one('SELECT state, duplicates, refused FROM bundle')).toMatchObject({ state: 'acknowledged', duplicates: 0, refused: 0 })
    expect(statuses(a)).toEqual([{ status: 'received_by_peer', n: 12 }])
    expect(a.db.one('SELECT result, n, dup, rejected FROM receipt_in')).toEqual({ result: 'imported', n: 12, dup: 0, rejected: 0 })
    expect(await outbox(a)).toMatchObject({ uncovered: 0, receipts: 0, queued: 0 })
  })

  it('never acknowledges an acknowledgement › both fall silent when nothing is queued', async () => {
    const { a, b } = pair
    a.queue(b, 1)
    for (let round = 0; round < 4; round++) {
      const there = pair.stick()
      await a.writeTo(there)
      await b.takeFrom(there)
      const back = pair.stick()
      await b.writeTo(back)
      await a.takeFrom(back)
    }
    // One bundle with the slip, one back with its receipt, nothing about receipts.
    expect(a.db.value('SELECT count(*) FROM bundle')).toBe(2)
    expect(b.db.value('SELECT count(*) FROM bundle')).toBe(2)
    expect(a.db.value("SELECT count(*) FROM bundle WHERE state = 'acknowledged'")).toBe(1)
    expect(b.db.value("SELECT count(*) FROM bundle WHERE state = 'acknowledged'")).toBe(1)
  })

  it('writes each envelope with a fresh number and tidies its own older copies', async () => {
    const { a, b } = pair
    const stick = pair.stick()
    a.queue(b, 1)
    await a.writeTo(stick)
    const first = readdirSync(join(stick, 'JHB', '141124-00'))
    await a.writeTo(stick)
    const second = readdirSync(join(stick, 'JHB', '141124-00'))
    expect(second).toHaveLength(first.length)
    expect(second.filter((name) => first.includes(name))).toEqual(['610802-00_card_0001.jhk'])
    expect(a.db.value("SELECT value FROM exchange_counter WHERE name = 'state_no'")).toBe(4)
    expect(a.db.value('SELECT count(*) FROM bundle')).toBe(1)
  })

  it('leaves our card out once the partner is known to have it', async () => {
    const { a, b } = pair
    const stick = pair.stick()
    await b.writeTo(stick)
    await a.takeFrom(stick)
    const there = pair.stick()
    await a.writeTo(there)
    expect(readdirSync(join(there, 'JHB', '141124-00')).filter((name) => name.endsWith('.jhk'))).toEqual([])
  })
})

describe('replay, order and loss', () => {
  it('T52 the same file twice, from two sticks, is a duplicate and changes nothing', async () => {
    const { a, b } = pair
    const stick = pair.stick()
    a.queue(b, 3)
    await a.writeTo(stick)
    await b.takeFrom(stick)
    const before = b.db.all('SELECT * FROM slip')
    const other = pair.stick()
    await a.writeTo(other)
    for (const folder of [stick, other, stick]) expect(outcomes(await b.takeFrom(folder))).toEqual(['duplicate', 'status'])
    expect(b.db.all('SELECT * FROM slip')).toEqual(before)
    expect(b.db.value('SELECT count(*) FROM receipt_out')).toBe(1)
  })

  it('T53 bundles in any permutation of five lead to the same state', async () => {
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }), async (order) => {
        const fresh = await openPair()
        try {
          const { a, b } = fresh
          const files: Uint8Array[] = []
          const numbers: string[] = []
          let before: Forged | null = null
          for (let seq = 1; seq <= 5; seq++) {
            const line = slipLine(a, b) as { body: { slip_no: string } }
            numbers.push(line.body.slip_no)
            before = await forge(a, b, { seq, prev: before?.id ?? null, lines: [line], ...(before ? { epoch: before.epoch } : {}) })
            files.push(before.file)
          }
          for (const index of order) {
            const folder = fresh.stick()
            writeFileSync(join(folder, 'one.jhb'), files[index] ?? '')
            expect(outcomes(await b.takeFrom(folder))).toEqual(['applied'])
          }
          expect(arrived(b)).toEqual(numbers)
          expect(b.db.all('SELECT upto FROM peer_epoch')).toEqual([{ upto: 5 }])
          expect(b.db.value("SELECT count(*) FROM bundle WHERE direction = 'in' AND on_prefix = 1 AND state = 'applied'")).toBe(5)
          expect((await outbox(b))?.missing).toEqual([])
        } finally {
          fresh.close()
        }
      }),
      { numRuns: 6 }
    )
  })

  it('T54 T61 a lost bundle is shown as a hole at once, sent again on the next trip, and closes', async () => {
    const { a, b } = pair
    const stick = pair.stick()
    for (let i = 0; i < 3; i++) {
      a.queue(b, 1)
      await a.writeTo(stick)
    }
    const [, lost = '', third = ''] = bundleFiles(stick, '141124-00')
    rmSync(lost)
    const one = pair.stick()
    copyFileSync(third, join(one, 'third.jhb'))
    await b.takeFrom(one)
    expect((await outbox(b))?.missing).toEqual([1, 2])
    await b.takeFrom(stick)
    expect((await outbox(b))?.missing).toEqual([2])
    const back = pair.stick()
    await b.writeTo(back)
    await a.takeFrom(back)
    expect(await outbox(a)).toMatchObject({ uncovered: 1 })
    const again = pair.stick()
    const written = await a.writeTo(again)
    expect(written.partners[0]?.slips).toBe(1)
    expect(outcomes(await b.takeFrom(again))).toEqual(['applied', 'status'])
    expect((await outbox(b))?.missing).toEqual([])
    expect(arrived(b)).toHaveLength(3)
  })

  it('T55 T56 one trip heals whatever was lost, and an old status only makes it send again', async () => {
    const { a, b } = pair
    const old = pair.stick()
    await b.writeTo(old)
    for (let i = 0; i < 4; i++) {
      a.queue(b, 1)
      await a.writeTo(pair.stick())
    }
    const there = pair.stick()
    await a.writeTo(there)
    await b.takeFrom(there)
    const back = pair.stick()
    await b.writeTo(back)
    await a.takeFrom(back)
    expect(await outbox(a)).toMatchObject({ uncovered: 0 })
    const evidence = a.db.all('SELECT * FROM receipt_in')
    await a.takeFrom(old)
    expect(await outbox(a)).toMatchObject({ uncovered: 4 })
    expect(a.db.all('SELECT * FROM receipt_in')).toEqual(evidence)
    expect(a.db.value("SELECT count(*) FROM bundle WHERE state = 'acknowledged' AND direction = 'out'")).toBe(4)
    const again = pair.stick()
    await a.writeTo(again)
    expect(outcomes(await b.takeFrom(again)).filter((outcome) => outcome === 'duplicate')).toHaveLength(4)
  })

  it('T57 one id and revision with two contents: both are kept, neither wins silently', async () => {
    const { a, b } = pair
    const line = slipLine(a, b) as { id: string }
    const other = slipLine(a, b, { id: line.id }, { reason_text: '另一种内容' })
    const first = await forge(a, b, { lines: [line] })
    const second = await forge(a, b, { epoch: first.epoch, seq: 2, prev: first.id, lines: [line] })
    const third = await forge(a, b, { epoch: first.epoch, seq: 3, prev: second.id, lines: [other] })
    const [one] = await b.takeFrom(stickWith(first.file))
    const [two] = await b.takeFrom(stickWith(second.file))
    const [three] = await b.takeFrom(stickWith(third.file))
    expect([one, two, three]).toMatchObject([
      { fresh: 1, duplicates: 0, code: null },
      { fresh: 0, duplicates: 1, code: null },
      { fresh: 1, duplicates: 0, code: 'S_CONFLICT' }
    ])
    expect(b.db.value('SELECT count(*) FROM slip')).toBe(1)
    expect(b.db.value('SELECT count(*) FROM slip WHERE conflict = 1')).toBe(1)
  })

  it('T59 one number with two contents: both applied, flagged, and acknowledged by id', async () => {
    const { a, b } = pair
    const first = await forge(a, b, { lines: [slipLine(a, b)] })
    const branch = await forge(a, b, { epoch: first.epoch, lines: [slipLine(a, b)] })
    await b.takeFrom(stickWith(first.file))
    expect(await b.takeFrom(stickWith(branch.file))).toMatchObject([{ outcome: 'branch', code: 'S_BRANCH', fresh: 1 }])
    expect(b.db.value('SELECT count(*) FROM slip')).toBe(2)
    await b.writeTo(pair.stick())
    const { state } = await sealedState(b)
    expect(state.ack).toMatchObject([{ epoch: first.epoch, upto: 1, head: first.id, extra: [[1, branch.id]] }])
    expect(
      b.db
        .all<{ line: string }>('SELECT line FROM receipt_out ORDER BY number')
        .map(({ line }) => (JSON.parse(line) as { result: string }).result)
    ).toEqual(['imported', 'branch'])
  })

  it('T60 a predecessor that does not fit is flagged, its records are applied', async () => {
    const { a, b } = pair
    const first = await forge(a, b, { lines: [slipLine(a, b)] })
    const odd = await forge(a, b, { epoch: first.epoch, seq: 2, prev: `sha256:${'0'.repeat(64)}`, lines: [slipLine(a, b)] })
    await b.takeFrom(stickWith(first.file))
    expect(await b.takeFrom(stickWith(odd.file))).toMatchObject([{ outcome: 'branch', code: 'S_BRANCH', fresh: 1 }])
    expect(b.db.all('SELECT upto FROM peer_epoch')).toEqual([{ upto: 1 }])
  })

  it('T60 the predecessor that does not fit its successor is flagged as well, when it comes later', async () => {
    const { a, b } = pair
    const second = await forge(a, b, { seq: 2, prev: `sha256:${'1'.repeat(64)}`, lines: [slipLine(a, b)] })
    const first = await forge(a, b, { epoch: second.epoch, lines: [slipLine(a, b)] })
    await b.takeFrom(stickWith(second.file))
    expect(await b.takeFrom(stickWith(first.file))).toMatchObject([{ outcome: 'branch', code: 'S_BRANCH' }])
  })

  it('T20 a jump of more than ten thousand is held for a person, who may let it in', async () => {
    const { a, b } = pair
    const far = await forge(a, b, { seq: 10_000, prev: `sha256:${'0'.repeat(64)}`, lines: [slipLine(a, b)] })
    const farther = await forge(a, b, { seq: 10_001, prev: `sha256:${'0'.repeat(64)}`, lines: [slipLine(a, b)] })
    expect((await b.scan(stickWith(far.file))).found).toMatchObject([{ state: 'ready' }])
    const found = await b.scan(stickWith(farther.file))
    expect(found.found).toMatchObject([{ state: 'held', code: 'S_HOLD' }])
    expect(b.db.value('SELECT count(*) FROM slip')).toBe(0)
    // It is still here when the stick is gone.
    const later = await b.scan(pair.stick())
    expect(later.found).toMatchObject([{ state: 'held' }])
    const { bundles } = await createExchangeHandlers(testRoom).importBundles(b.job(), { spools: later.found.map(({ spool }) => spool) })
    expect(bundles).toMatchObject([{ outcome: 'applied', fresh: 1 }])
    expect((await b.scan(pair.stick())).found).toEqual([])
  })
})

/** Header of the status file that was sealed last. */
async function sealedState(office: LinkedOffice) {
  const stick = pair.stick()
  const written = await office.writeTo(stick)
  const name = written.partners[0]?.files.find((file) => file.name.includes('_status_'))?.name ?? ''
  const code = written.partners[0]?.partnerName === '测试甲区卫生健康局' ? '610802-00' : '141124-00'
  return (await inspectBundle(bytesSource(readFileSync(join(stick, 'JHB', code, name))))).header
}
