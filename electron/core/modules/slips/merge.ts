// Why: replies, withdrawals and repeated revisions each change a slip that is already here; this is what one of them does.
import type { Day } from '@shared/domain'
import type { WriteDb } from '../../db'
import { currentLinkOf, formerLinksOf } from '../partners'
import { isBody } from './body'
import { wasTakenBack } from './corrections'
import {
  copySubject,
  digestOfRecord,
  flagConflict,
  forgetContent,
  insertOne,
  insertReply,
  isTakenBack,
  knownRecords,
  loneCorrections,
  takeContent,
  type StagedRow
} from './queries/stage-queries'
import {
  answersOf,
  clearAnswer,
  firstAnswerOn,
  orphansOf,
  ownSlipByNumber,
  setAnswered,
  setAnswerTo,
  setStatus,
  setWithdrawn,
  slipBySeq,
  slipOfRecord,
  slipOnLinks,
  type SlipStored
} from './queries/slip-rows'
import { idOfBytes, isReply, nextStatus, queueOf } from './rules'
import { bodyOfContent } from './travel'

export interface MergeContext {
  readonly batch: number
  readonly partnerId: string
  /** This link first, then every other with the same office: after a lost root key there are more. */
  readonly links: readonly string[]
  readonly today: Day
  readonly now: string
}

/**
 * A question asked on a link that has ended since is withdrawn over the one that took its place: nobody may go on asking about somebody for it.
 * @returns the record id when another content of the same revision is known, else null
 */
export function mergeRecord(db: WriteDb, row: StagedRow, context: MergeContext): string | null {
  const known = knownRecords(db, row, context.batch, context.partnerId)
  const conflict = known.some((other) => other.rev === row.rev)
  const before = slipOfRecord(db, row.record_id, 'in', context.partnerId)
  const others = context.links.slice(1)
  const beside = before ? undefined : slipOnLinks(db, row.record_id, 'in', others)
  // Sent once more after one of the two lost its root key: what came over the other link was applied there.
  if (beside && row.kind === 'reply' && row.rev <= beside.rev) return null
  if (row.kind !== 'withdraw') {
    if (!before) becomeSlip(db, row, context)
    else if (row.rev > before.rev) revise(db, before, row, context.today)
    else if (row.rev === before.rev && isSmaller(row.digest, digestOfRecord(db, before.body_record ?? 0)))
      takeContent(db, before.seq, row.seq)
  }
  const slip = slipOfRecord(db, row.record_id, 'in', context.partnerId) ?? (row.kind === 'withdraw' ? beside : undefined)
  if (slip) {
    if (conflict) flagConflict(db, slip.seq)
    const takenBack = known.some(({ kind }) => kind === 'withdraw') || (others.length > 0 && isTakenBack(db, row.record_id, others))
    if (row.kind === 'withdraw' || takenBack) withdrawn(db, slip, context)
  }
  return conflict ? idOfBytes(row.record_id) : null
}

/** Every link with the office of this one: itself, those before it, and the one in use now. */
export const linksOf = (db: WriteDb, partnerId: string): string[] => [
  ...new Set([partnerId, ...formerLinksOf(db, partnerId), currentLinkOf(db, partnerId)])
]

/** Of two contents of one revision neither wins; the one shown first is the same everywhere: the smaller digest. */
const isSmaller = (mine: Uint8Array, other: Uint8Array | undefined): boolean => other !== undefined && Buffer.compare(mine, other) < 0

function becomeSlip(db: WriteDb, row: StagedRow, context: MergeContext): void {
  if (row.kind === 'reply') {
    insertReply(db, row.seq, context.partnerId, context.today, context.now)
    const reply = slipOfRecord(db, row.record_id, 'in', context.partnerId)
    if (reply) applyReply(db, reply, context)
  } else insertOne(db, row.seq, context.partnerId, context.today, context.now)
}

/** A later revision replaces what is shown; after an answer it asks for another look. */
function revise(db: WriteDb, slip: SlipStored, row: StagedRow, today: Day): void {
  if (nextStatus(slip, 'note_sent_back') !== null) clearAnswer(db, slip.seq, today)
  takeContent(db, slip.seq, row.seq)
  if (slip.answer_to !== null) copySubject(db, slip.seq, slip.answer_to)
  move(db, slip, 'note_sent_back')
}

function move(db: WriteDb, slip: SlipStored, action: string): boolean {
  const status = nextStatus(slip, action)
  if (status === null) return false
  setStatus(db, slip.seq, status, queueOf({ ...slip, status }))
  return true
}

function withdrawn(db: WriteDb, slip: SlipStored, { today }: MergeContext): void {
  move(db, slip, 'note_withdrawn')
  forgetWithdrawn(db, slip, today)
}

/** Its author took a slip back, in a bundle or on paper: what it says goes, and what was to be answered. */
export function forgetWithdrawn(db: WriteDb, slip: SlipStored, on: string): void {
  if (slip.withdrawn_on === null) setWithdrawn(db, slip.seq, on)
  forgetContent(db, slip.seq, slip.record_id, slip.partner_id)
  // An answer that is not yet signed has lost its question.
  for (const answer of answersOf(db, slip.seq)) {
    if (answer.direction === 'out') {
      move(db, answer, 'end')
      for (const correction of answersOf(db, answer.seq)) move(db, correction, 'end')
    } else if (answer.kind === 'BZ') withdrawnWith(db, answer, on)
  }
}

/** What was put right in a slip goes with it. */
function withdrawnWith(db: WriteDb, correction: SlipStored, on: string): void {
  move(db, correction, 'note_withdrawn')
  forgetWithdrawn(db, correction, on)
}

/** What was put right in an answer goes with its question. */
export function forgetCorrections(db: WriteDb, answer: SlipStored, on: string): void {
  for (const correction of answersOf(db, answer.seq)) if (correction.kind === 'BZ') withdrawnWith(db, correction, on)
}

/** Corrections stand beside the slip they correct, whichever of the two came first. */
export function joinCorrections(db: WriteDb, { links, today }: Pick<MergeContext, 'links' | 'today'>): void {
  for (const { correction, slip } of loneCorrections(db, links)) {
    setAnswerTo(db, correction, slip)
    copySubject(db, correction, slip)
    const [joined, corrected] = [slipBySeq(db, correction), slipBySeq(db, slip)]
    if (joined && corrected && wasTakenBack(db, corrected)) withdrawnWith(db, joined, today)
  }
}

/** Applies a reply to the requests it names; one whose request is not here stays an orphan until `joinOrphans`. */
function applyReply(db: WriteDb, reply: SlipStored, context: MergeContext): void {
  const targets = reply.kind === 'QR' ? receiptTargets(db, reply, context) : answerTargets(db, reply, context)
  const [first] = targets
  if (!first) return
  setAnswerTo(db, reply.seq, first.request.seq)
  copySubject(db, reply.seq, first.request.seq)
  for (const { seq } of answersOf(db, reply.seq)) copySubject(db, seq, reply.seq)
  move(db, reply, 'apply')
  for (const { request, action } of targets) applyTo(db, request, action, context.today)
}

type Effect = 'note_answered' | 'note_received' | 'note_returned'

interface Target {
  readonly request: SlipStored
  readonly action: Effect
}

/** What was asked of an office before its root was lost, or ours, may be answered on the link that took the place. */
function answerTargets(db: WriteDb, reply: SlipStored, { links }: MergeContext): Target[] {
  const { ref } = reply
  const request = ref && slipOnLinks(db, ref, 'out', links)
  if (!request || isReply(request.kind)) return []
  return [{ request, action: reply.kind === 'TH' ? 'note_returned' : 'note_answered' }]
}

function receiptTargets(db: WriteDb, reply: SlipStored, { links }: MergeContext): Target[] {
  const { receipts } = bodyOfContent(reply.content ?? '{}')
  const lines: unknown[] = Array.isArray(receipts) ? receipts : []
  return lines.flatMap((line): Target[] => {
    if (!isBody(line) || typeof line.slip_no !== 'string') return []
    const request = ownSlipByNumber(db, line.slip_no, links)
    return request ? [{ request, action: line.result === 'received' ? 'note_received' : 'note_returned' }] : []
  })
}

function applyTo(db: WriteDb, request: SlipStored, action: Effect, today: Day): void {
  if (!move(db, request, action)) return
  if (action === 'note_answered') setAnswered(db, request.seq, 'answered', firstAnswerOn(request) ?? today)
  if (action === 'note_returned') setAnswered(db, request.seq, 'refused', today)
}

/** Replies that came before their request, now that it is here. @param seq of an own request */
export function joinOrphans(db: WriteDb, seq: number, context: Pick<MergeContext, 'today' | 'now'>): void {
  const request = slipBySeq(db, seq)
  if (!request) return
  const { partner_id: partnerId, record_id: record } = request
  for (const reply of orphansOf(db, record, partnerId)) {
    if (reply.kind === 'BZ') setAnswerTo(db, reply.seq, seq)
    else applyReply(db, reply, { ...context, batch: 0, partnerId, links: linksOf(db, partnerId) })
  }
}
