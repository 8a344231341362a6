/** An agreed request to erase is carried out through the one door of erasure: previewed, asked of a second person, done, and what stays is told. */
import type { Contract, HandlerInput } from '@shared/contract'
import { deskDecisionLabels, eraseModeLabels } from '@shared/domain/person-desk'
import { AppError } from '@shared/errors'
import type { Ask, CommandContext, Handlers, PrepareContext, PreparedCommand } from '../../rpc'
import { erasePersons, findMentions, previewErasure, replaceMentions, withoutNames, type FoundMention, type Staying } from '../erasure'
import { filesOfGroup, groupOf, personRow, type PersonRecord } from '../persons'
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

/** Shown and decided one by one; a name that stands in more places is decided for all others together. */
const MOST = 200
const refOf = ({ place, key }: FoundMention): string => `${place}|${key}`

const mentions: DeskHandlers['mentions'] = async (ctx, { id }) => {
  const { person } = erasable(ctx, id)
  const found = await findMentions(ctx.db, [person.id])
  ctx.note({ subject: person.id, detail: { places: found.length } })
  const rows = found.slice(0, MOST).map((mention) => {
    const row = mention.personId === null ? undefined : personRow(ctx, mention.personId)
    const { label: where, around, sure, personId } = mention
    return { ref: refOf(mention), where, about: row?.name ?? null, personId, around, sure }
  })
  return { rows, more: found.length - rows.length }
}

type Erasing = HandlerInput<Contract['desk']['erase']>
interface Decided {
  readonly replaced: readonly FoundMention[]
  readonly kept: readonly Kept[]
}
type Kept = ReturnType<typeof keptOf>

/** @throws AppError `desk.mentions_open` where a place was not decided, or is to be kept without a reason */
function decidedOn(found: readonly FoundMention[], { mentions: said, others }: Erasing): Decided {
  const byRef = new Map(said.map((one) => [one.ref, one]))
  const rest = others?.trim() ?? ''
  const replaced = found.filter((mention) => byRef.get(refOf(mention))?.replace === true)
  const staying = found.filter((mention) => !replaced.includes(mention))
  const reasonFor = (mention: FoundMention): string => byRef.get(refOf(mention))?.reason?.trim() ?? ''
  const open = staying.filter((mention) => reasonFor(mention) === '' && (rest === '' || byRef.has(refOf(mention))))
  if (open.length > 0) throw new AppError('desk.mentions_open', { count: open.length })
  const kept = staying.map((mention) => ({
    ...{ what: `${mention.label}里提到的 1 处`, rule: '经办人决定保留', until: null },
    reason: reasonFor(mention) === '' ? rest : reasonFor(mention)
  }))
  return { replaced, kept }
}

const runErase = (ctx: CommandContext, input: Erasing, found: readonly FoundMention[]) => {
  const { id, revision, mode } = input
  const { request, person } = erasable(ctx, id)
  if (request.revision !== revision) throw new AppError('desk.changed_meanwhile')
  if (request.decision === null || request.decision === 'refused') throw new AppError('desk.undecided')
  assertNothingWaits(ctx, person)
  const { replaced, kept } = decidedOn(found, input)
  const told = kept.map((row) => ({ ...row, reason: withoutNames(ctx.db, [person.id], row.reason) }))
  replaceMentions(ctx.db, [person.id], replaced)
  const { goes, stays, files } = erasePersons(ctx, [person.id], mode)
  leaveToClean(ctx, files)
  // The words of this very request stay until its reply is handed over.
  const after = { ...request, person_id: null, done_at: ctx.now, kept: JSON.stringify([...stays.map(keptOf), ...told]) }
  updateRequest(ctx.db, after)
  const words = found.length === 0 ? '' : `；别处提到的换成“某人” ${String(replaced.length)} 处，保留 ${String(kept.length)} 处`
  const note = { mode, files, records: goes.length, replaced: replaced.length, keptPlaces: kept.length }
  const done = go(ctx, after, {}, { action: 'erase', detail: `${eraseModeLabels[mode]}${words}`, note })
  ctx.changed('persons', 'slips', 'rosters')
  return done
}

/** The notes of everybody are read outside of the transaction, so that saving goes on meanwhile. */
const erase = {
  prepare: (ctx: PrepareContext, { id }: Erasing): Promise<FoundMention[]> => findMentions(ctx.db, [erasable(ctx, id).person.id]),
  run: runErase
} satisfies PreparedCommand<Contract['desk']['erase'], readonly FoundMention[]>

/** No counts of records: looking at the file changes some of them, and the second person would be asked for ever. */
export const eraseQuestion: Ask<Contract['desk']['erase']> = (ctx, { id, revision, mode, mentions: said }) => {
  const { request, person } = erasable(ctx, id)
  if (request.revision !== revision || request.decision === null || request.decision === 'refused') return null
  const files = groupOf(ctx.db, person.seq).length
  const replaced = said.filter(({ replace }) => replace).length
  const words = said.length === 0 ? '' : `别处提到此人的文字，${String(replaced)} 处换成“某人”，${String(said.length - replaced)} 处保留。`
  return {
    sentence: `按 ${String(request.number)} 号申请（${request.received_on} 收到，答复“${deskDecisionLabels[request.decision]}”）${eraseModeLabels[mode]}一个人的档案 ${String(files)} 份和全部关联的记录，不能恢复；依照规定须保存的交流单、操作记录等按期限保存。${words}`
  }
}

export const eraseHandlers = { erasePreview, mentions, erase } satisfies Partial<DeskHandlers>
