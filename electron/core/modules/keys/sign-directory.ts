/** An authority signs the directory of the offices whose digits its own people compared (exchange.md §4.3). */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Contract } from '@shared/contract'
import { AppError } from '@shared/errors'
import {
  composeDirectory,
  fingerprint,
  rawKey,
  writeDirectoryFile,
  type DirectoryEntry,
  type KeyCard,
  type OfficeDirectory
} from '../../container'
import type { ReadDb } from '../../db'
import { chinaTime } from '../../platform'
import type { Ask, CallContext, PreparedCommand } from '../../rpc'
import { confirmedPartners, identityBefore, isComparedHere, keepOwnDirectory, newestCard, newestDirectoryRow, ownCard } from '../partners'
import type { KeyRoom } from './key-room'
import { presentRoot } from './present-root'

type SignDirectory = Contract['keys']['signDirectory']

/** `supersedes` helps offices that know the former identity to find the successor; two persons compare it there all the same (exchange.md §4.4). */
const entryOf = (db: ReadDb, { code, id, root, name }: KeyCard): DirectoryEntry => ({
  code,
  id,
  root: fingerprint(rawKey(root)),
  name,
  supersedes: identityBefore(db, id)
})

/** Only what people here compared themselves: a directory never rests on another directory. One office for each code, ours first. */
function entriesFor(db: ReadDb): DirectoryEntry[] {
  const compared = confirmedPartners(db).flatMap(({ id, officeId }) =>
    officeId !== null && isComparedHere(db, id) ? (newestCard(db, officeId) ?? []) : []
  )
  const entries = new Map<string, DirectoryEntry>()
  for (const card of [ownCard(db), ...compared]) if (!entries.has(card.code)) entries.set(card.code, entryOf(db, card))
  return [...entries.values()]
}

const nextVersion = (db: ReadDb): number => (newestDirectoryRow(db, ownCard(db).id)?.ver ?? 0) + 1

export const signDirectoryQuestion: Ask<SignDirectory> = ({ db }) => ({
  sentence: `用主密钥签发第 ${String(nextVersion(db))} 版密钥目录，列出本单位和两人核对过的往来单位共 ${String(entriesFor(db).length)} 个；核对过本单位密钥的单位将据此认可它们。`
})

export const signDirectory = (roomOf: (context: CallContext) => KeyRoom) =>
  ({
    prepare: async (context, { recoveryKey }) => {
      const { db, clock } = context
      const { root, card } = await presentRoot(context, roomOf(context), recoveryKey)
      const before = newestDirectoryRow(db, card.id)
      const authority = { id: card.id, code: card.code, name: card.name }
      const parts = {
        authority,
        ver: (before?.ver ?? 0) + 1,
        prev: before?.digest ?? null,
        made: chinaTime(clock),
        entries: entriesFor(db)
      }
      return composeDirectory(parts, root)
    },
    run: ({ db, now, places, files, note }, _input, directory) => {
      if (nextVersion(db) !== directory.ver) throw new AppError('storage.busy')
      keepOwnDirectory(db, directory, now)
      const name = `${directory.authority.code}_dir_${String(directory.ver).padStart(4, '0')}.jhd`
      const path = join(places.spool, name)
      writeFileSync(path, writeDirectoryFile(directory))
      note({ detail: { version: directory.ver, entries: directory.entries.length } })
      return { file: files.give(path, name), version: directory.ver, entries: directory.entries.length }
    }
  }) satisfies PreparedCommand<SignDirectory, OfficeDirectory>
