/** The pages of an encrypted database as they would lie on the disk without encryption, free and half-empty ones included. */
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openWrite, type OpenOptions } from '../../electron/core/db'

/**
 * Of a copy, decrypted page by page (`rekey` to no key rewrites every page as it is and none anew).
 * @returns the octets of the file; what stands in the log is part of them
 */
export function plainPages(open: OpenOptions): Buffer {
  const dir = mkdtempSync(join(tmpdir(), 'plain-pages-'))
  const path = join(dir, 'copy.db')
  try {
    for (const end of ['', '-wal']) if (existsSync(open.path + end)) copyFileSync(open.path + end, path + end)
    const copy = openWrite({ ...open, path })
    try {
      copy.raw.pragma('journal_mode=DELETE')
      copy.raw.pragma("rekey=''")
    } finally {
      copy.close()
    }
    return readFileSync(path)
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
