/** Proves that an envelope was written by this office, with whichever of its keys was in use then (exchange.md §3.6, E_ECHO). */
import {
  fingerprint,
  parseStrictBytes,
  rawKey,
  signerByCard,
  sm2Fingerprint,
  sm2Message,
  suiteNamed,
  verifySshsig,
  type KeyCard,
  type StreamPosition
} from '../../container'
import { SM2_POINT_BYTES, verifySm2 } from '../../crypto'
import type { ReadDb } from '../../db'
import type { CallContext } from '../../rpc'
import { ownCard, ownCardsUnder } from '../partners'

export interface OwnEnvelope {
  /** Office id we had then. */
  readonly from: string
  readonly to: string
  readonly stateNo: number
  readonly stateEpoch: string
  /** Null for a status file. */
  readonly data: { readonly id: string; readonly stream: StreamPosition; readonly bytes: number } | null
}

interface Signed {
  readonly from: { readonly id: string; readonly key: string }
  readonly to: { readonly id: string }
  readonly state: { readonly no: number; readonly epoch: string }
  readonly stream?: StreamPosition
  readonly content?: { readonly id: string; readonly bytes: number }
}

/**
 * @param header octets of member 1 @param sig octets of member 2
 * @returns null when we did not sign exactly this, or signed it with a key that was lost: a thief's words are not ours
 */
export const readOwnEnvelope = (room: KeyFacts, header: Uint8Array, sig: Uint8Array): OwnEnvelope | null =>
  envelopeBy(room, header, sig, (cards, key) => ownKey(cards, key, room.keys))

/** The same for a key that was lost since: whether we or a thief wrote it nobody can tell but people. */
export const readLostEnvelope = (room: KeyFacts, header: Uint8Array, sig: Uint8Array): OwnEnvelope | null =>
  envelopeBy(room, header, sig, (cards, key) => (isLost(cards, key) ? keyOnCards(cards, key) : null))

type KeyFacts = Pick<CallContext, 'keys'> & { readonly db: ReadDb }

function envelopeBy(
  { db }: KeyFacts,
  header: Uint8Array,
  sig: Uint8Array,
  keyOf: (cards: readonly KeyCard[], key: string) => Uint8Array | null
): OwnEnvelope | null {
  const json = parseStrictBytes(header, 'header')
  if (!json.ok) return null
  const claimed: unknown = json.value['from']
  const { id, key } = claimed && typeof claimed === 'object' ? (claimed as Partial<Record<'id' | 'key', unknown>>) : {}
  const cards = typeof id === 'string' ? ownCardsUnder(db, id) : []
  const publicKey = typeof key === 'string' && cards.length > 0 ? keyOf(cards, key) : null
  if (publicKey === null || !isSigned(json.value['suite'], header, sig, publicKey)) return null
  const { from, to, state, stream, content } = json.value as unknown as Signed // what this office signed has the form its writer gave it
  const data = stream && content ? { id: content.id, stream, bytes: content.bytes } : null
  return { from: from.id, to: to.id, stateNo: state.no, stateEpoch: state.epoch, data }
}

/**
 * Public keys this office signed with under one of its office ids, those that were lost left out: every one on a card known here, and for the
 * present id that of this PC, whose card an older database lacks.
 */
export function ownSigningKeys({ db, keys }: KeyFacts, officeId: string): Uint8Array[] {
  const cards = ownCardsUnder(db, officeId)
  const present = ownCard(db).id === officeId ? [fingerprint(keys.sign.publicKey)] : []
  const named = [...new Set(cards.flatMap(({ sign }) => sign.map(({ key }) => fingerprint(rawKey(key)))))]
  return [...new Set([...present, ...named])].flatMap((key) => ownKey(cards, key, keys) ?? [])
}

/** In the transaction of an import nothing can wait, and checking needs no secret: no device is asked for it. */
function isSigned(suite: unknown, header: Uint8Array, sig: Uint8Array, publicKey: Uint8Array): boolean {
  const family = typeof suite === 'string' ? suiteNamed(suite)?.family : undefined
  if (family === undefined || (family === 'sm2') !== (publicKey.length === SM2_POINT_BYTES)) return false
  return family === 'sm2' ? verifySm2(publicKey, sm2Message(header), sig) : verifySshsig('jhb-bundle@v1', header, sig, publicKey)
}

const isLost = (cards: readonly KeyCard[], key: string): boolean =>
  cards.at(-1)?.revoked.some((entry) => entry.key === key && entry.reason === 'lost') === true

function keyOnCards(cards: readonly KeyCard[], key: string): Uint8Array | null {
  for (const card of cards) {
    const signer = signerByCard(card, key)
    if (signer?.kind === 'current') return signer.publicKey
  }
  return null
}

function ownKey(cards: readonly KeyCard[], key: string, { sign, sm2 }: CallContext['keys']): Uint8Array | null {
  if (isLost(cards, key)) return null
  const named = keyOnCards(cards, key)
  if (named !== null) return named
  // A card newer than a restored database is not there; its key still is.
  if (fingerprint(sign.publicKey) === key) return sign.publicKey
  const national = sm2.sender?.publicKey
  return national !== undefined && sm2Fingerprint(national) === key ? national : null
}
