/** Files of others that no row speaks of: kept for people as long as the quarantine is, and never opened. */
import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { OfficePlaces } from '../../rpc'
import type { AgedCount } from './queries/age-queries'

type Places = Pick<OfficePlaces, 'quarantine'>

const folderOf = ({ quarantine }: Places): string => join(quarantine, 'aside')

/**
 * What no row speaks of may be what an older database forgot, and the stick it came on may be gone. Most are copies that a crash left; the
 * stick has them still.
 */
export function setAside(places: Places, from: string, known: ReadonlySet<string>): void {
  for (const name of readdirSync(from)) {
    if (known.has(name) || !name.endsWith('.jhb')) continue
    mkdirSync(folderOf(places), { recursive: true, mode: 0o700 })
    renameSync(join(from, name), join(folderOf(places), name))
  }
}

/** A file keeps the time at which it was copied from its stick. */
function filesOf(places: Places): { readonly path: string; readonly at: string }[] {
  const folder = folderOf(places)
  const names = statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(folder) : []
  return names.map((name) => ({ path: join(folder, name), at: statSync(join(folder, name)).mtime.toISOString() }))
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
