/** Rows T62–T66, T84 and T85 of the fault list on real offices: old backups, copied databases, and what partners ask back (exchange-format.md §3.6, §3.7). */
import { cpSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { beginAnew, createExchangeHandlers, lastEnvelope } from '../../../electron/core/modules/exchange'
import { RULES } from '../../../electron/core/modules/exchange/protocol'
import { forge, slipLine } from '../../kit/forged-bundles'
import { openPair, testRoom, type LinkedOffice, type Pair } from '../../kit/linked-offices'
import { rollBack } from '../../kit/roll-back'

let pair: Pair
beforeEach(async () => void (pair = await openPair()))
afterEach(() => pair.close())

const handlers = createExchangeHandlers(testRoom)
const link = (office: LinkedOffice, other: LinkedOffice) => handlers.link(office.query(), { partnerId: office.partnerOf(other) })
const codes = async (office: LinkedOffice, other: LinkedOffice): Promise<string[]> =>
  (await link(office, other)).flags.map(({ code }) => code)
const slipsAt = (office: LinkedOffice, direction: 'in' | 'out'): string[] =>
  office.db
    .all<{ slip_no: string }>('SELECT slip_no FROM slip WHERE direction = ? ORDER BY slip_no', direction)
    .map(({ slip_no }) => slip_no)

describe('T62 restored from an old backup', () => {
  it.each(['in the program', 'behind its back'])('%s › what was sent since comes back from the partner and is sent again', async (how) => {
    const { a, b } = pair
    a.queue(b, 2)
    await pair.round()
    const restore = rollBack(a)
    const lost = a.queue(b, 3)
    await pair.round()
    const seen = lastEnvelope(a.db)
    restore()
    expect(slipsAt(a, 'out')).toHaveLength(2)
    if (how === 'in the program') a.write.transaction(() => beginAnew(a.write.db, seen, 0, '2026-03-05T02:00:00.000Z'))
    for (let round = 0; round < 4; round++) await pair.round()
    expect(slipsAt(a, 'out')).toEqual(expect.arrayContaining(lost.map(({ slipNo }) => slipNo)))
    expect(slipsAt(b, 'in')).toHaveLength(5)
    expect(a.db.value("SELECT count(*) FROM slip WHERE direction = 'out' AND status = 'received_by_peer'")).toBe(5)
    expect(await link(a, b)).toMatchObject({ recovered: { bundles: 1, slips: 3 }, asking: 0, uncovered: 0, missing: [] })
    expect(await codes(a, b)).toEqual(['own-restored'])
    expect(await codes(b, a)).toEqual(['peer-restored'])
    expect(lastEnvelope(a.db)).toBeGreaterThan(1_000_000)
  })

  it('an office that only receives › is sent again what it lost: acknowledgements may say less than before', async () => {
    const { a, b } = pair
    await pair.round()
    const restore = rollBack(b)
    a.queue(b, 4)
    await pair.round()
    expect(await link(a, b)).toMatchObject({ uncovered: 0, held: { bundles: 1 } })
    restore()
    expect(slipsAt(b, 'in')).toEqual([])
    await pair.trip(b, a)
    expect(await link(a, b)).toMatchObject({ uncovered: 1 })
    await pair.round()
    expect(slipsAt(b, 'in')).toHaveLength(4)
    expect(await link(a, b)).toMatchObject({ uncovered: 0 })
  })
})

describe('T63 both ends restored in turn', () => {
  it('heals except what was never carried', async () => {
    const { a, b } = pair
    await pair.round()
    const [restoreA, restoreB] = [rollBack(a), rollBack(b)]
    a.queue(b, 2)
    b.queue(a, 2)
    for (let round = 0; round < 2; round++) await pair.round()
    restoreA()
    for (let round = 0; round < 4; round++) await pair.round()
    restoreB()
    for (let round = 0; round < 5; round++) await pair.round()
    for (const [one, other] of [
      [a, b],
      [b, a]
    ] as const) {
      expect(slipsAt(one, 'out')).toHaveLength(2)
      expect(slipsAt(other, 'in')).toHaveLength(2)
      expect(await link(one, other)).toMatchObject({ asking: 0, uncovered: 0, missing: [] })
    }
  })
})

describe('T63 both ends restored, and a stick comes late', () => {
  it('what the partner did not have when he was asked, and has now, is asked for again', async () => {
    const { a, b } = pair
    await pair.round()
    const [restoreA, restoreB] = [rollBack(a), rollBack(b)]
    const lost = a.queue(b, 1)
    await a.writeTo(pair.stick())
    lost.push(...a.queue(b, 1))
    const [soon, late, told] = [pair.stick(), pair.stick(), pair.stick()]
    await a.writeTo(soon)
    cpSync(soon, late, { recursive: true })
    // Of two bundles the second alone comes through: B names it by its id.
    for (const name of readdirSync(soon, { recursive: true, encoding: 'utf8' })) if (name.includes('_000001_')) rmSync(join(soon, name))
    await b.takeFrom(soon)
    await b.writeTo(told)
    const seen = lastEnvelope(b.db)
    restoreA()
    restoreB()
    b.write.transaction(() => beginAnew(b.write.db, seen, 0, '2026-03-05T02:00:00.000Z'))
    await a.takeFrom(told)
    expect((await link(a, b)).asking).toBeGreaterThan(0)
    await pair.round()
    await pair.round()
    expect(await link(a, b)).toMatchObject({ asking: 0, gone: 1 })
    await b.takeFrom(late)
    for (let round = 0; round < 4; round++) await pair.round()
    expect(slipsAt(a, 'out')).toEqual(lost.map(({ slipNo }) => slipNo).sort())
    expect(await link(a, b)).toMatchObject({ asking: 0, gone: 0, uncovered: 0 })
  })
})

describe('T66 a file of our own on a stick tells of a rollback', () => {
  it('its slips are taken back although no partner has it', async () => {
    const { a, b } = pair
    await pair.round()
    const restore = rollBack(a)
    const lost = a.queue(b, 2)
    const stick = pair.stick()
    await a.writeTo(stick)
    restore()
    const { found } = await a.scan(stick)
    expect(found.find(({ seq }) => seq !== null)).toMatchObject({
      state: 'own',
      code: 'S_OWN',
      reason: expect.stringContaining('找回 2 份') as string
    })
    expect(slipsAt(a, 'out')).toEqual(lost.map(({ slipNo }) => slipNo).sort())
    await pair.round()
    expect(slipsAt(b, 'in')).toHaveLength(2)
    // Looked at once more it is nothing new.
    expect((await a.scan(stick)).found.find(({ seq }) => seq !== null)?.reason ?? '').not.toContain('找回')
  })
})

describe('T84 much asked back', () => {
  /** B holds `slips` of A's, which A forgot. */
  async function forgotten(slips: number): Promise<void> {
    const { a, b } = pair
    await pair.round()
    const restore = rollBack(a)
    a.queue(b, slips)
    await pair.round()
    restore()
    await pair.trip(b, a)
  }

  it('more than 500 slips wait for a person, however often they are asked for', async () => {
    const { a, b } = pair
    await forgotten(501)
    for (let again = 0; again < 3; again++) await pair.trip(a, b)
    const asked = await link(b, a)
    expect(asked).toMatchObject({ waiting: { bundles: 1, slips: 501 }, advice: { code: 'decide-echo' } })
    expect(asked.flags.map(({ text }) => text)).toContain('对方请求取回 501 份它发出的单据，等待确认。')
    await pair.trip(b, a)
    expect(slipsAt(a, 'out')).toEqual([])
    const input = { partnerId: b.partnerOf(a), allow: true }
    expect(await b.command(handlers.allowEcho, input)).toMatchObject({ bundles: 1 })
    await expect(b.command(handlers.allowEcho, input)).rejects.toMatchObject({ code: 'exchange.nothing_waits' })
    await pair.trip(b, a)
    expect(slipsAt(a, 'out')).toHaveLength(501)
  })

  it('a few are given back by rule and queued once', async () => {
    const { a, b } = pair
    await forgotten(3)
    for (let again = 0; again < 4; again++) await pair.trip(a, b)
    expect(b.db.all('SELECT slips, allowed, carrier FROM echo_out')).toEqual([{ slips: 3, allowed: 'by-rule', carrier: null }])
    await pair.trip(b, a)
    for (let again = 0; again < 2; again++) await pair.trip(a, b)
    expect(b.db.value('SELECT count(*) FROM echo_out')).toBe(1)
    expect(slipsAt(a, 'out')).toHaveLength(3)
  })

  it('what is no longer held is named as gone, and asking stops', async () => {
    const { a, b } = pair
    await forgotten(2)
    b.write.db.run("UPDATE bundle SET let_go_at = '2026-03-05T01:00:00.000Z' WHERE direction = 'in'")
    expect((await link(a, b)).asking).toBeGreaterThan(0)
    await pair.round()
    expect(await link(a, b)).toMatchObject({ asking: 0, gone: 1 })
    expect(await codes(a, b)).toContain('gone')
    await pair.round()
    expect(await link(a, b)).toMatchObject({ asking: 0 })
  })
})

describe('T50 an echo that is not ours', () => {
  it('is refused with an alarm and changes nothing', async () => {
    const { a, b } = pair
    const invented = await forge(a, b, { lines: [slipLine(a, b)] })
    await b.takeFrom(stickWith(invented.file))
    const core = JSON.stringify({ t: 'core' })
    const header = Buffer.from('{"from":{"key":"x"}}').toString('base64')
    const echo = { t: 'echo', bundle: invented.id, header, sig: header, lines: 2 }
    const forged = await forge(b, a, { lines: [echo, core, slipLine(a, b)], counts: { slip: 0, echo: 1 } })
    await a.takeFrom(stickWith(forged.file))
    expect(slipsAt(a, 'out')).toEqual([])
    expect(await codes(a, b)).toEqual(['false-echo'])
  })
})

describe('T85 floods', () => {
  it('beyond 64 epochs a person must look, and nothing of the 65th counts', async () => {
    const { a, b } = pair
    for (let n = 0; n < RULES.epochs; n++) {
      const { file } = await forge(a, b, { status: true, state: { no: n + 1 } })
      await b.takeFrom(stickWith(file))
    }
    const status = await forge(a, b, { status: true, state: { no: 100 } })
    await b.takeFrom(stickWith(status.file))
    expect(b.db.value('SELECT count(*) FROM peer_envelope')).toBe(RULES.epochs)
    expect(await codes(b, a)).toEqual(['peer-epochs', 'peer-twice'])
    const data = await forge(a, b, { lines: [slipLine(a, b)] })
    expect((await b.scan(stickWith(data.file))).found).toMatchObject([{ state: 'held', code: 'S_HOLD' }])
    expect((await link(b, a)).advice.code).toBe('call-partner')
  })

  it('own good bundles called bad one after another › each is given up at most once', async () => {
    const { a, b } = pair
    a.queue(b, 1)
    await pair.trip(a, b)
    const own = a.db.one<{ id: string; epoch: string }>("SELECT id, epoch FROM bundle WHERE direction = 'out'") ?? { id: '', epoch: '' }
    a.write.db.run("UPDATE bundle SET state = 'carried', acknowledged_at = NULL WHERE direction = 'out'")
    for (let n = 0; n < 5; n++) {
      const { file } = await forge(b, a, {
        status: true,
        epoch: 'e'.repeat(32),
        state: { no: n + 1, bad: [[own.epoch, own.id, 'E_LINE']] }
      })
      await a.takeFrom(stickWith(file))
    }
    expect(a.db.value('SELECT count(*) FROM own_epoch')).toBe(2)
  })
})

/** Puts octets on a fresh stick. */
function stickWith(...files: readonly Uint8Array[]): string {
  const folder = pair.stick()
  for (const [index, octets] of files.entries()) writeFileSync(join(folder, `${String(index)}.jhb`), octets)
  return folder
}
