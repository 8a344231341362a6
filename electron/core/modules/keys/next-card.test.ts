/** Every card the root signs must be one that partners install without asking anybody. */
import { beforeAll, describe, expect, it } from 'vitest'
import { composeCard, fingerprint, formatKeyLine, judgeCard, rawKey, type KeyCard } from '../../container'
import { ageRecipientOf, generateAgeIdentity, generateSigningKey } from '../../crypto'
import type { KeySet } from './key-room'
import { cardOfNewRoot, cardWithKeys } from './next-card'

const root = generateSigningKey()
const office = { code: '610802-00', name: '改名后的局', phone: '0000-1' }
const ISSUED = '2026-03-05T09:00:00+08:00'
const newKeys = async (): Promise<KeySet> => ({
  sign: generateSigningKey(),
  enc: await generateAgeIdentity(),
  archive: await generateAgeIdentity(),
  sm2: null
})
let first: KeyCard

beforeAll(async () => {
  const { sign, enc, archive } = await newKeys()
  const ages = [
    { age: await ageRecipientOf(enc), dev: 1 },
    { age: await ageRecipientOf(archive), dev: 0 }
  ]
  const other = { key: formatKeyLine(generateSigningKey().publicKey), dev: 2, from_ver: 1 }
  first = composeCard(
    {
      ...{
        ver: 1,
        prev: null,
        code: '610802-00',
        name: '原名',
        suites: ['A1'],
        enc: ages,
        revoked: [],
        roots: [],
        issued: ISSUED,
        phone: ''
      },
      sign: [{ key: formatKeyLine(sign.publicKey), dev: 1, from_ver: 1 }, other]
    },
    root
  )
})

const follows = (card: KeyCard): string => judgeCard({ newest: first, digestOf: () => null }, card).kind

describe('cardWithKeys', () => {
  it('names the new keys, gives up those of this device alone, and takes the office’s present name', async () => {
    const card = await cardWithKeys(first, { device: 1, keys: await newKeys(), reason: 'lost' }, office, ISSUED, root)
    expect(follows(card)).toBe('install')
    expect(card.name).toBe(office.name)
    expect(card.sign.map(({ dev, from_ver }) => [dev, from_ver])).toEqual([
      [2, 1],
      [1, 2]
    ])
    expect(card.revoked).toEqual([{ key: fingerprint(rawKey(first.sign[0]?.key ?? '')), since_ver: 2, reason: 'lost' }])
  })

  it('with no room left for a given-up key › signs nothing', async () => {
    const revoked = Array.from({ length: 64 }, () => ({
      key: fingerprint(generateSigningKey().publicKey),
      since_ver: 1,
      reason: 'rotated'
    }))
    const full = { ...first, revoked }
    await expect(cardWithKeys(full, { device: 1, keys: await newKeys(), reason: 'rotated' }, office, ISSUED, root)).rejects.toThrow(
      expect.objectContaining({ code: 'keys.too_many_revoked' }) as Error
    )
  })
})

describe('cardOfNewRoot', () => {
  it('is installed by whoever pinned the old root', () => {
    const to = generateSigningKey()
    const card = cardOfNewRoot(first, office, ISSUED, { from: root, to })
    expect(follows(card)).toBe('install')
    expect([card.id, card.root]).toEqual([first.id, formatKeyLine(to.publicKey)])
  })
})
