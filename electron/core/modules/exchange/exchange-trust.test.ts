/** What must not come in stays out: strangers, impostors, the other world, damaged and hostile files; and nothing of the trade changes. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { forge, slipLine } from '../../../../test/kit/forged-bundles'
import {
  domainDigest,
  openLinkedOffice,
  openPair,
  testRoom,
  trust,
  type LinkedOffice,
  type Pair
} from '../../../../test/kit/linked-offices'
import type { ModuleOfficeOptions } from '../../../../test/kit/module-office'
import { composeCard, writeCardFile } from '../../container'
import { partnerByOfficeId } from '../partners'
import { createExchangeHandlers, recoverExchange } from './index'

let pair: Pair
const others: LinkedOffice[] = []
beforeEach(async () => void (pair = await openPair()))
afterEach(() => {
  pair.close()
  others.splice(0).forEach((office) => office.close())
})

const another = async (options: ModuleOfficeOptions): Promise<LinkedOffice> => {
  const office = await openLinkedOffice(options)
  others.push(office)
  return office
}
function stickWith(...files: readonly Uint8Array[]): string {
  const folder = pair.stick()
  for (const [index, octets] of files.entries()) writeFileSync(join(folder, `${String(index)}.jhb`), octets)
  return folder
}
const handlers = createExchangeHandlers(testRoom)
const quarantine = async (office: LinkedOffice) => (await handlers.quarantine(office.query(), {})).rows
const importAll = (office: LinkedOffice, spools: readonly string[], signal?: AbortSignal) =>
  handlers.importBundles(office.job(signal), { spools: [...spools] })

describe('strangers', () => {
  it('T30 an unknown sender waits for its key and comes in without being carried again', async () => {
    const { b } = pair
    const c = await another({ code: '150802-00', name: '测试丙区' })
    const { file } = await forge(c, b, { lines: [slipLine(c, b)] })
    const before = domainDigest(b)
    const found = await b.scan(stickWith(file))
    expect(found.found).toMatchObject([{ state: 'wait-key', code: 'E_UNKNOWN_SENDER', senderName: '150802-00', spool: '' }])
    expect(found.found[0]?.advice).toContain('往来单位')
    expect(domainDigest(b)).toBe(before)
    trust(b, c)
    const later = await handlers.scanStick(b.job(), { source: 'waiting' })
    expect(later.found).toMatchObject([{ state: 'ready', senderName: '测试丙区' }])
    expect((await importAll(b, [later.found[0]?.spool ?? ''])).bundles).toMatchObject([{ outcome: 'applied', fresh: 1 }])
    expect((await handlers.scanStick(b.job(), { source: 'waiting' })).found).toEqual([])
  })

  it('T30 a known code with another root is named as a possible impostor, and the pin stays', async () => {
    const { a, b } = pair
    const fake = await another({ code: a.card.code, name: a.card.name })
    const { file } = await forge(fake, b, { lines: [slipLine(fake, b)] })
    const { found } = await b.scan(stickWith(file))
    expect(found).toMatchObject([{ state: 'wait-key', code: 'E_UNKNOWN_SENDER' }])
    expect(found[0]?.reason).toContain('冒名')
    expect(partnerByOfficeId(b.db, a.card.id)?.trust).toBe('confirmed')
  })

  it('T30 of one unknown id the oldest sixty-four files are kept', async () => {
    const { b } = pair
    const c = await another({ code: '150802-00' })
    const files: Uint8Array[] = []
    for (let i = 0; i < 65; i++) files.push((await forge(c, b, { status: true, state: { no: i + 1 } })).file)
    expect((await b.scan(stickWith(...files))).found).toHaveLength(65)
    expect(b.db.value('SELECT count(*) FROM waiting_file')).toBe(64)
    expect(readdirSync(join(b.places.quarantine, 'waiting'))).toHaveLength(64)
  })

  it('T36 a bundle for another office is named and left on the stick, its content unopened', async () => {
    const { a, b } = pair
    const c = await another({ code: '150802-00' })
    const { file } = await forge(a, c, { lines: [slipLine(a, c)] })
    const { found } = await b.scan(stickWith(file))
    expect(found).toMatchObject([{ state: 'refused', code: 'E_RECIPIENT' }])
    expect(found[0]?.reason).toContain('150802-00')
    expect(await quarantine(b)).toEqual([])
    expect((await a.scan(stickWith(file))).found).toMatchObject([{ state: 'own', code: 'S_OWN' }])
  })
})

describe('cards on a stick', () => {
  const next = (office: LinkedOffice, name: string, ver = 2) => {
    const { suites, sign, enc, revoked, roots, issued, phone, code, id, digest } = office.card
    return composeCard({ suites, sign, enc, revoked, roots, issued, phone, code, id, ver, prev: digest, name }, office.root)
  }

  it('are taken in before bundles, and a bundle that brings the next card installs it', async () => {
    const { a, b } = pair
    const stick = pair.stick()
    writeFileSync(join(stick, 'a.jhk'), writeCardFile(next(a, '新名一')))
    expect((await b.scan(stick)).cards).toMatchObject([{ outcome: 'installed', version: 2, officeName: '新名一' }])
    expect(partnerByOfficeId(b.db, a.card.id)?.name).toBe('新名一')
    const card = next(b, '新名二')
    const { file } = await forge(b, a, { card, lines: [slipLine(b, a)] })
    await a.takeFrom(stickWith(file))
    expect(partnerByOfficeId(a.db, b.card.id)?.name).toBe('新名二')
  })

  it('T31 the same version with other bytes is refused, alarms, and stops sending until confirmed again', async () => {
    const { a, b } = pair
    const stick = pair.stick()
    writeFileSync(join(stick, 'a.jhk'), writeCardFile(next(a, '甲')))
    await b.scan(stick)
    const { file } = await forge(a, b, { card: next(a, '乙'), lines: [slipLine(a, b)] })
    const before = domainDigest(b).replace(/partner: .*/, '')
    expect((await b.scan(stickWith(file))).found).toMatchObject([{ state: 'refused', code: 'E_CARD' }])
    expect(
      domainDigest(b)
        .replace(/partner: .*/, '')
        .replace(/partner_confirmation: .*/, '')
    ).toBe(before.replace(/partner_confirmation: .*/, ''))
    expect(partnerByOfficeId(b.db, a.card.id)?.trust).toBe('alarm')
    await expect(b.writeTo(pair.stick(), { partnerIds: [b.partnerOf(a)] })).rejects.toThrow(
      expect.objectContaining({ code: 'partners.not_confirmed' }) as Error
    )
  })

  it('of strangers are shown, never pinned; damaged ones go to quarantine', async () => {
    const { b } = pair
    const c = await another({ code: '150802-00', name: '测试丙区' })
    const stick = pair.stick()
    const octets = Uint8Array.from(writeCardFile(c.card))
    writeFileSync(join(stick, 'c.jhk'), octets)
    octets[200] = (octets[200] ?? 0) ^ 1
    writeFileSync(join(stick, 'bad.jhk'), octets)
    expect((await b.scan(stick)).cards).toMatchObject([{ outcome: 'unknown-office', officeName: '测试丙区' }])
    expect(partnerByOfficeId(b.db, c.card.id)).toBeUndefined()
    expect(await quarantine(b)).toMatchObject([{ fileName: 'bad.jhk', code: 'E_CONTAINER' }])
  })
})

describe('practice and real offices', () => {
  it.each([
    ['a practice bundle', 'a real office', true],
    ['a real bundle', 'a practice office', false]
  ])('never mix › %s is refused by %s, known or not', async (_what, _where, senderPractises) => {
    const sender = await another({ code: '610803-00', practice: senderPractises })
    const receiver = await another({ code: '141125-00', practice: !senderPractises })
    const { file } = await forge(sender, receiver, { lines: [slipLine(sender, receiver)] })
    const before = domainDigest(receiver)
    expect((await receiver.scan(stickWith(file))).found).toMatchObject([{ state: 'refused', code: 'practice.mixed' }])
    expect(domainDigest(receiver)).toBe(before)
    // Even where a restored database holds the pin of the other world.
    trust(receiver, sender)
    const { found } = await receiver.scan(stickWith(file))
    expect(found).toMatchObject([{ state: 'refused', code: 'practice.mixed' }])
    expect(receiver.db.value('SELECT count(*) FROM slip')).toBe(0)
    expect((await quarantine(receiver))[0]?.reason).toContain('演练')
    await expect(receiver.writeTo(pair.stick())).rejects.toThrow(expect.objectContaining({ code: 'practice.mixed' }) as Error)
  })

  it('see only the practice stick, under its own name', async () => {
    const folder = pair.stick()
    const office = await another({ code: '610803-00', practice: true, practiceStick: folder })
    const friend = await another({ code: '141125-00', practice: true, practiceStick: folder })
    trust(office, friend)
    trust(friend, office)
    office.queue(friend, 2)
    const { rows } = await handlers.drives(office.query(), { count: true })
    expect(rows).toMatchObject([{ id: 'practice', label: '演练U盘', kind: 'practice', bundles: 0 }])
    await handlers.writeStick(office.job(), { partnerIds: [], target: 'practice' })
    expect((await handlers.drives(friend.query(), { count: true })).rows).toMatchObject([{ bundles: 2 }])
    const { found } = await handlers.scanStick(friend.job(), { source: 'practice' })
    expect(found.map(({ state }) => state).sort()).toEqual(['ready', 'status'])
  })
})

describe('damaged and hostile files', () => {
  it('T01 T02 any flipped bit and any cut leave the tables of the trade as they were', async () => {
    const { a, b } = pair
    const { file } = await forge(a, b, { lines: [slipLine(a, b)] })
    const before = domainDigest(b)
    const files: Uint8Array[] = []
    for (let at = 7; at < file.length; at += Math.floor(file.length / 40)) {
      const flipped = Uint8Array.from(file)
      flipped[at] = (flipped[at] ?? 0) ^ (1 << (at & 7))
      files.push(flipped, file.subarray(0, at))
    }
    const found = await b.scan(stickWith(...files))
    expect(found.found.filter(({ state }) => state === 'ready' || state === 'status')).toEqual([])
    expect(found.found).toHaveLength(files.length)
    expect(domainDigest(b)).toBe(before)
    expect((await quarantine(b)).every(({ reason, advice }) => reason.length > 5 && advice.length > 5)).toBe(true)
    expect(
      (
        await importAll(
          b,
          found.found.flatMap(({ spool }) => (spool === '' ? [] : [spool]))
        )
      ).bundles
    ).toEqual([])
  })

  const bad: readonly [string, string, (pair: Pair) => Promise<{ file: Uint8Array }>][] = [
    [
      'T46 a line that is no JSON, after a thousand good ones',
      'E_LINE',
      ({ a, b }) => forge(a, b, { lines: [...Array.from({ length: 1_100 }, () => slipLine(a, b)), '{"t":"slip","id":'] })
    ],
    ['T46 doubled names in a line', 'E_LINE', ({ a, b }) => forge(a, b, { lines: ['{"t":"slip","t":"slip"}'] })],
    ['T47 counts that differ', 'E_CONTENT', ({ a, b }) => forge(a, b, { lines: [slipLine(a, b)], counts: { slip: 2 } })],
    [
      'T45 a core that says another sender',
      'E_CORE',
      ({ a, b }) => forge(a, b, { core: { from: '0'.repeat(32) }, lines: [slipLine(a, b)] })
    ]
  ]
  it.each(bad)('%s: the whole bundle stays out, its sender is told', async (_what, code, make) => {
    const { a, b } = pair
    const { file } = await make(pair)
    const before = domainDigest(b)
    const found = await b.scan(stickWith(file))
    expect(found.found).toMatchObject([{ state: 'ready' }])
    const { bundles } = await importAll(b, [found.found[0]?.spool ?? ''])
    expect(bundles).toMatchObject([{ outcome: 'refused', code }])
    expect(domainDigest(b).replace(/peer_epoch: .*/, '')).toBe(before.replace(/peer_epoch: .*/, ''))
    expect(b.db.value('SELECT count(*) FROM slip_batch')).toBe(0)
    expect(await quarantine(b)).toMatchObject([{ code, claimedSender: expect.stringContaining(a.card.code) as string }])
    expect(b.db.all('SELECT code FROM refused_bundle')).toEqual([{ code }])
  })

  it('T30 a signature by a key that is not in the card is refused and never told', async () => {
    const { a, b } = pair
    const c = await another({ code: '150802-00' })
    const { file } = await forge(a, b, { lines: [slipLine(a, b)] })
    const other = await forge(c, b, { lines: [slipLine(c, b)] })
    const mixed = Buffer.concat([Buffer.from(file.subarray(0, file.length - 60)), Buffer.from(other.file.subarray(-60))])
    expect((await b.scan(stickWith(mixed))).found[0]?.state).toBe('refused')
    expect(b.db.all('SELECT * FROM refused_bundle')).toEqual([])
  })

  it('one bad file never stops the others', async () => {
    const { a, b } = pair
    const good = await forge(a, b, { lines: [slipLine(a, b)] })
    const broken = await forge(a, b, { lines: ['{'] })
    const found = await b.scan(stickWith(Buffer.from('not a bundle'), broken.file, good.file))
    const ready = found.found.filter(({ state }) => state === 'ready').map(({ spool }) => spool)
    const { bundles } = await importAll(b, ready)
    expect(bundles.map(({ outcome }) => outcome).sort()).toEqual(['applied', 'refused'])
    expect(b.db.value('SELECT count(*) FROM slip')).toBe(1)
  })

  it('a person notes what was decided about a file in quarantine', async () => {
    const { b } = pair
    await b.scan(stickWith(Buffer.from('not a bundle')))
    const [row] = await quarantine(b)
    await b.command(handlers.noteQuarantine, { id: row?.id, note: '已电话核实，为误拷文件' })
    expect(await quarantine(b)).toMatchObject([{ lookedAtBy: 'banli' }])
    await expect(b.command(handlers.noteQuarantine, { id: '0190d0d0-0000-7000-8000-000000000000', note: '' })).rejects.toThrow(
      expect.objectContaining({ code: 'exchange.bundle_unknown' }) as Error
    )
  })
})

describe('stopped half way', () => {
  it('a cancelled import leaves nothing that counts, and the next one starts clean', async () => {
    const { a, b } = pair
    const { file } = await forge(a, b, { lines: Array.from({ length: 3_000 }, () => slipLine(a, b)) })
    const found = await b.scan(stickWith(file))
    const spool = found.found[0]?.spool ?? ''
    const abort = new AbortController()
    const job = b.job(abort.signal)
    const stopping = {
      ...job,
      progress: (step: string, done: number) => {
        if (step === 'stage' && done > 0) abort.abort()
      }
    }
    await expect(handlers.importBundles(stopping, { spools: [spool] })).rejects.toThrow()
    expect(b.db.value('SELECT count(*) FROM slip')).toBe(0)
    expect((await importAll(b, [spool])).bundles).toMatchObject([{ outcome: 'applied', fresh: 3_000 }])
    expect(b.db.value('SELECT count(*) FROM slip_batch WHERE bundle_id IS NULL')).toBe(0)
  })

  it('C1 C2 C4 C5 recovery forgets copies and half-written files, and keeps what a row speaks of', async () => {
    const { a, b } = pair
    a.queue(b, 1)
    const stick = pair.stick()
    await a.writeTo(stick)
    const found = await b.scan(stick)
    const orphan = join(a.places.archive, `sent-${'0'.repeat(64)}.age`)
    writeFileSync(orphan, 'x')
    writeFileSync(join(a.places.archive, 'not-ours.txt'), 'x')
    for (const folder of ['.', 'waiting', 'scanned']) writeFileSync(join(b.places.quarantine, folder, `lost-${folder.length}.jhb`), 'x')
    mkdirSync(join(b.places.spool, 'carry-1'))
    for (const office of [a, b]) recoverExchange(office.write, office.places)
    expect(existsSync(orphan)).toBe(false)
    // Content without a row may be all that is left of what an older database forgot.
    expect(readdirSync(join(a.places.archive, 'found'))).toEqual([`sent-${'0'.repeat(64)}.age`])
    expect(readdirSync(a.places.archive)).toHaveLength(4)
    expect(readdirSync(b.places.spool)).toEqual([])
    expect(readdirSync(join(b.places.quarantine, 'waiting'))).toEqual([])
    // Files of others that an older database forgot are kept as well, once, for people.
    expect(readdirSync(join(b.places.quarantine, 'aside'))).toEqual(['lost-1.jhb', 'lost-7.jhb'])
    recoverExchange(b.write, b.places)
    expect(readdirSync(join(b.places.quarantine, 'aside'))).toHaveLength(2)
    // What was verified before the restart may still be imported; reading the stick again finds it held.
    expect(readdirSync(join(b.places.quarantine, 'scanned'))).toHaveLength(2)
    expect((await b.importFound(found)).bundles.map(({ outcome }) => outcome)).toEqual(['applied', 'status'])
    expect((await b.takeFrom(stick)).map(({ outcome }) => outcome)).toEqual(['duplicate', 'status'])
    expect(readdirSync(b.places.archive).filter((name) => name.startsWith('received-'))).toHaveLength(1)
  })

  it('T37 nothing readable of a person lies in spool, archive or stick', async () => {
    const { a, b } = pair
    a.queue(b, 1)
    const stick = pair.stick()
    await a.writeTo(stick)
    await b.scan(stick)
    const folders = [a.places.archive, b.places.quarantine, join(stick, 'JHB', '141124-00')]
    const files = folders
      .flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
    expect(files.length).toBeGreaterThan(3)
    for (const { parentPath, name } of files)
      expect(readFileSync(join(parentPath, name), 'latin1')).not.toContain(Buffer.from('本人申请').toString('latin1'))
  })
})
