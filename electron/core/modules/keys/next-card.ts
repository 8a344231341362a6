/** The cards an office's root signs: each follows the one before it by the rules of exchange.md §4.2. */
import { AppError } from '@shared/errors'
import type { KeyChange } from '@shared/contract/keys'
import { composeCard, fingerprint, formatKeyLine, rawKey, signRootChange, type CardParts, type KeyCard } from '../../container'
import { ageRecipientOf, type SigningKey } from '../../crypto'
import type { OfficeFacts } from '../../rpc'
import type { KeySet } from './key-room'

/** Most entries of `revoked` a reader takes (exchange.md §4.2). */
const MOST_REVOKED = 64

/** Name, code and telephone go onto every new card as the office has them now. */
export type CardOffice = Pick<OfficeFacts, 'code' | 'name' | 'phone'>

function following(own: KeyCard, office: CardOffice, issued: string): CardParts {
  const { id, suites, sign, enc, revoked, roots, practice } = own
  const { code, phone } = office
  const name = office.name.normalize('NFC')
  const ver = own.ver + 1
  return { id, ver, prev: own.digest, code, name, suites, sign, enc, revoked, roots, issued, phone, ...(practice ? { practice } : {}) }
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
  const revoked = [...own.revoked, ...gone.map(({ key }) => ({ key: fingerprint(rawKey(key)), since_ver: ver, reason }))]
  if (revoked.length > MOST_REVOKED) throw new AppError('keys.too_many_revoked', { most: MOST_REVOKED })
  const enc = [
    { age: await ageRecipientOf(keys.enc), dev: device },
    ...own.enc.filter(({ dev }) => dev !== device && dev !== 0),
    { age: await ageRecipientOf(keys.archive), dev: 0 }
  ]
  const sign = [...own.sign.filter(({ dev }) => dev !== device), { key: formatKeyLine(keys.sign.publicKey), dev: device, from_ver: ver }]
  return composeCard({ ...parts, sign, enc, revoked }, root)
}

/** The first card of a new root: the old root vouches for the new one, the new one signs. */
export function cardOfNewRoot(own: KeyCard, office: CardOffice, issued: string, roots: { from: SigningKey; to: SigningKey }): KeyCard {
  const parts = following(own, office, issued)
  const change = signRootChange(own.id, roots.from, roots.to.publicKey, parts.ver)
  return composeCard({ ...parts, roots: [...own.roots, change] }, roots.to)
}
