/** What was refused while a link was bound to the national suite waits again once people brought the common one back (exchange.md §2.8). */
import { copyFile, rm, stat } from 'node:fs/promises'
import type { BundleHeader } from '../../container'
import type { JobContext } from '../../rpc'
import { deleteQuarantined, downgraded, insertWaiting, type QuarantineFile } from './queries/file-queries'
import { isDowngrade, quarantinePath, waitingPath } from './refusals'
import { withVerdict, type Look, type Verdict } from './verify-file'

/** Moves them from the quarantine to the waiting room, where they are judged like all others there. */
export async function freeReleased(ctx: JobContext, look: Look): Promise<void> {
  for (const row of downgraded(ctx.db)) {
    ctx.checkpoint()
    const path = quarantinePath(ctx.places, row.stored)
    if ((await stat(path).catch(() => null)) === null) continue
    const header = await withVerdict(look, path, freedHeader)
    if (header) await letWait(ctx, row, header)
  }
}

/** @returns null while it is refused for the same reason as before */
function freedHeader(verdict: Verdict): BundleHeader | null {
  if (verdict.kind !== 'refused') return verdict.bundle.header
  return isDowngrade(verdict.refusal) ? null : verdict.refusal.header
}

/** Copied first and taken away last: a crash in between leaves a copy that recovery sets aside, never a row without its file. */
async function letWait(ctx: JobContext, { id, stored, digest, place, file_name, found_at }: QuarantineFile, { from }: BundleHeader) {
  const old = quarantinePath(ctx.places, stored)
  const path = waitingPath(ctx.places, stored)
  await copyFile(old, path)
  const { size: bytes } = await stat(path)
  ctx.batch((db) => {
    insertWaiting(db, { id, reason: 'wait-key', digest, file_name, place, bytes, office_id: from.id, stored, found_at })
    deleteQuarantined(db, id)
  })
  await rm(old, { force: true })
}
