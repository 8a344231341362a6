// Why: what was done to many slips at once by a slip of the finger is taken back as one, for as long as nobody worked on them since; nothing of it ever left the house.
import type { HandlerInput, Output, Permission, SpecOf } from '@shared/contract'
import { AppError } from '@shared/errors'
import type { CommandContext } from '../../rpc'
import { closeUndone, standingSlipAct, startAct } from '../persons'
import { beforeBatch, hasEventSince, noteBeforeBatch, type BatchKind, type BeforeBatch } from './queries/act-rows'
import { isHiddenSlip } from './queries/slip-list'
import { addEvent, answersOf, clearPairing, setStatus, slipBySeq, type SlipStored } from './queries/slip-rows'
import { queueOf } from './rules'

const kinds: Readonly<Record<BatchKind, { readonly label: string; readonly undone: string; readonly needs: Permission }>> = {
  submit: { label: '送签', undone: '撤销送签', needs: 'slips.write' },
  pair: { label: '按证件号配对', undone: '撤销配对', needs: 'slips.verify' },
  close: { label: '办结', undone: '撤销办结', needs: 'slips.write' },
  remind: { label: '已催办', undone: '撤销催办', needs: 'slips.write' }
}

export interface Batch {
  readonly id: string
  /** Call after the act, with the slip as it was found. */
  readonly note: (found: SlipStored) => void
}

/** Begins an act that `undoBatch` can take back. */
export function startBatch(context: CommandContext, what: BatchKind): Batch {
  const { id, seq } = startAct(context, 'slips', kinds[what].label)
  return { id, note: (found) => noteBeforeBatch(context.db, seq, what, found) }
}

/** @returns whether the slip stood as the act had left it, and was put back; what its author withdrew since says nothing to be worked on */
function putBack(context: CommandContext, { slip: seq, what, status, status_after: after, event }: BeforeBatch): boolean {
  const { db, now, actor } = context
  const slip = slipBySeq(db, seq)
  if (
    slip?.status !== after ||
    slip.withdrawn_on !== null ||
    hasEventSince(db, seq, event) ||
    (!actor.grants.has('sealing.keep') && isHiddenSlip(db, seq))
  )
    return false
  // Not by the life-cycle: this is the state from which the act began.
  setStatus(db, seq, status, queueOf({ ...slip, status }))
  if (what === 'pair') for (const paired of [slip, ...answersOf(db, seq).filter(({ kind }) => kind === 'BZ')]) clearPairing(db, paired.seq)
  const { undone: label } = kinds[what]
  addEvent(db, seq, { at: now, by: actor.displayName, account: actor.accountId, action: 'undoBatch', label, note: null, bundle: null })
  return true
}

/** @throws AppError `acts.unknown`, also for who may not do such an act; `acts.not_done` */
export function undoBatch(context: CommandContext, { acts }: HandlerInput<SpecOf<'slips.undoBatch'>>): Output<SpecOf<'slips.undoBatch'>> {
  const { db, actor } = context
  const counts = { restored: 0, kept: 0 }
  for (const id of new Set(acts)) {
    const { seq } = standingSlipAct(context, 'slips', id)
    for (const before of beforeBatch(db, seq)) {
      if (!actor.grants.has(kinds[before.what].needs)) throw new AppError('acts.unknown')
      counts[putBack(context, before) ? 'restored' : 'kept'] += 1
    }
    closeUndone(context, seq)
  }
  context.note({ detail: counts })
  context.changed('slips')
  return counts
}
