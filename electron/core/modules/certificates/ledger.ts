// Why: every step of a certificate is taken here by the one life-cycle table, and what was signed is frozen word for word.
import { ownOtherParts, separations, type HandlerInput, type Output, type Part, type SpecOf } from '@shared/contract'
import {
  certificateActions,
  certificateStatusLabels,
  nextCertificate,
  type CertificateAction,
  type CertificateStatus
} from '@shared/domain'
import { AppError } from '@shared/errors'
import { sha256Text } from '../../crypto'
import type { CallContext, CommandContext } from '../../rpc'
import type { ReadDb } from '../../db'
import { activeActors, mayWithout } from '../accounts'
import { assertCareful, assertInScope, assertUnrestricted, personForSlip, scopeOf, survivorOf } from '../persons'
import { editionNamed, editionToday, type EditionInUse, type FormTemplates } from '../forms'
import { draftText, signedContent } from './content'
import { assertOwn, issuerOf, ownIssuer } from './issuers'
import { mark, takeNumber, type NumberMarks } from './numbers'
import {
  addEvent,
  certificateById,
  certificateBySeq,
  eventsOf,
  insertCertificate,
  insertSnapshot,
  replacementOf,
  setDraft,
  setSigned,
  setStatus,
  snapshotOf,
  type CertificateRow
} from './queries/certificates'
import { copiesOf } from './queries/copies'
import { assertReason, plainWords } from './reasons'

type Asking = Pick<CallContext, 'actor'> & { readonly db: ReadDb }

/** @throws AppError `certificates.unknown`, `certificates.out_of_scope` */
export function knownCertificate(asking: Asking, id: string): CertificateRow {
  const row = certificateById(asking.db, id)
  if (!row) throw new AppError('certificates.unknown')
  assertOwn(asking, row.unit_code)
  return row
}

interface Said {
  readonly reason?: string
  readonly note?: string | null
}

/** Moves a certificate by the life-cycle table and writes who did it. @throws AppError `certificates.not_now` */
export function act(
  { db, now, actor }: CommandContext,
  row: CertificateRow,
  action: CertificateAction,
  said: Said = {}
): CertificateStatus {
  const status = after(row, action)
  setStatus(db, row.seq, status)
  const { reason = null, note = null } = said
  addEvent(db, row.seq, { at: now, by: actor.displayName, account: actor.accountId, action, status, reason, note })
  return status
}

/** @throws AppError `certificates.not_now` */
export function after({ status, number }: Pick<CertificateRow, 'status' | 'number'>, action: CertificateAction): CertificateStatus {
  const next = nextCertificate(status, action)
  if (next !== null) return next
  const params = { number: number ?? '草稿', status: certificateStatusLabels[status], action: certificateActions[action] }
  throw new AppError('certificates.not_now', params)
}

/** What lies at a printer is asked about first. @throws AppError `certificates.at_printer` */
export function assertNotAtPrinter(db: ReadDb, { seq, number }: CertificateRow): void {
  if (copiesOf(db, seq).some(({ state }) => state === 'queued' || state === 'sent'))
    throw new AppError('certificates.at_printer', { number: number ?? '' })
}

/** @throws AppError `persons.restricted` */
export function assertUsable(db: ReadDb, { person_id: person }: CertificateRow): void {
  if (person !== null) assertUnrestricted(db, person)
}

export const draft =
  (templates: FormTemplates) =>
  (context: CommandContext, input: HandlerInput<SpecOf<'certificates.draft'>>): { id: string } => {
    const { db, actor, now, rules, today } = context
    const { edition, sheet } = certificateForm(templates, context, input.form)
    const former = input.replaces === null ? null : toReplace(context, input.replaces)
    if (former !== null) assertReason(context, 'reissue', input.reason ?? '')
    const person = personForSlip(db, input.personId)
    if (!person) throw new AppError('persons.unknown')
    const file = survivorOf(db, input.personId)
    if (former !== null && (former.person_id === null || survivorOf(db, former.person_id).seq !== file.seq))
      throw new AppError('certificates.other_person', { number: former.number ?? '' })
    assertInScope(scopeOf(actor), file)
    assertUnrestricted(db, input.personId)
    assertCareful(db, input.personId, today, input.careful)
    const issuer = former === null ? ownIssuer(context, input.unit) : { unit: former.unit, code: former.unit_code }
    const id = context.newId()
    const seq = insertCertificate(db, {
      ...{ id, form: input.form, edition, rule_pack: rules.id, unit: issuer.unit, unit_code: issuer.code },
      ...{
        person_id: person.id,
        subject_name: person.name,
        draft: draftText(sheet.template, input.data),
        created_at: now,
        created_by: actor.displayName
      },
      ...{ replaces: former?.seq ?? null, replaces_why: former === null ? null : input.reason }
    })
    const event = {
      at: now,
      by: actor.displayName,
      account: actor.accountId,
      action: 'draft',
      status: 'drafted',
      reason: null,
      note: null
    } as const
    addEvent(db, seq, event)
    context.note({ subject: id, detail: { form: input.form, replaces: input.replaces } })
    context.changed('certificates')
    return { id }
  }

/** The form in force today, if it is one that is accounted for. @throws AppError `forms.unknown` */
function certificateForm(templates: FormTemplates, context: CommandContext, form: string): EditionInUse {
  const found = editionToday(templates, context, form)
  if (found.sheet.template.use !== 'certificate') throw new AppError('forms.unknown')
  return found
}

/** A certificate keeps standing until the one in its place is signed. @throws AppError `certificates.not_now`, `certificates.being_replaced` */
function toReplace(context: CommandContext, id: string): CertificateRow {
  const former = knownCertificate(context, id)
  after(former, 'replace')
  if (replacementOf(context.db, former.seq)) throw new AppError('certificates.being_replaced', { number: former.number ?? '' })
  return former
}

function one(context: CommandContext, id: string, work: (row: CertificateRow) => void): { id: string } {
  work(knownCertificate(context, id))
  context.note({ subject: id })
  context.changed('certificates')
  return { id }
}

export const edit =
  (templates: FormTemplates) =>
  (context: CommandContext, { id, data }: HandlerInput<SpecOf<'certificates.edit'>>): { id: string } =>
    one(context, id, (row) => {
      const { template } = editionNamed(templates, context.db, row.form, row.edition).sheet
      act(context, row, 'edit')
      setDraft(context.db, row.seq, draftText(template, data))
    })

export const review = (context: CommandContext, { id }: { readonly id: string }): { id: string } =>
  one(context, id, (row) => void act(context, row, 'review'))

export const sendBack = (context: CommandContext, { id, note }: HandlerInput<SpecOf<'certificates.sendBack'>>): { id: string } =>
  one(context, id, (row) => void act(context, row, 'send_back', { note: plainWords(note, 'note') }))

export const drop = (context: CommandContext, { id }: { readonly id: string }): { id: string } =>
  one(context, id, (row) => {
    act(context, row, 'drop')
    setDraft(context.db, row.seq, null)
  })

const SIGN = 'certificates.sign'

/**
 * Whoever verified does not sign, whatever it is called and in whose place it acts; here no office goes on with one person, because what it signs is
 * proof before others. In practice one person plays every post. @throws AppError `certificates.same_person`
 */
function assertOtherHand({ db, actor, office, now }: CommandContext, row: CertificateRow): void {
  if (office.practice) return
  const reviewers = eventsOf(db, row.seq).flatMap(({ action, account }) => (action === 'review' ? [account] : []))
  const done = reviewers.map((accountId): Part => ({ hand: 'certificates.review', accountId }))
  const same = ownOtherParts(separations.certificate, SIGN, done, actor.accountId).length > 0
  if (!same && mayWithout(actor, SIGN, reviewers)) return
  const others = activeActors(db, now).filter((other) => !reviewers.includes(other.accountId) && mayWithout(other, SIGN, reviewers))
  throw new AppError('certificates.same_person', {
    signers: others.map(({ displayName }) => displayName).join('、') || '（现在没有别人，请管理员设一人）'
  })
}

type Sign = SpecOf<'certificates.sign'>

export const sign =
  (marks: NumberMarks, templates: FormTemplates) =>
  (context: CommandContext, { ids }: HandlerInput<Sign>): Output<Sign> => {
    const signed = [...new Set(ids)].map((id) => signOne(context, templates, knownCertificate(context, id)))
    mark(
      context,
      marks,
      signed.map(({ block }) => block)
    )
    context.note({ detail: { count: signed.length } })
    context.changed('certificates')
    const last = signed.at(-1)
    return { rows: signed.map(({ id, number }) => ({ id, number })), left: last?.left ?? 0, few: last?.few ?? false }
  }

/** Number, snapshot and the end of the former certificate are one act. */
function signOne(context: CommandContext, templates: FormTemplates, row: CertificateRow) {
  const { db, now, today, actor } = context
  const status = after(row, 'sign')
  assertOtherHand(context, row)
  assertUsable(db, row)
  // Nothing to sign: the person's file lies under a seal.
  if (row.draft === null) throw new AppError('certificates.unknown')
  // What is signed stays as it is: without the telephone for complaints it could never be handed out.
  if (context.office.phone === '') throw new AppError('certificates.no_phone')
  const issuer = issuerOf(context, row.unit)
  const { template } = editionNamed(templates, db, row.form, row.edition).sheet
  const taken = takeNumber(context, issuer, row.form, row.rule_pack)
  const { block, serial, number } = taken
  const { data, validTo } = signedContent(context, { id: row.id, draft: row.draft }, { template, issuer, number })
  setSigned(db, row.seq, { block, serial, number, on: today, validTo })
  const digest = digestOf({ ...row, number }, data)
  insertSnapshot(db, { certificate: row.seq, data, digest, at: now, by: actor.displayName, account: actor.accountId })
  addEvent(db, row.seq, { at: now, by: actor.displayName, account: actor.accountId, action: 'sign', status, reason: null, note: null })
  if (row.replaces !== null) endFormer(context, row.replaces, row.replaces_why ?? '')
  return { id: row.id, ...taken }
}

export const digestOf = ({ number, form, edition }: Pick<CertificateRow, 'number' | 'form' | 'edition'>, data: string): string =>
  sha256Text(JSON.stringify([number, form, edition, data]))

function endFormer(context: CommandContext, seq: number, reason: string): void {
  const former = certificateBySeq(context.db, seq)
  if (!former) return
  assertNotAtPrinter(context.db, former)
  act(context, former, 'replace', { reason })
}

export const issue = (context: CommandContext, { id, collector }: HandlerInput<SpecOf<'certificates.issue'>>): { id: string } =>
  one(context, id, (row) => {
    after(row, 'issue')
    assertUsable(context.db, row)
    assertNotAtPrinter(context.db, row)
    act(context, row, 'issue', { note: plainWords(collector, 'collector') })
  })

export const voidOne = (context: CommandContext, { id, reason, note }: HandlerInput<SpecOf<'certificates.void'>>): { id: string } =>
  one(context, id, (row) => {
    assertReason(context, 'void', reason)
    after(row, 'void')
    assertNotAtPrinter(context.db, row)
    act(context, row, 'void', { reason, note: note === null ? null : plainWords(note, 'note') })
  })

/** What was signed, as it was signed; null once the person's file was deleted. @throws AppError `certificates.damaged` when it is not what was signed */
export function signedData(db: ReadDb, row: CertificateRow): string | null {
  const snapshot = snapshotOf(db, row.seq)
  if (!snapshot || snapshot.data === null) return null
  if (digestOf(row, snapshot.data) !== snapshot.digest) throw new AppError('certificates.damaged', { number: row.number ?? '' })
  return snapshot.data
}
