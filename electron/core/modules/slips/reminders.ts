// Why: a 催办单 lists what the other office has and still owes after its limit, and nothing else; each slip tells afterwards that it was asked for.
import type { HandlerInput, SpecOf } from '@shared/contract'
import type { ReminderPaper } from '@shared/contract/reports'
import { daysBetween, isDay, needsAnswer, reminderWayLabels } from '@shared/domain'
import type { ReadDb } from '../../db'
import type { CommandContext, QueryContext } from '../../rpc'
import { mailingFacts } from '../agreements'
import { partnerNames } from '../partners'
import { hiddenInLists, maskedName } from '../persons'
import { startBatch, type Batch } from './batch'
import { knownPartner, knownSlip } from './compose'
import { everySlip, NOBODY, slipPage } from './queries/slip-list'
import { addEvent } from './queries/slip-rows'
import { rowView } from './row-view'

/** One sheet names so many at most; the oldest come first. */
const MOST = 1000

/** Where a letter to a partner goes. */
export function letterHead(db: ReadDb, partnerId: string): ReminderPaper['to'] {
  const { name, phone } = knownPartner(db, partnerId)
  return { name, phone, ...mailingFacts(db, partnerId) }
}

export function reminder(context: QueryContext, { partnerId }: { readonly partnerId: string }): ReminderPaper {
  const { db, today, actor } = context
  const to = letterHead(db, partnerId)
  const filter = { ...everySlip, direction: 'out', partnerId, counted: { number: 'overdue', asOf: today } } as const
  const asked = { filter, scope: actor.scope, keeper: false, today, me: NOBODY, files: [] }
  const found = slipPage(db, asked, 'due', null, MOST)
  const names = partnerNames(db)
  const hidden = hiddenInLists(db)
  const owed = found.filter(({ carried }) => carried === 1)
  const rows = owed.flatMap((slip) => {
    const { id, slipNo, kind, subjectName, issuedOn, dueOn } = rowView(slip, names, today, hidden)
    if (slipNo === null || issuedOn === null || dueOn === null || !isDay(dueOn)) return []
    const person = slip.subject_name === null ? '' : subjectName === slip.subject_name ? maskedName(subjectName) : (subjectName ?? '')
    return [{ id, slipNo, kind, person, issuedOn, dueOn, daysLate: daysBetween(dueOn, today) }]
  })
  context.note({ subject: partnerId, detail: { count: rows.length, numbers: rows.map(({ slipNo }) => slipNo) } })
  return { partnerId, to, asOf: today, rows, notCarried: found.length - owed.length }
}

/** A slip that was answered or taken back while the sheet was printed is left out. */
export function noteReminded(
  context: CommandContext,
  { partnerId, ids, way }: HandlerInput<SpecOf<'reports.noteReminded'>>
): { act: string | null; ids: string[] } {
  const { db, now, today, actor } = context
  knownPartner(db, partnerId)
  let batch: Batch | null = null
  const noted: string[] = []
  for (const id of new Set(ids)) {
    const slip = knownSlip(context, id)
    const late = slip.owed === 1 && slip.due_on !== null && slip.due_on < today
    if (slip.direction !== 'out' || !needsAnswer(slip.kind) || slip.partner_id !== partnerId || !late) continue
    const event = { action: 'remind', label: '已催办', note: `${today}，${reminderWayLabels[way]}`, bundle: null }
    addEvent(db, slip.seq, { ...event, at: now, by: actor.displayName, account: actor.accountId })
    batch ??= startBatch(context, 'remind')
    batch.note(slip)
    noted.push(id)
  }
  context.note({ subject: partnerId, detail: { count: noted.length, way } })
  context.changed('slips')
  return { act: batch?.id ?? null, ids: noted }
}
