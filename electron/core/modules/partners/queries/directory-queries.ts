/** SQL of the directories of office keys: every version signed, and what the newest of each authority says. */
import type { ReadDb, WriteDb } from '../../../db'

export interface DirectoryRow {
  readonly ver: number
  readonly digest: string
}

export const newestDirectoryRow = (db: ReadDb, authorityId: string): DirectoryRow | undefined =>
  db.one<DirectoryRow>('SELECT ver, digest FROM directory WHERE authority_id = ? ORDER BY ver DESC LIMIT 1', authorityId)

export const directoryDigest = (db: ReadDb, authorityId: string, ver: number): string | undefined =>
  db.value<string>('SELECT digest FROM directory WHERE authority_id = ? AND ver = ?', authorityId, ver)

export const insertDirectory = (
  db: WriteDb,
  authorityId: string,
  directory: { readonly ver: number; readonly digest: string; readonly bytes: Uint8Array; readonly sig: Uint8Array },
  own: boolean,
  now: string
): number =>
  db.run(
    'INSERT INTO directory(authority_id, ver, digest, own, bytes, sig, installed_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
    authorityId,
    directory.ver,
    directory.digest,
    own ? 1 : 0,
    directory.bytes,
    directory.sig,
    now
  )

export interface EntryRow {
  readonly office_id: string
  readonly code: string
  readonly name: string
  readonly root: string
  readonly supersedes: string | null
}

export function replaceEntries(db: WriteDb, authorityId: string, entries: readonly EntryRow[]): void {
  db.run('DELETE FROM directory_entry WHERE authority_id = ?', authorityId)
  for (const { office_id, code, name, root, supersedes } of entries)
    db.run(
      'INSERT INTO directory_entry(authority_id, office_id, code, name, root, supersedes) VALUES (?, ?, ?, ?, ?, ?)',
      authorityId,
      office_id,
      code,
      name,
      root,
      supersedes
    )
}

/** Authorities that name this office under this code with this root. @param root fingerprint */
export const authoritiesNaming = (db: ReadDb, officeId: string, code: string, root: string): string[] =>
  db
    .all<{ authority_id: string }>(
      'SELECT authority_id FROM directory_entry WHERE office_id = ? AND code = ? AND root = ? ORDER BY authority_id',
      officeId,
      code,
      root
    )
    .map(({ authority_id }) => authority_id)

/** Whether two persons compared this office's digits themselves, so that its word on others may count. */
export const isComparedHere = (db: ReadDb, partnerId: string): boolean =>
  (db.value<number>(
    "SELECT count(DISTINCT account_id) FROM partner_confirmation WHERE partner_id = ? AND void_at IS NULL AND way <> 'directory'",
    partnerId
  ) ?? 0) >= 2
