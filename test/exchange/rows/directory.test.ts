/** Row T33: a directory vouches only as far as its signer was compared here, goes up one by one, and never changes a pin (exchange.md §4.3). */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  composeDirectory,
  fingerprint,
  rawKey,
  writeCardFile,
  writeDirectoryFile,
  type DirectoryEntry,
  type OfficeDirectory
} from '../../../electron/core/container'
import { generateSigningKey } from '../../../electron/core/crypto'
import { partnerByOfficeId, partnerHandlers, pinFor } from '../../../electron/core/modules/partners'
import { openLinkedOffice, openPair, type LinkedOffice, type Pair } from '../../kit/linked-offices'

let pair: Pair
const others: LinkedOffice[] = []
beforeEach(async () => void (pair = await openPair()))
afterEach(() => {
  pair.close()
  others.splice(0).forEach((office) => office.close())
})

async function another(code: string): Promise<LinkedOffice> {
  const office = await openLinkedOffice({ code, name: `测试${code}卫生健康局` })
  others.push(office)
  return office
}
const entry = ({ card }: LinkedOffice, change: Partial<DirectoryEntry> = {}): DirectoryEntry => ({
  ...{ code: card.code, id: card.id, root: fingerprint(rawKey(card.root)), name: card.name, supersedes: null },
  ...change
})
const signed = (
  by: LinkedOffice,
  entries: readonly DirectoryEntry[],
  after: OfficeDirectory | null = null,
  made = '2026-03-05T09:00:00+08:00'
) =>
  composeDirectory(
    {
      ...{ authority: { id: by.card.id, code: by.card.code, name: by.card.name }, ver: (after?.ver ?? 0) + 1, prev: after?.digest ?? null },
      ...{ made, entries }
    },
    by.root
  )

function ticket(at: LinkedOffice, octets: Uint8Array, name: string): string {
  const path = join(pair.stick(), name)
  writeFileSync(path, octets)
  return at.desk.offer(path).ticket
}
const file = (at: LinkedOffice, directory: Pick<OfficeDirectory, 'bytes' | 'sig'>) => ({
  file: ticket(at, writeDirectoryFile(directory), 'x.jhd')
})
const add = (at: LinkedOffice, directory: Pick<OfficeDirectory, 'bytes' | 'sig'>) =>
  at.command<{ standing: string; confirmed: number }>(partnerHandlers.addDirectory, file(at, directory))
const register = (at: LinkedOffice, of: LinkedOffice) =>
  at.command<{ id: string; directory: string | null }>(partnerHandlers.add, {
    file: ticket(at, writeCardFile(of.card), 'x.jhk'),
    succeeds: null
  })
const read = (at: LinkedOffice, directory: OfficeDirectory) => partnerHandlers.readDirectory(at.query(), file(at, directory))
const trustIn = (at: LinkedOffice, of: LinkedOffice) => partnerByOfficeId(at.db, of.card.id)?.trust
const code = (expected: string): Error => expect.objectContaining({ code: expected }) as Error

describe('T33 a directory', () => {
  it('of an authority compared here › confirms who waits and who comes later › with the right root alone', async () => {
    const { a, b } = pair
    const [c, d, e] = [await another('150802-00'), await another('150821-00'), await another('150822-00')]
    await register(b, c)
    const directory = signed(a, [entry(a), entry(c), entry(d), entry(e, { root: fingerprint(generateSigningKey().publicKey) })])
    expect(await read(b, directory)).toMatchObject({
      standing: 'next',
      entries: 4,
      fresh: 2,
      told: [{ code: c.card.code, meaning: 'confirms' }]
    })
    expect(trustIn(b, c)).toBe('pending')
    expect(await add(b, directory)).toEqual({ standing: 'next', confirmed: 1 })
    expect(trustIn(b, c)).toBe('confirmed')
    expect((await register(b, d)).directory).toBe(a.card.name)
    expect(pinFor(b.db, d.card.id)).not.toBeNull()
    expect((await register(b, e)).directory).toBeNull()
    expect(trustIn(b, e)).toBe('pending')
    expect(await add(b, directory)).toEqual({ standing: 'known', confirmed: 0 })
  })

  it('rolled back, from far ahead, or a second content of one version › is refused, and the last raises the alarm', async () => {
    const { a, b } = pair
    const c = await another('150802-00')
    const one = signed(a, [entry(a)])
    const two = signed(a, [entry(a), entry(c)], one)
    const three = signed(a, [entry(a)], two)
    await add(b, one)
    await expect(add(b, three)).rejects.toThrow(code('partners.directory_gap'))
    await add(b, two)
    await expect(add(b, one)).rejects.toThrow(code('partners.directory_old'))
    const other = signed(a, [entry(a)], one, '2026-03-06T09:00:00+08:00')
    expect((await add(b, other)).standing).toBe('alarm')
    expect(trustIn(b, a)).toBe('alarm')
    await expect(add(b, three)).rejects.toThrow(code('partners.directory_refused'))
    expect(b.db.value('SELECT max(ver) FROM directory')).toBe(2)
  })

  it('that names another key for an office pinned here › shows the conflict, the pin stays', async () => {
    const { a, b } = pair
    const [c, impostor] = [await another('150802-00'), await another('150802-00')]
    const one = signed(a, [entry(c)])
    await add(b, one)
    await register(b, c)
    const pinned = pinFor(b.db, c.card.id)?.newest.digest
    const changed = signed(a, [entry(c, { root: fingerprint(impostor.root.publicKey) })], one)
    expect((await read(b, changed)).told).toMatchObject([{ meaning: 'conflict', partnerName: c.card.name }])
    expect(await add(b, changed)).toEqual({ standing: 'next', confirmed: 0 })
    expect(pinFor(b.db, c.card.id)?.newest.digest).toBe(pinned)
    expect(trustIn(b, c)).toBe('confirmed')
    await expect(register(b, impostor)).rejects.toThrow(code('partners.key_substituted'))
  })

  it('that says one office takes the place of another, or gives its code away › leaves it to a person', async () => {
    const { a, b } = pair
    const [c, heir] = [await another('150802-00'), await another('150802-00')]
    await register(b, c)
    const one = signed(a, [entry(heir, { supersedes: c.card.id })])
    expect((await read(b, one)).told).toMatchObject([{ meaning: 'supersedes', partnerName: c.card.name }])
    expect((await read(b, signed(a, [entry(heir)]))).told).toMatchObject([{ meaning: 'conflict' }])
    await add(b, one)
    expect([trustIn(b, c), trustIn(b, heir)]).toEqual(['pending', undefined])
  })

  it('signed by a stranger, by an office known through a directory alone, or changed by one bit › is refused', async () => {
    const { a, b } = pair
    const c = await another('150802-00')
    const refused = code('partners.directory_refused')
    await expect(add(b, signed(c, [entry(a)]))).rejects.toThrow(refused)
    await add(b, signed(a, [entry(c)]))
    await register(b, c)
    expect(trustIn(b, c)).toBe('confirmed')
    await expect(add(b, signed(c, [entry(a)]))).rejects.toThrow(refused)
    const good = signed(a, [entry(a)], signed(a, [entry(c)]))
    const bytes = Uint8Array.from(good.bytes)
    bytes[bytes.length - 40] = (bytes[bytes.length - 40] ?? 0) ^ 1
    await expect(add(b, { bytes, sig: good.sig })).rejects.toThrow(refused)
    await expect(add(b, { bytes: good.bytes, sig: signed(c, []).sig })).rejects.toThrow(refused)
    await expect(b.command(partnerHandlers.addDirectory, { file: ticket(b, writeCardFile(c.card), 'x.jhd') })).rejects.toThrow(refused)
  })
})
