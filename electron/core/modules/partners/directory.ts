/** Directories of office keys: what one says, whether its signer's word counts here, and what it changes (exchange.md §4.3). */
import { AppError } from '@shared/errors'
import {
  BundleFault,
  explainFault,
  fingerprint,
  isSignedBy,
  rawKey,
  readDirectoryFile,
  type KeyCard,
  type OfficeDirectory
} from '../../container'
import type { ReadDb, WriteDb } from '../../db'
import { newestCard } from './cards'
import {
  authoritiesNaming,
  directoryDigest,
  insertDirectory,
  isComparedHere,
  newestDirectoryRow,
  replaceEntries
} from './queries/directory-queries'
import { insertConfirmation, partnerRow, partnerRowByOffice, partnerRowsByCode, setTrust, type PartnerRow } from './queries/partner-queries'

/**
 * `confirms`: a card waits here and the directory names its root · `conflict`: it names another key than the one held, which stays ·
 * `supersedes`: it says that this office takes the place of one known here, which a person decides · `agrees` · `new`: no card here yet.
 */
export type EntryMeaning = 'confirms' | 'agrees' | 'conflict' | 'supersedes' | 'new'

export interface JudgedEntry {
  readonly code: string
  readonly officeId: string
  readonly name: string
  readonly root: string
  readonly meaning: EntryMeaning
  /** The partner concerned; null when none is. */
  readonly partner: { readonly id: string; readonly name: string } | null
}

export type DirectoryStanding = 'next' | 'known' | 'alarm'

export async function readDirectoryOrRefuse(octets: Uint8Array): Promise<OfficeDirectory> {
  try {
    return await readDirectoryFile(octets)
  } catch (error) {
    if (!(error instanceof BundleFault)) throw error
    const reason = error.code === 'E_CARD' ? '目录的格式不对。' : explainFault(error.code, error.params).text
    throw new AppError('partners.directory_refused', { reason })
  }
}

/**
 * The office that signed it, confirmed here by two persons themselves, never through another directory.
 * @throws AppError `partners.directory_refused`
 */
export function authorityOf(db: ReadDb, directory: OfficeDirectory): PartnerRow {
  const refused = (reason: string): AppError => new AppError('partners.directory_refused', { reason })
  const partner = partnerRowByOffice(db, directory.authority.id)
  const card = newestCard(db, directory.authority.id)
  if (!partner || !card || partner.trust !== 'confirmed' || !isComparedHere(db, partner.id))
    throw refused(`发布单位“${directory.authority.name}”的密钥还没有经本单位两人核对。`)
  if (!isSignedBy(directory, card.root)) throw refused('目录的签名不是发布单位的主密钥签的，可能被改动过或有人冒名。')
  return partner
}

/**
 * Versions go up one by one, so that nobody can bring an older list back, nor one from far ahead.
 * @throws AppError `partners.directory_old`, `partners.directory_gap`
 */
export function standingOf(db: ReadDb, { authority, ver, prev, digest }: OfficeDirectory): DirectoryStanding {
  const newest = newestDirectoryRow(db, authority.id)
  if (!newest) return 'next'
  const held = directoryDigest(db, authority.id, ver)
  if (held !== undefined) {
    if (held !== digest) return 'alarm'
    if (ver === newest.ver) return 'known'
  }
  if (ver < newest.ver) throw new AppError('partners.directory_old', { ver, newest: newest.ver })
  if (ver > newest.ver + 1) throw new AppError('partners.directory_gap', { ver, wanted: newest.ver + 1 })
  return prev === newest.digest ? 'next' : 'alarm'
}

export function judgeEntries(db: ReadDb, directory: OfficeDirectory): JudgedEntry[] {
  return directory.entries.map(({ code, id, root, name, supersedes }) => {
    const entry = { code, officeId: id, name, root }
    const judged = (meaning: EntryMeaning, row: PartnerRow | undefined): JudgedEntry => ({
      ...entry,
      meaning,
      partner: row ? { id: row.id, name: row.name } : null
    })
    const same = partnerRowByOffice(db, id)
    const card = same && newestCard(db, id)
    if (same && card) {
      if (fingerprint(rawKey(card.root)) !== root) return judged('conflict', same)
      // Whose place it takes two persons compare themselves; a list is not enough.
      if (same.trust === 'pending' && same.succeeds !== null) return judged('supersedes', partnerRow(db, same.succeeds) ?? same)
      return judged(same.trust === 'pending' && card.code === code ? 'confirms' : 'agrees', same)
    }
    const former = supersedes === null ? undefined : partnerRowByOffice(db, supersedes)
    if (former) return judged('supersedes', former)
    const rival = partnerRowsByCode(db, code).find((row) => row.office_id !== null && row.office_id !== id && row.trust !== 'closed')
    return judged(rival ? 'conflict' : 'new', rival)
  })
}

/** Takes in the next version of a directory. Pins are never changed; offices that waited become confirmed. @returns how many */
export function installDirectory(db: WriteDb, directory: OfficeDirectory, now: string): number {
  const judged = judgeEntries(db, directory)
  insertDirectory(db, directory.authority.id, directory, false, now)
  const rows = directory.entries.map(({ id, code, name, root, supersedes }) => ({ office_id: id, code, name, root, supersedes }))
  replaceEntries(db, directory.authority.id, rows)
  let confirmed = 0
  for (const { meaning, officeId } of judged) {
    const card = meaning === 'confirms' ? newestCard(db, officeId) : undefined
    if (card && confirmByDirectory(db, card, now) !== null) confirmed += 1
  }
  return confirmed
}

/**
 * Confirms an office whose card is here when an authority that still counts names its root. Never one that would take the place of another.
 * @returns the authority's name, or null
 */
export function confirmByDirectory(db: WriteDb, card: KeyCard, now: string): string | null {
  const partner = partnerRowByOffice(db, card.id)
  if (partner?.trust !== 'pending' || partner.succeeds !== null) return null
  for (const authorityId of authoritiesNaming(db, card.id, card.code, fingerprint(rawKey(card.root)))) {
    const authority = partnerRowByOffice(db, authorityId)
    if (authority?.trust !== 'confirmed' || !isComparedHere(db, authority.id)) continue
    insertConfirmation(db, partner.id, card.root, { id: `directory:${authorityId}`, name: authority.name }, now, 'directory')
    setTrust(db, partner.id, 'confirmed')
    return authority.name
  }
  return null
}

/** Keeps a directory this office signed itself. */
export const keepOwnDirectory = (db: WriteDb, directory: OfficeDirectory, now: string): number =>
  insertDirectory(db, directory.authority.id, directory, true, now)
