/** A database that was put back behind the program's back goes on by itself: no number is given out twice (exchange.md §3.6 S2). */
import { appendAudit } from '../modules/audit'
import { factsOf, insertRestore } from '../modules/backup'
import { beginAnew, lastEnvelope } from '../modules/exchange'
import { blocksGiven, knowsLess, knowsMore, skipSerials } from '../modules/certificates'
import { skipNumbers, takeForGone } from '../modules/slips'
import { uuidv7 } from '../crypto'
import { instant, type Clock, type Log } from '../platform'
import type { Caller, OpenOffice } from '../rpc'
import type { CopiedFolder } from './copied-folder'
import { yearsBetween } from './put-back'

/** To be called when somebody has signed in, before anything leaves the PC. @returns whether the database had gone back */
export function settleWentBack({ write }: OpenOffice, folder: Pick<CopiedFolder, 'envelope' | 'standing'>, clock: Clock): boolean {
  const given = folder.envelope()
  // A copy waits for somebody's word; it begins anew then.
  if (given <= lastEnvelope(write.db) || folder.standing() !== 'own') return false
  const now = instant(clock)
  write.transaction(() => {
    const { db } = write
    const { counts, lastAct } = factsOf(db)
    const madeAt = lastAct ?? now
    const lostMs = Date.parse(now) - Date.parse(madeAt)
    beginAnew(db, given, lostMs, now)
    skipNumbers(db, null, yearsBetween(madeAt, now), lostMs)
    takeForGone(db)
    insertRestore(db, {
      ...{ at: now, source: 'backup', made_at: madeAt, first: '自动', second: null, before: null, after: JSON.stringify(counts) },
      ...{ last_act: null, kept: null, gone_again: 0 }
    })
    const line = { at: now, account: '自动', method: 'session.signIn', event: 'backup.restored', outcome: 'done' as const }
    appendAudit(db, { ...line, detail: { made: madeAt, envelope: given } })
  })
  return true
}

/** Numbers of certificates are given out without anything leaving the PC: they are looked at by themselves. @returns whether some were left out */
export function settleSerials(
  { write }: OpenOffice,
  folder: Pick<CopiedFolder, 'blocks' | 'noteBlocks' | 'standing'>,
  clock: Clock
): boolean {
  if (folder.standing() !== 'own') return false
  const { db } = write
  const seen = folder.blocks()
  const wentBack = knowsLess(db, seen)
  if (wentBack) write.transaction(() => skipSerials(db, seen, 0, { now: instant(clock), newId: () => uuidv7(clock.now()) }))
  // What a return elsewhere left out must be known here, too.
  if (knowsMore(db, folder.blocks())) folder.noteBlocks(blocksGiven(db))
  return wentBack
}

/** What a sign-in settles about the folder; practice offices are made up anew in each. */
export function settleFolder({ session }: Caller, folder: CopiedFolder, clock: Clock, log: Log): void {
  if (session?.office.facts.practice !== false) return
  folder.settleUnasked()
  if (settleSerials(session.office, folder, clock)) log.write('certificate_numbers_left_out', {})
  if (settleWentBack(session.office, folder, clock)) log.write('database_went_back', {})
}
