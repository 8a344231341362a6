/** The register of checks: who asked, what was said, and what a person found out since. */
import type { HandlerInput, Output, SpecOf } from '@shared/contract'
import { asksTheIssuer } from '@shared/domain'
import { AppError } from '@shared/errors'
import type { CallContext, CommandContext, QueryContext } from '../../rpc'
import type { ReadDb } from '../../db'
import { partnerByOfficeId, partnersByCode } from '../partners'
import { hiddenInLists } from '../persons'
import { checkById, checksBefore, findingsOf, insertFinding, type CheckRow } from './queries/checks'
import { plainWords } from './words'

const verdictOf = ({ answer, voided_on: on }: CheckRow): string =>
  answer === 'valid' ? '有效' : answer === 'voided' ? `已作废（${on ?? ''}）` : '无法确认'

const rowView = (row: CheckRow, hidden: ReadonlyMap<string, unknown>) => ({
  ...{ id: row.id, at: row.at, by: row.by, way: row.way, answer: row.answer, verdict: verdictOf(row) },
  ...{ issuer: row.issuer_name ?? row.issuer_code, form: row.form, practice: row.practice === 1, finding: row.finding },
  number: row.person_id !== null && hidden.has(row.person_id) ? null : row.number
})

export function list({ db, actor, note }: QueryContext, input: HandlerInput<SpecOf<'proofs.list'>>): Output<SpecOf<'proofs.list'>> {
  const before = /^\d{1,15}$/.test(input.cursor ?? '') ? Number(input.cursor) : Number.MAX_SAFE_INTEGER
  const found = checksBefore(db, input.show, actor.scope, before, input.limit + 1)
  const rows = found.slice(0, input.limit)
  const last = found.length > input.limit ? rows.at(-1) : undefined
  note({ detail: { rows: rows.length } })
  const hidden = hiddenInLists(db)
  return { rows: rows.map((row) => rowView(row, hidden)), next: last === undefined ? null : String(last.seq) }
}

/** @throws AppError `proofs.unknown`, `proofs.out_of_scope` */
function knownCheck({ db, actor }: Pick<CallContext, 'actor'> & { readonly db: ReadDb }, id: string): CheckRow {
  const row = checkById(db, id)
  if (!row) throw new AppError('proofs.unknown')
  if (actor.scope !== null && actor.scope !== row.scope) throw new AppError('proofs.out_of_scope')
  return row
}

export function get(context: QueryContext, { id }: { readonly id: string }): Output<SpecOf<'proofs.get'>> {
  const { db } = context
  const row = knownCheck(context, id)
  context.note({ subject: id })
  const byCode = row.issuer_code === null ? undefined : partnersByCode(db, row.issuer_code)[0]
  const partner = row.issuer_id === null ? byCode : (partnerByOfficeId(db, row.issuer_id) ?? byCode)
  return {
    ...rowView(row, hiddenInLists(db)),
    ...{ because: row.said, personId: row.person_id },
    partner: partner ? { id: partner.id, name: partner.name, phone: partner.phone } : null,
    findings: findingsOf(db, row.seq).map(({ at, by, finding, way, asked, note }) => ({ at, by, finding, way, asked, note }))
  }
}

/** A lost key may have signed for a thief, and another office’s key is not the issuer’s. */
const isIssuersWord = ({ digest, answer, reason }: CheckRow): boolean =>
  digest !== null && (answer !== 'unconfirmed' || reason === 'expired' || reason === 'not_yet')

/** A program never says that a paper is forged; whoever says it has asked the issuer. */
export function settle(context: CommandContext, input: HandlerInput<SpecOf<'proofs.settle'>>): { id: string } {
  const { db, actor, now } = context
  const row = knownCheck(context, input.id)
  const [asked, note] = [input.asked, input.note].map((words, at) => (words ? plainWords(words, at === 0 ? '答复人' : '说明') : null))
  if (input.finding === 'not_issued' && isIssuersWord(row))
    throw new AppError('proofs.signature_good', { office: row.issuer_name ?? row.issuer_code ?? '' })
  if ((asksTheIssuer(input.finding) || input.way !== 'paper') && !asked)
    throw new AppError('proofs.must_ask', {}, { fields: { asked: '请写明答复人和部门' } })
  if (asksTheIssuer(input.finding) && input.way === 'paper')
    throw new AppError('proofs.must_ask', {}, { fields: { way: '须向签发单位核实' } })
  insertFinding(db, {
    ...{ checked: row.seq, finding: input.finding, way: input.way, asked: asked ?? null, note: note ?? null },
    ...{ at: now, by: actor.displayName, account: actor.accountId }
  })
  context.note({ subject: row.id, detail: { finding: input.finding, way: input.way } })
  context.changed('proofs')
  return { id: row.id }
}
