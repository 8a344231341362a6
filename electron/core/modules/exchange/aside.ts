/** Files that no row speaks of and nobody can vouch for, of others and of our own archive: kept for people as long as the quarantine is, never opened. */
import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { OfficePlaces } from '../../rpc'
import type { AgedCount } from './queries/age-queries'

type Places = Pick<OfficePlaces, 'quarantine' | 'archive'>

const ASIDE = 'aside'
const incomingAside = ({ quarantine }: Pick<Places, 'quarantine'>): string => join(quarantine, ASIDE)

/** Where own content without a row waits until it is taken back. */
export const foundFolder = (archive: string): string => join(archive, 'found')
/** Of that, what cannot be read or vouched for. */
export const foundAside = (archive: string): string => join(foundFolder(archive), ASIDE)

/**
 * What no row speaks of may be what an older database forgot, and the stick it came on may be gone. Most are copies that a crash left; the
 * stick has them still.
 */
export function setAside(places: Pick<Places, 'quarantine'>, from: string, known: ReadonlySet<string>): void {
  for (const name of readdirSync(from)) {
    if (known.has(name) || !name.endsWith('.jhb')) continue
    mkdirSync(incomingAside(places), { recursive: true, mode: 0o700 })
    renameSync(join(from, name), join(incomingAside(places), name))
  }
}

/** A file keeps the time at which it was copied from its stick, or sealed. */
function filesOf(places: Places): { readonly path: string; readonly at: string }[] {
  return [incomingAside(places), foundAside(places.archive)].flatMap((folder) => {
    const names = statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(folder) : []
    return names.map((name) => ({ path: join(folder, name), at: statSync(join(folder, name)).mtime.toISOString() }))
  })
}

export function agedAside(places: Places, before: string): AgedCount {
  const times = filesOf(places)
    .map(({ at }) => at)
    .sort()
  return { kept: times.length, oldest: times[0] ?? null, due: times.filter((at) => at < before).length }
}

/** @returns how many files went */
export function dropAside(places: Places, before: string): number {
  const due = filesOf(places).filter(({ at }) => at < before)
  for (const { path } of due) rmSync(path, { recursive: true, force: true })
  return due.length
}
