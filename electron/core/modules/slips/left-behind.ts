// Why: whoever loses his root key, they or we, comes back as another office to the program; what stayed open goes on only where a person says so. exchange.md §4.4.
import type { HandlerInput, Output, SpecOf } from '@shared/contract'
import type { CommandContext, QueryContext } from '../../rpc'
import { AppError } from '@shared/errors'
import { lostBy, partnerNames, type PartnerFacts } from '../partners'
import { assertUnrestricted, hiddenInLists } from '../persons'
import { isSlipInScope, knownPartner, knownSlip, presentPartner } from './compose'
import { draftAgain } from './drafted-again'
import { isLeft, leftIds, queueElsewhere } from './queries/left-queries'
import { listedById } from './queries/slip-list'
import { addEvent, setPartner, setStatus, setWithdrawn, slipById, type SlipStored } from './queries/slip-rows'
import { cancelQueued } from './queries/travel-queries'
import { rowView } from './row-view'
import { isReply, notAllowed, queueOf, saysNothing } from './rules'
import { act } from './sign'

type LeftBehind = Output<SpecOf<'slips.leftBehind'>>
type SentAnew = Output<SpecOf<'slips.sendAnew'>>

const SHOWN = 200

type Way = LeftBehind['rows'][number]['way']

/** A partner whose key we lost nothing of still has what it received, and answers it. @param theyLost its own register went with its root */
function wayOf({ direction, kind, received_at: received }: SlipStored, theyLost: boolean): Way {
  if (direction === 'in') return 'answer'
  if (kind === 'BZ') return 'wait'
  if (isReply(kind)) return 'again'
  return theyLost || received === null ? 'draft' : 'wait'
}

export function leftBehind(context: QueryContext, { partnerId }: HandlerInput<SpecOf<'slips.leftBehind'>>): LeftBehind {
  const { db, today } = context
  const lost = lostBy(db, knownPartner(db, partnerId))
  if (lost === null) return { rows: [], count: 0 }
  const left = leftIds(db, partnerId).flatMap((id) => {
    const slip = slipById(db, id)
    return slip && isSlipInScope(context, slip.seq) ? [slip] : []
  })
  const [names, hidden] = [partnerNames(db), hiddenInLists(db)]
  const rows = left.slice(0, SHOWN).flatMap((slip) => {
    const row = listedById(db, slip.id)
    return row ? [{ slip: rowView(row, names, today, hidden), way: wayOf(slip, lost === 'them') }] : []
  })
  context.note({ detail: { rows: rows.length } })
  return { rows, count: left.length }
}

export function sendAnew(context: CommandContext, { ids }: HandlerInput<SpecOf<'slips.sendAnew'>>): SentAnew {
  const { db } = context
  const sent: SentAnew = { drafts: [], again: [] }
  for (const id of new Set(ids)) {
    const slip = knownSlip(context, id)
    const partner = presentPartner(db, slip.partner_id)
    if (partner.id === slip.partner_id) throw new AppError('slips.link_in_use', { name: partner.name })
    if (!isLeft(db, slip.partner_id, slip.seq) || slip.direction === 'in' || slip.kind === 'BZ') throw notAllowed(slip, '改发')
    if (slip.person_id !== null && !saysNothing(slip.kind)) assertUnrestricted(db, slip.person_id)
    if (isReply(slip.kind)) {
      sendAgain(context, slip, partner)
      sent.again.push(id)
    } else sent.drafts.push(draftAnew(context, slip, partner))
  }
  context.note({ detail: { count: sent.drafts.length + sent.again.length, drafts: sent.drafts.length } })
  context.changed('slips', 'partners')
  return sent
}

/** An answer keeps its number and its signature: the question it belongs to was put once. */
function sendAgain(context: CommandContext, slip: SlipStored, { id }: PartnerFacts): void {
  const { db, now, actor } = context
  if (queueElsewhere(db, slip.seq, id, now) === 0) throw notAllowed(slip, '改发')
  setPartner(db, slip.seq, id)
  setStatus(db, slip.seq, 'signed', queueOf({ ...slip, status: 'signed' }))
  addEvent(db, slip.seq, {
    ...{
      at: now,
      by: actor.displayName,
      account: actor.accountId,
      action: 'sendAnew',
      label: '改由现在的往来再发',
      note: null,
      bundle: null
    }
  })
}

/** It is signed again under the limits of that day. The old one is withdrawn here and nothing of it travels. */
function draftAnew(context: CommandContext, slip: SlipStored, partner: PartnerFacts): string {
  const { db } = context
  const id = draftAgain(context, slip, partner, '改发')
  act(context, slip, ['withdraw'], { action: 'sendAnew', label: '改发', note: '原密钥的往来已停用，另起草稿' })
  cancelQueued(db, slip.seq)
  setWithdrawn(db, slip.seq, context.today)
  return id
}
