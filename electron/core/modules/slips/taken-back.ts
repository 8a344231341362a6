// Why: who asked on paper or by telephone takes the question back the same way; it ends here as one in a bundle does. EX-5.
import type { HandlerInput, SpecOf } from '@shared/contract'
import { needsAnswer } from '@shared/domain'
import type { ReadDb } from '../../db'
import type { CommandContext } from '../../rpc'
import { fieldLines } from './body'
import { assertDay } from './by-paper'
import { knownSlip, packOf } from './compose'
import { forgetWithdrawn } from './merge'
import type { SlipStored } from './queries/slip-rows'
import { arrivalOf } from './queries/stage-queries'
import { nextStatus, notAllowed } from './rules'
import { act } from './sign'

const WAYS = { paper: '收到纸面撤回', phone: '收到电话撤回' } as const

/** Only what was typed in: the withdrawal of what came in a bundle comes in one. */
export const takesWithdrawal = (db: ReadDb, slip: SlipStored): boolean =>
  slip.direction === 'in' &&
  needsAnswer(slip.kind) &&
  slip.body_record !== null &&
  arrivalOf(db, slip.body_record) === undefined &&
  nextStatus(slip, 'note_withdrawn') !== null

/** @throws AppError `slips.unknown`, `slips.out_of_scope`, `slips.action_not_allowed`, `slips.bad_sent_day` */
export function takeWithdrawal(
  context: CommandContext,
  { id, way, withdrawnOn, post, reason, note }: HandlerInput<SpecOf<'slips.takeWithdrawal'>>
): { id: string; status: string } {
  const { db, reference } = context
  const slip = knownSlip(context, id)
  if (!takesWithdrawal(db, slip)) throw notAllowed(slip, '登记来函撤回')
  assertDay(context, slip, withdrawnOn)
  const why = fieldLines(packOf(context, slip), 'CH', { withdraw_reason: reason }, reference)[0]?.value ?? reason
  const said = [post, withdrawnOn, why, note].filter(Boolean).join('，')
  const status = act(context, slip, ['note_withdrawn'], { action: 'takeWithdrawal', label: WAYS[way], note: said })
  forgetWithdrawn(db, slip, withdrawnOn)
  context.note({ subject: id, detail: { way, reason } })
  context.changed('slips')
  return { id, status }
}
