/** Steps 1–7 of the check order with nothing but the file and, where there are any, cards of offices: for a clerk's counter and for people outside. */
import { rawKey, readCard, type KeyCard } from './card'
import type { ByteSource } from './byte-source'
import { inspectBundle, verifyBundle, type Pins, type PinnedOffice } from './bundle-verify'
import type { BundleHeader } from './header'
import { rootDigits } from './office-identity'

/** A card as people compare it: the digits are read aloud against paper. */
export interface SenderFacts {
  /** Whether the card was one that was handed over; without, the file only agrees with itself. */
  readonly confirmed: boolean
  readonly id: string
  readonly code: string
  readonly name: string
  readonly version: number
  readonly digits: string
  readonly practice: boolean
  /** Fingerprint of the key that signed. */
  readonly signedBy: string
  readonly card: string
}

export interface CheckedFile {
  readonly header: BundleHeader
  readonly sender: SenderFacts
}

/** The given cards of one office as its pin: the newest version counts, the others are remembered. */
function pinOf(cards: readonly KeyCard[], id: string): PinnedOffice | null {
  const own = cards.filter((card) => card.id === id).sort((a, b) => b.ver - a.ver)
  const [newest] = own
  if (!newest) return null
  return { newest, suites: newest.suites, digestOf: (ver) => own.find((card) => card.ver === ver)?.digest ?? null }
}

/**
 * With cards only their offices are known senders; without any, the bundle's own card is the pin (exchange.md §2.9, at the clerk's own
 * counter), which proves that the file agrees with itself but not who made it.
 * @throws BundleFault of steps 2–7
 */
export async function verifyWithCards(source: ByteSource, cards: readonly KeyCard[]): Promise<CheckedFile> {
  const { header, parts } = await inspectBundle(source)
  const known = cards.length > 0 ? cards : [readCard(parts.card.data, parts.cardSig.data)]
  const pins: Pins = { recipient: header.to.id, own: null, pinned: (id) => pinOf(known, id), supplied: cards }
  const { card, signer, cardDecision } = await verifyBundle(source, pins)
  const { id, code, name, ver: version, practice } = card
  return {
    header,
    sender: {
      ...{ confirmed: cards.length > 0, id, code, name, version, digits: rootDigits(rawKey(card.root)) },
      ...{ practice: practice === true, signedBy: signer.fingerprint, card: cardDecision.kind }
    }
  }
}
