// Why: a table for the other office is drafted, signed and carried like any slip, and numbers of slips leave in it only while both offices agree to that.
import { AppError } from '@shared/errors'
import type { CommandContext } from '../../rpc'
import type { ReadDb } from '../../db'
import { assertAllowed, headerOf, isBody, signedBody, type Body } from './body'
import { endsOf, knownPartner, provisional } from './compose'
import { lastTable, waitingTable, type TableAsked } from './queries/tables'
import { addEvent, insertSlip, type SlipStored } from './queries/slip-rows'
import { bytesOfId, dashed, queueOf } from './rules'
import { bodyOfContent } from './travel'

export interface SignedTable {
  readonly id: string
  readonly slipNo: string
  readonly issuedOn: string
  readonly status: string
  readonly body: Body
}

/** @returns the last table of this code and month that we signed, or that they did */
export function signedTable(db: ReadDb, direction: 'out' | 'in', asked: TableAsked): SignedTable | null {
  const slip = lastTable(db, direction, asked)
  if (!slip) return null
  const { id, slip_no: slipNo, issued_on: issuedOn, status, content } = slip
  return { id, slipNo: slipNo ?? '', issuedOn: issuedOn ?? '', status, body: bodyOfContent(content ?? '{}') }
}

export const agreesToNumbers = (table: SignedTable | null): boolean => table?.body.slip_check === 'agreed'

/**
 * @param said the members of the table, as the rule pack names them
 * @throws AppError `slips.partner_needed`, `partners.link_closed`, `slips.table_waiting`, and what the whitelist says
 */
export function draftTable(context: CommandContext, asked: TableAsked, said: Body): { id: string } {
  const { db, now, actor, rules: pack } = context
  const partner = knownPartner(db, asked.partnerId)
  if (partner.trust === 'closed') throw new AppError('partners.link_closed', { name: partner.name })
  if (waitingTable(db, asked) !== undefined) throw new AppError('slips.table_waiting')
  const draft: Body = { ...headerOf('TJ', pack, endsOf(context, partner)), ...said }
  assertAllowed(pack, 'TJ', signedBody(pack, 'TJ', draft, provisional(context, pack, 'TJ', draft, partner.id)))
  const id = dashed(context.newId())
  const standing = { direction: 'out', kind: 'TJ', status: 'draft' } as const
  const seq = insertSlip(db, {
    ...{ id, recordId: bytesOfId(id), rev: 1, ...standing, queue: queueOf(standing), partnerId: partner.id, personId: null },
    ...{ urgency: null, at: now, by: actor.displayName, subject: null, ref: null, answerTo: null, rulePack: pack.id },
    draft: JSON.stringify(draft)
  })
  addEvent(db, seq, {
    ...{ at: now, by: actor.displayName, account: actor.accountId, bundle: null },
    ...{ action: 'draftTable', label: '起草对账表', note: null }
  })
  context.changed('slips')
  return { id }
}

/** The other office may have taken its word back while the table waited here. @throws AppError `slips.table_not_agreed` */
export function assertStillAgreed({ db }: CommandContext, { kind, draft, partner_id: partnerId }: SlipStored): void {
  if (kind !== 'TJ') return
  const body: unknown = JSON.parse(draft ?? '{}')
  if (!isBody(body) || body.numbers === undefined) return
  const { table_code: code, period: month } = body
  const theirs = typeof code === 'string' && typeof month === 'string' ? signedTable(db, 'in', { partnerId, code, month }) : null
  if (!agreesToNumbers(theirs)) throw new AppError('slips.table_not_agreed')
}
