/** The last steps of coming back: the unpacked or salvaged database learns what happened, numbers move on, and it takes the place of the former. */
import { copyFileSync, cpSync, existsSync, linkSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { ReferenceBook } from '@shared/domain'
import { AppError } from '@shared/errors'
import type { KeyCard } from '../container'
import { uuidv7 } from '../crypto'
import {
  knownVersion,
  lockFolder,
  migrate,
  openRead,
  openWrite,
  writeSlotFile,
  type FolderLock,
  type OpenOptions,
  type ReadDb,
  type SlotFile,
  type WriteDb
} from '../db'
import { slotPath } from '../modules/accounts'
import { appendAudit } from '../modules/audit'
import {
  decideToPutInPlace,
  factsOf,
  insertRestore,
  openManifest,
  putInPlace,
  removeQuietly,
  stagingFolder,
  type BackupFile,
  type BackupHeader,
  type DatabaseFacts,
  type Salvaged
} from '../modules/backup'
import { deleteAgain } from '../modules/erasure'
import { blocksGiven, skipSerials } from '../modules/certificates'
import { beginAnew, lastEnvelope } from '../modules/exchange'
import { followOwnCards, ownCards } from '../modules/partners'
import { leaveToClean } from '../modules/retention'
import { sealAgain } from '../modules/sealing'
import { numbersGiven, skipNumbers, takeForGone } from '../modules/slips'
import { instant, type Clock } from '../platform'
import { today, type OfficePlaces } from '../rpc'
import type { BackupWork } from './backup-work'
import type { Kept } from './gone-file'
import { databasePath } from './places'

export const stagingOf = (places: OfficePlaces): string => stagingFolder(places.folder)
export const isNewer = (header: BackupHeader): boolean => header.schema > knownVersion

/** Ends what a power cut interrupted; where another program has the folder in use, that one does. */
export function resumeRestore(folder: string): void {
  if (!existsSync(dirname(stagingFolder(folder)))) return
  let lock: FolderLock
  try {
    lock = lockFolder(folder)
  } catch (error) {
    if (error instanceof AppError && error.code === 'storage.in_use') return
    throw error
  }
  try {
    putInPlace(folder)
  } finally {
    lock.release()
  }
}

/** What stood here, as far as it could be read. */
export interface Before {
  readonly facts: DatabaseFacts
  readonly numbers: ReturnType<typeof numbersGiven>
  /** How far blocks of certificate numbers were given out. */
  readonly blocks: ReturnType<typeof blocksGiven>
  readonly envelope: number
  /** Own key cards of every identity, the first one first. */
  readonly cards: readonly KeyCard[]
}

export const beforeIn = (db: ReadDb): Before => ({
  facts: factsOf(db),
  numbers: numbersGiven(db),
  blocks: blocksGiven(db),
  envelope: lastEnvelope(db),
  cards: ownCards(db)
})

/** @returns null for whatever keeps the database from being read */
export function reading<T>(open: OpenOptions, look: (db: ReadDb) => T): T | null {
  if (!existsSync(open.path)) return null
  return unlessDamaged(() => {
    const { db, close } = openRead(open)
    try {
      return look(db)
    } finally {
      close()
    }
  })
}

/** @returns null where the database fails, in its own words or in ours */
export function unlessDamaged<T>(look: () => T): T | null {
  try {
    return look()
  } catch (error) {
    if (error instanceof AppError || (error instanceof Error && 'code' in error)) return null
    throw error
  }
}

export function opens(backup: BackupFile, dataKey: Uint8Array): boolean {
  try {
    openManifest(backup, dataKey)
    return true
  } catch {
    return false
  }
}

interface Finish {
  readonly places: OfficePlaces
  readonly clock: Clock
  readonly keys: SlotFile
  readonly dataKey: Uint8Array
  readonly source: 'backup' | 'salvage'
  readonly madeAt: string
  readonly names: readonly [string, string | null]
  readonly before: Before | null
  /** What was deleted or sealed here until now. */
  readonly kept: Kept
  readonly reference: ReferenceBook
  readonly isEmpty: boolean
}

/** Shortly before the restored office is put in place. */
export interface Settled {
  readonly counts: Record<string, number>
  /** Records deleted, and files sealed, again. */
  readonly again: number
}

/** @throws AppError `backup.unreadable` when an older database cannot be brought to this version; then nothing was replaced */
export function finishRestore(finish: Finish): Settled & { readonly kept: string | null } {
  const { places, clock, isEmpty } = finish
  const now = instant(clock)
  const folderName = now.replaceAll(/[:.]/g, '-')
  const kept = isEmpty ? null : `before-restore/${folderName}`
  let settled: Settled
  try {
    settled = settle(finish, now, kept)
  } catch (error) {
    removeQuietly(dirname(stagingOf(places)))
    throw error
  }
  bringSealedContent(places)
  decideToPutInPlace(places.folder, folderName)
  putInPlace(places.folder)
  return { ...settled, kept }
}

/**
 * What was sealed after the copy was made: nobody else has what never reached a stick. It lies in the copy's archive without a row, so that the
 * exchange takes its slips back (exchange.md §3.6). Two names for one file where the disk can, else a copy.
 */
function bringSealedContent(places: OfficePlaces): void {
  const into = join(stagingOf(places), 'archive')
  if (!existsSync(places.archive)) return
  mkdirSync(into, { recursive: true, mode: 0o700 })
  for (const folder of [places.archive, join(places.archive, 'found')])
    for (const name of existsSync(folder) ? readdirSync(folder) : [])
      if (/^sent-[0-9a-f]{64}\.(age|own)$/.test(name) && !existsSync(join(into, name))) linkOrCopy(join(folder, name), join(into, name))
}

function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch {
    copyFileSync(from, to)
  }
}

/** In the copy's own transaction, so that a cut-off restore never leaves an office that has again what was deleted. */
function takeAway(db: WriteDb, { kept, clock, reference, keys }: Finish, now: string): number {
  const newId = (): string => uuidv7(clock.now())
  const actor = { displayName: '恢复备份' }
  const context = { db, now, today: today(clock), reference, office: { code: keys.office.code }, actor, newId }
  const deleted = deleteAgain(context, kept.gone)
  if (deleted > 0) leaveToClean(context, deleted, '恢复备份时再次删除的记录')
  return deleted + sealAgain(db, kept.seals, now, newId)
}

function settle(finish: Finish, now: string, kept: string | null): Settled {
  const { places, clock, keys, dataKey, source, madeAt, names, before } = finish
  const staged = stagingOf(places)
  const open: OpenOptions = { path: join(staged, 'office.db'), key: dataKey, cipher: keys.cipher }
  const connection = openWrite(open)
  try {
    upgrade(connection, open, join(staged, 'before-upgrade.db'), now)
    return connection.transaction(() => {
      const { db } = connection
      const again = takeAway(db, finish, now)
      const { counts } = factsOf(db)
      const lostMs = Date.parse(now) - Date.parse(madeAt)
      // Partners know the newer cards: with an older one nothing could be sealed that they take in.
      followOwnCards({ db, now, newId: () => uuidv7(clock.now()) }, before?.cards ?? [])
      beginAnew(db, before?.envelope ?? 0, lostMs, now)
      skipNumbers(db, before?.numbers ?? null, yearsBetween(madeAt, now), lostMs)
      takeForGone(db)
      skipSerials(db, before?.blocks ?? null, lostMs, { now, newId: () => uuidv7(clock.now()) })
      const [first, second] = names
      insertRestore(db, {
        ...{ at: now, source, made_at: madeAt, first, second, before: before && JSON.stringify(before.facts.counts) },
        ...{ after: JSON.stringify(counts), last_act: before?.facts.lastAct ?? null, kept, gone_again: again }
      })
      const event = source === 'backup' ? 'backup.restored' : 'backup.salvaged'
      const method = source === 'backup' ? 'backup.restore' : 'backup.salvage'
      appendAudit(db, {
        at: now,
        account: first,
        method,
        event,
        outcome: 'done',
        detail: { made: madeAt, second, kept: kept !== null, again }
      })
      return { counts: { ...counts }, again }
    })
  } finally {
    connection.close()
  }
}

function upgrade(connection: ReturnType<typeof openWrite>, open: OpenOptions, copyTo: string, now: string): void {
  try {
    migrate(connection, open, copyTo, now)
  } catch (error) {
    if (error instanceof AppError && error.code.startsWith('storage.')) throw error
    throw new AppError('backup.unreadable', { reason: '不能升级到本程序的数据版本' }, { cause: error })
  }
}

/** Every year from one day to the other. */
export function yearsBetween(from: string, to: string): number[] {
  const [first, last] = [Number(from.slice(0, 4)), Number(to.slice(0, 4))]
  return Array.from({ length: Math.max(1, last - first + 1) }, (_, at) => Math.min(first, last) + at)
}

/** Puts beside the office a whole one made of what can still be read; what stands here is only read. */
export async function stageSalvage(
  places: OfficePlaces,
  keys: SlotFile,
  dataKey: Uint8Array,
  { work, clock }: { readonly work: BackupWork; readonly clock: Clock },
  signal: AbortSignal,
  tell: (done: number, total: number) => void
): Promise<Salvaged> {
  const staged = stagingOf(places)
  rmSync(staged, { recursive: true, force: true })
  const key = { key: dataKey, cipher: keys.cipher }
  const task = {
    kind: 'salvage',
    from: { ...key, path: databasePath(places) },
    to: { ...key, path: join(staged, 'office.db') },
    now: instant(clock)
  } as const
  if (!existsSync(task.from.path)) throw new AppError('backup.nothing_readable')
  try {
    for await (const part of work.run(task, signal)) {
      if ('salvaged' in part) {
        for (const item of ['keys', 'archive', 'quarantine'])
          if (existsSync(join(places.folder, item))) cpSync(join(places.folder, item), join(staged, item), { recursive: true })
        writeSlotFile(slotPath(staged), keys)
        return part.salvaged
      }
      tell(part.done, part.total)
    }
    throw new AppError('job.cancelled')
  } catch (error) {
    removeQuietly(dirname(staged))
    throw error
  }
}
