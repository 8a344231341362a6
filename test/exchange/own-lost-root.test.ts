/** This office lost its own root key: the same database under another identity, and the exchange goes on once partners registered it (exchange.md §4.4). */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeCardFile } from '../../electron/core/container'
import { agreementHandlers } from '../../electron/core/modules/agreements'
import { recoverExchange } from '../../electron/core/modules/exchange'
import { createKeyHandlers } from '../../electron/core/modules/keys'
import { formerLinksOf, newestCard, ownCard, partnerHandlers, partnerNames } from '../../electron/core/modules/partners'
import { slipHandlers } from '../../electron/core/modules/slips'
import type { Output, SpecOf } from '../../shared/contract'
import { openPair, type LinkedOffice, type Pair } from '../kit/linked-offices'
import { actorNamed } from '../kit/module-office'
import { rollBack } from '../kit/roll-back'
import { changeKeys, keyState, rebuildRoot, setSuite } from '../kit/root-acts'

type LeftBehind = Output<SpecOf<'slips.leftBehind'>>

let pair: Pair
/** The office that loses its root, and its partner. */
let a: LinkedOffice
let b: LinkedOffice
const [zhang, li] = [actorNamed('zhang'), actorNamed('li')]

beforeEach(async () => {
  pair = await openPair()
  ;({ a, b } = pair)
})
afterEach(() => pair.close())

const code = (expected: string): Error => expect.objectContaining({ code: expected }) as Error
const view = (at: LinkedOffice, id: string) => partnerHandlers.get(at.query(), { id })

/** Link of the other office with this one, before it knows of the loss. */
const linkInUse = (): string => b.db.value<string>("SELECT id FROM partner WHERE trust = 'confirmed'") ?? ''

/** The other office registers the new card, and two persons compare it with the new form. */
async function register(): Promise<void> {
  const former = linkInUse()
  const path = join(pair.stick(), 'x.jhk')
  writeFileSync(path, writeCardFile(ownCard(a.db)))
  const { id } = await b.command<{ id: string }>(partnerHandlers.add, { file: b.desk.offer(path).ticket, succeeds: former }, zhang)
  const digits = (await view(b, id)).card?.digits
  for (const who of [zhang, li]) await b.command(partnerHandlers.confirm, { id, digits, qr: '', way: 'form', second: null }, who)
}
const left = (at: LinkedOffice, partnerId: string): LeftBehind =>
  slipHandlers.leftBehind({ ...at.query(), db: at.db, actor: zhang }, { partnerId }) as LeftBehind // the handler answers at once
async function refuse(at: LinkedOffice, question: string): Promise<void> {
  await at.command(slipHandlers.refuse, { id: question, result: 'not_our_area', reason: '不属本区' }, zhang)
  await at.command(slipHandlers.release, { ids: [question] }, li)
}
const incoming = (at: LinkedOffice): string[] =>
  at.db.all<{ id: string }>("SELECT id FROM slip WHERE direction = 'in' AND kind <> 'QR' ORDER BY seq").map(({ id }) => id)
const statusOf = (at: LinkedOffice, id: string) => at.db.value<string>('SELECT status FROM slip WHERE id = ?', id)
const slipsIn = async (to: LinkedOffice, stick: string): Promise<number> =>
  (await to.takeFrom(stick)).reduce((sum, { fresh }) => sum + fresh, 0)
/** A stick written and not yet read. */
async function written(from: LinkedOffice): Promise<string> {
  const stick = pair.stick()
  await from.writeTo(stick)
  return stick
}

describe('keys.rebuildRoot', () => {
  it('gives the office another id in the same database › links end with their ledger and begin anew, and partners are waited for', async () => {
    a.queue(b, 1)
    await pair.round()
    const former = a.partnerOf(b)
    const before = keyState(a)
    expect(await rebuildRoot(a)).toMatchObject({ version: 1, finished: false, links: 1 })
    const present = a.partnerOf(b)
    expect(present).not.toBe(former)
    expect(await view(a, former)).toMatchObject({ trust: 'closed', lostBy: 'us', succeededBy: { id: present }, awaitsOurs: false })
    expect(await view(a, present)).toMatchObject({ trust: 'confirmed', lostBy: null, succeeds: { id: former }, awaitsOurs: true })
    expect((await view(a, present)).confirmedBy).toEqual((await view(a, former)).confirmedBy)
    expect(partnerNames(a.db).get(former)).toBe('测试乙县卫生健康局（原密钥）')
    expect(formerLinksOf(a.db, present)).toEqual([former])
    expect(a.db.all('SELECT DISTINCT partner_id AS id FROM bundle')).toEqual([{ id: former }])
    expect(a.db.value('SELECT count(*) FROM own_epoch WHERE closed_at IS NULL')).toBe(0)
    const after = await keyState(a)
    expect(after).toMatchObject({ usable: true, awaited: [{ partnerId: present }], isBehind: false, revoked: [] })
    expect(after.card.officeId).not.toBe((await before).card.officeId)
    expect(after.cards.map(({ version, rootChanged, isRebuilt }) => [version, rootChanged, isRebuilt])).toEqual([
      [1, false, true],
      [1, false, false]
    ])
    expect(a.notes.at(-1)?.detail).toMatchObject({ former: a.card.id, office: after.card.officeId, links: 1 })
  })

  it('where the recovery key still opens the root › is refused, and nothing is drawn', async () => {
    const act = a.command(createKeyHandlers(() => a.keyRoom).rebuildRoot, { fileLost: true, paperLost: true, recoveryKey: '0' })
    await expect(act).rejects.toThrow(code('keys.root_stands'))
    expect(ownCard(a.db).digest).toBe(a.card.digest)
  })

  it('lost twice › the line of links goes on, and later cards follow the present identity', async () => {
    const first = a.partnerOf(b)
    // The partner knows three cards of the first identity; of the next it knows none.
    for (const reason of ['rotated', 'retired'] as const) await changeKeys(a, reason)
    await pair.round()
    await rebuildRoot(a)
    const second = a.partnerOf(b)
    await rebuildRoot(a)
    const third = a.partnerOf(b)
    expect(formerLinksOf(a.db, third)).toEqual([second, first])
    expect(await view(a, first)).toMatchObject({ lostBy: 'us', succeededBy: { id: third } })
    await changeKeys(a, 'rotated')
    expect(ownCard(a.db)).toMatchObject({ ver: 2 })
    await register()
    b.queue(a, 1)
    expect(await slipsIn(a, await written(b))).toBe(1)
  })
})

describe('what the archive and the register of partners know', () => {
  it('content sealed under the lost identity that the database forgot › comes back on the ended link, and nothing of it leaves by itself', async () => {
    const former = a.partnerOf(b)
    const restore = rollBack(a)
    a.queue(b, 3)
    await written(a)
    restore()
    recoverExchange(a.write, a.places)
    await rebuildRoot(a)
    await written(a)
    expect(a.db.all("SELECT partner_id AS id, count(*) AS slips FROM slip WHERE direction = 'out' GROUP BY 1")).toEqual([
      { id: former, slips: 3 }
    ])
    expect(left(a, former).rows.map(({ way }) => way)).toEqual(['draft', 'draft', 'draft'])
    expect(a.db.value('SELECT count(*) FROM own_epoch WHERE partner_id = ? AND closed_at IS NULL', former)).toBe(0)
  })

  it('the national suite stays on › and what was sealed to the SM2 keys given up still opens', async () => {
    await setSuite(a, true)
    await setSuite(b, true)
    await pair.round()
    await pair.round()
    b.queue(a, 1)
    const late = await written(b)
    expect(b.db.value('SELECT count(*) FROM partner WHERE national_sent_at IS NOT NULL')).toBe(1)
    await rebuildRoot(a)
    expect(await keyState(a)).toMatchObject({ usable: true, national: { on: true, using: 0 } })
    expect(await slipsIn(a, late)).toBe(1)
    await register()
    b.queue(a, 1)
    expect(await slipsIn(a, await written(b))).toBe(1)
    expect(await keyState(a)).toMatchObject({ national: { on: true, using: 1 }, awaited: [] })
  })

  it('address and posts written down of a partner › stand on the link that goes on', async () => {
    const entry = { identity: null, way: 'paper', address: '测试路1号', postcode: '033000', note: '', posts: [] }
    await a.command(agreementHandlers.saveOffice, { id: a.partnerOf(b), revision: 0, ...entry }, zhang)
    await rebuildRoot(a)
    const id = a.partnerOf(b)
    expect(await agreementHandlers.office(a.query(), { id })).toMatchObject({ address: '测试路1号', revision: 1 })
    await a.command(agreementHandlers.saveOffice, { id, revision: 1, ...entry, address: '测试路2号' }, zhang)
    expect(await agreementHandlers.office(a.query(), { id })).toMatchObject({ address: '测试路2号', revision: 2 })
  })
})

describe('a partner that does not know yet', () => {
  it('what it sealed to the old keys › still comes in, over the link that ended, and is acknowledged to nobody', async () => {
    b.queue(a, 1)
    const late = await written(b)
    const ours = await written(a)
    const former = a.partnerOf(b)
    await rebuildRoot(a)
    expect(await slipsIn(a, late)).toBe(1)
    expect(a.db.all('SELECT DISTINCT partner_id AS id FROM bundle')).toEqual([{ id: former }])
    expect((await keyState(a)).awaited.map(({ partnerId }) => partnerId)).toEqual([a.partnerOf(b)])
    // Read again, beside what this office wrote itself before the loss and its old card.
    const again = await a.scan(late)
    expect(again.found.map(({ state }) => state).sort()).toEqual(['duplicate', 'status'])
    const own = await a.scan(ours)
    expect(own.found.map(({ state }) => state)).toEqual(['own'])
    expect(own.cards.map(({ outcome }) => outcome)).toEqual(['own'])
  })

  it('keeps what the new identity wrote › and takes it in once two persons compared the form, without another stick', async () => {
    const [asked] = a.queue(b, 1)
    await rebuildRoot(a)
    expect(left(a, a.db.value<string>('SELECT partner_id FROM slip') ?? '').rows.map(({ way }) => way)).toEqual(['draft'])
    const { drafts } = await a.command<{ drafts: string[] }>(slipHandlers.sendAnew, { ids: [asked?.slipId ?? ''] }, zhang)
    await a.command(slipHandlers.submit, { ids: drafts }, zhang)
    await a.command(slipHandlers.sign, { ids: drafts }, li)
    const stick = await written(a)
    const { found, cards } = await b.scan(stick)
    expect(found.every(({ state }) => state === 'wait-key')).toBe(true)
    expect(cards.map(({ outcome }) => outcome)).toEqual(['unknown-office'])
    expect(newestCard(b.db, ownCard(a.db).id)).toBeUndefined()
    await register()
    expect(await slipsIn(b, pair.stick())).toBe(1)
    await b.writeTo(stick)
    await a.takeFrom(stick)
    expect((await keyState(a)).awaited).toEqual([])
    expect(await view(a, a.partnerOf(b))).toMatchObject({ awaitsOurs: false })
  })
})

describe('open slips in both directions', () => {
  it('go on: what they have they answer, what they asked is answered, what never left goes anew by a person’s word', async () => {
    const [received] = a.queue(b, 1)
    b.queue(a, 1)
    await pair.round()
    await pair.round()
    const [unsent] = a.queue(b, 1)
    const former = a.partnerOf(b)
    await rebuildRoot(a)
    await register()
    expect(left(a, former).rows.map(({ slip, way }) => [slip.id, way])).toEqual([
      [received?.slipId, 'wait'],
      [incoming(a)[0], 'answer'],
      [unsent?.slipId, 'draft']
    ])
    const { drafts } = await a.command<{ drafts: string[] }>(slipHandlers.sendAnew, { ids: [unsent?.slipId ?? ''] }, zhang)
    await a.command(slipHandlers.submit, { ids: drafts }, zhang)
    await a.command(slipHandlers.sign, { ids: drafts }, li)
    await refuse(a, incoming(a)[0] ?? '')
    expect(await slipsIn(b, await written(a))).toBe(2)
    const [theirs] = b.db.all<{ status: string }>("SELECT status FROM slip WHERE direction = 'out' AND kind <> 'QR'")
    expect(theirs?.status).toBe('returned')
    await refuse(b, incoming(b)[0] ?? '')
    expect(await slipsIn(a, await written(b))).toBe(1)
    expect(statusOf(a, received?.slipId ?? '')).toBe('returned')
    expect(left(a, former).count).toBe(0)
    await pair.round()
    for (const office of [a, b]) expect(office.db.value('SELECT count(*) FROM link_flag')).toBe(0)
  })

  it('an answer that came late over the old link and again over the new one › counts once, in either order', async () => {
    for (const lateFirst of [true, false]) {
      const [asked] = a.queue(b, 1)
      await pair.trip(a, b)
      const question = incoming(b).at(-1) ?? ''
      await refuse(b, question)
      const late = await written(b)
      await rebuildRoot(a)
      const old = linkInUse()
      await register()
      const again = left(b, old)
        .rows.filter(({ way }) => way === 'again')
        .map(({ slip }) => slip.id)
      await b.command(slipHandlers.sendAnew, { ids: again }, zhang)
      const anew = await written(b)
      for (const stick of lateFirst ? [late, anew] : [anew, late]) await a.takeFrom(stick)
      expect(statusOf(a, asked?.slipId ?? '')).toBe('returned')
      expect(
        a.db.value(
          "SELECT count(*) FROM slip WHERE direction = 'in' AND ref = (SELECT record_id FROM slip WHERE id = ?)",
          asked?.slipId ?? ''
        )
      ).toBe(1)
    }
  })

  it('a question withdrawn after the loss › is withdrawn where it was asked, in both directions', async () => {
    const [ours] = a.queue(b, 1)
    const [theirs] = b.queue(a, 1)
    await pair.round()
    await pair.round()
    await rebuildRoot(a)
    await register()
    await a.command(slipHandlers.withdraw, { ids: [ours?.slipId ?? ''], reason: '查到了', code: 'consent_withdrawn' }, zhang)
    await b.command(slipHandlers.withdraw, { ids: [theirs?.slipId ?? ''], reason: '查到了', code: 'consent_withdrawn' }, zhang)
    await pair.round()
    expect([statusOf(b, incoming(b)[0] ?? ''), statusOf(a, incoming(a)[0] ?? '')]).toEqual(['withdrawn', 'withdrawn'])
    expect([incoming(a).length, incoming(b).length]).toEqual([1, 1])
  })

  it('a withdrawal that comes before the question, which was late over the old link › still wins', async () => {
    const [theirs] = b.queue(a, 1)
    const late = await written(b)
    await rebuildRoot(a)
    await register()
    await b.command(slipHandlers.withdraw, { ids: [theirs?.slipId ?? ''], reason: '查到了', code: 'consent_withdrawn' }, zhang)
    await pair.trip(b, a)
    expect(incoming(a)).toEqual([])
    await a.takeFrom(late)
    expect(incoming(a).map((id) => statusOf(a, id))).toEqual(['withdrawn'])
  })
})
