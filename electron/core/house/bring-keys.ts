/** A copy from before a change of keys: what the office knows of its keys now is longer than what the copy knows, and goes along (decision 33). */
import { existsSync, readFileSync, statSync } from 'node:fs'
import type { KeyCard } from '../container'
import { keyFileSecret, writeSlotFile, writeWhole, type SlotFile } from '../db'
import { slotPath } from '../modules/accounts'
import { setOnCard, withLaterSet, type DeviceKeys } from '../modules/keys'
import { ownCard } from '../modules/partners'
import type { OfficePlaces } from '../rpc'
import { readDeviceKeys, wrapDeviceKeys } from './key-files'
import { databasePath, deviceKeyPath, placesOf, rootKeyPath } from './places'
import { reading } from './put-back'

/** One office folder and what opens it. */
export interface KeyedFolder {
  readonly places: OfficePlaces
  readonly keys: SlotFile
  readonly dataKey: Uint8Array
}

/**
 * Changes the unpacked copy alone; the present office is only read.
 * @param cards own cards of the present database, the first identity first; null where it cannot be read
 * @returns whether the copy had older keys
 */
export async function bringKeys(present: KeyedFolder, staged: string, copy: Omit<KeyedFolder, 'places'>, cards: readonly KeyCard[] | null) {
  const to: KeyedFolder = { ...copy, places: placesOf(staged, null) }
  const open = { path: databasePath(to.places), key: copy.dataKey, cipher: copy.keys.cipher }
  const card = reading(open, ownCard)
  // The later office id tells the copy, once it is opened, that a lost root was replaced since (decision 37).
  if (present.keys.office.id !== copy.keys.office.id)
    writeSlotFile(slotPath(staged), { ...copy.keys, office: { ...copy.keys.office, id: present.keys.office.id } })
  const isDeviceNewer = await bringDevice(present, to, cards?.at(-1), card ?? undefined)
  return bringRoot(present.places, to.places, cards, card) || isDeviceNewer
}

async function bringDevice(present: KeyedFolder, to: KeyedFolder, presentCard: KeyCard | undefined, copyCard: KeyCard | undefined) {
  const [later, copy] = [await deviceOf(present), await deviceOf(to)]
  if (!later || !copy) return false
  const merged = withLaterSet(copy, setOnCard(copy, copyCard).keys, later, setOnCard(later, presentCard).keys)
  if (merged === null) return false
  writeWhole(deviceKeyPath(to.places), await wrapDeviceKeys(merged, secretOf(to)))
  return true
}

const secretOf = ({ keys, dataKey }: KeyedFolder): string => keyFileSecret(dataKey, keys.databaseId)
const deviceOf = async (folder: KeyedFolder): Promise<DeviceKeys | null> =>
  existsSync(deviceKeyPath(folder.places)) ? readDeviceKeys(folder.places, secretOf(folder)) : null

/**
 * Of two root files the one that signed more: a root that forgot a card would sign its version a second time, with other words. Both sleep under
 * the recovery key, so the cards of the databases say which it is; where the present one cannot be read, the longer list of what was signed.
 */
function bringRoot(present: OfficePlaces, copy: OfficePlaces, cards: readonly KeyCard[] | null, copyCard: KeyCard | null): boolean {
  const [from, to] = [rootKeyPath(present), rootKeyPath(copy)]
  if (!existsSync(from)) return false
  const isNewer =
    !existsSync(to) || (cards === null || copyCard === null ? statSync(from).size >= statSync(to).size : isLater(cards, copyCard))
  if (!isNewer) return false
  const octets = readFileSync(from)
  const isOther = !existsSync(to) || !octets.equals(readFileSync(to))
  if (isOther) writeWhole(to, octets)
  return isOther
}

/** Of one identity the higher version, else the identity that came after the other. */
function isLater(cards: readonly KeyCard[], copyCard: KeyCard): boolean {
  const present = cards.at(-1)
  if (present?.id === copyCard.id) return present.ver >= copyCard.ver
  return cards.some(({ id }) => id === copyCard.id)
}
