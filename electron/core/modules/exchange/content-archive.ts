/** Keeps the content of every sealed bundle, encrypted to the office's own archive key, and every received file as it travelled. */
import { createReadStream } from 'node:fs'
import { copyFile, open, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { OpeningKeys } from '../../container'
import { ageDecrypt, ageEncrypt, ageRecipientOf } from '../../crypto'
import type { OfficeKeys, OfficePlaces } from '../../rpc'

const hexOf = (id: string): string => id.replace(/^[a-z0-9]+:/, '')

/** File names below the archive folder, from content ids that passed a pattern. */
export const sentName = (id: string): string => `sent-${hexOf(id)}.age`
export const receivedName = (id: string): string => `received-${hexOf(id)}.jhb`

type Holder = { readonly places: OfficePlaces; readonly keys: OfficeKeys }

/** Writes compressed content; the file is flushed and in its place before this returns. @returns its name */
export async function keepContent({ places, keys }: Holder, id: string, gzip: Uint8Array): Promise<string> {
  const name = sentName(id)
  const path = join(places.archive, name)
  const sealed = await ageEncrypt([gzip], gzip.length, [await ageRecipientOf(keys.archive)])
  const handle = await open(`${path}.part`, 'w', 0o600)
  try {
    for await (const piece of sealed.pieces) await handle.write(piece)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(`${path}.part`, path)
  return name
}

/** The compressed content of an own bundle, piece by piece. Throws when the file is damaged or gone. */
export const contentPieces = ({ places, keys }: Holder, name: string): AsyncIterable<Uint8Array> =>
  ageDecrypt(createReadStream(join(places.archive, name)), [keys.archive, ...keys.former])

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
