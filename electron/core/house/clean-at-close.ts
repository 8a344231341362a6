/** A database too large for the memory of this PC is cleaned when the office closes: nobody has it open then, and a copy needs little memory. */
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '@shared/errors'
import { cleanByCopy, writeWhole, type OpenOptions } from '../db'
import { appendAudit } from '../modules/audit'
import { endRuns } from '../modules/retention'

/** Says that it waits; holds nothing but why it did not succeed. */
const NOTE = 'clean-at-close.json'
const noteOf = (folder: string): string => join(folder, NOTE)

export const cleansAtClose = (folder: string): boolean => existsSync(noteOf(folder))
export const cleanAtClose = (folder: string): void => writeWhole(noteOf(folder), '{}')
export const cleanedMeanwhile = (folder: string): void => rmSync(noteOf(folder), { force: true })

/** Named in the log where no person acted. */
const NOBODY = '自动'

/** To be called while the folder is still locked and nothing has the database open. What fails is tried at the next closing: the page goes on saying that it waits. */
export function cleanWaiting(folder: string, open: OpenOptions, now: string): void {
  if (!cleansAtClose(folder)) return
  try {
    cleanByCopy(open, (db, { before, after }) => {
      endRuns(db, now, before, after)
      const line = { at: now, account: NOBODY, method: 'retention.clean', event: 'retention.cleaned', outcome: 'done' as const }
      appendAudit(db, { ...line, detail: { before, after } })
    })
    cleanedMeanwhile(folder)
  } catch (error) {
    writeWhole(noteOf(folder), JSON.stringify({ at: now, code: error instanceof AppError ? error.code : 'internal.unexpected' }))
  }
}
