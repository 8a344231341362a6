/** Lets copies go before their rule does, because they still hold what was deleted; only where a newer one was just made and read back. */
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { backUp, type BackupRoom, type BackupSource } from './back-up'
import type { BackupHeader } from './format'
import { withBackup } from './open-backup'
import { backupsAt, isPresent, pathOf, readPlaces, type FoundBackup, type Place } from './places'

export interface LetGo {
  readonly removed: number
  /** Copies of before that stay, by place: it is not connected or could not be written, or the file cannot be read or removed. */
  readonly left: readonly { readonly place: string; readonly count: number; readonly why: 'no_new_copy' | 'not_removable' }[]
  /** Places that are not connected: what lies there is not known. */
  readonly away: readonly string[]
}

type Tools = Parameters<typeof backUp>[3] & {
  /** Told how many will go, before the first one does. */
  readonly announce: (copies: number) => void
}

/** What a copy says of itself; null for one that cannot be read, which is left for a person to look at. */
function headerOf(path: string): BackupHeader | null {
  try {
    return withBackup(path, (_fd, { header }) => header)
  } catch {
    return null
  }
}

const toSecond = (instant: string): string => instant.slice(0, 'yyyy-mm-ddThh:mm:ss'.length)

const earlier = (folder: string, place: Place, before: string): FoundBackup[] =>
  backupsAt(folder, place).filter(({ madeAt, file }) => {
    // A name tells whole seconds: a copy of that very second is asked for its instant.
    if (toSecond(madeAt) !== toSecond(before)) return madeAt < before
    return (headerOf(join(pathOf(folder, place), file))?.madeAt ?? madeAt) < before
  })

/** @returns copies older than the instant in places that are connected; at most those of its very second are opened */
export const earlierBackups = (folder: string, before: string): FoundBackup[] =>
  readPlaces(folder).flatMap((place) => earlier(folder, place, before))

/** Whether the copy just written to the place stands there. */
const hasNew = (folder: string, place: Place, began: string): boolean =>
  isPresent(folder, place) && place.last !== null && place.last.at >= began && existsSync(join(pathOf(folder, place), place.last.file))

const isOurs = (path: string, databaseId: string): boolean => headerOf(path)?.keys.databaseId === databaseId

function removes(path: string): boolean {
  try {
    rmSync(path)
    return true
  } catch {
    return false
  }
}

/**
 * Copies the office to every place that is connected, reads the copies back, and removes from those places what is older than `before`.
 * @param began the present instant: a copy counts as new from here on
 * @throws AppError as `backUp`; then nothing was removed
 */
export async function letGoEarlier(
  source: BackupSource,
  room: BackupRoom,
  { before, began, by }: { readonly before: string; readonly began: string; readonly by: string },
  tools: Tools
): Promise<LetGo> {
  await backUp(source, room, { why: 'before', place: null, by }, tools)
  const { folder } = source
  const { databaseId } = source.slotFile()
  const places = readPlaces(folder)
  const ready = places.filter((place) => hasNew(folder, place, began))
  const going = ready.map((place) => {
    // Whatever the clocks said: the copy just read back is never one of those that go.
    const found = earlier(folder, place, before).filter(({ file }) => file !== place.last?.file)
    return { place, found, ours: found.filter(({ file }) => isOurs(join(pathOf(folder, place), file), databaseId)) }
  })
  tools.announce(going.reduce((sum, { ours }) => sum + ours.length, 0))
  const done = going.map(({ place, found, ours }) => {
    const removed = ours.filter(({ file }) => removes(join(pathOf(folder, place), file))).length
    return { place: place.label, removed, count: found.length - removed, why: 'not_removable' as const }
  })
  const unready = places.filter((place) => !ready.includes(place) && isPresent(folder, place))
  const waiting = unready.map((place) => ({
    place: place.label,
    count: earlier(folder, place, before).length,
    why: 'no_new_copy' as const
  }))
  return {
    removed: done.reduce((sum, one) => sum + one.removed, 0),
    left: [...done.map(({ place, count, why }) => ({ place, count, why })), ...waiting].filter(({ count }) => count > 0),
    away: places.filter((place) => !isPresent(folder, place)).map(({ label }) => label)
  }
}
