/** Finds the copy a person chose from what was scanned: it lies in the spool of the last scan, or waits in its own room. */
import { AppError } from '@shared/errors'
import type { JobContext } from '../../rpc'
import { scannedFile, waitingFile, type ScannedRow } from './queries/file-queries'
import { scannedPath, waitingPath, type Candidate } from './refusals'

export interface Chosen {
  readonly row: ScannedRow
  readonly file: Candidate
}

/** @throws AppError `exchange.bundle_unknown` when the copy is gone, because another scan came between */
export function chosenFile(ctx: JobContext, id: string): Chosen {
  const row = scannedFile(ctx.db, id)
  if (!row) throw new AppError('exchange.bundle_unknown')
  const waiting = row.waiting === null ? undefined : waitingFile(ctx.db, row.waiting)
  const path = waiting ? waitingPath(ctx.places, waiting.stored) : row.spooled === null ? null : scannedPath(ctx.places, row.spooled)
  if (path === null) throw new AppError('exchange.bundle_unknown')
  return { row, file: { path, fileName: row.file_name, place: row.place, digest: row.digest, bytes: 0 } }
}
