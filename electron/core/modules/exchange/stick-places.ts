/** Names of sticks and folders a bundle can be written to or read from, without telling their paths. */
import { join } from 'node:path'
import { AppError } from '@shared/errors'
import { recipientFolder } from '../../container'
import type { ContentReader } from '../../incoming'
import type { EjectDrive, ListDrives, StickLayer } from '../../platform'
import type { CallContext } from '../../rpc'

/** What of the PC this module works with; injected so that sticks can fail in tests. */
export interface StickRoom {
  readonly read: ContentReader
  readonly stick: StickLayer
  readonly drives: ListDrives
  readonly eject: EjectDrive
  /** Told before envelopes up to this number leave the PC: where it is kept, no restored database takes it back (exchange.md §3.6 S2). */
  readonly noteEnvelope: (no: number) => void
}

export const PRACTICE_STICK = 'practice'
export const PRACTICE_LABEL = '演练U盘'

export interface StickPlace {
  /** For people. */
  readonly label: string
  readonly path: string
}

export interface ListedDrive {
  readonly id: string
  readonly label: string
  readonly kind: 'removable' | 'practice'
  readonly free: number | null
  readonly path: string
}

/** A practice office sees the practice stick alone, so that made-up files never lie on a real one by mistake. */
export async function listPlaces({ stick, drives }: StickRoom, { places }: Pick<CallContext, 'places'>): Promise<readonly ListedDrive[]> {
  if (places.practiceStick !== null) {
    const free = await stick.free(places.practiceStick)
    return [{ id: PRACTICE_STICK, label: PRACTICE_LABEL, kind: 'practice', free, path: places.practiceStick }]
  }
  return (await drives()).map((drive) => ({ ...drive, kind: 'removable' }))
}

/** @param target a drive id or a folder ticket @throws AppError `exchange.drive_gone` */
export async function findPlace(room: StickRoom, ctx: Pick<CallContext, 'places' | 'files'>, target: string): Promise<StickPlace> {
  const drive = (await listPlaces(room, ctx)).find(({ id }) => id === target)
  if (drive) return drive
  try {
    const folder = ctx.files.find(target)
    if (folder.folder) return { label: folder.name, path: folder.path }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
  }
  throw new AppError('exchange.drive_gone')
}

export const folderFor = (place: StickPlace, recipientCode: string): string =>
  join(place.path, ...recipientFolder(recipientCode).split('/'))

export const isExchangeFile = (name: string): boolean => /\.jh[bkp]$/i.test(name)

const FEW = 5_000

/** Exchange files lying where programs put them; other places of the stick are left for the scan. */
export async function countBundles(stick: StickLayer, path: string): Promise<number> {
  const namesOf = (folder: string): Promise<readonly string[]> => stick.list(folder).catch(() => [])
  let count = 0
  for (const office of (await namesOf(join(path, 'JHB'))).slice(0, FEW))
    count += (await namesOf(join(path, 'JHB', office))).filter((name) => /\.jhb$/i.test(name)).length
  return count
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/**
 * Older copies of ours that a newly written file makes superfluous: same recipient, and the same bundle or a status file, lower number.
 * @param names what lies in the recipient's folder @param written names just written and read back
 */
export function supersededNames(from: string, to: string, names: readonly string[], written: readonly string[]): string[] {
  const pattern = new RegExp(`^(${escaped(`${from}_${to}_`)}(?:status|[0-9a-f]{8}_[0-9]{6,}))_([0-9]{8,})\\.jhb$`)
  const newest = new Map<string, number>()
  for (const name of written) {
    const [, stem, no] = pattern.exec(name) ?? []
    if (stem !== undefined && no !== undefined) newest.set(stem, Math.max(Number(no), newest.get(stem) ?? 0))
  }
  return names.filter((name) => {
    const [, stem, no] = pattern.exec(name) ?? []
    return stem !== undefined && Number(no) < (newest.get(stem) ?? 0)
  })
}

/** Unfinished files of ours from a stick that was pulled. */
export const leftovers = (from: string, names: readonly string[]): string[] =>
  names.filter((name) => name.startsWith(`${from}_`) && /\.jh[bkp]\.part$/.test(name))
