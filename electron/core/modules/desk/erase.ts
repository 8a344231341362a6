/** An agreed request to erase is carried out through the one door of erasure: previewed, asked of a second person, done, and what stays is told. */
import type { Contract } from '@shared/contract'
import { deskDecisionLabels, eraseModeLabels } from '@shared/domain/person-desk'
import { AppError } from '@shared/errors'
import type { Ask, CommandContext, Handlers } from '../../rpc'
import { erasePersons, previewErasure, type Staying } from '../erasure'
import { filesOfGroup, groupOf, type PersonRecord } from '../persons'
import { leaveToClean } from '../retention'
import { slipsAbout } from '../slips'
import { shownRequest, type Looking } from './holdings'
import { updateRequest, type DeskRecord } from './queries'
import { go } from './requests'

type DeskHandlers = Handlers<'desk'>

const keptOf = ({ what, count, rule, until, reason }: Staying) => ({ what: `${what} ${String(count)} 项`, rule, until, reason })

/** @throws AppError as `shownRequest`, and `desk.not_erasure` */
function erasable(context: Looking, id: string): { readonly request: DeskRecord; readonly person: PersonRecord } {
  const found = shownRequest(context, id)
  if (found.request.kind !== 'erase') throw new AppError('desk.not_erasure')
  return found
}

const erasePreview: DeskHandlers['erasePreview'] = (ctx, { id, mode }) => {
  const { person } = erasable(ctx, id)
  const { goes, stays } = previewErasure(ctx, [person.id], mode)
  return { goes: goes.map(({ table, count }) => ({ what: table, count })), stays: stays.map(keptOf) }
}

/** A slip that lies here signed would leave when nobody is linked to it any more. @throws AppError `desk.slips_waiting` */
function assertNothingWaits(ctx: CommandContext, { id }: PersonRecord): void {
  const waiting = slipsAbout(ctx, filesOfGroup(ctx.db, id)).filter(({ queued }) => queued)
  if (waiting.length > 0) throw new AppError('desk.slips_waiting', { count: waiting.length })
}

const erase: DeskHandlers['erase'] = (ctx, { id, revision, mode }) => {
  const { request, person } = erasable(ctx, id)
  if (request.revision !== revision) throw new AppError('desk.changed_meanwhile')
  if (request.decision === null || request.decision === 'refused') throw new AppError('desk.undecided')
  assertNothingWaits(ctx, person)
  const { goes, stays, files } = erasePersons(ctx, [person.id], mode)
  leaveToClean(ctx, files)
  // The words of this very request stay until its reply is handed over.
  const after = { ...request, person_id: null, done_at: ctx.now, kept: JSON.stringify(stays.map(keptOf)) }
  updateRequest(ctx.db, after)
  const done = go(ctx, after, {}, { action: 'erase', detail: eraseModeLabels[mode], note: { mode, files, records: goes.length } })
  ctx.changed('persons', 'slips', 'rosters')
  return done
}

/** No counts of records: looking at the file changes some of them, and the second person would be asked for ever. */
export const eraseQuestion: Ask<Contract['desk']['erase']> = (ctx, { id, revision, mode }) => {
  const { request, person } = erasable(ctx, id)
  if (request.revision !== revision || request.decision === null || request.decision === 'refused') return null
  const files = groupOf(ctx.db, person.seq).length
  return {
    sentence: `按 ${String(request.number)} 号申请（${request.received_on} 收到，答复“${deskDecisionLabels[request.decision]}”）${eraseModeLabels[mode]}一个人的档案 ${String(files)} 份和全部关联的记录，不能恢复；依照规定须保存的交流单、操作记录等按期限保存。`
  }
}

export const eraseHandlers = { erasePreview, erase } satisfies Partial<DeskHandlers>
