/** Looks at a bundle file with no office and no private key: what its envelope says, and whether steps 1–7 of the check order pass. */
import {
  inspectBundle,
  openFileSource,
  rawKey,
  readCard,
  readCardFile,
  rootDigits,
  verifyBundle,
  type BundleHeader,
  type KeyCard,
  type Pins,
  type PinnedOffice
} from '../core'
import { UsageFault } from './failures'

/** A card as people compare it: the digits are read aloud against paper. */
const cardFacts = (card: KeyCard): object => ({
  id: card.id,
  code: card.code,
  name: card.name,
  version: card.ver,
  digits: rootDigits(rawKey(card.root)),
  practice: card.practice
})

async function withFile<T>(path: string, work: (source: Awaited<ReturnType<typeof openFileSource>>) => Promise<T>): Promise<T> {
  const source = await openFileSource(path).catch(() => {
    throw new UsageFault(`打不开 ${path}`)
  })
  try {
    return await work(source)
  } finally {
    await source.close()
  }
}

/** The envelope nobody vouches for yet (steps 1–3). Throws BundleFault. */
export const inspectFile = (path: string): Promise<{ readonly header: BundleHeader }> =>
  withFile(path, async (source) => ({ header: (await inspectBundle(source)).header }))

/** The given cards of one office as its pin: the newest version counts, the others are remembered. */
function pinOf(cards: readonly KeyCard[], id: string): PinnedOffice | null {
  const own = cards.filter((card) => card.id === id).sort((a, b) => b.ver - a.ver)
  const [newest] = own
  if (!newest) return null
  return { newest, suites: newest.suites, digestOf: (ver) => own.find((card) => card.ver === ver)?.digest ?? null }
}

/**
 * Steps 1–7. With cards only their offices are known senders; without any, the bundle's own card is the pin (exchange.md §2.9, at the
 * clerk's own counter), which proves that the file agrees with itself but not who made it: `sender.confirmed` is false then.
 * Throws BundleFault.
 */
export function verifyFile(path: string, cardPaths: readonly string[]): Promise<object> {
  return withFile(path, async (source) => {
    const cards = await Promise.all(cardPaths.map((card) => withFile(card, (file) => readCardFile(file))))
    const { header, parts } = await inspectBundle(source)
    const known = cards.length > 0 ? cards : [readCard(parts.card.data, parts.cardSig.data)]
    const pins: Pins = { recipient: header.to.id, own: null, pinned: (id) => pinOf(known, id), supplied: cards }
    const { card, signer, cardDecision } = await verifyBundle(source, pins)
    return {
      verified: true,
      header,
      sender: { confirmed: cards.length > 0, ...cardFacts(card), signedBy: signer.fingerprint, card: cardDecision.kind }
    }
  })
}
