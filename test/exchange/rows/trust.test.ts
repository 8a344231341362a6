/** Rows T30–T35 and T68 of the threat list: whose word counts, and for how long (exchange.md §4, §5). */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isDay, type Day } from '@shared/domain'
import {
  composeCard,
  fingerprint,
  formatKeyLine,
  keyQrText,
  rawKey,
  signRootChange,
  writeCardFile,
  type KeyCard
} from '../../../electron/core/container'
import { generateSigningKey, randomHex, type SigningKey } from '../../../electron/core/crypto'
import { createKeyHandlers } from '../../../electron/core/modules/keys'
import { createExchangeHandlers } from '../../../electron/core/modules/exchange'
import {
  cardFacts,
  introducedPartners,
  keyWarnings,
  newestCard,
  ownCard,
  partnerByOfficeId,
  partnerHandlers,
  pinFor,
  raiseAlarm
} from '../../../electron/core/modules/partners'
import { forge, slipLine, type Forged, type Forgery } from '../../kit/forged-bundles'
import { domainDigest, openLinkedOffice, openPair, testRoom, type LinkedOffice, type Pair } from '../../kit/linked-offices'
import { actorNamed } from '../../kit/module-office'

let pair: Pair
beforeEach(async () => void (pair = await openPair()))
const others: LinkedOffice[] = []
afterEach(() => {
  pair.close()
  others.splice(0).forEach((office) => office.close())
})

async function another(): Promise<LinkedOffice> {
  const office = await openLinkedOffice({ code: '150802-00', name: '测试丙区卫生健康局' })
  others.push(office)
  return office
}

const handlers = createExchangeHandlers(testRoom)

function stickWith(...files: readonly Uint8Array[]): string {
  const folder = pair.stick()
  for (const [index, octets] of files.entries()) writeFileSync(join(folder, `${String(index)}.jhb`), octets)
  return folder
}

function cardStick(...cards: readonly KeyCard[]): string {
  const folder = pair.stick()
  for (const [index, card] of cards.entries()) writeFileSync(join(folder, `${String(index)}.jhk`), writeCardFile(card))
  return folder
}

type Change = Partial<Pick<KeyCard, 'sign' | 'revoked' | 'roots' | 'name'>> & { readonly ver?: number; readonly prev?: string }

function following(own: KeyCard, root: SigningKey, change: Change = {}): KeyCard {
  const { id, code, name, suites, sign, enc, revoked, roots, issued, phone } = own
  return composeCard(
    { ...{ id, code, name, suites, sign, enc, revoked, roots, issued, phone }, ver: own.ver + 1, prev: own.digest, ...change },
    root
  )
}

/** The card with a new key, the old one given up. */
function afterKeyChange(office: LinkedOffice, reason: 'rotated' | 'retired' | 'lost') {
  const key = generateSigningKey()
  const [old] = office.card.sign
  const card = following(office.card, office.root, {
    sign: [{ key: formatKeyLine(key.publicKey), dev: 1, from_ver: 2 }],
    revoked: [{ key: fingerprint(rawKey(old?.key ?? '')), since_ver: 2, reason }]
  })
  return { key, card }
}

interface Stream {
  readonly epoch: string
  readonly bundles: readonly Forged[]
}

/** Bundles of one stream signed with the office's first key. */
async function streamOf(from: LinkedOffice, to: LinkedOffice, count: number): Promise<Stream> {
  const epoch = randomHex(16)
  const bundles: Forged[] = []
  for (let seq = 1; seq <= count; seq += 1)
    bundles.push(await forge(from, to, { epoch, seq, prev: bundles.at(-1)?.id ?? null, lines: [slipLine(from, to)] }))
  return { epoch, bundles }
}

/** The envelope with which the new key declares where the old stream ends. */
const news = (
  from: LinkedOffice,
  to: LinkedOffice,
  { card, key }: { card: KeyCard; key: SigningKey },
  end: Stream,
  last: number,
  no = 50
) =>
  forge(from, to, {
    ...{ card, signKey: key, status: true },
    state: { no, closed: [{ epoch: end.epoch, last, head: end.bundles[last - 1]?.id ?? null }] }
  })

const fileOf = (stream: Stream, seq: number): Uint8Array => stream.bundles[seq - 1]?.file ?? new Uint8Array(0)
const statesOn = async (office: LinkedOffice, ...files: readonly Uint8Array[]): Promise<string[]> =>
  (await office.scan(stickWith(...files))).found.map(({ state, code }) => `${state}${code === null ? '' : ` ${code}`}`)
const waitingReasons = (office: LinkedOffice): string[] =>
  office.db.all<{ reason: string }>('SELECT reason FROM waiting_file').map(({ reason }) => reason)

describe('T34 the form', () => {
  const form = (office: LinkedOffice) => {
    const { digits } = cardFacts(office.card)
    return { digits, qr: keyQrText(office.card.id, rawKey(office.card.root)) }
  }
  const confirmAt = async (at: LinkedOffice, id: string, taken: { digits: string; qr: string }) =>
    at.command<{ trust: string }>(partnerHandlers.confirm, { id, way: 'form', second: null, ...taken }, actorNamed('zhang'))

  it('whose code was covered by another, or whose digits were › stops the ceremony, whichever of them is right', async () => {
    const { a, b } = pair
    const c = await another()
    const id = await b.command<{ id: string }>(partnerHandlers.add, {
      file: b.desk.offer(join(cardStick(c.card), '0.jhk')).ticket,
      succeeds: null
    })
    const [right, wrong] = [form(c), form(a)]
    const stops = expect.objectContaining({ code: 'partners.form_contradicts' }) as Error
    await expect(confirmAt(b, id.id, { digits: right.digits, qr: wrong.qr })).rejects.toThrow(stops)
    await expect(confirmAt(b, id.id, { digits: wrong.digits, qr: right.qr })).rejects.toThrow(stops)
    const otherId = right.qr.replace(/ [0-9A-F]{32} /, ` ${a.card.id.toUpperCase()} `)
    await expect(confirmAt(b, id.id, { digits: right.digits, qr: otherId })).rejects.toThrow(stops)
    await expect(confirmAt(b, id.id, wrong)).rejects.toThrow(expect.objectContaining({ code: 'partners.digits_differ' }) as Error)
    await expect(confirmAt(b, id.id, { digits: '', qr: right.qr.slice(0, -1) })).rejects.toThrow(
      expect.objectContaining({ code: 'partners.qr_unreadable' }) as Error
    )
    await expect(confirmAt(b, id.id, { digits: '', qr: '' })).rejects.toThrow()
    expect(partnerByOfficeId(b.db, c.card.id)?.trust).toBe('pending')
    expect((await confirmAt(b, id.id, { digits: '', qr: right.qr.toLowerCase() })).trust).toBe('pending')
    await b.command(partnerHandlers.confirm, { id: id.id, way: 'phone', second: null, digits: right.digits, qr: '' }, actorNamed('li'))
    expect(partnerByOfficeId(b.db, c.card.id)?.trust).toBe('confirmed')
    expect(b.db.all("SELECT way FROM partner_confirmation WHERE account = 'li' AND partner_id = ?", id.id)).toEqual([{ way: 'phone' }])
  })
})

describe('T31 cards', () => {
  it('of later versions without their ancestors › wait, also 2⁵³−1 › and change nothing', async () => {
    const { a, b } = pair
    const files: Uint8Array[] = []
    for (const ver of [6, Number.MAX_SAFE_INTEGER]) {
      const card = following(a.card, a.root, { ver, prev: `sha256:${randomHex(32)}`, name: '跳过' })
      files.push((await forge(a, b, { card, lines: [slipLine(a, b)] })).file)
    }
    expect(await statesOn(b, ...files)).toEqual(['wait-key E_CARD', 'wait-key E_CARD'])
    expect(newestCard(b.db, a.card.id)?.ver).toBe(1)
  })

  it('of a new root › signed by the new one alone are refused, with the old one’s word installed › and the old root’s next is refused', async () => {
    const { a, b } = pair
    const root = generateSigningKey()
    const stranger = { ...signRootChange(a.card.id, root, root.publicKey, 2), from: formatKeyLine(a.root.publicKey) }
    expect(() => following(a.card, root, { roots: [stranger] })).toThrow(expect.objectContaining({ code: 'E_CARD' }) as Error)
    const good = following(a.card, root, { roots: [signRootChange(a.card.id, a.root, root.publicKey, 2)] })
    expect((await b.scan(cardStick(good))).cards).toMatchObject([{ outcome: 'installed', version: 2 }])
    expect(newestCard(b.db, a.card.id)?.root).toBe(formatKeyLine(root.publicKey))
    expect(partnerByOfficeId(b.db, a.card.id)?.trust).toBe('confirmed')
    const late = following({ ...good, roots: [] }, a.root, { prev: good.digest })
    expect((await b.scan(cardStick(late))).cards).toMatchObject([{ outcome: 'refused' }])
    expect(newestCard(b.db, a.card.id)?.digest).toBe(good.digest)
  })
})

describe('a stranger’s card on a partner’s stick', () => {
  it('is shown as introduced by him › and gains nothing by it', async () => {
    const { a, b } = pair
    const c = await another()
    const stick = cardStick(c.card)
    writeFileSync(join(stick, 'a.jhb'), (await forge(a, b, { status: true })).file)
    const { cards } = await b.scan(stick)
    expect(cards).toMatchObject([{ outcome: 'unknown-office', introducedBy: a.card.name }])
    expect((await b.scan(cardStick(c.card))).cards).toMatchObject([{ introducedBy: null }])
    expect(partnerByOfficeId(b.db, c.card.id)).toBeUndefined()
    expect(pinFor(b.db, c.card.id)).toBeNull()
  })

  it('registered from there › is given status files and cards, no slip, until its digits were compared › and nothing when the introducer is doubted', async () => {
    const { a, b } = pair
    const c = await another()
    const stick = cardStick(c.card)
    writeFileSync(join(stick, 'a.jhb'), (await forge(a, b, { status: true })).file)
    const [seen] = (await b.scan(stick)).cards
    const handlers = createExchangeHandlers(testRoom)
    const { id } = await b.command<{ id: string }>(handlers.registerCard, { spool: seen?.spool ?? '' })
    expect(partnerByOfficeId(b.db, c.card.id)).toMatchObject({ id, trust: 'pending' })
    expect(introducedPartners(b.db).map((partner) => partner.id)).toEqual([id])
    b.queue(c, 3)
    const kinds = ({
      partners
    }: {
      readonly partners: readonly { readonly partnerId: string; readonly files: readonly { readonly name: string }[] }[]
    }) =>
      partners
        .find(({ partnerId }) => partnerId === id)
        ?.files.map(({ name }) => (name.includes('_status_') ? 'status' : name.replace(/.*\./, '')))
    expect(kinds(await b.writeTo(pair.stick()))).toEqual(['status', 'jhk'])
    expect(b.db.value("SELECT count(*) FROM slip WHERE status = 'bundled'")).toBe(0)
    expect(pinFor(b.db, c.card.id)).toBeNull()
    // A second scan shows other cards: what was shown before can no longer be registered.
    await b.scan(pair.stick())
    await expect(b.command(handlers.registerCard, { spool: seen?.spool ?? '' })).rejects.toMatchObject({ code: 'exchange.bundle_unknown' })
    b.write.transaction(() => raiseAlarm(b.write.db, b.partnerOf(a), '2026-03-05T02:00:00.000Z'))
    expect(introducedPartners(b.db)).toEqual([])
    await expect(b.writeTo(pair.stick(), { partnerIds: [id] })).rejects.toMatchObject({ code: 'partners.not_confirmed' })
    b.write.transaction(() => b.write.db.run("UPDATE partner SET trust = 'confirmed' WHERE id = ?", id))
    expect(kinds(await b.writeTo(pair.stick(), { partnerIds: [id] }))).toEqual(['jhb', 'status', 'jhk'])
  })
})

describe('own cards on a stick', () => {
  it('of an office set back › are taken in again in order › a second content of a version is refused', async () => {
    const { a } = pair
    const two = following(a.card, a.root, { name: '新名' })
    const three = following(two, a.root)
    const four = following(three, a.root)
    expect((await a.scan(cardStick(four, two, three))).cards.map(({ outcome }) => outcome)).toEqual(['installed', 'installed', 'installed'])
    expect(ownCard(a.db).digest).toBe(four.digest)
    const other = following(two, a.root, { name: '另一内容' })
    expect((await a.scan(cardStick(two, other))).cards.map(({ outcome }) => outcome)).toEqual(['own', 'refused'])
    expect(ownCard(a.db).digest).toBe(four.digest)
  })
})

describe('own cards that came back', () => {
  it('which no longer name this PC’s key › stop the sealing, with what to do', async () => {
    const { a, b } = pair
    await a.scan(cardStick(afterKeyChange(a, 'rotated').card))
    a.queue(b, 1)
    await expect(a.writeTo(pair.stick())).rejects.toThrow(expect.objectContaining({ code: 'keys.not_on_card' }) as Error)
  })
})

describe('T32 a rotated key', () => {
  it('up to the declared end comes in, whatever its clock says › above it never', async () => {
    const { a, b } = pair
    const stream = await streamOf(a, b, 3)
    const change = afterKeyChange(a, 'rotated')
    await b.takeFrom(stickWith((await news(a, b, change, stream, 2)).file))
    expect(newestCard(b.db, a.card.id)?.ver).toBe(2)
    const backdated = { epoch: stream.epoch, seq: 3, prev: stream.bundles[1]?.id ?? null, sealed: '1999-01-01T00:00:00+08:00' }
    const before = domainDigest(b)
    expect(await statesOn(b, (await forge(a, b, { ...backdated, lines: [slipLine(a, b)] })).file)).toEqual(['refused E_REVOKED'])
    expect(await statesOn(b, fileOf(stream, 3))).toEqual(['refused E_REVOKED'])
    expect(domainDigest(b)).toBe(before)
    expect((await b.takeFrom(stickWith(fileOf(stream, 2), fileOf(stream, 1)))).map(({ outcome }) => outcome)).toEqual([
      'applied',
      'applied'
    ])
    expect(await statesOn(b, (await forge(a, b, { status: true })).file)).toEqual(['refused E_REVOKED'])
  })

  it('heard of before the end is declared › waits, and follows by itself after the import that brings it', async () => {
    const { a, b } = pair
    const stream = await streamOf(a, b, 1)
    const change = afterKeyChange(a, 'retired')
    await b.scan(cardStick(change.card))
    expect(await statesOn(b, fileOf(stream, 1))).toEqual(['wait-chain E_REVOKED'])
    expect(waitingReasons(b)).toEqual(['wait-chain'])
    const taken = await b.takeFrom(stickWith((await news(a, b, change, stream, 1)).file))
    expect(taken.map(({ outcome }) => outcome)).toEqual(['status', 'applied'])
    expect(waitingReasons(b)).toEqual([])
    expect(readdirSync(join(b.places.quarantine, 'waiting'))).toEqual([])
  })
})

describe('T32 a lost key', () => {
  it('on the declared chain comes in, also backwards › a forgery for the gap and one that continues never', async () => {
    const { a, b } = pair
    const stream = await streamOf(a, b, 4)
    await b.takeFrom(stickWith(fileOf(stream, 1)))
    const change = afterKeyChange(a, 'lost')
    await b.takeFrom(stickWith((await news(a, b, change, stream, 4)).file))
    const place = (seq: number): Forgery => ({
      epoch: stream.epoch,
      seq,
      prev: stream.bundles[seq - 2]?.id ?? null,
      lines: [slipLine(a, b)]
    })
    const forged = {
      gap: (await forge(a, b, place(2))).file,
      head: (await forge(a, b, place(4))).file,
      on: (await forge(a, b, place(5))).file
    }
    expect(await statesOn(b, forged.head, forged.on)).toEqual(['refused E_REVOKED', 'refused E_REVOKED'])
    // Nobody can tell yet which of two bundles 2 the chain will name.
    expect(await statesOn(b, forged.gap, fileOf(stream, 2), fileOf(stream, 3))).toEqual(Array(3).fill('wait-chain E_REVOKED'))
    const taken = await b.takeFrom(stickWith(fileOf(stream, 4)))
    expect(taken.map(({ outcome, seq }) => `${outcome} ${String(seq)}`).sort()).toEqual([
      'applied 2',
      'applied 3',
      'applied 4',
      'refused 2'
    ])
    expect(b.db.value("SELECT count(*) FROM bundle WHERE direction = 'in'")).toBe(4)
    expect(waitingReasons(b)).toEqual([])
  })

  it('declares no ends itself, and its envelopes are not heard', async () => {
    const { a, b } = pair
    const stream = await streamOf(a, b, 2)
    const thief = await streamOf(a, b, 3)
    // Before the news the thief declares the end of a stream of his own.
    const lie = { no: 2, closed: [{ epoch: thief.epoch, last: 3, head: thief.bundles[2]?.id ?? null }] }
    await b.takeFrom(stickWith((await forge(a, b, { status: true, state: lie })).file))
    const change = afterKeyChange(a, 'lost')
    await b.takeFrom(stickWith((await news(a, b, change, stream, 2)).file))
    const state = { no: 999, bad: [[randomHex(16), `sha256:${randomHex(32)}`, 'E_LINE']] as const }
    const evil = await forge(a, b, { epoch: thief.epoch, seq: 3, prev: thief.bundles[1]?.id ?? null, lines: [slipLine(a, b)], state })
    expect(await statesOn(b, evil.file, fileOf(thief, 3))).toEqual(['wait-chain E_REVOKED', 'wait-chain E_REVOKED'])
    const heard = b.db.all('SELECT epoch, no FROM peer_envelope ORDER BY epoch, no')
    expect((await b.takeFrom(stickWith(fileOf(stream, 2)))).map(({ outcome }) => outcome)).toEqual(['applied'])
    expect(b.db.all('SELECT epoch, no FROM peer_envelope ORDER BY epoch, no')).toEqual(heard)
    expect((await handlers.quarantine(b.query(), {})).rows).toEqual([])
  })
})

describe('T35 the list for other tools', () => {
  it('is only given out › whatever stands in it later changes no verdict', async () => {
    const { a, b } = pair
    const room = { device: notAsked, hasRoot: () => true, root: notAsked, prove: notAsked, wrap: notAsked, keep: notAsked }
    const { signers, offices } = await b.command<{ signers: { ticket: string }; offices: number }>(
      createKeyHandlers(() => room).exportSigners,
      {}
    )
    expect(offices).toBe(2)
    const path = b.desk.find(signers.ticket).path
    expect(readFileSync(path, 'utf8')).toContain(`${a.card.code},${a.card.id} namespaces="jhb-bundle@v1" ${a.card.sign[0]?.key ?? ''}\n`)
    const thief = generateSigningKey()
    writeFileSync(path, `${a.card.code},${a.card.id} namespaces="jhb-bundle@v1" ${formatKeyLine(thief.publicKey)}\n`)
    const { file } = await forge(a, b, { lines: [slipLine(a, b)] })
    const stranger = await another()
    const posed = await forge(stranger, b, { lines: [slipLine(stranger, b)] })
    expect(await statesOn(b, posed.file, file)).toEqual(['wait-key E_UNKNOWN_SENDER', 'ready'])
    expect(b.db.value("SELECT count(*) FROM bundle WHERE direction = 'in'")).toBe(0)
  })
})

const dayOf = (text: string): Day => {
  if (!isDay(text)) throw new RangeError(text)
  return text
}
const notAsked = (): never => {
  throw new RangeError('the list needs no private key')
}

describe('T68 dates of keys', () => {
  it.each(['1980-01-01T00:00:00.000Z', '2099-12-31T00:00:00.000Z'])('with a clock of %s › only the warning changes', async (wrong) => {
    const { a, b } = pair
    const warned = (on: string) => keyWarnings(b.db, b.card.name, dayOf(on), b.query().reference.keyLifeOn(dayOf('2026-03-05')))
    expect(warned('2026-03-05')).toEqual([])
    const { file } = await forge(a, b, { lines: [slipLine(a, b)] })
    b.clock.advance(Date.parse(wrong) - b.clock.now())
    expect((await b.takeFrom(stickWith(file))).map(({ outcome }) => outcome)).toEqual(['applied'])
    const late = warned(wrong.slice(0, 10)).map(({ kind, step }) => [kind, step])
    expect(late).toEqual(
      wrong.startsWith('2099')
        ? [
            ['own-key', 4],
            ['partner-key', 4]
          ]
        : []
    )
    expect(pinFor(b.db, a.card.id)).not.toBeNull()
  })
})
