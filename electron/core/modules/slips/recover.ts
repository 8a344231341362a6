// Why: after a restore this office's own words come back from a partner; what it does not know any more becomes a slip again and is sent once more.
import { keyIn, lifecycleKinds, type Day, type LifecycleKind } from '@shared/domain'
import type { ReadDb, WriteDb } from '../../db'
import { formerLinksOf } from '../partners'
import { answerAgain } from './answered-again'
import { isBody, type Body } from './body'
import { joinOrphans } from './merge'
import { addRecovered, hasOwnRecord, isDeleted, ownNumberTaken, raiseRevision } from './queries/recover-queries'
import { answersOf, clearAnswer, setStatus, setWithdrawn, slipBySeq, slipOfRecord, slipOnLinks, type SlipStored } from './queries/slip-rows'
import { addOwnRecord, queueRecord } from './queries/travel-queries'
import { bytesOfId, dashed, nextStatus, queueOf } from './rules'
import { endSignedDraft } from './signed-before'

export interface RecoverContext {
  readonly today: Day
  readonly now: string
  newId(): string
}

export interface OwnLine {
  readonly id: string
  readonly rev: number
  readonly kind: 'request' | 'reply' | 'notice' | 'withdraw'
  readonly ref: string | null
  readonly body: Body
}

const exchangeKinds: readonly unknown[] = ['request', 'reply', 'notice', 'withdraw']
const HEX_32 = /^[0-9a-f]{32}$/

/** A line that this office sealed once was checked then; what cannot be read now is left to people. */
export function ownLine(text: string): OwnLine | null {
  const line: unknown = JSON.parse(text)
  if (!isBody(line)) return null
  const { id, rev, kind, ref, body } = line
  const fits = typeof id === 'string' && HEX_32.test(id) && typeof rev === 'number' && exchangeKinds.includes(kind) && isBody(body)
  return fits ? { id, rev, kind: kind as OwnLine['kind'], ref: typeof ref === 'string' ? ref : null, body } : null // `kind` was looked up above
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/**
 * In the caller's transaction. A record that is known stays as it is. One that is not becomes a slip of its own, or a further revision.
 * @param line a slip line proved by our own signature @param send queue it again; otherwise only remember it
 * @returns true when it was not known
 */
export function recoverRecord(db: WriteDb, partnerId: string, line: string, context: RecoverContext, send = true): boolean {
  const own = ownLine(line)
  if (own === null || isDeleted(db, dashed(own.id))) return false
  const id = bytesOfId(own.id)
  const known = slipOfRecord(db, id, 'out', partnerId)
  if (hasOwnRecord(db, id, own.rev)) {
    // The revision was given twice, before the restore and after it: a withdrawal wins always.
    if (own.kind === 'withdraw' && known?.withdrawn_on === null) takenBack(db, known.seq, context.today)
    return false
  }
  const kind = known?.kind ?? lifecycleKinds.find((each: LifecycleKind) => each === own.body.type)
  if (kind === undefined) return false
  const number = textOf(own.body.slip_no) ?? known?.slip_no ?? own.id
  const record = addOwnRecord(db, {
    ...{ recordId: id, rev: own.rev, kind: own.kind, slipKind: kind, ref: own.ref === null ? null : bytesOfId(own.ref) },
    ...{ rulePack: textOf(own.body.policy_profile) ?? known?.rule_pack ?? '', slipNo: number, content: line }
  })
  const seq = known?.seq ?? newSlip(db, partnerId, own, { kind, record, number }, context)
  if (known && own.kind !== 'withdraw' && own.rev > known.rev) {
    raiseRevision(db, seq, own.rev, record)
    askedAgain(db, { ...known, rev: own.rev }, context.today)
  }
  if (own.kind === 'withdraw') takenBack(db, seq, context.today)
  if (send) queueRecord(db, record, seq, partnerId, context.now)
  if (!known) joinOrphans(db, seq, context)
  if (!known && own.kind !== 'reply' && own.kind !== 'withdraw')
    endSignedDraft(db, seq, { partnerId, kind, body: own.body, number, now: context.now })
  if (own.kind === 'reply' && own.rev > (known?.rev ?? 0)) answerAgain(db, seq, context)
  return true
}

/** What was asked once more waits once more. Each time it was asked after an answer: with as many answers as revisions none is awaited. */
function askedAgain(db: WriteDb, slip: SlipStored, today: Day): void {
  const status = nextStatus(slip, 'ask_recheck')
  if (status === null || answersOf(db, slip.seq).filter(({ kind }) => kind === 'FK').length >= slip.rev) return
  clearAnswer(db, slip.seq, today)
  setStatus(db, slip.seq, status, queueOf({ ...slip, status }))
}

/** What this office took back is over, whatever was answered to it meanwhile. */
function takenBack(db: WriteDb, seq: number, today: Day): void {
  const slip = slipBySeq(db, seq)
  if (!slip) return
  if (slip.withdrawn_on === null) setWithdrawn(db, seq, today)
  const status = 'withdrawn'
  setStatus(db, seq, status, queueOf({ ...slip, status }))
}

/** Whether an own slip line says something this database does not know. */
export function holdsUnknown(db: ReadDb, line: string): boolean {
  const own = ownLine(line)
  return own !== null && !hasOwnRecord(db, bytesOfId(own.id), own.rev) && !isDeleted(db, dashed(own.id))
}

/** The number may have been given a second time after the restore; both slips exist, and the one that came back says so. */
function newSlip(
  db: WriteDb,
  partnerId: string,
  { id, rev, ref, body }: OwnLine,
  { kind, record, number }: { readonly kind: LifecycleKind; readonly record: number; readonly number: string },
  { now, newId }: RecoverContext
): number {
  const person: Body = keyIn(body)
  const answered =
    ref === null ? undefined : slipOnLinks(db, bytesOfId(ref), kind === 'BZ' ? 'out' : 'in', [partnerId, ...formerLinksOf(db, partnerId)])
  const { waits, owed } = queueOf({ direction: 'out', kind, status: 'delivered' })
  return addRecovered(db, {
    ...{ id: newId(), recordId: bytesOfId(id), rev, kind, waits, owed, partnerId, record, at: now },
    slipNo: ownNumberTaken(db, number) ? `${number}（重号 ${id.slice(-6)}）` : number,
    ...{ issuedOn: textOf(body.issued_on), dueOn: textOf(body.due_on), urgency: textOf(body.urgency) },
    ...{ name: textOf(person.name), sex: textOf(person.sex), birth: textOf(person.birth_date), idNo: textOf(person.id_no) },
    ...{ ref: ref === null ? null : bytesOfId(ref), answerTo: answered?.seq ?? null, rulePack: textOf(body.policy_profile) ?? '' }
  })
}
