/** Where everything of an office lies, and which offices a data folder may hold. */
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { OfficeSlot } from '@shared/contract'
import { AppError } from '@shared/errors'
import { wasInUse } from '../modules/backup'
import type { OfficePlaces } from '../rpc'

/** The stick of practice is a folder both practice offices see. */
const practiceStick = (dataDir: string): string => join(dataDir, 'practice', 'stick')

export const slotFolder = (dataDir: string, slot: OfficeSlot): string => (slot === 'main' ? dataDir : join(dataDir, 'practice', slot))

export const isPracticeSlot = (slot: OfficeSlot): slot is 'yuyang' | 'linxian' => slot !== 'main'

/** Paths of one office folder; `practiceStickOf` is given for a made-up office. */
export const placesOf = (folder: string, stick: string | null): OfficePlaces => ({
  folder,
  spool: join(folder, 'spool'),
  archive: join(folder, 'archive'),
  quarantine: join(folder, 'quarantine'),
  practiceStick: stick
})

export const placesOfSlot = (dataDir: string, slot: OfficeSlot): OfficePlaces =>
  placesOf(slotFolder(dataDir, slot), isPracticeSlot(slot) ? practiceStick(dataDir) : null)

export const databasePath = (places: OfficePlaces): string => join(places.folder, 'office.db')
export const deviceKeyPath = (places: OfficePlaces): string => join(places.folder, 'keys', 'device-1.age')
export const rootKeyPath = (places: OfficePlaces): string => join(places.folder, 'keys', 'root.age')

/**
 * Where key slots are missing beside a database that was in use, nothing new is begun: the copies hold slots that open it.
 * @throws AppError `office.damaged`
 */
export function assertNeverUsed(places: OfficePlaces): void {
  if (existsSync(databasePath(places)) && wasInUse(places.folder)) throw new AppError('office.damaged', { reason: '密钥文件不见了' })
}

export function preparePlaces(places: OfficePlaces): void {
  for (const folder of [places.folder, places.spool, places.archive, places.quarantine, join(places.folder, 'keys')])
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (places.practiceStick !== null) mkdirSync(places.practiceStick, { recursive: true })
}

/** Where carriers put what was handed to them; it stays as a folder. */
const UPLOADS = 'uploads'
export const uploadsOf = (places: OfficePlaces): string => join(places.spool, UPLOADS)

/** What was made or handed over, or left half-copied by a crash; nothing in the spool is ever the only copy. */
export function emptySpool(places: OfficePlaces): void {
  for (const folder of [uploadsOf(places), places.spool])
    if (existsSync(folder))
      for (const name of readdirSync(folder))
        if (folder !== places.spool || name !== UPLOADS) rmSync(join(folder, name), { recursive: true, force: true })
}
