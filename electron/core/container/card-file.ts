// Key cards carried alone, as `.jhk` files.
import { bytesSource, type ByteSource } from './byte-source'
import { readCard, type KeyCard } from './card'
import { BundleFault } from './faults'
import { readContainer } from './zip-reader'
import { CARD_TEMPLATE, centralDirectory, joinMembers, smallMember } from './zip-template'

/** @returns the octets of the `.jhk` file: always the same for the same card */
export function writeCardFile(card: Pick<KeyCard, 'bytes' | 'sig'>): Uint8Array {
  const members = [
    smallMember('mimetype', Buffer.from(CARD_TEMPLATE.mimetype)),
    smallMember('card.json', card.bytes),
    smallMember('card.json.sig', card.sig)
  ]
  return Buffer.concat([joinMembers(members), centralDirectory(members.map((member) => member.entry))])
}

/** @throws BundleFault of steps 2 and 5 */
export async function readCardFile(file: ByteSource | Uint8Array): Promise<KeyCard> {
  const source = file instanceof Uint8Array ? bytesSource(file) : file
  const [, card, sig] = await readContainer(source, CARD_TEMPLATE)
  if (card === undefined || sig === undefined) throw new BundleFault('E_CONTAINER', 2)
  return readCard(card.data, sig.data)
}
