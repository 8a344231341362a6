/** Whole former databases that lie beside the present one, left by a restore, a set-aside log or an upgrade. */
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

const FOLDER = 'before-restore'
const UPGRADE = 'before-upgrade.db'

/** @returns paths below the office's folder that were last written before the instant */
export function formerOffices(folder: string, before: string): string[] {
  const below = join(folder, FOLDER)
  const kept = existsSync(below) ? readdirSync(below).map((name) => join(below, name)) : []
  return [...kept, join(folder, UPGRADE)].filter((path) => {
    const found = statSync(path, { throwIfNoEntry: false })
    return found !== undefined && found.mtime.toISOString() < before
  })
}

export const removeFormer = (path: string): void => rmSync(path, { recursive: true, force: true })
