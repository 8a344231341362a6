/** The cards an office's root signs: each follows the one before it by the rules of exchange.md §4.2. */
import { AppError } from '@shared/errors'
import type { KeyChange } from '@shared/contract/keys'
import {
  composeCard,
  fingerprint,
  formatKeyLine,
  rawKey,
  signRootChange,
  sm2EntriesOf,
  sm2Fingerprint,
  sm2Point,
  type CardParts,
  type KeyCard,
  type RevokedEntry,
  type Sm2Entry
} from '../../container'
import { ageRecipientOf, type SigningKey, type Sm2KeyMaterial } from '../../crypto'
import type { OfficeFacts } from '../../rpc'
import type { KeySet } from './key-room'

/** Most entries of `revoked` a reader takes (exchange.md §4.2). */
const MOST_REVOKED = 64

/** Name, code and telephone go onto every new card as the office has them now. */
export type CardOffice = Pick<OfficeFacts, 'code' | 'name' | 'phone'>

/** The national suite stands before the common one: whoever can, uses it (exchange.md §2.8). */
const WITH_NATIONAL = ['G1', 'A1'] as const
const COMMON = ['A1'] as const

/** Version 1 under a new root: of an office just founded, or of one whose root was lost. */
export async function firstCard(
  { device, keys }: { readonly device: number; readonly keys: KeySet },
  { code, name, phone, practice }: CardOffice & Pick<OfficeFacts, 'practice'>,
  issued: string,
  root: SigningKey
): Promise<KeyCard> {
  return composeCard(
    {
      ...{ ver: 1, prev: null, code, name: name.normalize('NFC'), suites: keys.sm2 ? WITH_NATIONAL : COMMON },
      sign: [{ key: formatKeyLine(keys.sign.publicKey), dev: device, from_ver: 1 }],
      enc: [
        { age: await ageRecipientOf(keys.enc), dev: device },
        { age: await ageRecipientOf(keys.archive), dev: 0 }
      ],
      ...{ revoked: [], roots: [], issued, phone },
      ...(keys.sm2 ? { sm2: sm2EntriesOf(keys.sm2, device) } : {}),
      ...(practice ? { practice } : {})
    },
    root
  )
}

function following(own: KeyCard, office: CardOffice, issued: string): CardParts {
  const { id, suites, sign, enc, revoked, roots, practice, sm2 } = own
  const { code, phone } = office
  const name = office.name.normalize('NFC')
  const ver = own.ver + 1
  const optional = { ...(sm2 ? { sm2 } : {}), ...(practice ? { practice } : {}) }
  return { id, ver, prev: own.digest, code, name, suites, sign, enc, revoked, roots, issued, phone, ...optional }
}

export const announcesNational = ({ suites }: Pick<KeyCard, 'suites'>): boolean => suites.includes('G1')

/** A device's SM2 keys, and the archive's, in place of those the card names now; entries of other devices stay. */
const sm2With = (own: KeyCard, device: number, sm2: Sm2KeyMaterial): readonly Sm2Entry[] => [
  ...(own.sm2 ?? []).filter(({ dev }) => dev !== device && dev !== 0),
  ...sm2EntriesOf(sm2, device)
]

/** SM2 signing keys that leave the card, of one device or of all. */
const sm2Gone = (own: KeyCard, device?: number): string[] =>
  (own.sm2 ?? []).flatMap(({ sign, dev }) =>
    sign !== undefined && (device === undefined || dev === device) ? [sm2Fingerprint(sm2Point(sign))] : []
  )

/** @throws AppError `keys.too_many_revoked` */
function revokedWith(own: KeyCard, keys: readonly string[], reason: KeyChange): readonly RevokedEntry[] {
  const revoked = [...own.revoked, ...keys.map((key) => ({ key, since_ver: own.ver + 1, reason }))]
  if (revoked.length > MOST_REVOKED) throw new AppError('keys.too_many_revoked', { most: MOST_REVOKED })
  return revoked
}

/** The card with a PC's new keys; what it signed with before is named as given up. @throws AppError `keys.too_many_revoked` */
export async function cardWithKeys(
  own: KeyCard,
  change: { readonly device: number; readonly keys: KeySet; readonly reason: KeyChange },
  office: CardOffice,
  issued: string,
  root: SigningKey
): Promise<KeyCard> {
  const { device, keys, reason } = change
  const parts = following(own, office, issued)
  const { ver } = parts
  const gone = own.sign.filter(({ dev }) => dev === device)
  const given = keys.sm2 ? sm2Gone(own, device) : []
  const revoked = revokedWith(own, [...gone.map(({ key }) => fingerprint(rawKey(key))), ...given], reason)
  const sm2 = keys.sm2 ? { sm2: sm2With(own, device, keys.sm2) } : {}
  const enc = [
    { age: await ageRecipientOf(keys.enc), dev: device },
    ...own.enc.filter(({ dev }) => dev !== device && dev !== 0),
    { age: await ageRecipientOf(keys.archive), dev: 0 }
  ]
  const sign = [...own.sign.filter(({ dev }) => dev !== device), { key: formatKeyLine(keys.sign.publicKey), dev: device, from_ver: ver }]
  return composeCard({ ...parts, sign, enc, revoked, ...sm2 }, root)
}

/** The card with the national suite switched on for one device, or off for the whole office. @throws AppError `keys.too_many_revoked` */
export function cardWithSuite(
  own: KeyCard,
  { device, sm2 }: { readonly device: number; readonly sm2: Sm2KeyMaterial | null },
  office: CardOffice,
  issued: string,
  root: SigningKey
): KeyCard {
  const { sm2: _, ...parts } = following(own, office, issued)
  if (sm2) return composeCard({ ...parts, suites: WITH_NATIONAL, sm2: sm2With(own, device, sm2) }, root)
  return composeCard({ ...parts, suites: COMMON, revoked: revokedWith(own, sm2Gone(own), 'retired') }, root)
}

/** The first card of a new root: the old root vouches for the new one, the new one signs. */
export function cardOfNewRoot(own: KeyCard, office: CardOffice, issued: string, roots: { from: SigningKey; to: SigningKey }): KeyCard {
  const parts = following(own, office, issued)
  const change = signRootChange(own.id, roots.from, roots.to.publicKey, parts.ver)
  return composeCard({ ...parts, roots: [...own.roots, change] }, roots.to)
}
