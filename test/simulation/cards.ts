/** Key cards of made-up offices: real ones, signed by real roots, made once for all courses, for nothing that happens depends on their octets. */
import { composeCard, fingerprint, formatKeyLine, rawKey, type KeyCard, type RevokedEntry } from '../../electron/core/container'
import { ageRecipientOf, generateAgeIdentity, generateSigningKey, type SigningKey } from '../../electron/core/crypto'

interface Line {
  readonly root: SigningKey
  /** By version, the first at 0. */
  readonly cards: KeyCard[]
}

const lines = new Map<number, Line>()
const [enc, archive] = [await ageRecipientOf(await generateAgeIdentity()), await ageRecipientOf(await generateAgeIdentity())]
const REASONS: readonly RevokedEntry['reason'][] = ['rotated', 'lost', 'retired']

function following({ root, cards }: Line): KeyCard {
  const before = cards.at(-1)
  const ver = cards.length + 1
  const gone = (before?.sign ?? []).map(({ key }) => ({
    key: fingerprint(rawKey(key)),
    since_ver: ver,
    reason: REASONS[ver % REASONS.length] ?? 'rotated'
  }))
  return composeCard(
    {
      ...(before ? { id: before.id } : {}),
      ...{
        ver,
        prev: before?.digest ?? null,
        code: '610802-00',
        name: '模拟单位',
        suites: ['A1'],
        phone: '',
        issued: '2026-03-05T09:00:00+08:00'
      },
      sign: [{ key: formatKeyLine(generateSigningKey().publicKey), dev: 1, from_ver: ver }],
      enc: [
        { age: enc, dev: 1 },
        { age: archive, dev: 0 }
      ],
      ...{ revoked: [...(before?.revoked ?? []), ...gone], roots: [] }
    },
    root
  )
}

/** The card an office's root signed as version `ver`; the same one whoever asks. Every third change is for a lost key. */
export function cardOf(office: number, ver: number): KeyCard {
  const line = lines.get(office) ?? { root: generateSigningKey(), cards: [] }
  lines.set(office, line)
  while (line.cards.length < ver) line.cards.push(following(line))
  const card = line.cards[ver - 1]
  if (!card) throw new RangeError(`card ${String(ver)}`)
  return card
}

/** Whether the keys of this card end by being lost: only such can be stolen. */
export const endsInLoss = (ver: number): boolean => REASONS[(ver + 1) % REASONS.length] === 'lost'

/** Fingerprint of the key that signs while this card is the newest. */
export const signerOf = ({ sign: [current] }: KeyCard): string => (current ? fingerprint(rawKey(current.key)) : '')

export const officeId = (office: number): string => cardOf(office, 1).id
