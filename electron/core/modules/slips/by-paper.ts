// Why: an office without key card takes part all the same: its slips are printed and mailed, or asked about by telephone. EX-5.
import type { Output, SpecOf } from '@shared/contract'
import type { SlipPaper } from '@shared/contract/slips'
import { askedItems, needsAnswer } from '@shared/domain'
import { AppError } from '@shared/errors'
import type { CommandContext, QueryContext } from '../../rpc'
import { mailingFacts, partnerWay } from '../agreements'
import { partnerNames } from '../partners'
import { assertUnrestricted, hiddenInLists } from '../persons'
import { fieldLines } from './body'
import { bodyOf, isSlipInScope, knownPartner, knownSlip, packOf } from './compose'
import { noteMailed, waitingIds } from './queries/mailing-queries'
import { listedById } from './queries/slip-list'
import { addEvent, slipById, slipBySeq, type SlipStored } from './queries/slip-rows'
import { isReply, notAllowed, saysNothing } from './rules'
import { rowView } from './row-view'
import { sealedLines } from './sealed-part'
import { act } from './sign'

const MOST = 100

export function toMail(context: QueryContext, { partnerId }: { readonly partnerId: string }): Output<SpecOf<'slips.toMail'>> {
  const { db, today } = context
  const names = partnerNames(db)
  const hidden = hiddenInLists(db)
  const rows = waitingIds(db, partnerId, MOST).flatMap((id) => {
    const stored = slipById(db, id)
    const row = stored && isSlipInScope(context, stored.seq) ? listedById(db, id) : undefined
    return row ? [rowView(row, names, today, hidden)] : []
  })
  return { rows }
}

/** What tells of somebody whose data may only be kept stays here; taking back and refusing tell nothing. */
function assertMayLeave({ db }: Pick<QueryContext, 'db'>, slip: SlipStored): void {
  if (slip.person_id !== null && !saysNothing(slip.kind) && slip.withdrawn_on === null) assertUnrestricted(db, slip.person_id)
}

export function paper(context: QueryContext, { ids }: { readonly ids: readonly string[] }): { rows: SlipPaper[] } {
  const rows = [...new Set(ids)].map((id) => sheetOf(context, knownSlip(context, id)))
  context.note({ detail: { count: rows.length, numbers: rows.map(({ slipNo }) => slipNo) } })
  return { rows }
}

/** @throws AppError `slips.action_not_allowed` for what has no number yet or came from elsewhere, `persons.restricted` */
function sheetOf(context: QueryContext, slip: SlipStored): SlipPaper {
  if (slip.direction === 'in' || slip.slip_no === null) throw notAllowed(slip, '打印寄出')
  assertMayLeave(context, slip)
  if (!context.actor.grants.has('services.open') && sealedLines(context, slip).length > 0) throw new AppError('slips.sealed_inside')
  const { db, reference } = context
  const pack = packOf(context, slip)
  const partner = knownPartner(db, slip.partner_id)
  const takenBack = slip.withdrawn_on !== null
  const body = takenBack ? {} : bodyOf(context, slip)
  return {
    id: slip.id,
    slipNo: slip.slip_no,
    kind: slip.kind,
    label: pack.slipTypes[slip.kind].label,
    ...{ issuedOn: slip.issued_on, dueOn: slip.due_on, deadlineRule: slip.deadline_rule, withdrawnOn: slip.withdrawn_on },
    fields: fieldLines(pack, slip.kind, body, reference),
    answers: slip.answer_to === null ? null : (slipBySeq(db, slip.answer_to)?.slip_no ?? null),
    items: (isReply(slip.kind) ? [] : askedItems(body)).map((code) => ({ code, label: pack.items[code]?.label ?? code })),
    answerNeeded: needsAnswer(slip.kind) && !takenBack,
    way: partnerWay(db, partner),
    to: { name: partner.name, code: partner.code, phone: partner.phone, ...mailingFacts(db, partner.id) }
  }
}

interface MailInput {
  readonly ids: readonly string[]
  readonly sentOn: string
  readonly note: string | null
}

export function mail(context: CommandContext, { ids, sentOn: on, note }: MailInput): { ids: string[] } {
  const once = [...new Set(ids)]
  for (const id of once) mailOne(context, knownSlip(context, id), on, note)
  context.note({ detail: { count: once.length, on } })
  context.changed('slips', 'partners')
  return { ids: once }
}

function mailOne(context: CommandContext, slip: SlipStored, on: string, note: string | null): void {
  const { db, now, actor } = context
  const partner = knownPartner(db, slip.partner_id)
  const way = partnerWay(db, partner)
  if (way === 'stick') throw new AppError('slips.goes_by_stick', { name: partner.name })
  assertMayLeave(context, slip)
  assertDay(context, slip, on)
  if (noteMailed(db, slip.seq, { way, on, at: now, by: actor.displayName }) === 0)
    throw new AppError('slips.nothing_to_send', { number: slip.slip_no ?? '' })
  const event = { action: 'mail', label: way === 'paper' ? '已寄出' : '已电话告知', note: [on, note].filter(Boolean).join('，') }
  // A withdrawal or a question asked again goes after a slip that has left already: its state stays.
  if (slip.status === 'signed') act(context, slip, ['bundle', 'deliver'], event)
  else addEvent(db, slip.seq, { ...event, at: now, by: actor.displayName, account: actor.accountId, bundle: null })
}

/** @throws AppError `slips.bad_sent_day` before the slip was issued, or after today */
export function assertDay({ today }: Pick<CommandContext, 'today'>, slip: SlipStored, on: string): void {
  if (on > today || on < (slip.issued_on ?? on)) throw new AppError('slips.bad_sent_day', { value: on })
}
