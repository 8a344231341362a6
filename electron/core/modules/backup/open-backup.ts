/** Reads a backup file from outside: its clear header first, then, with the data key, what every member must be. */
import { closeSync, fstatSync, openSync } from 'node:fs'
import { AppError } from '@shared/errors'
import { openSecret } from '../../crypto'
import { normaliseRecoveryKey, openSlot, type SlotFile } from '../../db'
import {
  END,
  FOOTER,
  headerSeal,
  MAGIC,
  manifestKey,
  MAX_HEADER,
  MAX_SEALED,
  parseHeader,
  parseManifest,
  type BackupHeader,
  type BackupManifest,
  type Member
} from './format'
import { readAll } from './octets'

export interface BackupFile {
  readonly header: BackupHeader
  readonly sealed: Uint8Array
  readonly headerOctets: Uint8Array
  /** Octets before the header: magic and members. */
  readonly body: number
  readonly bytes: number
}

const unreadable = (reason: string): AppError => new AppError('backup.unreadable', { reason })

function piece(fd: number, from: number, length: number): Buffer {
  const octets = Buffer.alloc(length)
  if (!readAll(fd, octets, from)) throw unreadable('文件不完整')
  return octets
}

/** @throws AppError `backup.not_one` for another kind of file, `backup.unreadable` for one that is cut or scribbled over */
export function readBackup(fd: number): BackupFile {
  const { size } = fstatSync(fd)
  if (size < MAGIC.length || !piece(fd, 0, MAGIC.length).equals(MAGIC)) throw new AppError('backup.not_one')
  if (size < MAGIC.length + FOOTER) throw unreadable('文件不完整')
  const footer = piece(fd, size - FOOTER, FOOTER)
  if (!footer.subarray(8).equals(END)) throw unreadable('文件不完整')
  const [headerLength, sealedLength] = [footer.readUInt32BE(0), footer.readUInt32BE(4)]
  const body = size - FOOTER - sealedLength - headerLength
  if (headerLength > MAX_HEADER || sealedLength > MAX_SEALED || body < MAGIC.length) throw unreadable('内容对不上')
  const headerOctets = piece(fd, body, headerLength)
  const header = parseHeader(headerOctets)
  if (!header) throw unreadable('内容对不上')
  return { header, headerOctets, sealed: piece(fd, body + headerLength, sealedLength), body, bytes: size }
}

/** Opens a file for `work`. @throws AppError as `readBackup`, `backup.place_gone` where there is none */
export function withBackup<T>(path: string, work: (fd: number, file: BackupFile) => T): T {
  let fd: number
  try {
    fd = openSync(path, 'r')
  } catch (error) {
    throw new AppError('backup.place_gone', {}, { cause: error })
  }
  try {
    return work(fd, readBackup(fd))
  } finally {
    closeSync(fd)
  }
}

/** @throws AppError `backup.unreadable` when the list or the clear header is not what was sealed, or does not fill the file */
export function openManifest(file: BackupFile, dataKey: Uint8Array): BackupManifest {
  const plain = openSecret(manifestKey(dataKey, file.header.keys.databaseId), file.sealed, headerSeal(file.headerOctets))
  const manifest = plain && parseManifest(plain)
  if (!manifest) throw unreadable('内容对不上')
  const total = manifest.members.reduce((sum, member) => sum + member.bytes, MAGIC.length)
  const names = new Set(manifest.members.map(({ name }) => name))
  if (total !== file.body || names.size !== manifest.members.length || manifest.members[0]?.name !== 'office.db')
    throw unreadable('内容对不上')
  return manifest
}

export interface PlacedMember extends Member {
  readonly from: number
}

/** Where each member begins. */
export function placed({ members }: BackupManifest): PlacedMember[] {
  let from = MAGIC.length
  return members.map((member) => {
    const here = { ...member, from }
    from += member.bytes
    return here
  })
}

/**
 * @param account name of a user of that day; null for the printed recovery key
 * @returns the data key, or null when the secret is not that user's
 */
export async function unlockKeys(keys: SlotFile, account: string | null, secret: string): Promise<Uint8Array | null> {
  const typed = account === null ? normaliseRecoveryKey(secret) : secret
  const slot = keys.slots.find((known) => known.account === account)
  return typed === null || slot === undefined ? null : openSlot(keys, slot, typed)
}
