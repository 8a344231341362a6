// Why: a question of the other side is paired with a person, settled item by item, and answered with no more than was asked.
import type { Output, SpecOf } from '@shared/contract'
import type { CommandContext, QueryContext } from '../../rpc'
import { askedItems, isNoticeKind, needsAnswer, type ItemStatus, type PairingResult, type ReplyKind } from '@shared/domain'
import { AppError } from '@shared/errors'
import { assertInScope, assertUnrestricted, pairCandidates, scopeOf, survivorOf } from '../persons'
import { partnerNames } from '../partners'
import { declinedItems } from './declined'
import { assertAllowed, headerOf, itemsOf, signedBody, type Body } from './body'
import { startBatch, type Batch } from './batch'
import { bodyOf, endsOf, isSlipInScope, knownSlip, packOf, presentPartner, replyGrounds } from './compose'
import { answersOf, insertSlip, setPairing, setPerson, slipsOfSubject, type SlipStored } from './queries/slip-rows'
import { listedById } from './queries/slip-list'
import { bytesOfId, dashed, nextStatus, notAllowed, queueOf, travellingNumber, type SlipAction } from './rules'
import { rowView } from './row-view'
import { act } from './sign'

const CANDIDATES = 10

/** Persons who may be meant, and slips of the same partner that already asked the same about the same person. */
export function candidates(context: QueryContext, { id }: { readonly id: string }): Output<SpecOf<'slips.candidates'>> {
  const { db, today } = context
  const slip = knownSlip(context, id)
  const name = slip.subject_name
  const rows =
    name === null
      ? []
      : pairCandidates(
          context,
          { name, sex: slip.subject_sex ?? '9', birthDate: slip.subject_birth ?? '', idNo: slip.subject_id_no },
          CANDIDATES,
          null,
          scopeOf(context.actor)
        )
  const names = partnerNames(db)
  const sameQuestion = sameQuestions(context, slip).flatMap((other) => {
    const row = isSlipInScope(context, other.seq) ? listedById(db, other.id) : undefined
    return row ? [rowView(row, names, today)] : []
  })
  return { rows: rows.map(({ person, score, why }) => ({ person, score, why: [...why] })), sameQuestion }
}

/** The same question: same partner, same subject, an item in common, open or answered. Withdrawn and refused ones ask nothing. */
function sameQuestions(context: QueryContext, slip: SlipStored): SlipStored[] {
  if (slip.direction !== 'in' || slip.subject_name === null) return []
  const asked = new Set(askedItems(bodyOf(context, slip)))
  return slipsOfSubject(context.db, slip).filter(
    (other) =>
      other.kind === slip.kind &&
      other.outcome !== 'refused' &&
      other.withdrawn_on === null &&
      (isNoticeKind(slip.kind) || askedItems(bodyOf(context, other)).some((code) => asked.has(code)))
  )
}

interface PairInput {
  readonly id: string
  readonly result: PairingResult
  readonly personId: string | null
  readonly note: string | null
}

const SURE = 3

/** The one file of the county with the same number and the same name; null where there is none, or more than one. */
function sureMatch(context: CommandContext, slip: SlipStored): string | null {
  if (slip.subject_name === null || slip.subject_id_no === null) return null
  const wanted = { name: slip.subject_name, sex: slip.subject_sex, birthDate: slip.subject_birth, idNo: slip.subject_id_no }
  const found = pairCandidates(context, wanted, SURE, null, scopeOf(context.actor)).filter(
    ({ evidence }) => evidence.includes('sameNumber') && evidence.includes('sameName')
  )
  return found.length === 1 ? (found[0]?.person.id ?? null) : null
}

/** Pairs what nobody could doubt; the others are left for a person to look at. */
export function pairSure(
  context: CommandContext,
  { ids }: { readonly ids: readonly string[] }
): {
  act: string | null
  paired: string[]
  left: string[]
} {
  let batch: Batch | null = null
  const paired: string[] = []
  const left: string[] = []
  for (const id of new Set(ids)) {
    const slip = knownSlip(context, id)
    const fits = slip.pairing === null && nextStatus(slip, 'start_pairing') !== null
    const personId = fits ? sureMatch(context, slip) : null
    if (personId === null) left.push(id)
    else {
      pair(context, { id, result: 'found', personId, note: '证件号和姓名都相同' })
      batch ??= startBatch(context, 'pair')
      batch.note(slip)
      paired.push(id)
    }
  }
  context.note({ detail: { paired: paired.length, left: left.length } })
  return { act: batch?.id ?? null, paired, left }
}

/** 配对: who is meant, or why nobody can be named. */
export function pair(context: CommandContext, { id, result, personId, note }: PairInput): { id: string; status: string } {
  const { db } = context
  const slip = knownSlip(context, id)
  if (result === 'found') {
    if (personId === null) throw new AppError('persons.unknown')
    assertInScope(scopeOf(context.actor), survivorOf(db, personId))
  }
  const found = result === 'found' && !isNoticeKind(slip.kind)
  const actions: SlipAction[] = found ? ['start_pairing', 'start_verifying'] : ['start_pairing']
  const status = act(context, slip, actions, { action: 'pair', label: '配对', note })
  setPairing(db, slip.seq, result, note, result === 'found' ? personId : null)
  for (const { seq, kind } of answersOf(db, slip.seq))
    if (kind === 'BZ' && result === 'found' && personId !== null) setPerson(db, seq, personId)
  context.note({ subject: id, detail: { result } })
  context.changed('slips')
  return { id, status }
}

export interface Found {
  readonly code: string
  readonly status: ItemStatus
  readonly value: string | null
}

interface AnswerInput {
  readonly id: string
  readonly findings: readonly Found[]
  readonly method: string
  readonly verifiedOn: string
  readonly note: string | null
}

/** Writes the reply and hands it to the signer. */
export function answer(context: CommandContext, input: AnswerInput): { id: string; replyId: string; status: string } {
  const slip = knownSlip(context, input.id)
  if (!needsAnswer(slip.kind) || nextStatus(slip, 'submit_answer') === null || slip.pairing === null) throw notAllowed(slip, '送审反馈')
  if (slip.person_id !== null) assertUnrestricted(context.db, slip.person_id)
  const question = bodyOf(context, slip)
  const asked = askedItems(question)
  assertComplete(slip.pairing, asked, input)
  assertDeclinedStands(context, slip, input.findings)
  if (input.verifiedOn > context.today) throw new AppError('slips.field_not_allowed', { field: '核实日期', reason: '晚于今天' })
  const remark = input.note?.normalize('NFC').trim()
  const draft: Body = {
    ...replyGrounds(question, slip),
    reply_to: travellingNumber(slip),
    pairing_result: slip.pairing,
    items: itemsOf(packOf(context, slip), input.findings),
    verified_on: input.verifiedOn,
    method: input.method,
    ...(remark ? { remark } : {})
  }
  const replyId = insertReplyDraft(context, slip, 'FK', draft, asked)
  const status = act(context, slip, ['submit_answer'], { action: 'answer', label: '送审反馈', note: input.note })
  context.note({ subject: input.id, detail: { pairing: slip.pairing, items: input.findings.length } })
  context.changed('slips')
  return { id: input.id, replyId, status }
}

/** 有效反馈: every item settled — 本人不同意提供 settles it as 属实 does — or nobody found, with the reason. Source: domain.md §2.6. */
export function assertComplete(
  pairing: string,
  asked: readonly string[],
  { findings, note }: Pick<AnswerInput, 'findings' | 'note'>
): void {
  if (pairing === 'found') {
    const settled = new Set(findings.map(({ code }) => code))
    const open = asked.filter((code) => !settled.has(code)).length
    if (open > 0) throw new AppError('slips.incomplete_answer', { count: open })
    return
  }
  if (note === null || note.trim() === '') throw new AppError('slips.field_missing', { field: '说明' })
}

/** Who declined is not asked again, and nobody answers in her place. */
function assertDeclinedStands(context: CommandContext, slip: SlipStored, findings: readonly Found[]): void {
  const declined = new Set(declinedItems(context, slip))
  const changed = findings.find(({ code, status }) => declined.has(code) && status !== 'declined')
  if (changed) throw new AppError('slips.declined_stands', { item: packOf(context, slip).items[changed.code]?.label ?? changed.code })
}

/** @returns the id of the reply; it waits for review, a QR for its signature */
export function insertReplyDraft(
  context: CommandContext,
  question: SlipStored,
  kind: ReplyKind,
  said: Body,
  asked?: readonly string[]
): string {
  const { db, now, today, actor, office } = context
  const pack = packOf(context, question)
  const partner = presentPartner(db, question.partner_id)
  const draft: Body = { ...headerOf(kind, pack, endsOf(context, partner)), ...said }
  const signing = { slipNo: `${office.code}-${kind}-${today.slice(0, 4)}-000000`, issuedOn: today, dueOn: null }
  assertAllowed(pack, kind, signedBody(pack, kind, draft, signing), asked === undefined ? {} : { asked })
  const id = dashed(context.newId())
  const standing = { direction: 'out', kind, status: 'draft' } as const
  const status = nextStatus(standing, 'submit') ?? standing.status
  insertSlip(db, {
    id,
    recordId: bytesOfId(id),
    rev: 1,
    ...standing,
    status,
    queue: queueOf({ ...standing, status }),
    partnerId: partner.id,
    personId: question.person_id,
    urgency: null,
    at: now,
    by: actor.displayName,
    subject:
      question.subject_name === null
        ? null
        : { name: question.subject_name, sex: question.subject_sex ?? '9', birth: question.subject_birth ?? '', idNo: null },
    ref: question.record_id,
    answerTo: question.seq,
    rulePack: pack.id,
    draft: JSON.stringify(draft)
  })
  return id
}
