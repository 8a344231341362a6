/** Suite G1 between real offices: the way up by two cards, no way down without two persons, and nothing lost on the way (exchange.md §2.8). */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bytesSource, inspectBundle, readCard, sm2RecipientsOf, verifyWithCards } from '../../electron/core/container'
import { createExchangeHandlers, newestOwnCardSeen, recoverExchange } from '../../electron/core/modules/exchange'
import { keyWarnings, ownCard, partnerHandlers } from '../../electron/core/modules/partners'
import { forge, slipLine } from '../kit/forged-bundles'
import { domainDigest, openLinkedOffice, openPair, testRoom, trust, type LinkedOffice, type Pair } from '../kit/linked-offices'
import { changeKeys, keyState, setSuite } from '../kit/root-acts'
import { rollBack } from '../kit/roll-back'

let pair: Pair
beforeEach(async () => void (pair = await openPair()))
afterEach(() => pair.close())

const handlers = createExchangeHandlers(testRoom)
const link = (office: LinkedOffice, other: LinkedOffice) => handlers.link(office.query(), { partnerId: office.partnerOf(other) })
const suite = async (office: LinkedOffice, other: LinkedOffice) => (await link(office, other)).suite
const code = (expected: string): Error => expect.objectContaining({ code: expected }) as Error
const held = (office: LinkedOffice): number => office.db.value<number>("SELECT count(*) FROM slip WHERE direction = 'in'") ?? 0
const released = (office: LinkedOffice, other: LinkedOffice) =>
  office.command(partnerHandlers.allowCommonSuite, { id: office.partnerOf(other) })

async function written(from: LinkedOffice, to?: LinkedOffice): Promise<string> {
  const stick = pair.stick()
  await from.writeTo(stick, to ? { partnerIds: [from.partnerOf(to)] } : {})
  return stick
}
async function trip(from: LinkedOffice, to: LinkedOffice): Promise<(string | null)[]> {
  return (await to.takeFrom(await written(from, to))).map(({ outcome }) => outcome).sort()
}

const filesOn = (stick: string): string[] =>
  readdirSync(stick, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.jhb'))
    .sort()

async function headers(stick: string) {
  const heads = []
  for (const name of filesOn(stick)) heads.push((await inspectBundle(bytesSource(readFileSync(join(stick, name))))).header)
  return heads
}
const suitesOn = async (stick: string): Promise<string[]> => (await headers(stick)).map((header) => header.suite)

/** Both switch on and have heard each other in the national suite. */
async function bothNational(): Promise<void> {
  const { a, b } = pair
  await setSuite(a, true)
  await setSuite(b, true)
  await trip(a, b)
  await trip(b, a)
  await trip(a, b)
}

describe('the way up', () => {
  it('one office alone › the link stays common › both › every file is national, in a stream of its own, and bound', async () => {
    const { a, b } = pair
    a.queue(b, 1)
    await trip(a, b)
    expect(await setSuite(a, true)).toMatchObject({ version: 2, links: 0 })
    a.queue(b, 1)
    expect(await suitesOn(await written(a))).toEqual(['A1', 'A1', 'A1'])
    await trip(a, b)
    expect([await suite(a, b), await suite(b, a)]).toEqual([
      { inUse: 'A1', bound: false },
      { inUse: 'A1', bound: false }
    ])
    await setSuite(b, true)
    b.queue(a, 1)
    const answer = await written(b)
    expect(await suitesOn(answer)).toEqual(['G1', 'G1'])
    expect((await a.takeFrom(answer)).map(({ outcome }) => outcome).sort()).toEqual(['applied', 'status'])
    expect(await suite(a, b)).toEqual({ inUse: 'G1', bound: true })
    a.queue(b, 2)
    const stick = await written(a)
    const data = (await headers(stick)).filter(({ kind }) => kind === 'data')
    expect(data.map(({ suite: name, data: parts }) => [name, parts?.content.id.slice(0, 4), parts?.stream.seq])).toEqual([
      ['G1', 'sm3:', 1]
    ])
    expect((await b.takeFrom(stick)).map(({ outcome }) => outcome).sort()).toEqual(['applied', 'status'])
    expect([held(a), held(b)]).toEqual([1, 4])
    expect((await keyState(a)).national).toEqual({ on: true, offering: 1, using: 1 })
  })

  it('what was sealed before › goes again in the national suite under its old content id, and counts once', async () => {
    const { a, b } = pair
    a.queue(b, 2)
    const late = await written(a)
    await setSuite(a, true)
    await setSuite(b, true)
    await trip(b, a)
    const again = await written(a)
    const ids = async (stick: string) => (await headers(stick)).flatMap(({ suite: name, data }) => (data ? [[name, data.content.id]] : []))
    const [[, id] = []] = await ids(late)
    expect(await ids(again)).toEqual([['G1', id]])
    await b.takeFrom(late)
    expect((await b.takeFrom(again)).map(({ outcome }) => outcome).sort()).toEqual(['duplicate', 'status'])
    expect(held(b)).toBe(2)
  })

  it('founded with it on both sides › national from the first stick; a partner without it › common, side by side', async () => {
    pair.close()
    pair = await openPair({ a: { national: true }, b: { national: true } })
    const { a, b } = pair
    const c = await openLinkedOffice({ code: '150802-00', name: '测试丙区' })
    trust(a, c)
    trust(c, a)
    a.queue(b, 1)
    a.queue(c, 1)
    const stick = await written(a)
    expect((await headers(stick)).map(({ suite: name, to }) => [to.code, name]).sort()).toEqual([
      ['141124-00', 'G1'],
      ['141124-00', 'G1'],
      ['150802-00', 'A1'],
      ['150802-00', 'A1']
    ])
    await b.takeFrom(stick)
    await c.takeFrom(stick)
    await trip(c, a)
    expect([held(b), held(c)]).toEqual([1, 1])
    expect((await link(a, c)).uncovered).toBe(0)
    c.close()
  })

  it('bundle verify needs no key › says of a national file who signed it', async () => {
    const { a, b } = pair
    await bothNational()
    a.queue(b, 1)
    const stick = await written(a)
    for (const name of filesOn(stick)) {
      const source = bytesSource(readFileSync(join(stick, name)))
      const checked = await verifyWithCards(source, [ownCard(a.db)])
      expect([checked.header.suite, checked.sender.confirmed, checked.sender.code]).toEqual(['G1', true, '610802-00'])
    }
  })
})

describe('keys that change', () => {
  it.each(['rotated', 'lost'] as const)(
    '%s › a late stick still opens, both ways, and the exchange goes on in the national suite',
    async (reason) => {
      const { a, b } = pair
      await bothNational()
      a.queue(b, 1)
      const first = await written(a)
      b.queue(a, 1)
      const toOldKey = await written(b)
      const before = a.query().keys.sm2.sender?.publicKey
      await changeKeys(a, reason)
      expect(a.query().keys.sm2.sender?.publicKey).not.toEqual(before)
      expect(await keyState(a)).toMatchObject({ usable: true, national: { on: true }, revoked: [{ reason }, { reason }] })
      expect((await a.takeFrom(toOldKey)).map(({ outcome }) => outcome).sort()).toEqual(['applied', 'status'])
      a.queue(b, 1)
      const second = await written(a)
      expect(new Set(await suitesOn(second))).toEqual(new Set(['G1']))
      expect((await b.takeFrom(second)).map(({ outcome }) => outcome).sort()).toEqual(['applied', 'applied', 'status'])
      const late = await b.scan(first)
      expect(late.found.map(({ state, code: why }) => [state, why]).sort()).toEqual([
        ['duplicate', null],
        ['refused', 'E_REVOKED']
      ])
      expect([held(a), held(b)]).toEqual([1, 2])
    }
  )

  it('lost › what the declared end reaches still comes in, a forgery of the given-up key in its place does not', async () => {
    const { a, b } = pair
    await bothNational()
    const thief = { card: ownCard(a.db), device: a.query().keys.sm2.sender }
    if (!thief.device) throw new RangeError('not switched on')
    a.queue(b, 1)
    const late = await written(a)
    const [{ data } = { data: null }] = (await headers(late)).filter(({ kind }) => kind === 'data')
    await changeKeys(a, 'lost')
    const news = await written(a)
    for (const name of filesOn(news)) if (!name.includes('_status_')) rmSync(join(news, name))
    await b.takeFrom(news)
    const g1 = { device: thief.device, recipients: sm2RecipientsOf(ownCard(b.db)) }
    const { epoch = '', seq = 0 } = data?.stream ?? {}
    const { file } = await forge(a, b, { card: thief.card, g1, lines: [slipLine(a, b)], epoch, seq })
    const stick = pair.stick()
    writeFileSync(join(stick, 'x.jhb'), file)
    expect((await b.scan(stick)).found).toMatchObject([{ state: 'refused', code: 'E_REVOKED' }])
    expect((await b.scan(late)).found.map(({ state }) => state).sort()).toEqual(['ready', 'refused'])
    await b.takeFrom(late)
    expect(held(b)).toBe(1)
  })
})

describe('what is lost', () => {
  it('a lost stick › goes again on the next trip; an old backup › comes back by echo, its signature that of our SM2 key', async () => {
    const { a, b } = pair
    await bothNational()
    a.queue(b, 1)
    await written(a)
    await trip(a, b)
    await trip(b, a)
    const restore = rollBack(a)
    const lost = a.queue(b, 2)
    await trip(a, b)
    await trip(b, a)
    restore()
    for (let round = 0; round < 4; round++) {
      await trip(a, b)
      await trip(b, a)
    }
    const numbers = a.db.all<{ slip_no: string }>("SELECT slip_no FROM slip WHERE direction = 'out'").map(({ slip_no }) => slip_no)
    expect(numbers).toEqual(expect.arrayContaining(lost.map(({ slipNo }) => slipNo)))
    expect((await link(a, b)).recovered.slips).toBe(2)
    expect((await link(a, b)).flags.map(({ code: flag }) => flag)).not.toContain('false-echo')
    expect((await link(b, a)).uncovered + (await link(a, b)).uncovered).toBe(0)
  })

  it('content of the archive that an old database forgot › comes back from there, under its id of SM3', async () => {
    const { a, b } = pair
    await bothNational()
    a.queue(b, 1)
    await written(a)
    const restore = rollBack(a)
    a.queue(b, 2)
    await written(a)
    restore()
    recoverExchange(a.write, a.places)
    await trip(a, b)
    expect(held(b)).toBe(3)
    expect((await link(a, b)).recovered).toEqual({ bundles: 1, slips: 2 })
  })

  it('a file of our own on a stick › opens with the SM2 archive key', async () => {
    const { a, b } = pair
    await bothNational()
    const restore = rollBack(a)
    const [slip] = a.queue(b, 1)
    const stick = await written(a)
    restore()
    await a.scan(stick)
    expect((await link(a, b)).recovered).toEqual({ bundles: 1, slips: 1 })
    expect(a.db.value('SELECT count(*) FROM slip WHERE slip_no = ?', slip?.slipNo ?? '')).toBe(1)
  })
})

describe('an office set back to before it switched on', () => {
  it('hears from its bound partner which of its cards is known › and takes the very card into use again that its root had signed', async () => {
    const { a, b } = pair
    await bothNational()
    const card = ownCard(a.db)
    const stick = await written(a)
    a.write.raw.exec(
      `DROP TRIGGER partner_card_never_shrinks; DELETE FROM partner_card WHERE own = 1 AND ver = 2; DELETE FROM peer_envelope;
       UPDATE partner SET national_sent_at = NULL, national_heard_at = NULL`
    )
    expect([ownCard(a.db).ver, newestOwnCardSeen(a.db)]).toEqual([1, 0])
    expect(await trip(b, a)).toEqual(['status'])
    expect(newestOwnCardSeen(a.db)).toBe(2)
    await expect(setSuite(a, true)).resolves.toMatchObject({ version: 2, finished: true })
    expect(ownCard(a.db).digest).toBe(card.digest)
    expect((await b.takeFrom(stick)).map(({ outcome }) => outcome)).toEqual(['status'])
  })
})

describe('no way down', () => {
  it('a genuine signature in the common suite › is refused on a bound link and changes nothing', async () => {
    const { a, b } = pair
    await bothNational()
    const before = domainDigest(b)
    for (const status of [true, false]) {
      const { file } = await forge(a, b, { card: ownCard(a.db), lines: [slipLine(a, b)], status })
      const stick = pair.stick()
      writeFileSync(join(stick, 'x.jhb'), file)
      const { found } = await b.scan(stick)
      expect(found).toMatchObject([{ state: 'refused', code: 'E_SUITE' }])
      expect(found[0]?.reason).toContain('国密')
    }
    expect(domainDigest(b)).toBe(before)
  })

  it('the card of before it was switched on, replayed › does not bring the common suite back', async () => {
    const { a, b } = pair
    const { file } = await forge(a, b, { lines: [slipLine(a, b)] })
    await bothNational()
    const stick = pair.stick()
    writeFileSync(join(stick, 'x.jhb'), file)
    expect((await b.scan(stick)).found).toMatchObject([{ state: 'refused', code: 'E_SUITE' }])
    expect(await suite(b, a)).toEqual({ inUse: 'G1', bound: true })
  })

  it('a header that names the other suite › is refused before anything else is believed', async () => {
    const { a, b } = pair
    await bothNational()
    a.queue(b, 1)
    const stick = await written(a)
    const [name = ''] = filesOn(stick)
    const octets = readFileSync(join(stick, name))
    const altered = Buffer.from(octets.toString('latin1').replace('"suite":"G1"', '"suite":"A1"'), 'latin1')
    expect(altered.equals(octets)).toBe(false)
    const other = pair.stick()
    writeFileSync(join(other, 'x.jhb'), altered)
    expect((await b.scan(other)).found).toMatchObject([{ state: 'refused' }])
    expect(held(b)).toBe(0)
  })

  it('a partner that switched it off › nothing is sent or taken until two persons said so › then everything arrives', async () => {
    const { a, b } = pair
    await bothNational()
    b.queue(a, 1)
    const late = await written(b)
    expect(await setSuite(a, false)).toMatchObject({ version: 3, links: 1 })
    expect(readCard(ownCard(a.db).bytes, ownCard(a.db).sig)).toMatchObject({ suites: ['A1'], revoked: [{ reason: 'retired' }] })
    expect(await suite(a, b)).toEqual({ inUse: 'A1', bound: false })
    expect((await a.takeFrom(late)).map(({ outcome }) => outcome).sort()).toEqual(['applied', 'status'])
    expect((await suite(a, b)).bound).toBe(false)
    a.queue(b, 1)
    const stick = await written(a)
    expect(new Set(await suitesOn(stick))).toEqual(new Set(['A1']))
    expect(new Set((await b.scan(stick)).found.map(({ code: why }) => why))).toEqual(new Set(['E_SUITE']))
    expect(await suite(b, a)).toEqual({ inUse: null, bound: true })
    expect(await link(b, a)).toMatchObject({ advice: { code: 'decide-suite' } })
    const { today, reference } = b.query()
    expect(keyWarnings(b.db, b.card.name, today, reference.keyLifeOn(today))).toMatchObject([{ kind: 'suite', name: '测试甲区卫生健康局' }])
    await expect(written(b, a)).rejects.toThrow(code('partners.suite_withdrawn'))
    await expect(written(b)).rejects.toThrow(code('partners.suite_withdrawn'))
    const c = await openLinkedOffice({ code: '150802-00', name: '测试丙区' })
    trust(b, c)
    const { partners, undecided } = await b.writeTo(pair.stick())
    c.close()
    expect([partners.map(({ partnerName }) => partnerName), undecided.map(({ partnerName }) => partnerName)]).toEqual([
      ['测试丙区'],
      ['测试甲区卫生健康局']
    ])
    const kept = () => b.db.value("SELECT count(*) FROM quarantine WHERE code = 'E_SUITE'")
    await b.takeFrom(pair.stick())
    expect([kept(), held(b)]).toEqual([2, 0])
    await released(b, a)
    await expect(released(b, a)).rejects.toThrow(code('partners.suite_open'))
    // Nobody brings the stick again: what was refused is still here.
    expect((await b.takeFrom(pair.stick())).map(({ outcome }) => outcome).sort()).toEqual(['applied', 'status'])
    expect([kept(), readdirSync(b.places.quarantine).filter((name) => name.endsWith('.jhb'))]).toEqual([0, []])
    expect((await b.takeFrom(stick)).map(({ outcome }) => outcome).sort()).toEqual(['duplicate', 'status'])
    await trip(b, a)
    expect([held(a), held(b), (await link(a, b)).uncovered]).toEqual([1, 1, 0])
  })

  it('switched on twice, or off where it is off › signs nothing', async () => {
    const { a } = pair
    await expect(setSuite(a, false)).rejects.toThrow(code('keys.suite_unchanged'))
    await setSuite(a, true)
    await expect(setSuite(a, true)).rejects.toThrow(code('keys.suite_unchanged'))
    expect(ownCard(a.db).ver).toBe(2)
  })
})
