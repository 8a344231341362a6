/** Unpacks a backup beside the office and checks it to the last octet; the office itself is not touched. */
import { mkdirSync, rmSync, statfsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { AppError } from '@shared/errors'
import { asAppError, knownVersion, writeSlotFile } from '../../db'
import { checkDatabase, type DatabaseFacts } from './check-database'
import { backupFault, isNoRoom } from './faults'
import type { BackupHeader } from './format'
import { removeQuietly } from './make-backup'
import { copySpan, withFile } from './octets'
import { openManifest, placed, readBackup, type BackupFile, type PlacedMember } from './open-backup'

export interface StageTask {
  readonly kind: 'stage'
  readonly file: string
  readonly dataKey: Uint8Array
  /** Folder on the office's disk; emptied first. */
  readonly into: string
}

export type StagePart =
  | { readonly step: 'unpack' | 'check'; readonly done: number; readonly total: number }
  | { readonly staged: { readonly header: BackupHeader; readonly facts: DatabaseFacts } }

const unreadable = (reason: string, cause?: unknown): AppError => new AppError('backup.unreadable', { reason }, { cause })

/** @throws AppError `backup.*`, `storage.full`; then the folder is gone again */
export function* stageBackup({ file, dataKey, into }: StageTask): Generator<StagePart, void> {
  rmSync(into, { recursive: true, force: true })
  let isWhole = false
  try {
    mkdirSync(into, { recursive: true, mode: 0o700 })
    const header = yield* withFile(file, 'r', (fd) => unpack(fd, readBackup(fd), dataKey, into))
    writeSlotFile(join(into, 'office.json'), header.keys)
    yield { step: 'check', done: 0, total: 0 }
    const facts = checkStaged(header, dataKey, into)
    isWhole = true
    yield { staged: { header, facts } }
  } catch (error) {
    throw isNoRoom(error) ? asAppError(error) : backupFault(error, '备份文件')
  } finally {
    if (!isWhole) removeQuietly(into)
  }
}

function* unpack(fd: number, backup: BackupFile, dataKey: Uint8Array, into: string): Generator<StagePart, BackupHeader> {
  const { header } = backup
  const manifest = openManifest(backup, dataKey)
  if (header.schema > knownVersion) throw new AppError('backup.schema_newer', { found: header.schema, known: knownVersion })
  assertRoom(into, backup.bytes)
  let before = 0
  for (const member of placed(manifest)) {
    yield* unpackMember(fd, member, join(into, member.name), before, backup.body)
    before += member.bytes
  }
  return header
}

function* unpackMember(fd: number, member: PlacedMember, path: string, before: number, total: number): Generator<StagePart, void> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const digest = yield* withFile(path, 'wx', function* (to): Generator<StagePart, string | null> {
    for (const copy = copySpan({ fd, from: member.from, bytes: member.bytes }, to); ;) {
      const next = copy.next()
      if (next.done === true) return next.value
      yield { step: 'unpack', done: before + next.value, total }
    }
  })
  if (digest !== member.sha256) throw unreadable('内容对不上')
}

/** The database and a second one for upgrading it must fit; where the system does not say, the writing itself will. */
function assertRoom(folder: string, bytes: number): void {
  let free: number
  try {
    const facts = statfsSync(folder)
    free = facts.bavail * facts.bsize
  } catch {
    return
  }
  if (free < bytes * 1.1) throw new AppError('storage.full', { need: `${String(Math.ceil((bytes * 1.1) / 1_000_000))} MB` })
}

function checkStaged(header: BackupHeader, dataKey: Uint8Array, into: string): DatabaseFacts {
  let facts: DatabaseFacts
  try {
    facts = checkDatabase({ path: join(into, 'office.db'), key: dataKey, cipher: header.keys.cipher }, true)
  } catch (error) {
    throw error instanceof AppError && error.code === 'backup.source_damaged' ? unreadable('里面的资料读不全', error) : error
  }
  const isSame = facts.schema === header.schema && JSON.stringify(facts.counts) === JSON.stringify(header.counts)
  if (!isSame || facts.audit?.hash !== header.audit?.hash) throw unreadable('里面的资料与清单不符')
  return facts
}
