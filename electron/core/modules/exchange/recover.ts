/** Puts the exchange in order after a crash: forgets what was half done, removes what can be had again, sets aside what cannot (exchange.md §3.5 C1–C6). */
import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Connection, WriteDb } from '../../db'
import type { OfficePlaces } from '../../rpc'
import { dropAllStages } from '../slips'
import { foundFolder, setAside } from './aside'
import { archivedFiles, forgetUnheld, quarantinedStored, scannedFiles, waitingFiles } from './queries/file-queries'

/** Forgets what an import left that did not come to its end. */
export function forgetUnfinished(db: WriteDb): void {
  dropAllStages(db)
  forgetUnheld(db)
}

/** To be called when an office opens, before anybody works in it. */
export function recoverExchange({ db, transaction }: Pick<Connection<WriteDb>, 'db' | 'transaction'>, places: OfficePlaces): void {
  transaction(() => forgetUnfinished(db))
  const waiting = join(places.quarantine, 'waiting')
  const scanned = join(places.quarantine, 'scanned')
  for (const folder of [waiting, scanned]) mkdirSync(folder, { recursive: true, mode: 0o700 })
  clear(places.spool, new Set(), (name) => /^(scan|carry)-/.test(name))
  settleArchive(places, new Set(archivedFiles(db)))
  setAside(places, places.quarantine, new Set(quarantinedStored(db)))
  setAside(places, scanned, new Set(scannedFiles(db).flatMap(({ spooled }) => spooled ?? [])))
  setAside(places, waiting, new Set(waitingFiles(db).map(({ stored }) => stored)))
}

/** Removes what no row speaks of, and nothing whose name this module would not have given. */
function clear(folder: string, known: ReadonlySet<string>, isOurs: (name: string) => boolean): void {
  for (const name of readdirSync(folder)) if (!known.has(name) && isOurs(name)) rmSync(join(folder, name), { recursive: true, force: true })
}

/**
 * Sealed content that no row speaks of is never thrown away: an older database may stand here, and nobody else has what never reached a stick
 * (exchange.md §3.6 S3). It waits to be looked at by a job, which has the keys. Done at the start, when nobody is sealing.
 */
function settleArchive({ archive }: OfficePlaces, known: ReadonlySet<string>): void {
  const names = new Set(readdirSync(archive))
  for (const name of names) {
    if (!SENT.test(name) || known.has(name.replace(/\.own$/, '.age'))) continue
    if (name.endsWith('.age') || (name.endsWith('.own') && names.has(name.replace(/\.own$/, '.age')))) {
      mkdirSync(foundFolder(archive), { recursive: true, mode: 0o700 })
      renameSync(join(archive, name), join(foundFolder(archive), name))
    } else rmSync(join(archive, name), { force: true })
  }
}

const SENT = /^sent-[0-9a-f]{64}\.(age|age\.part|own)$/
