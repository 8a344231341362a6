/** The methods of the contract: try, issue, look, print, scan, enter, take back. */
import { AppError } from '@shared/errors'
import type { Handlers } from '../../rpc'
import { hiddenInLists } from '../persons'
import { listable } from './candidates'
import { issueRoster } from './issue'
import { nextOpenRow, rosterByNumber, rosterPage, rowsFrom, type RosterRecord, type RowRecord } from './queries'
import { knownRow, resultHandlers } from './results'
import { MOST_ROWS } from './rules'
import { knownRoster, maySee, printedCells, rosterView, rowViews } from './views'

type RosterHandlers = Handlers<'rosters'>

/** Looks that show more persons are recorded. Source: PV-4. */
const RECORDED_ABOVE = 20

const preview: RosterHandlers['preview'] = (ctx, where) => {
  const { rows, declined, young, restricted, tooMany } = listable(ctx, where)
  return { count: rows.length, declined, young, restricted, most: MOST_ROWS, tooMany }
}

function placeOf(cursor: string | null): number {
  if (cursor === null) return Number.MAX_SAFE_INTEGER
  if (!/^\d{1,15}$/.test(cursor))
    throw new AppError('request.invalid', { summary: '翻页位置已失效' }, { fields: { cursor: '请回到列表开头' } })
  return Number(cursor)
}

const list: RosterHandlers['list'] = ({ db, actor }, { cursor, limit }) => {
  const found: RosterRecord[] = []
  let before = placeOf(cursor)
  while (found.length <= limit) {
    const page = rosterPage(db, before, limit + 1)
    found.push(...page.filter((roster) => maySee(actor, roster)))
    const last = page.at(-1)
    if (last === undefined || page.length <= limit) break
    before = last.seq
  }
  const rows = found.slice(0, limit)
  const last = found.length > limit ? rows.at(-1) : undefined
  return { rows: rows.map((roster) => rosterView(db, roster)), next: last === undefined ? null : String(last.seq) }
}

const rows: RosterHandlers['rows'] = (ctx, { id, from, limit }) => {
  const roster = knownRoster(ctx, id)
  const shown = rowViews(ctx.db, roster, rowsFrom(ctx.db, roster.seq, from, limit))
  if (shown.length > RECORDED_ABOVE) ctx.note({ subject: id, detail: { rows: shown.length } })
  return { rows: shown }
}

const nextOpen: RosterHandlers['nextOpen'] = (ctx, { id, from }) => {
  const { seq } = knownRoster(ctx, id)
  return { row: nextOpenRow(ctx.db, seq, from) ?? nextOpenRow(ctx.db, seq, 1) ?? null }
}

/** A card of a bereaved person was confirmed when it was made; a list of many is printed again without the row. */
function cellsNow(row: RowRecord, kind: RosterRecord['kind'], hidden: 'restricted' | 'bereaved' | undefined) {
  if (hidden === 'restricted') return { name: '（限制处理）' }
  return hidden === 'bereaved' && kind !== 'card' ? { name: '（不列出）' } : printedCells(row)
}

const paper: RosterHandlers['paper'] = (ctx, { id }) => {
  const { db, actor, note } = ctx
  const roster = knownRoster(ctx, id)
  if (roster.whole === 1 && !actor.grants.has('persons.reveal')) throw new AppError('rosters.whole_not_allowed')
  const hidden = hiddenInLists(db)
  const printed = rowsFrom(db, roster.seq, 1, roster.count).map((row) => ({
    row: row.row,
    cells: cellsNow(row, roster.kind, hidden.get(row.person_id))
  }))
  note({ subject: id, detail: { kind: roster.kind, persons: printed.length, whole: roster.whole === 1 } })
  return { list: rosterView(db, roster), rows: printed }
}

/** Codes stand on visit lists only; one of a part of the county that the account does not cover is as unknown as a stranger's. */
const find: RosterHandlers['find'] = ({ db, actor }, { number, row }) => {
  const roster = rosterByNumber(db, number)
  if (roster?.kind !== 'visit' || !maySee(actor, roster)) throw new AppError('rosters.code_unknown')
  knownRow(db, roster, row)
  return { id: roster.id, row }
}

export const rosterHandlers: RosterHandlers = {
  preview,
  issue: issueRoster,
  list,
  get: (ctx, { id }) => rosterView(ctx.db, knownRoster(ctx, id)),
  rows,
  nextOpen,
  paper,
  find,
  ...resultHandlers
}
