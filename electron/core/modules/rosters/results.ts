/** What came back from the village is entered row by row, corrected, and the last of it taken back; files stay as they are. */
import { codePointLabel, findUnsafeCodePoint } from '@shared/domain'
import { visitResultLabels } from '@shared/domain/roster'
import { AppError } from '@shared/errors'
import type { ReadDb } from '../../db'
import { chinaDay } from '../../platform'
import type { CommandContext, Handlers } from '../../rpc'
import { knownPerson } from '../persons'
import { insertEntry, lastEntryOf, rowsFrom, standingAt, takeBack, type EntryRecord, type RosterRecord, type RowRecord } from './queries'
import { assertVisitDay, changedOf } from './rules'
import { entryView, knownRoster, progressOf } from './views'

type RosterHandlers = Handlers<'rosters'>

/** @throws AppError `rosters.row_unknown` */
export function knownRow(db: ReadDb, { seq }: RosterRecord, row: number): RowRecord {
  const [found] = rowsFrom(db, seq, row, 1)
  if (found?.row !== row) throw new AppError('rosters.row_unknown', { row })
  return found
}

/** @throws AppError `rosters.unknown`, `rosters.no_results_here` */
function visitOf(ctx: CommandContext, id: string): RosterRecord {
  const roster = knownRoster(ctx, id)
  if (roster.kind !== 'visit') throw new AppError('rosters.no_results_here')
  return roster
}

/** Two clerks with one paper: who comes second is told what the first one entered. @throws AppError `rosters.entered_meanwhile` */
function assertSeen(stands: EntryRecord | undefined, replaces: string | null, row: number): void {
  if ((stands?.id ?? null) === replaces) return
  const result = stands === undefined ? '已撤销，没有结果' : visitResultLabels[stands.result]
  throw new AppError('rosters.entered_meanwhile', { row, by: stands?.by ?? '另一位用户', result })
}

/** @throws AppError `persons.bad_text` */
function plainCollector(text: string | null): string | null {
  const codePoint = text === null ? null : findUnsafeCodePoint(text)
  if (codePoint !== null)
    throw new AppError(
      'persons.bad_text',
      { label: '走访人', character: codePointLabel(codePoint) },
      { fields: { collector: '含有不能使用的字符' } }
    )
  return text === null || text === '' ? null : text
}

const enter: RosterHandlers['enter'] = (ctx, { id, row, result, fields, visitedOn, collector, replaces }) => {
  const { db, actor, now, today } = ctx
  const roster = visitOf(ctx, id)
  const { person_id: personId } = knownRow(db, roster, row)
  assertVisitDay(visitedOn, chinaDay({ now: () => Date.parse(roster.at) }), today)
  const changed = changedOf(result, fields)
  const stands = standingAt(db, roster.seq, row)
  assertSeen(stands, replaces, row)
  knownPerson(db, personId)
  insertEntry(db, {
    ...{ id: ctx.newId(), roster: roster.seq, row, person_id: personId, at: now, by: actor.displayName, account: actor.accountId },
    ...{ visited_on: visitedOn, collector: plainCollector(collector), result, fields: JSON.stringify(changed) },
    replaces: stands?.seq ?? null
  })
  const entered = standingAt(db, roster.seq, row)
  if (entered === undefined) throw new AppError('rosters.row_unknown', { row })
  ctx.note({ subject: id, detail: { row, again: stands !== undefined } })
  ctx.changed('rosters')
  return { entry: entryView(entered), progress: progressOf(db, roster) }
}

const undoLast: RosterHandlers['undoLast'] = (ctx, { id }) => {
  const { db, actor, now } = ctx
  const roster = knownRoster(ctx, id)
  const last = lastEntryOf(db, roster.seq, actor.accountId)
  if (last === undefined) throw new AppError('rosters.nothing_to_undo')
  takeBack(db, last, now, actor.displayName)
  const entry = standingAt(db, roster.seq, last.row)
  ctx.note({ subject: id, detail: { row: last.row } })
  ctx.changed('rosters')
  return { row: last.row, result: last.result, entry: entry === undefined ? null : entryView(entry), progress: progressOf(db, roster) }
}

export const resultHandlers = { enter, undoLast } satisfies Partial<RosterHandlers>
