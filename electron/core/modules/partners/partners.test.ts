/** Holds trust to its rules: a pin is never overwritten, two persons compare, practice and real never meet. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { composeCard, formatKeyLine, rootDigits, writeCardFile, type KeyCard } from '../../container'
import { ageRecipientOf, generateAgeIdentity, generateSigningKey, type SigningKey } from '../../crypto'
import { actorNamed, openModuleOffice, type ModuleOffice, type ModuleOfficeOptions } from '../../../../test/kit/module-office'
import {
  addConfirmedPartner,
  cardFacts,
  confirmedPartners,
  judgeHeldCard,
  ownCard,
  partnerByOfficeId,
  partnerHandlers,
  partnerNames,
  pinFor,
  raiseAlarm
} from './index'
import { assertDigits, newComparers } from './rules'
import type { Partner } from '@shared/contract/exchange'

const offices: ModuleOffice[] = []
const openOffice = async (options: ModuleOfficeOptions = {}): Promise<ModuleOffice> => {
  const office = await openModuleOffice(options)
  offices.push(office)
  return office
}
afterEach(() => offices.splice(0).forEach((office) => office.close()))

const zhang = actorNamed('zhang')
const li = actorNamed('li')

const ticketOf = (office: ModuleOffice, card: Pick<KeyCard, 'bytes' | 'sig'>, name = 'a.jhk'): string => {
  const path = join(office.dir, `${String(Math.floor(performance.now() * 1000))}-${name}`)
  writeFileSync(path, writeCardFile(card))
  return office.desk.offer(path, name).ticket
}

const { readCard, add, confirm, discard } = partnerHandlers
const code = (expected: string): Error => expect.objectContaining({ code: expected }) as Error
const read = (office: ModuleOffice, card: Pick<KeyCard, 'bytes' | 'sig'>) =>
  readCard(office.query(), { file: ticketOf(office, card), succeeds: null })
const addCard = (office: ModuleOffice, card: Pick<KeyCard, 'bytes' | 'sig'>) =>
  office.command<{ id: string }>(add, { file: ticketOf(office, card), succeeds: null })
const sign = (office: ModuleOffice, id: string, digits: string, actor = zhang) =>
  office.command<{ id: string; trust: string }>(confirm, { id, digits, qr: '', way: 'form', second: null }, actor)

/** The next card of an office, signed by its root. */
async function nextCard(
  card: KeyCard,
  root: SigningKey,
  change: { ver?: number; prev?: string; name?: string; code?: string } = {}
): Promise<KeyCard> {
  const { suites, revoked, roots, issued, phone } = card
  const enc = [
    { age: await ageRecipientOf(await generateAgeIdentity()), dev: 1 },
    { age: await ageRecipientOf(await generateAgeIdentity()), dev: 0 }
  ]
  return composeCard(
    {
      ...{ suites, revoked, roots, issued, phone, enc, id: card.id, code: change.code ?? card.code },
      ver: change.ver ?? card.ver + 1,
      prev: change.prev ?? card.digest,
      name: change.name ?? card.name,
      sign: [{ key: formatKeyLine(generateSigningKey().publicKey), dev: 1, from_ver: 1 }],
      ...(card.practice ? { practice: true as const } : {})
    },
    root
  )
}

describe('partners.readCard', () => {
  it('shows what a card says and stores nothing', async () => {
    const [mine, theirs] = [await openOffice(), await openOffice({ code: '141124-00', name: '测试乙县卫生健康局' })]
    const shown = await read(mine, theirs.card)
    expect(shown).toEqual({ card: cardFacts(theirs.card), knownAs: null, proposedBy: [] })
    expect(shown.card.digits).toMatch(/^(\d{5} ){7}\d{5}$/)
    expect(partnerHandlers.list(mine.query(), {})).toEqual({ rows: [] })
  })

  it('refuses the own card, a card of another world, and a damaged file with the sentence of the fault', async () => {
    const [mine, practice, theirs] = [
      await openOffice(),
      await openOffice({ practice: true, code: '141124-00' }),
      await openOffice({ code: '141124-00' })
    ]
    await expect(read(mine, mine.card)).rejects.toThrow(code('partners.own_card'))
    await expect(read(mine, practice.card)).rejects.toThrow(code('practice.mixed'))
    await expect(read(practice, mine.card)).rejects.toThrow(code('practice.mixed'))
    const bytes = Uint8Array.from(theirs.card.bytes)
    bytes[40] = (bytes[40] ?? 0) ^ 1
    await expect(read(mine, { bytes, sig: theirs.card.sig })).rejects.toThrow(code('partners.card_refused'))
    const path = join(mine.dir, 'big.jhk')
    writeFileSync(path, Buffer.alloc(200_000))
    await expect(readCard(mine.query(), { file: mine.desk.offer(path).ticket, succeeds: null })).rejects.toThrow(
      code('partners.card_refused')
    )
    await expect(readCard(mine.query(), { file: mine.desk.offer(mine.dir).ticket, succeeds: null })).rejects.toThrow(
      code('partners.card_refused')
    )
    await expect(readCard(mine.query(), { file: 'no-such-ticket', succeeds: null })).rejects.toThrow(code('file.unknown_ticket'))
  })
})

describe('partners.add and confirm', () => {
  it('make a partner confirmed only when two accounts compared the digits', async () => {
    const [mine, theirs] = [await openOffice(), await openOffice({ code: '141124-00', name: '测试乙县卫生健康局' })]
    const { id } = await addCard(mine, theirs.card)
    const { digits } = cardFacts(theirs.card)
    expect(partnerByOfficeId(mine.db, theirs.card.id)).toMatchObject({ id, trust: 'pending', code: '141124-00' })
    expect(pinFor(mine.db, theirs.card.id)).toBeNull()
    expect(await sign(mine, id, digits)).toEqual({ id, trust: 'pending', closed: null })
    await expect(sign(mine, id, digits)).rejects.toThrow(code('partners.second_person_needed'))
    expect(confirmedPartners(mine.db)).toEqual([])
    mine.clock.advance(60_000)
    // Spacing and full-width digits of an input method do not matter.
    const typed = digits.replaceAll(' ', '').replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)))
    expect(await sign(mine, id, typed, li)).toEqual({ id, trust: 'confirmed', closed: null })
    expect(pinFor(mine.db, theirs.card.id)?.newest.digest).toBe(theirs.card.digest)
    const view = await partnerHandlers.get(mine.query(), { id })
    expect(view.confirmedBy.map(({ account }) => account)).toEqual(['zhang', 'li'])
    expect(partnerNames(mine.db).get(id)).toBe('测试乙县卫生健康局')
    expect(mine.notes.map(({ subject }) => subject)).toContain(id)
  })

  it('refuse wrong digits and count nothing', async () => {
    const [mine, theirs] = [await openOffice(), await openOffice({ code: '141124-00' })]
    const { id } = await addCard(mine, theirs.card)
    const wrong = rootDigits(generateSigningKey().publicKey)
    await expect(sign(mine, id, wrong)).rejects.toThrow(code('partners.digits_differ'))
    const { confirmedBy, trust } = await partnerHandlers.get(mine.query(), { id })
    expect({ confirmedBy, trust }).toEqual({ confirmedBy: [], trust: 'pending' })
    await expect(sign(mine, '0190d0d0-0000-7000-8000-000000000000', wrong)).rejects.toThrow(code('partners.unknown'))
  })

  it('T82 an office whose code changed › stays one partner with its confirmations, and its old codes are still told', async () => {
    const [mine, theirs] = [await openOffice(), await openOffice({ code: '520112-00', name: '测试乙县卫生健康局' })]
    const id = addConfirmed(mine, theirs.card)
    const second = await nextCard(theirs.card, theirs.root, { code: '520115-00', name: '测试乙区卫生健康局' })
    expect((await addCard(mine, second)).id).toBe(id)
    const third = await nextCard(second, theirs.root, { code: '520116-00' })
    expect((await addCard(mine, third)).id).toBe(id)
    const { rows } = partnerHandlers.list(mine.query(), {}) as { rows: readonly Partner[] } // The handler answers at once.
    expect(rows).toMatchObject([
      {
        id,
        code: '520116-00',
        formerCodes: ['520112-00', '520115-00'],
        trust: 'confirmed',
        officeId: theirs.card.id,
        name: '测试乙区卫生健康局'
      }
    ])
    expect(rows[0]?.confirmedBy.map(({ account }) => account).sort()).toEqual(['li', 'zhang'])
    // And back again: what is present is not former.
    await addCard(mine, await nextCard(third, theirs.root, { code: '520112-00' }))
    expect(await partnerHandlers.get(mine.query(), { id })).toMatchObject({ code: '520112-00', formerCodes: ['520115-00', '520116-00'] })
  })

  it('T30 never overwrite a pin › when a card with the same code has another root', async () => {
    const [mine, theirs, fake] = [await openOffice(), await openOffice({ code: '141124-00' }), await openOffice({ code: '141124-00' })]
    const id = addConfirmed(mine, theirs.card)
    await expect(read(mine, fake.card)).rejects.toThrow(code('partners.key_substituted'))
    await expect(addCard(mine, fake.card)).rejects.toThrow(code('partners.key_substituted'))
    expect(pinFor(mine.db, theirs.card.id)?.newest.digest).toBe(theirs.card.digest)
    expect(partnerByOfficeId(mine.db, theirs.card.id)?.id).toBe(id)
    expect(partnerByOfficeId(mine.db, fake.card.id)).toBeUndefined()
  })

  it('let a card that nobody could confirm be given up, and the genuine one take its place', async () => {
    const [mine, theirs, fake] = [await openOffice(), await openOffice({ code: '141124-00' }), await openOffice({ code: '141124-00' })]
    const { id } = await addCard(mine, fake.card)
    expect(await sign(mine, id, cardFacts(fake.card).digits)).toMatchObject({ trust: 'pending' })
    await mine.command(discard, { id })
    await expect(sign(mine, id, cardFacts(fake.card).digits)).rejects.toThrow(code('partners.no_card'))
    expect((await addCard(mine, theirs.card)).id).toBe(id)
    expect(await sign(mine, id, cardFacts(theirs.card).digits, li)).toMatchObject({ trust: 'pending' })
    expect(await sign(mine, id, cardFacts(theirs.card).digits)).toMatchObject({ trust: 'confirmed' })
    await expect(mine.command(discard, { id })).rejects.toThrow(code('partners.in_use'))
  })

  it('accept a further card that continues the pinned one, and nothing else', async () => {
    const [mine, theirs] = [await openOffice(), await openOffice({ code: '141124-00', name: '旧名卫健局' })]
    const id = addConfirmed(mine, theirs.card)
    const second = await nextCard(theirs.card, theirs.root, { name: '新名卫健局' })
    const third = await nextCard(second, theirs.root)
    await expect(addCard(mine, theirs.card)).rejects.toThrow(code('partners.already_known'))
    await expect(addCard(mine, third)).rejects.toThrow(code('partners.card_refused'))
    expect(await addCard(mine, second)).toMatchObject({ id })
    expect(partnerNames(mine.db).get(id)).toBe('新名卫健局')
    expect(await addCard(mine, third)).toMatchObject({ id })
    expect(pinFor(mine.db, theirs.card.id)?.newest.ver).toBe(3)
    // T31: the same version with other bytes
    expect(judgeHeldCard(mine.db, await nextCard(theirs.card, theirs.root))).toEqual({ kind: 'refuse', alarm: true })
  })
})

describe('raiseAlarm', () => {
  it('keeps what is pinned readable, sends nothing more, and asks two persons again', async () => {
    const [mine, theirs] = [await openOffice(), await openOffice({ code: '141124-00' })]
    const id = addConfirmed(mine, theirs.card)
    mine.write.transaction(() => raiseAlarm(mine.write.db, id, '2026-03-06T01:00:00.000Z'))
    expect(partnerByOfficeId(mine.db, theirs.card.id)?.trust).toBe('alarm')
    expect(confirmedPartners(mine.db)).toEqual([])
    expect(pinFor(mine.db, theirs.card.id)).not.toBeNull()
    mine.clock.advance(60_000)
    expect(await sign(mine, id, cardFacts(theirs.card).digits)).toMatchObject({ trust: 'alarm' })
    expect(await sign(mine, id, cardFacts(theirs.card).digits, li)).toMatchObject({ trust: 'confirmed' })
  })
})

describe('own card', () => {
  it('is the newest that was installed, and cards are append-only', async () => {
    const mine = await openOffice()
    expect(ownCard(mine.db).digest).toBe(mine.card.digest)
    expect(() => mine.write.db.run('DELETE FROM partner_card')).toThrow(/append-only/)
    expect(() => mine.write.db.run('UPDATE partner_card SET ver = 9')).toThrow(/append-only/)
  })
})

describe('rules', () => {
  it('newComparers › never counts one person twice, in any order of acts', () => {
    const person = fc.constantFrom('a', 'b', 'c')
    fc.assert(
      fc.property(fc.array(fc.tuple(person, fc.option(person)), { maxLength: 6 }), (acts) => {
        const held: string[] = []
        for (const [actor, second] of acts) {
          try {
            held.push(
              ...newComparers(held, { id: actor, name: actor }, second === null ? null : { id: second, name: second }).map(({ id }) => id)
            )
          } catch {
            expect(second === actor || held.includes(actor)).toBe(true)
          }
        }
        expect(new Set(held).size).toBe(held.length)
      })
    )
  })

  it('assertDigits › accepts exactly the forty digits however they are spaced', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 40, maxLength: 40 }), fc.nat(39), (digits, at) => {
        const text = digits.join('')
        assertDigits(text.replace(/.{5}/g, '$& '), text)
        const other = text.slice(0, at) + String((Number(text[at]) + 1) % 10) + text.slice(at + 1)
        expect(() => assertDigits(other, text)).toThrow(code('partners.digits_differ'))
      })
    )
  })
})

function addConfirmed(mine: ModuleOffice, card: KeyCard): string {
  return mine.write.transaction(() =>
    addConfirmedPartner({ db: mine.write.db, now: '2026-03-05T01:00:00.000Z', newId: mine.query().newId }, card, [
      { id: zhang.accountId, name: zhang.name },
      { id: li.accountId, name: li.name }
    ])
  )
}
