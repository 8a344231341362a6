/** The places copies go to, in a small plain file beside the database: they must be known when the database does not open. */
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { isAbsolute, join, resolve } from 'node:path'
import { z } from 'zod'
import { AppError } from '@shared/errors'
import { uuidv4 } from '../../crypto'
import { readIfThere, writeWhole } from '../../db'
import { backupFault } from './faults'
import { readBackupName, type Why } from './format'

const place = z.strictObject({
  id: z.uuid(),
  label: z.string(),
  /** Absolute; of the place on this PC relative to the office's folder, so that a moved folder still knows it. */
  path: z.string(),
  here: z.boolean(),
  addedAt: z.string(),
  last: z.strictObject({ at: z.string(), file: z.string(), bytes: z.int() }).nullable(),
  failed: z.strictObject({ at: z.string(), code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) }).nullable()
})
const placesFile = z.strictObject({ format: z.literal('yipanqi-places/1'), places: z.array(place) })
export type Place = z.infer<typeof place>

const NAME = 'backup-places.json'
/** Lies in each place and says whose it is: another stick under the same letter, or an empty mount point, is not taken for it. */
const MARK = 'yipanqi-place.json'
const FOLDER = '一盘棋备份'
export const HERE_ID = '00000000-0000-4000-8000-000000000001'
const HERE: Place = { id: HERE_ID, label: '本机', path: 'backups', here: true, addedAt: '', last: null, failed: null }

const fileOf = (folder: string): string => join(folder, NAME)

/** @returns the place on this PC first; it is there even where the file is not or cannot be read */
export function readPlaces(folder: string): readonly Place[] {
  const text = readIfThere(fileOf(folder))
  let known: readonly Place[] = []
  try {
    known = text === null ? [] : placesFile.parse(JSON.parse(text)).places
  } catch {
    // Of a scribbled file the place on this PC remains; the others are added again by hand, what lies there is untouched.
  }
  return known.some(({ here }) => here) ? known : [HERE, ...known]
}

export function writePlaces(folder: string, change: (places: readonly Place[]) => readonly Place[]): void {
  writeWhole(fileOf(folder), JSON.stringify({ format: 'yipanqi-places/1', places: change(readPlaces(folder)) }, null, 1))
}

/** An office that was used has this file: where it stands and the key slots do not, something is missing. */
export function keepPlacesKnown(folder: string): void {
  if (!existsSync(fileOf(folder))) writePlaces(folder, (places) => places)
}
export const wasInUse = (folder: string): boolean => existsSync(fileOf(folder))

export const updatePlace = (folder: string, id: string, change: Partial<Place>): void =>
  writePlaces(folder, (places) => places.map((one) => (one.id === id ? { ...one, ...change } : one)))

export const pathOf = (folder: string, { path }: Place): string => (isAbsolute(path) ? path : join(folder, path))

/** @throws AppError `backup.place_unknown` */
export function knownPlace(folder: string, id: string): Place {
  const found = readPlaces(folder).find((one) => one.id === id)
  if (!found) throw new AppError('backup.place_unknown')
  return found
}

export function isPresent(folder: string, one: Place): boolean {
  if (one.here) return true
  try {
    return markOf(pathOf(folder, one)) === one.id
  } catch {
    return false
  }
}

function markOf(path: string): string | null {
  const text = readIfThere(join(path, MARK))
  const parsed = text === null ? null : z.strictObject({ place: z.uuid() }).safeParse(JSON.parse(text))
  return parsed?.data?.place ?? null
}

/** The folder to write to. @throws AppError `backup.place_gone`; only the place on this PC is made when it is missing */
export function openPlace(folder: string, one: Place): string {
  const path = pathOf(folder, one)
  if (one.here) mkdirSync(path, { recursive: true, mode: 0o700 })
  else if (!isPresent(folder, one)) throw new AppError('backup.place_gone', { place: one.label })
  return path
}

/**
 * Makes a folder of its own in the chosen one and marks it.
 * @throws AppError `backup.place_taken`, `backup.place_gone`, `storage.read_only`
 */
export function addPlace(folder: string, chosen: string, label: string, now: string): string {
  const path = resolve(chosen, FOLDER)
  if (path.startsWith(resolve(folder) + '/')) throw new AppError('backup.place_taken', { place: '本机' })
  const standing = readPlaces(folder).find((one) => !one.here && pathOf(folder, one) === path && isPresent(folder, one))
  if (standing) return standing.id
  const id = uuidv4()
  try {
    if (!statSync(chosen).isDirectory()) throw new AppError('backup.place_gone', { place: label })
    mkdirSync(path, { recursive: true })
    // A folder that was a place before goes on under its own mark.
    const mark = readMark(path)
    if (mark === null) writeWhole(join(path, MARK), JSON.stringify({ place: id }))
    const entry: Place = { id: mark ?? id, label, path, here: false, addedAt: now, last: null, failed: null }
    writePlaces(folder, (places) => [...places.filter((one) => one.id !== entry.id), entry])
    return entry.id
  } catch (error) {
    throw backupFault(error, label)
  }
}

function readMark(path: string): string | null {
  try {
    return markOf(path)
  } catch {
    return null
  }
}

export interface FoundBackup {
  readonly place: Place
  readonly file: string
  readonly madeAt: string
  readonly why: Why
  readonly bytes: number
}

/** Files that are named like ours, the newest first; nothing is opened. */
export function backupsAt(folder: string, one: Place): FoundBackup[] {
  const path = pathOf(folder, one)
  if (!existsSync(path) || !isPresent(folder, one)) return []
  const found = readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
    const named = entry.isFile() ? readBackupName(entry.name) : null
    const bytes = named ? statSync(join(path, entry.name), { throwIfNoEntry: false })?.size : undefined
    return named && bytes !== undefined ? [{ place: one, file: entry.name, madeAt: named.madeAt, why: named.why, bytes }] : []
  })
  return found.sort((a, b) => (a.madeAt < b.madeAt ? 1 : -1))
}
