/** Takes one person's file under a seal: by a keeper, and again in a copy from before the seal that comes back. */
import type { WriteDb } from '../../db'
import { takeFile } from '../erasure'
import { filesOfGroup } from '../persons'
import { fillSealing, hideSlips, insertSealing, isOnFile, type SealingRecord } from './queries'

export type NewSeal = Omit<SealingRecord, 'seq' | 'revision'>

/** @throws AppError `persons.unknown` @returns files that lie under it */
export function sealFile(db: WriteDb, seal: NewSeal, now: string): number {
  const files = filesOfGroup(db, seal.person_id)
  const seq = insertSealing(db, seal)
  // While the slips still name the files; then those that name the person in words only.
  hideSlips(db, seq, files)
  const { packet, keys } = takeFile({ db, now, by: seal.sealed_by }, seal.person_id, seal.id)
  fillSealing(db, seq, { content: JSON.stringify(packet), files: packet.files, keys })
  hideSlips(db, seq, [])
  return files.length
}

/** @param seals as they stood in the office that was replaced @returns how many files of the copy were sealed again */
export function sealAgain(db: WriteDb, seals: readonly NewSeal[], now: string, newId: () => string): number {
  const open = seals.filter(({ person_id: person }) => isOnFile(db, person))
  // The number of a seal that was lifted in the copy and set anew later may be taken there.
  for (const seal of open) sealFile(db, { ...seal, id: newId() }, now)
  return open.length
}
