/** The acts of the root key: each signs one card, keeps the files before the database, and can be cut off at any moment. */
import { AppError } from '@shared/errors'
import type { KeyChange } from '@shared/contract/keys'
import { formatKeyLine, rawKey, readCard, type KeyCard } from '../../container'
import { generateAgeIdentity, generateSigningKey } from '../../crypto'
import { chinaTime } from '../../platform'
import type { CommandContext, PrepareContext } from '../../rpc'
import { endEveryEpoch, newestOwnCardSeen } from '../exchange'
import { installOwnCard, ownCard } from '../partners'
import type { DeviceKeys, KeyRoom, KeySet, RootKeys, WrappedKeys } from './key-room'
import { cardOfNewRoot, cardWithKeys } from './next-card'

/** A card signed in memory; nothing of it is written before the second person's word was taken into use. */
export interface SignedAct {
  readonly after: string
  readonly card: KeyCard
  /** True when it is a card whose act had been cut off. */
  readonly finished: boolean
  readonly wrapped: WrappedKeys | null
}

type Signing = (own: KeyCard, root: RootKeys) => Promise<{ card: KeyCard; device?: DeviceKeys; root: RootKeys['root'] }>

const sameKey = (line: string, { publicKey }: { publicKey: Uint8Array }): boolean => line === formatKeyLine(publicKey)

/** The set a card names, and every identity that still opens something. */
export function setOnCard(device: DeviceKeys, card: Pick<KeyCard, 'sign'> | undefined): { keys: KeySet; former: readonly string[] } {
  const { now, next, former } = device
  const isNext = next !== null && card?.sign.some(({ key }) => sameKey(key, next.sign)) === true
  const [keys, other] = isNext ? [next, now] : [now, next]
  const identities = [...former, ...(other ? [other.enc, other.archive] : [])]
  return { keys, former: [...new Set(identities)].filter((identity) => identity !== keys.enc && identity !== keys.archive) }
}

/**
 * Signs the next card. A card that the root signed earlier and that was never taken into use comes first, with its very bytes
 * (exchange.md §3.5 C9): a further one of the same version would look to every partner like a stolen root.
 * @throws AppError `office.recovery_key_wrong`, `keys.root_missing`, `keys.root_differs`, `keys.card_behind`
 */
async function signed({ db }: PrepareContext, room: KeyRoom, recoveryKey: string, sign: Signing): Promise<SignedAct> {
  const own = ownCard(db)
  const held = await room.root(recoveryKey)
  const last = held.last && readCard(held.last.bytes, held.last.sig)
  if (last !== null && last.ver === own.ver + 1 && last.prev === own.digest)
    return { after: own.digest, card: last, finished: true, wrapped: null }
  const seen = Math.max(newestOwnCardSeen(db), ...held.signed.map(([ver]) => ver))
  if (seen > own.ver) throw new AppError('keys.card_behind', { seen, own: own.ver })
  if (!sameKey(own.root, held.root)) throw new AppError('keys.root_differs')
  const { card, device, root } = await sign(own, held)
  const after: RootKeys = { root, signed: [...held.signed, [card.ver, card.digest]], last: card }
  return { after: own.digest, card, finished: false, wrapped: await room.wrap({ ...(device ? { device } : {}), root: after }, recoveryKey) }
}

export const signNewKeys = (context: PrepareContext, room: KeyRoom, recoveryKey: string, reason: KeyChange): Promise<SignedAct> =>
  signed(context, room, recoveryKey, async (own, { root }) => {
    const held = room.device()
    const { keys, former } = setOnCard(held, own)
    const next: KeySet = {
      sign: generateSigningKey(),
      enc: await generateAgeIdentity(),
      // Whoever has the PC has the archive key as well; otherwise the archive stays readable with the one it was written for.
      archive: reason === 'lost' ? await generateAgeIdentity() : keys.archive
    }
    const change = { device: held.device, keys: next, reason }
    const card = await cardWithKeys(own, change, context.office, chinaTime(context.clock), root)
    return { card, root, device: { device: held.device, now: keys, next, former } }
  })

export const signNewRoot = (context: PrepareContext, room: KeyRoom, recoveryKey: string): Promise<SignedAct> =>
  signed(context, room, recoveryKey, (own, { root }) => {
    const to = generateSigningKey()
    const card = cardOfNewRoot(own, context.office, chinaTime(context.clock), { from: root, to })
    return Promise.resolve({ card, root: to })
  })

/**
 * Takes a signed card into use, in the act's transaction: files first, so that a cut between them and the commit leaves a card that is
 * issued again with the same bytes. @throws AppError `storage.busy` when another act came between
 */
export function takeIntoUse({ db, now, note, changed }: CommandContext, room: KeyRoom, { after, card, finished, wrapped }: SignedAct) {
  const own = ownCard(db)
  if (own.digest !== after) throw new AppError('storage.busy')
  if (wrapped) room.keep(wrapped)
  installOwnCard(db, card, now)
  const links = signersOf(card) === signersOf(own) ? 0 : endEveryEpoch(db, now).length
  note({ detail: { version: card.ver, finished, links } })
  changed('office', 'partners', 'bundles')
  return { version: card.ver, finished, links }
}

const signersOf = ({ sign }: KeyCard): string => sign.map(({ key }) => key).join()

/** The root of the present card from its sheet of paper, with what this office knows it signed. */
export function rootFrom(own: KeyCard, root: RootKeys['root'], cards: readonly (readonly [number, string])[]): RootKeys {
  if (!sameKey(own.root, root)) throw new AppError('keys.root_differs')
  return { root, signed: cards, last: null }
}

/** Whether this PC's signing key stands on the card. */
export const isOnCard = (card: KeyCard, publicKey: Uint8Array): boolean =>
  card.sign.some(({ key }) => Buffer.from(rawKey(key)).equals(publicKey))
