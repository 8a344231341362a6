/** An office that lost its root key comes back under another identity: people link the two, a file alone changes nothing (exchange.md §4.4). */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  composeDirectory,
  fingerprint,
  rawKey,
  writeCardFile,
  writeDirectoryFile,
  type DirectoryEntry
} from '../../electron/core/container'
import { formerLinksOf, ownCard, partnerByOfficeId, partnerHandlers, partnerNames, pinFor } from '../../electron/core/modules/partners'
import { mergeStage, openStage, slipHandlers } from '../../electron/core/modules/slips'
import type { Output, SpecOf } from '../../shared/contract'
import { openLinkedOffice, openPair, trust, type LinkedOffice, type Pair } from '../kit/linked-offices'
import { actorNamed } from '../kit/module-office'
import { rebuildRoot, signDirectory } from '../kit/root-acts'
import { lineOf } from '../slips/offices'

type LeftBehind = Output<SpecOf<'slips.leftBehind'>>

let pair: Pair
let a: LinkedOffice
/** The office as it was, as it came back, and somebody who only says so. */
let old: LinkedOffice
let heir: LinkedOffice
let thief: LinkedOffice
const [zhang, li] = [actorNamed('zhang'), actorNamed('li')]

beforeEach(async () => {
  pair = await openPair()
  a = pair.a
  old = pair.b
  const same = { code: '141124-00', name: '测试乙县卫生健康局' }
  heir = await openLinkedOffice(same)
  thief = await openLinkedOffice(same)
  for (const office of [heir, thief]) trust(office, a)
})
afterEach(() => {
  pair.close()
  heir.close()
  thief.close()
})

const code = (expected: string): Error => expect.objectContaining({ code: expected }) as Error
function cardFile(of: LinkedOffice): string {
  const path = join(pair.stick(), 'x.jhk')
  writeFileSync(path, writeCardFile(of.card))
  return a.desk.offer(path).ticket
}
const register = (of: LinkedOffice, succeeds: string | null) =>
  a.command<{ id: string }>(partnerHandlers.add, { file: cardFile(of), succeeds }, zhang)
const view = (id: string) => partnerHandlers.get(a.query(), { id })
async function compare(id: string, actor = zhang, digits?: string) {
  const typed = digits ?? (await view(id)).card?.digits ?? ''
  return a.command<{ trust: string; closed: string | null }>(
    partnerHandlers.confirm,
    { id, digits: typed, qr: '', way: 'form', second: null },
    actor
  )
}
/** The whole ceremony. @returns the partner's id */
async function succeed(): Promise<string> {
  const { id } = await register(heir, a.partnerOf(old))
  await compare(id)
  await compare(id, li)
  return id
}
const left = (partnerId: string): LeftBehind =>
  slipHandlers.leftBehind({ ...a.query(), db: a.db, actor: zhang }, { partnerId }) as LeftBehind // the handler answers at once
const stateOfLinks = () => a.db.all('SELECT id, trust, succeeds, office_id FROM partner ORDER BY id')
/** Slips that a stick brings to an office. */
const brought = async (to: LinkedOffice, stick: string): Promise<number> =>
  (await to.takeFrom(stick)).reduce((sum, { slips }) => sum + slips, 0)
const slipsHere = () => a.db.all('SELECT id, status, partner_id, direction FROM slip ORDER BY seq')

describe('a card of another root under a known code', () => {
  it('from a thief, as a file or on a stick with bundles › warns and changes nothing', async () => {
    const before = [stateOfLinks(), slipsHere()]
    await expect(register(thief, null)).rejects.toThrow(code('partners.key_substituted'))
    thief.queue(a, 2)
    const stick = pair.stick()
    await thief.writeTo(stick)
    const { found, cards } = await a.scan(stick)
    expect(found.filter(({ state }) => state === 'wait-key').every(({ reason }) => reason?.includes('冒名') === true)).toBe(true)
    expect(found.every(({ state }) => state === 'wait-key')).toBe(true)
    expect(cards.map(({ outcome }) => outcome)).toEqual(['unknown-office'])
    expect([stateOfLinks(), slipsHere()]).toEqual(before)
    // What goes to the genuine office goes on.
    a.queue(old, 1)
    const trip = pair.stick()
    await a.writeTo(trip)
    expect(await brought(old, trip)).toBe(1)
  })

  it('that somebody took for the successor › ends nothing before two persons compared it with paper, and is given up', async () => {
    const [former, before] = [a.partnerOf(old), stateOfLinks()]
    const { id } = await register(thief, former)
    expect(await view(id)).toMatchObject({ trust: 'pending', succeeds: { id: former } })
    await expect(compare(id, zhang, '00000 '.repeat(8).trim())).rejects.toThrow(code('partners.digits_differ'))
    expect(await compare(id)).toMatchObject({ trust: 'pending', closed: null })
    expect(pinFor(a.db, old.card.id)).not.toBeNull()
    expect(partnerByOfficeId(a.db, old.card.id)?.trust).toBe('confirmed')
    // A second claimant must wait until the first is given up.
    await expect(register(heir, former)).rejects.toThrow(code('partners.key_substituted'))
    await a.command(partnerHandlers.discard, { id }, zhang)
    // The office stands once in the list, as before.
    expect(() => view(id)).toThrow(code('partners.unknown'))
    expect(stateOfLinks()).toEqual(before)
    await succeed()
    expect(partnerByOfficeId(a.db, old.card.id)?.trust).toBe('closed')
  })

  it('given up after slips were written for it › stays as an office on paper, with its slips', async () => {
    const { id } = await register(heir, a.partnerOf(old))
    a.queue(heir, 1)
    await a.command(partnerHandlers.discard, { id }, zhang)
    expect(await view(id)).toMatchObject({ trust: 'paper', succeeds: null })
    expect(a.db.value('SELECT count(*) FROM slip WHERE partner_id = ?', id)).toBe(1)
  })

  it('compared, and we sign a directory › its entry names the identity it had, and no other entry does', async () => {
    const supersededIn = async (): Promise<Record<string, string>> => {
      await signDirectory(a)
      const bytes = a.db.value<Buffer>('SELECT bytes FROM directory ORDER BY rowid DESC LIMIT 1')
      const { entries } = JSON.parse(String(bytes)) as { entries: DirectoryEntry[] }
      expect(entries).toHaveLength(2)
      return Object.fromEntries(entries.flatMap(({ id, supersedes }) => (supersedes ? [[id, supersedes]] : [])))
    }
    await succeed()
    expect(await supersededIn()).toEqual({ [heir.card.id]: old.card.id })
    await rebuildRoot(a)
    expect(await supersededIn()).toEqual({ [heir.card.id]: old.card.id, [ownCard(a.db).id]: a.card.id })
  })

  it('named by a directory › is only proposed', async () => {
    const authority = await openLinkedOffice({ code: '610000-00', name: '测试省卫生健康委' })
    try {
      trust(a, authority)
      const entry: DirectoryEntry = {
        ...{ code: heir.card.code, id: heir.card.id, root: fingerprint(rawKey(heir.card.root)), name: heir.card.name },
        supersedes: old.card.id
      }
      const by = { id: authority.card.id, code: authority.card.code, name: authority.card.name }
      const made = '2026-03-05T09:00:00+08:00'
      const directory = composeDirectory({ authority: by, ver: 1, prev: null, made, entries: [entry] }, authority.root)
      const path = join(pair.stick(), 'x.jhd')
      writeFileSync(path, writeDirectoryFile(directory))
      expect(await a.command(partnerHandlers.addDirectory, { file: a.desk.offer(path).ticket }, zhang)).toMatchObject({ confirmed: 0 })
      const former = a.partnerOf(old)
      const read = await partnerHandlers.readCard(a.query(), { file: cardFile(heir), succeeds: former })
      expect(read.proposedBy).toEqual(['测试省卫生健康委'])
      const added = await a.command<{ id: string; directory: string | null }>(
        partnerHandlers.add,
        { file: cardFile(heir), succeeds: former },
        zhang
      )
      expect(added.directory).toBeNull()
      const again = composeDirectory({ authority: by, ver: 2, prev: directory.digest, made, entries: [entry] }, authority.root)
      writeFileSync(path, writeDirectoryFile(again))
      expect(await a.command(partnerHandlers.addDirectory, { file: a.desk.offer(path).ticket }, zhang)).toMatchObject({ confirmed: 0 })
      expect([partnerByOfficeId(a.db, heir.card.id)?.trust, partnerByOfficeId(a.db, old.card.id)?.trust]).toEqual(['pending', 'confirmed'])
    } finally {
      authority.close()
    }
  })

  it('for a link that is not in use, of another code, or of an office known already › is refused', async () => {
    const former = a.partnerOf(old)
    const other = await openLinkedOffice({ code: '150802-00' })
    try {
      await expect(register(other, former)).rejects.toThrow(code('partners.not_succeeded'))
    } finally {
      other.close()
    }
    await expect(register(old, former)).rejects.toThrow(code('partners.already_known'))
    const id = await succeed()
    await expect(register(thief, former)).rejects.toThrow(code('partners.not_succeeded'))
    await expect(register(old, null)).rejects.toThrow(code('partners.link_closed'))
    await expect(compare(former, zhang)).rejects.toThrow(code('partners.link_closed'))
    // Lost twice: the line goes on.
    const { id: third } = await register(thief, id)
    await compare(third)
    await compare(third, li)
    expect(formerLinksOf(a.db, third)).toEqual([id, former])
  })
})

describe('a link whose place another took', () => {
  it('stays with its history, is named so, and neither gives nor takes any more', async () => {
    a.queue(old, 1)
    old.queue(a, 1)
    const [there, back] = [pair.stick(), pair.stick()]
    await a.writeTo(there)
    await old.writeTo(back)
    const former = a.partnerOf(old)
    const id = await succeed()
    expect(await view(former)).toMatchObject({ trust: 'closed', succeededBy: { id }, closedAt: expect.any(String) as string })
    expect(await view(id)).toMatchObject({ trust: 'confirmed', succeeds: { id: former } })
    expect(partnerNames(a.db).get(former)).toBe('测试乙县卫生健康局（原密钥）')
    expect(a.db.value('SELECT count(*) FROM bundle WHERE partner_id = ?', former)).toBe(1)
    expect(a.notes.at(-1)?.detail).toMatchObject({ trust: 'confirmed', succeeded: '测试乙县卫生健康局', why: 'root_lost' })
    // A late stick of before, or of a thief who has the lost root: kept, told, not taken in.
    const { found } = await a.scan(back)
    expect(found.filter(({ state }) => state === 'refused').map(({ reason }) => reason)).toContain(
      '这个文件用的是对方已丢失的主密钥，往来已由新的登记表接替，没有采用。'
    )
    expect(found.some(({ state }) => state === 'ready' || state === 'status')).toBe(false)
    expect(a.db.value("SELECT count(*) FROM slip WHERE direction = 'in'")).toBe(0)
    expect(a.db.value("SELECT count(*) FROM quarantine WHERE code = 'E_UNKNOWN_SENDER'")).toBeGreaterThan(0)
    await expect(a.writeTo(pair.stick(), { partnerIds: [former] })).rejects.toThrow(code('partners.not_confirmed'))
    const next = await a.writeTo(pair.stick())
    expect(next.partners.map(({ partnerId }) => partnerId)).toEqual([id])
  })

  it('what was not answered › goes anew by a person’s word alone, and arrives where the office is now', async () => {
    old.queue(a, 1)
    const [came, gone] = [pair.stick(), pair.stick()]
    await old.writeTo(came)
    await a.takeFrom(came)
    const [carried, kept] = a.queue(old, 2)
    await a.writeTo(gone)
    const former = a.partnerOf(old)
    expect(left(former)).toEqual({ rows: [], count: 0 })
    await expect(a.command(slipHandlers.sendAnew, { ids: [carried?.slipId ?? ''] }, zhang)).rejects.toThrow(code('slips.link_in_use'))
    const id = await succeed()
    expect(left(former).rows.map(({ way }) => way)).toEqual(['answer', 'draft', 'draft'])
    expect(a.db.value('SELECT count(*) FROM slip WHERE partner_id = ?', id)).toBe(0)
    const { drafts } = await a.command<{ drafts: string[] }>(slipHandlers.sendAnew, { ids: [carried?.slipId ?? ''] }, zhang)
    expect(left(former).count).toBe(2)
    expect(a.db.one('SELECT status, withdrawn_on FROM slip WHERE id = ?', carried?.slipId ?? '')).toMatchObject({ status: 'withdrawn' })
    expect(a.db.one('SELECT status FROM slip WHERE id = ?', kept?.slipId ?? '')).toMatchObject({ status: 'delivered' })
    await expect(a.command(slipHandlers.sendAnew, { ids: [carried?.slipId ?? ''] }, zhang)).rejects.toThrow(
      code('slips.action_not_allowed')
    )
    await a.command(slipHandlers.submit, { ids: drafts }, zhang)
    await a.command(slipHandlers.sign, { ids: drafts }, li)
    // Their open question is answered as ever, on the link in use.
    const question = a.db.value<string>("SELECT id FROM slip WHERE direction = 'in'") ?? ''
    await a.command(slipHandlers.refuse, { id: question, result: 'not_our_area', reason: '不属本区' }, zhang)
    await a.command(slipHandlers.release, { ids: [question] }, li)
    expect(a.db.value('SELECT count(*) FROM slip WHERE partner_id = ?', id)).toBe(2)
    const trip = pair.stick()
    await a.writeTo(trip)
    expect(await brought(heir, trip)).toBe(2)
    expect(left(former).rows.map(({ way }) => way)).toEqual(['draft'])
  })

  it('an answer signed before the loss › is sent again as it is', async () => {
    old.queue(a, 1)
    const came = pair.stick()
    await old.writeTo(came)
    await a.takeFrom(came)
    const question = a.db.value<string>("SELECT id FROM slip WHERE direction = 'in'") ?? ''
    await a.command(slipHandlers.refuse, { id: question, result: 'not_our_area', reason: '不属本区' }, zhang)
    await a.command(slipHandlers.release, { ids: [question] }, li)
    await a.writeTo(pair.stick())
    const former = a.partnerOf(old)
    await succeed()
    const [row] = left(former).rows
    expect(row?.way).toBe('again')
    expect(await a.command(slipHandlers.sendAnew, { ids: [row?.slip.id ?? ''] }, zhang)).toMatchObject({ again: [row?.slip.id] })
    const trip = pair.stick()
    await a.writeTo(trip)
    expect(await brought(heir, trip)).toBe(1)
    expect(left(former).count).toBe(0)
  })

  it('a question put before the loss › may be answered by the office as it came back', async () => {
    const [asked] = a.queue(old, 1)
    await a.writeTo(pair.stick())
    const id = await succeed()
    const { rules, reference, today, now } = a.query()
    const stage = openStage({ rules, reference, today, now }, { stageId: a.query().newId(), partnerId: id, senderOfficeId: heir.card.id })
    const reply = lineOf({
      id: 'ab'.repeat(16),
      rev: 1,
      kind: 'reply',
      ref: asked?.recordId ?? '',
      author: heir.card.id,
      body: { type: 'FK' }
    })
    a.write.transaction(() => stage.add(a.write.db, [reply.row]))
    a.write.transaction(() => mergeStage(a.write.db, stage, `sha256:${'9'.repeat(64)}`))
    expect(a.db.one('SELECT status, outcome FROM slip WHERE id = ?', asked?.slipId ?? '')).toEqual({
      status: 'answered',
      outcome: 'answered'
    })
  })

  it('a stick for the office as it was › is told as such where it came back', async () => {
    a.queue(old, 1)
    const late = pair.stick()
    await a.writeTo(late)
    await succeed()
    const { found } = await heir.scan(late)
    expect(found.every(({ reason }) => reason?.includes('本单位另一套密钥') === true)).toBe(true)
    heir.queue(a, 1)
    const trip = pair.stick()
    await heir.writeTo(trip)
    expect(await brought(a, trip)).toBe(1)
  })
})
