/** Lists and what came back as screens see them, and who may see which list. */
import type { RosterEntry, RosterProgress, RosterRow, RosterView } from '@shared/contract/rosters'
import { changedFacts, visitAsks } from '@shared/domain/roster'
import { AppError } from '@shared/errors'
import { z } from 'zod'
import type { ReadDb } from '../../db'
import type { Actor } from '../../rpc'
import { hiddenInLists, isInScope, maskedName, scopeOf } from '../persons'
import { maskedCells } from './cells'
import { rosterById, standingIn, tallyOf, type EntryRecord, type RosterRecord, type RowRecord } from './queries'

const Columns = z.array(z.strictObject({ key: z.string(), title: z.string() }))
const Asks = z.array(z.enum(visitAsks))
const Fields = z.array(z.enum(changedFacts))
const CellsShape = z.record(z.string(), z.string())

/** A list of a place belongs to whom the place is in; cards belong to whoever issued them. The whole county sees all. */
export function maySee(actor: Actor, { place, account }: RosterRecord): boolean {
  const scope = scopeOf(actor)
  if (scope === null) return true
  return place === null ? account === actor.accountId : isInScope(scope, { stay_code: place, hukou_code: place })
}

/** @throws AppError `rosters.unknown`, also for a list of another part of the county */
export function knownRoster({ db, actor }: { readonly db: ReadDb; readonly actor: Actor }, id: string): RosterRecord {
  const roster = rosterById(db, id)
  if (roster === undefined || !maySee(actor, roster)) throw new AppError('rosters.unknown')
  return roster
}

export function progressOf(db: ReadDb, { seq, count }: RosterRecord): RosterProgress {
  const progress = { open: count, found: 0, moved: 0, unknown: 0, changed: 0, declined: 0 }
  for (const { result, count: rows } of tallyOf(db, seq)) {
    progress[result] = rows
    progress.open -= rows
  }
  return progress
}

export const rosterView = (db: ReadDb, roster: RosterRecord): RosterView => ({
  id: roster.id,
  number: roster.number,
  kind: roster.kind,
  at: roster.at,
  by: roster.by,
  place: roster.place,
  placeName: roster.place_name,
  basis: roster.basis,
  moveKind: roster.move_kind,
  columns: Columns.parse(JSON.parse(roster.columns)),
  asks: Asks.parse(JSON.parse(roster.asks)),
  sheet: roster.sheet,
  whole: roster.whole === 1,
  count: roster.count,
  progress: progressOf(db, roster)
})

export const entryView = (entry: EntryRecord): RosterEntry => ({
  id: entry.id,
  result: entry.result,
  fields: Fields.parse(JSON.parse(entry.fields)),
  visitedOn: entry.visited_on,
  collector: entry.collector,
  at: entry.at,
  by: entry.by
})

/** What was printed, whole where it was printed whole. */
export const printedCells = ({ cells }: RowRecord): Record<string, string> => CellsShape.parse(JSON.parse(cells))

/** Rows with what stands about them, masked for the screen. */
export function rowViews(db: ReadDb, roster: RosterRecord, rows: readonly RowRecord[]): RosterRow[] {
  const [first, last] = [rows[0], rows.at(-1)]
  if (first === undefined || last === undefined) return []
  const standing = new Map(standingIn(db, roster.seq, first.row, last.row).map((entry) => [entry.row, entry]))
  const hidden = roster.kind === 'card' ? new Map<string, string>() : hiddenInLists(db)
  return rows.map((row) => {
    const entry = standing.get(row.row)
    const printed = printedCells(row)
    const cells = hidden.get(row.person_id) === 'bereaved' ? { ...printed, name: maskedName(printed['name'] ?? '') } : printed
    return {
      row: row.row,
      personId: row.person_id,
      cells: roster.whole === 1 ? maskedCells(cells) : cells,
      entry: entry === undefined ? null : entryView(entry)
    }
  })
}
