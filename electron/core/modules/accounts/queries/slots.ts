/** Keeps the key slots beside the database in step with the accounts inside it. */
import { join } from 'node:path'
import { AppError } from '@shared/errors'
import { makeSlot, openSlot, readSlotFile, writeSlotFile, type KeySlot, type SlotFile } from '../../../db'

/** The data key of the open office and how dear a new slot is; supplied by the house. */
export interface KeyKeeper {
  readonly dataKey: Uint8Array
  readonly logN: number
}

export const slotPath = (folder: string): string => join(folder, 'office.json')

function required(folder: string): SlotFile {
  const file = readSlotFile(slotPath(folder))
  if (!file) throw new AppError('office.not_set_up')
  return file
}

export const slotOf = (file: SlotFile, account: string): KeySlot | undefined => file.slots.find((slot) => slot.account === account)

/** Puts an account's slot in place of the one it may have; the file is whole before and after. */
export function putSlot(folder: string, slot: KeySlot): void {
  const file = required(folder)
  const others = file.slots.filter((known) => known.account !== slot.account)
  writeSlotFile(slotPath(folder), { ...file, slots: [...others, slot] })
}

export function removeSlot(folder: string, account: string): void {
  const file = required(folder)
  writeSlotFile(slotPath(folder), { ...file, slots: file.slots.filter((slot) => slot.account !== account) })
}

export function renameSlot(folder: string, account: string, displayName: string): void {
  const file = required(folder)
  writeSlotFile(slotPath(folder), {
    ...file,
    slots: file.slots.map((slot) => (slot.account === account ? { ...slot, displayName } : slot))
  })
}

/** The name and telephone number that the sign-in page shows before anything is opened. */
export function renameOffice(folder: string, office: { readonly name: string; readonly phone: string }): void {
  const file = required(folder)
  writeSlotFile(slotPath(folder), { ...file, office: { ...file.office, name: office.name, phone: office.phone } })
}

/**
 * The office id beside the database says which identity the office had last: an older database that is put back is known by it.
 * @param id of the newest own card @param isOwn whether the database knows an id as one of this office's
 * @returns false where it does not; the file keeps the later id then
 */
export function keepOfficeId(folder: string, id: string, isOwn: (known: string) => boolean): boolean {
  const file = required(folder)
  if (!isOwn(file.office.id)) return false
  if (file.office.id !== id) writeSlotFile(slotPath(folder), { ...file, office: { ...file.office, id } })
  return true
}

export const newSlot = (folder: string, keeper: KeyKeeper, account: string, displayName: string, secret: string): Promise<KeySlot> =>
  makeSlot(required(folder), keeper.dataKey, { account, displayName, secret, logN: keeper.logN })

/** @returns whether the passphrase is that account's */
export async function isPassphraseOf(folder: string, account: string, passphrase: string): Promise<boolean> {
  const file = required(folder)
  const slot = slotOf(file, account)
  return slot !== undefined && (await openSlot(file, slot, passphrase)) !== null
}
