/** Keeps the content of every sealed bundle, encrypted to the office's own archive key, and every received file as it travelled. */
import { createReadStream } from 'node:fs'
import { copyFile, open, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { OpeningKeys } from '../../container'
import { ageDecrypt, ageEncrypt, ageRecipientOf } from '../../crypto'
import { voucherOf, writeVoucher, type NewContent } from './archive-voucher'
import { codeOf } from '../../platform'
import type { OfficeKeys, OfficePlaces } from '../../rpc'

const hexOf = (id: string): string => id.replace(/^[a-z0-9]+:/, '')

/** File names below the archive folder, from content ids that passed a pattern. */
export const sentName = (id: string): string => `sent-${hexOf(id)}.age`
export const receivedName = (id: string): string => `received-${hexOf(id)}.jhb`

type Holder = { readonly places: OfficePlaces; readonly keys: OfficeKeys }

/** Writes compressed content and what vouches for it; both are flushed and in their place before this returns. @returns its name */
export async function keepContent({ places, keys }: Holder, content: NewContent, gzip: Uint8Array): Promise<string> {
  const name = sentName(content.id)
  const path = join(places.archive, name)
  const sealed = await ageEncrypt([gzip], gzip.length, [await ageRecipientOf(keys.archive)])
  await writeFlushed(voucherOf(path), [writeVoucher(content, keys.sign)])
  await writeFlushed(`${path}.part`, sealed.pieces)
  await rename(`${path}.part`, path)
  return name
}

async function writeFlushed(path: string, pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void> {
  const handle = await open(path, 'w', 0o600)
  try {
    for await (const piece of pieces) await handle.writeFile(piece)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Content that was archived and then not taken into use. */
export async function dropContent(places: OfficePlaces, name: string): Promise<void> {
  const path = join(places.archive, name)
  for (const gone of [path, voucherOf(path)]) await rm(gone, { force: true })
}

/** An own bundle whose content cannot be read from the archive. */
export class ContentLost extends RangeError {
  readonly bundleId: string
  /** False when the disk only did not give it this time. */
  readonly isGone: boolean

  constructor(bundleId: string, cause?: unknown) {
    super('the archive has not what was sealed', { cause })
    this.bundleId = bundleId
    this.isGone = isGone(cause)
  }
}

/** What the disk cannot do now it may do again; what is not there, or is not what was written, will not come back. */
export const isGone = (error: unknown): boolean => ['', 'ENOENT', 'ENOTDIR', 'EISDIR'].includes(codeOf(error))

interface SealedContent {
  readonly id: string
  /** Name below the archive folder. */
  readonly archive: string
  readonly gzip_bytes: number
}

/** The compressed content of an own bundle, piece by piece. @throws ContentLost when the file is damaged, gone or cannot be read */
export async function* contentPieces(
  { places, keys }: Holder,
  { id, archive, gzip_bytes: size }: SealedContent
): AsyncGenerator<Uint8Array> {
  let octets = 0
  try {
    for await (const piece of ageDecrypt(createReadStream(join(places.archive, archive)), [keys.archive, ...keys.former])) {
      octets += piece.length
      yield piece
    }
  } catch (error) {
    throw new ContentLost(id, error)
  }
  if (octets !== size) throw new ContentLost(id)
}

/** Everything this PC can open bundles with: a late one may be sealed to keys given up since. */
export const openingKeys = ({ keys }: Pick<Holder, 'keys'>): Pick<OpeningKeys, 'identities' | 'sm2'> => ({
  identities: [keys.enc, keys.archive, ...keys.former],
  sm2: keys.sm2.opener
})

/** Moves an imported file from spool or waiting room into the archive; repeated after a crash it does nothing. */
export async function keepReceived(places: OfficePlaces, from: string, id: string): Promise<void> {
  const to = join(places.archive, receivedName(id))
  if ((await stat(from).catch(() => null)) === null) return
  await moveFile(from, to)
}

/** Renames, or copies where the folders lie on different disks. */
export async function moveFile(from: string, to: string): Promise<void> {
  try {
    await rename(from, to)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EXDEV')) throw error
    await copyFile(from, to)
    await rm(from, { force: true })
  }
}
