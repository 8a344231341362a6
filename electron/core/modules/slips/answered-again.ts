// Why: an answer that comes back after a restore was given already, so the question it belongs to must not be asked of the clerk a second time.
import type { Day } from '@shared/domain'
import type { WriteDb } from '../../db'
import { isBody } from './body'
import { ownReplyQuestions } from './queries/recover-queries'
import { addEvent, answersOf, setAnswered, setAnswerTo, setStatus, slipBySeq, type SlipStored } from './queries/slip-rows'
import { copySubject } from './queries/stage-queries'
import { isReply, nextStatus, queueOf, replyEnds } from './rules'
import { bodyOfContent } from './travel'

export interface AnswerContext {
  readonly today: Day
  readonly now: string
}

/** A question that is settled, or was sent elsewhere, stays as it is. */
const OPEN: ReadonlySet<string> = new Set(['imported', 'to_assign', 'assigned', 'pairing', 'verifying', 'to_review', 'sent_back'])

/** @param seq of an own reply just taken back, the newest of its revisions; its question may not be here yet */
export function answerAgain(db: WriteDb, seq: number, context: AnswerContext): void {
  const reply = slipBySeq(db, seq)
  if (!reply || !isReply(reply.kind) || reply.answer_to === null || reply.withdrawn_on !== null) return
  const question = slipBySeq(db, reply.answer_to)
  if (!question) return
  if (reply.subject_name === null) copySubject(db, reply.seq, question.seq)
  if (!OPEN.has(question.status)) return
  const { status, outcome, again: label } = replyEnds[reply.kind]
  setStatus(db, question.seq, status, queueOf({ ...question, status }))
  setAnswered(db, question.seq, outcome, signedOn(reply) ?? context.today)
  addEvent(db, question.seq, {
    ...{ at: context.now, by: '交换', account: '', action: 'recover', bundle: null },
    label,
    note: reply.slip_no
  })
  endDrafts(db, question.seq)
}

/** What somebody began to write in the meantime has lost its question. */
function endDrafts(db: WriteDb, question: number): void {
  for (const draft of answersOf(db, question)) {
    const status = draft.direction === 'out' && draft.draft !== null ? nextStatus(draft, 'end') : null
    if (status !== null) setStatus(db, draft.seq, status, queueOf({ ...draft, status }))
  }
}

function signedOn({ content }: SlipStored): string | null {
  const body = bodyOfContent(content ?? '{}')
  return isBody(body) && typeof body.issued_on === 'string' ? body.issued_on : null
}

/** Questions of a partner that came after the answers this office took back. */
export function joinOwnReplies(db: WriteDb, partnerId: string, context: AnswerContext): void {
  for (const { reply, question } of ownReplyQuestions(db, partnerId)) {
    setAnswerTo(db, reply, question)
    answerAgain(db, reply, context)
  }
}
