/** The acts of the root key: each signs one card, keeps the files before the database, and can be cut off at any moment. */
import { AppError } from '@shared/errors'
import type { KeyChange } from '@shared/contract/keys'
import { formatKeyLine, readCard, type KeyCard } from '../../container'
import { generateAgeIdentity, generateSigningKey, generateSm2Key, type Sm2KeyMaterial } from '../../crypto'
import { chinaTime } from '../../platform'
import type { CommandContext, PrepareContext } from '../../rpc'
import { endEveryEpoch, newestOwnCardSeen } from '../exchange'
import { installOwnCard, isOwnOffice, ownCard } from '../partners'
import type { DeviceKeys, KeyRoom, KeySet, RootKeys, WrappedKeys } from './key-room'
import { setOnCard } from './key-sets'
import { announcesNational, cardOfNewRoot, cardWithKeys, cardWithSuite } from './next-card'

/** Cards signed in memory; nothing of them is written before the second person's word was taken into use. */
export interface SignedAct {
  readonly after: string
  readonly cards: readonly KeyCard[]
  /** True when the root signed them earlier: an act was cut off, or the database is older than the root. */
  readonly finished: boolean
  readonly wrapped: WrappedKeys | null
}

type Signing = (own: KeyCard, root: RootKeys) => Promise<{ card: KeyCard; device?: DeviceKeys; root: RootKeys['root'] }>

/** A root woken up, and the cards it signed. */
export interface HeldRoot {
  readonly root: RootKeys['root']
  readonly line: readonly KeyCard[]
}

export const heldRoot = ({ root, line }: RootKeys): HeldRoot => ({ root, line: line.map(({ bytes, sig }) => readCard(bytes, sig)) })

/** Drawn anew for a lost one, and its cards not in this database: the act was cut off, or the database is older than it. */
export const isAhead = (db: PrepareContext['db'], { line }: HeldRoot): boolean =>
  line.length > 0 && !line.some(({ id }) => isOwnOffice(db, id))

export const isRootOf = (own: KeyCard, { root }: Pick<HeldRoot, 'root'>): boolean => own.root === formatKeyLine(root.publicKey)

/** The cards that follow the newest held, as far as they follow without a gap. */
function followersOf(own: KeyCard, line: readonly KeyCard[]): readonly KeyCard[] {
  const followers: KeyCard[] = []
  let newest = own
  for (const card of line) {
    if (card.ver !== newest.ver + 1 || card.prev !== newest.digest) continue
    followers.push(card)
    newest = card
  }
  return followers
}

/**
 * Signs the next card. Cards that the root signed earlier and this database lacks come first, with their very bytes
 * (exchange.md §3.5 C9): a further one of the same version would look to every partner like a stolen root.
 * @throws AppError `office.recovery_key_wrong`, `keys.root_missing`, `keys.root_differs`, `keys.root_unfinished`, `keys.card_behind`
 */
async function signed({ db }: PrepareContext, room: KeyRoom, recoveryKey: string, sign: Signing): Promise<SignedAct> {
  const own = ownCard(db)
  const held = await room.root(recoveryKey)
  const woken = heldRoot(held)
  if (isAhead(db, woken)) throw new AppError('keys.root_unfinished')
  const { line } = woken
  const followers = followersOf(own, line)
  const reached = followers.at(-1)?.ver ?? own.ver
  const seen = Math.max(newestOwnCardSeen(db), ...line.map(({ ver }) => ver))
  if (seen > reached) throw new AppError('keys.card_behind', { seen, own: own.ver })
  if (followers.length > 0) return { after: own.digest, cards: followers, finished: true, wrapped: null }
  if (!isRootOf(own, held)) throw new AppError('keys.root_differs')
  const { card, device, root } = await sign(own, held)
  const after: RootKeys = { root, line: [...held.line, card] }
  const wrapped = await room.wrap({ ...(device ? { device } : {}), root: after }, recoveryKey)
  return { after: own.digest, cards: [card], finished: false, wrapped }
}

export const signNewKeys = (context: PrepareContext, room: KeyRoom, recoveryKey: string, reason: KeyChange): Promise<SignedAct> =>
  signed(context, room, recoveryKey, async (own, { root }) => {
    const held = room.device()
    const { keys, former, formerSm2 } = setOnCard(held, own)
    // Whoever has the PC has the archive keys as well; otherwise the archive stays readable with the ones it was written for.
    const isLost = reason === 'lost'
    const next: KeySet = {
      sign: generateSigningKey(),
      enc: await generateAgeIdentity(),
      archive: isLost ? await generateAgeIdentity() : keys.archive,
      sm2: announcesNational(own) ? newSm2Keys(isLost ? null : keys.sm2) : null
    }
    const change = { device: held.device, keys: next, reason }
    const card = await cardWithKeys(own, change, context.office, chinaTime(context.clock), root)
    return { card, root, device: { device: held.device, now: keys, next, former, formerSm2 } }
  })

export const newSm2Keys = (archiveOf: Sm2KeyMaterial | null): Sm2KeyMaterial => ({
  sign: generateSm2Key().privateKey,
  enc: generateSm2Key().privateKey,
  archive: archiveOf?.archive ?? generateSm2Key().privateKey
})

/**
 * Switches the national suite on or off: SM2 keys of this PC come onto the card or leave it, all others stay.
 * @throws AppError `keys.suite_unchanged` besides those of every act
 */
export const signSuite = (context: PrepareContext, room: KeyRoom, recoveryKey: string, on: boolean): Promise<SignedAct> =>
  signed(context, room, recoveryKey, (own, { root }) => {
    if (announcesNational(own) === on) throw new AppError('keys.suite_unchanged', { state: on ? '启用' : '停用' })
    const held = room.device()
    const { keys, former, formerSm2 } = setOnCard(held, own)
    const next: KeySet = { ...keys, sm2: on ? newSm2Keys(null) : null }
    const card = cardWithSuite(own, { device: held.device, sm2: next.sm2 }, context.office, chinaTime(context.clock), root)
    return Promise.resolve({ card, root, device: { device: held.device, now: keys, next, former, formerSm2 } })
  })

export const signNewRoot = (context: PrepareContext, room: KeyRoom, recoveryKey: string): Promise<SignedAct> =>
  signed(context, room, recoveryKey, (own, { root }) => {
    const to = generateSigningKey()
    const card = cardOfNewRoot(own, context.office, chinaTime(context.clock), { from: root, to })
    return Promise.resolve({ card, root: to })
  })

/**
 * Takes signed cards into use, in the act's transaction: files first, so that a cut between them and the commit leaves a card that is
 * issued again with the same bytes. @throws AppError `storage.busy` when another act came between
 */
export function takeIntoUse({ db, now, note, changed }: CommandContext, room: KeyRoom, { after, cards, finished, wrapped }: SignedAct) {
  const own = ownCard(db)
  if (own.digest !== after) throw new AppError('storage.busy')
  if (wrapped) room.keep(wrapped)
  for (const card of cards) installOwnCard(db, card, now)
  const card = cards.at(-1) ?? own
  const links = isGivenUp(own, card) ? endEveryEpoch(db, now).length : 0
  note({ detail: { version: card.ver, finished, links } })
  changed('office', 'partners', 'bundles')
  return { version: card.ver, finished, links }
}

/** Only a key that leaves the card ends the streams it signed; one that joins has signed nothing yet. */
function isGivenUp(own: KeyCard, card: KeyCard): boolean {
  const stays = new Set(signersOf(card))
  return signersOf(own).some((key) => !stays.has(key))
}

const signersOf = ({ sign, sm2 = [] }: KeyCard): readonly string[] => [
  ...sign.map(({ key }) => key),
  ...sm2.flatMap((entry) => entry.sign ?? [])
]

/** The root of the present card from its sheet of paper, with what this office knows it signed, lowest version first. */
export function rootFrom(own: KeyCard, root: RootKeys['root'], line: readonly KeyCard[]): RootKeys {
  if (!isRootOf(own, { root })) throw new AppError('keys.root_differs')
  return { root, line }
}
