// Why: only somebody who stands at the printer knows what came out, so what was handed over is asked about and never guessed.
import type { HandlerInput, Output, SpecOf } from '@shared/contract'
import { copyAfter, type CertificateAction, type CopyState, type PaperSeen } from '@shared/domain'
import { AppError } from '@shared/errors'
import type { CommandContext, QueryContext } from '../../rpc'
import { assertNoneUsed, spoilBooklet, useBooklets } from './booklets'
import { assertOwn } from './issuers'
import { act, after, assertNotAtPrinter, assertUsable, knownCertificate, signedData } from './ledger'
import { certificateBySeq, type CertificateRow } from './queries/certificates'
import { copiesInRun, copiesOf, insertCopy, insertRun, openRuns, runById, setCopy, type CopyRow, type RunRow } from './queries/copies'
import { assertReason } from './reasons'

/** @throws AppError `certificates.run_unknown`, `certificates.out_of_scope` */
function knownRun(context: QueryContext | CommandContext, id: string): RunRow {
  const run = runById(context.db, id)
  if (!run) throw new AppError('certificates.run_unknown')
  assertOwn(context, run.unit_code)
  return run
}

const certificateOf = ({ db }: Pick<QueryContext, 'db'>, copy: CopyRow): CertificateRow => {
  const row = certificateBySeq(db, copy.certificate)
  if (!row) throw new AppError('certificates.unknown')
  return row
}

function move(
  { db, now, actor }: CommandContext,
  copy: CopyRow,
  step: keyof (typeof copyAfter)[CopyState] | PaperSeen,
  reason: string | null
): void {
  const state = copyAfter[copy.state][step]
  if (state === undefined) throw new AppError('certificates.nothing_asked')
  setCopy(db, copy.seq, state, reason, now, actor.displayName)
}

type Start = SpecOf<'certificates.startRun'>

/** Puts certificates in the order in which they will be printed; nothing is at the printer yet. With a reason, as 补打 of what was printed before. */
export function startRun(context: CommandContext, { ids, reprint }: HandlerInput<Start>): Output<Start> {
  const { db, now, actor } = context
  if (reprint !== null) assertReason(context, 'reprint', reprint)
  const rows = [...new Set(ids)].map((id) => knownCertificate(context, id))
  const [first] = rows
  if (!first || rows.some((row) => row.unit_code !== first.unit_code)) throw new AppError('certificates.one_unit')
  const id = context.newId()
  const run = insertRun(db, { id, unit_code: first.unit_code, at: now, by: actor.displayName })
  for (const [at, row] of rows.entries()) {
    after(row, reprint === null ? 'send' : 'reprint')
    assertUsable(db, row)
    assertNotAtPrinter(db, row)
    const is = { reprint: reprint === null ? 0 : 1, reprint_why: reprint } as const
    insertCopy(db, { certificate: row.seq, run, position: at + 1, ...is, at: now, by: actor.displayName })
  }
  context.note({ subject: id, detail: { count: rows.length, reprint } })
  context.changed('certificates')
  return { run: id, count: rows.length }
}

/** The next sheets in order, marked as handed over before the printer gets them: a crash from here on leaves a question. */
export function hand(
  context: CommandContext,
  { run: id, count }: HandlerInput<SpecOf<'certificates.hand'>>
): Output<SpecOf<'certificates.hand'>> {
  const run = knownRun(context, id)
  const next = copiesInRun(context.db, run.seq)
    .filter(({ state }) => state === 'queued')
    .slice(0, count)
  if (next.length === 0) throw new AppError('certificates.run_done')
  const sheets = next.map((copy) => {
    const row = certificateOf(context, copy)
    assertUsable(context.db, row)
    move(context, copy, 'hand', null)
    if (copy.reprint === 0) act(context, row, 'send')
    const data = signedData(context.db, row)
    if (data === null) throw new AppError('certificates.unknown')
    return {
      position: copy.position,
      id: row.id,
      number: row.number ?? '',
      form: row.form,
      edition: row.edition,
      reprint: copy.reprint === 1,
      data
    }
  })
  context.note({ subject: id, detail: { count: sheets.length } })
  context.changed('certificates')
  return { sheets }
}

const toldAs: Readonly<Record<PaperSeen, CertificateAction>> = { out: 'note_out', none: 'note_none', spoiled: 'note_spoiled' }

/**
 * What came out of the printer, for sheets from one position to another that were handed over and not confirmed. What did not come out, or came out
 * spoiled, stands in its place again and is printed next.
 */
export function tell(context: CommandContext, input: HandlerInput<SpecOf<'certificates.tell'>>): { told: number } {
  const { db, now, actor } = context
  const { run: id, from, to, seen } = input
  const run = knownRun(context, id)
  if (seen === 'spoiled') assertReason(context, 'spoil', input.reason ?? '')
  const asked = copiesInRun(db, run.seq).filter(({ state, position }) => state === 'sent' && position >= from && position <= to)
  if (asked.length === 0) throw new AppError('certificates.nothing_asked')
  const reason = seen === 'spoiled' ? input.reason : null
  for (const copy of asked) {
    move(context, copy, seen, reason)
    const row = certificateOf(context, copy)
    if (copy.reprint === 0) act(context, row, toldAs[seen], reason === null ? {} : { reason })
    const { certificate, position, reprint, reprint_why } = copy
    if (seen !== 'out') insertCopy(db, { certificate, run: run.seq, position, reprint, reprint_why, at: now, by: actor.displayName })
  }
  if (seen !== 'none') bind(context, asked, { first: input.booklet, seen, reason })
  context.note({ subject: id, detail: { from, to, seen, told: asked.length } })
  context.changed('certificates')
  return { told: asked.length }
}

/** Sheets of one run are of one unit; booklets are counted by form. */
function bind(
  context: CommandContext,
  copies: readonly CopyRow[],
  { first, seen, reason }: { readonly first: string | null; readonly seen: 'out' | 'spoiled'; readonly reason: string | null }
): void {
  const rows = copies.map((copy) => certificateOf(context, copy))
  if (first === null) {
    for (const row of rows) assertNoneUsed(context, row)
    return
  }
  const [row, ...others] = rows
  if (!row || others.some(({ form }) => form !== row.form)) throw new AppError('certificates.one_unit')
  useBooklets(context, { form: row.form, unit: row.unit, first, as: seen === 'out' ? 'used' : 'spoiled', reason }, copies)
}

/** Takes out what was not handed over; what was is still asked about. */
export function stopRun(context: CommandContext, { run: id }: HandlerInput<SpecOf<'certificates.stopRun'>>): { takenOut: number } {
  const queued = copiesInRun(context.db, knownRun(context, id).seq).filter(({ state }) => state === 'queued')
  if (queued.length === 0) throw new AppError('certificates.run_done')
  for (const copy of queued) move(context, copy, 'take_out', null)
  context.note({ subject: id, detail: { count: queued.length } })
  context.changed('certificates')
  return { takenOut: queued.length }
}

/** A printed sheet that turned out to be no good before it was handed out: the certificate waits for paper again. */
export function spoil(context: CommandContext, { id, reason }: HandlerInput<SpecOf<'certificates.spoil'>>): { id: string } {
  const row = knownCertificate(context, id)
  assertReason(context, 'spoil', reason)
  after(row, 'spoil')
  assertNotAtPrinter(context.db, row)
  for (const copy of copiesOf(context.db, row.seq)) {
    if (copy.state !== 'printed') continue
    move(context, copy, 'spoil', reason)
    spoilBooklet(context, row, copy.seq, reason)
  }
  act(context, row, 'spoil', { reason })
  context.note({ subject: id, detail: { reason } })
  context.changed('certificates')
  return { id }
}

/** Each position with its last try. */
export function run(context: QueryContext, { run: id }: { readonly run: string }): Output<SpecOf<'certificates.run'>> {
  const copies = copiesInRun(context.db, knownRun(context, id).seq)
  const sheets = [...new Map(copies.map((copy) => [copy.position, copy])).values()].map((copy) => {
    const { id: certificate, number } = certificateOf(context, copy)
    const tries = copies.filter(({ position }) => position === copy.position)
    return {
      ...{ position: copy.position, certificate, number: number ?? '', reprint: copy.reprint === 1, state: copy.state },
      spoiled: tries.filter(({ state }) => state === 'spoiled').length
    }
  })
  return { sheets }
}

const MOST = 200

export const asked = ({ db, actor }: QueryContext): Output<SpecOf<'certificates.asked'>> => ({
  rows: openRuns(db, actor.scope, MOST)
})
