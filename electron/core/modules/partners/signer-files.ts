/** The two text files with which `ssh-keygen -Y verify` checks bundles: whose keys count, and which no longer do (exchange.md §2.10). Never read back. */
import { fingerprint, rawKey, type KeyCard } from '../../container'

const signerLine = ({ code, id }: KeyCard, namespace: 'jhb-card@v1' | 'jhb-bundle@v1', key: string): string =>
  `${code},${id} namespaces="${namespace}" ${key}\n`

/** @param cards the newest card of each office @returns one line for each root and each signing key; codes and ids only, no words of anybody */
export const allowedSigners = (cards: readonly KeyCard[]): string =>
  cards
    .flatMap((card) => [signerLine(card, 'jhb-card@v1', card.root), ...card.sign.map(({ key }) => signerLine(card, 'jhb-bundle@v1', key))])
    .join('')

/**
 * Cards name given-up keys by fingerprint alone; their lines stand on earlier cards. A key that stands on no card held here is in no list of
 * signers either, so nothing is accepted for its absence.
 * @param cards every card held of those offices, the newest first of each office
 */
export function revokedKeys(cards: readonly KeyCard[]): string {
  const revoked = new Set(cards.flatMap((card) => card.revoked.map(({ key }) => key)))
  const lines = cards.flatMap((card) => [...card.sign.map(({ key }) => key), ...card.roots.map(({ from }) => from)])
  const roots = new Set(cards.flatMap((card) => card.roots.map(({ from }) => from)))
  return [...new Set(lines)]
    .filter((line) => roots.has(line) || revoked.has(fingerprint(rawKey(line))))
    .map((line) => `${line}\n`)
    .join('')
}
