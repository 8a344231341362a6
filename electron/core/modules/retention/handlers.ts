/** The contract's `retention` methods. */
import type { Contract } from '@shared/contract'
import type { DueRule, PurgeRun } from '@shared/contract/retention'
import { AppError } from '@shared/errors'
import { formatCount } from '@shared/format'
import type { ReadDb } from '../../db'
import { instant } from '../../platform'
import type { Ask, CallContext, CommandContext, Handlers, JobContext } from '../../rpc'
import { assertInScope, isBereaved, knownPerson, scopeOf, shownName, survivorOf } from '../persons'
import { assertClock, clockFault } from './clock-guard'
import { dueRules, limitsOf } from './due'
import { lastOfPersons, letGo, type LetGoReport, type OlderCopies } from './let-go'
import { purgeDue } from './purge'
import { runView } from './run-view'
import { duePersons } from './queries/due'
import { endRuns, hold, insertRun, insertWaiting, noteCounts, recentRuns, release, toClean } from './queries/runs'

export interface Cleaning {
  readonly before: number
  readonly after: number
}

/** What the office around it does for this module. */
export interface RetentionRoom {
  /** Cleans the file of the office the call works in. @throws AppError `storage.*`, `backup.running`, `job.cancelled` */
  clean(
    context: CallContext,
    report: (step: 'index' | 'pages', done: number, total: number) => void,
    signal: AbortSignal
  ): Promise<Cleaning>
  /** Copies made before an instant, where they lie, and the day by which the last one goes. */
  olderBackups(context: CallContext, madeBefore: string): OlderCopies & { readonly until: string | null }
  /** Lets those copies go, after a new one was made and read back. @throws AppError `retention.unconfirmed`, `backup.*`, `storage.*`, `job.cancelled` */
  letGo(context: JobContext, madeBefore: string, announce: (copies: number) => void): Promise<LetGoReport>
}

const RUNS = 20
const ROWS = 200

/** @throws AppError `retention.nothing_due` */
function assertSomethingDue(rules: readonly DueRule[]): void {
  if (rules.every(({ due }) => due === 0)) throw new AppError('retention.nothing_due')
}

const actionWords = { archive: '退档', anonymise: '删去内容', delete: '删除' } as const

/** @throws AppError `retention.*` */
export const purgeQuestion: Ask<Contract['retention']['purge']> = (ctx) => {
  assertClock(ctx)
  const rules = dueRules(ctx)
  assertSomethingDue(rules)
  // The log and the traces of work grow and age by the hour; what is agreed to are the records of people.
  const told = rules.filter(({ record, due }) => due > 0 && record !== 'working_trace' && record !== 'audit')
  const words = told.map(({ label, action, due }) => `${label} ${formatCount(due)} 件${actionWords[action]}`)
  const rest = rules.some(({ record, due }) => due > 0 && (record === 'working_trace' || record === 'audit'))
    ? ['到期的办理记录和操作记录删除']
    : []
  return { sentence: `到 ${ctx.today} 为止到期的：${[...words, ...rest].join('，')}。删除后不能撤销，数据文件随后整理。` }
}

async function cleanUp(ctx: JobContext, room: RetentionRoom, commit: (cleaned: Cleaning, at: string) => void): Promise<Cleaning> {
  const cleaned = await room.clean(ctx, (step, done, total) => ctx.progress(step, done, total), ctx.signal)
  commit(cleaned, instant(ctx.clock))
  return cleaned
}

function countsOf(rules: readonly DueRule[], gone: ReadonlyMap<string, number>): string {
  return JSON.stringify(
    rules.flatMap(({ record, label, action }) => ((gone.get(record) ?? 0) > 0 ? [{ record, label, action, count: gone.get(record) }] : []))
  )
}

async function purge(ctx: JobContext, room: RetentionRoom): Promise<PurgeRun> {
  assertClock(ctx)
  const rules = dueRules(ctx)
  assertSomethingDue(rules)
  const id = ctx.newId()
  const held = rules.reduce((sum, one) => sum + one.held, 0)
  ctx.batch((db) => insertRun(db, { id, on_day: ctx.today, at: ctx.now, by: ctx.actor.displayName, held }))
  let told: ReadonlyMap<string, number> = new Map()
  try {
    await purgeDue(ctx, rules, (db, gone) => {
      told = new Map(gone)
      noteCounts(db, id, countsOf(rules, gone))
    })
  } finally {
    // What went is gone, however it ended: the line in the log says it, and the file waits to be cleaned.
    ctx.commit({ subject: id, detail: { held, ...Object.fromEntries(told) } }, (db) => toClean(db, id))
    ctx.changed('persons', 'office')
  }
  await cleanUp(ctx, room, ({ before, after }, at) => ctx.batch((db) => endRuns(db, at, before, after)))
  const ended = recentRuns(ctx.db, RUNS).find((run) => run.id === id)
  if (ended === undefined) throw new AppError('internal.unexpected')
  return runView(ended)
}

/** After files went at the wish of the persons themselves, in the transaction in which they went: the database file waits to be cleaned. */
export function leaveToClean(
  ctx: Pick<CommandContext, 'db' | 'now' | 'today' | 'newId'> & { readonly actor: Pick<CommandContext['actor'], 'displayName'> },
  files: number,
  label = '本人要求删除的档案'
): void {
  const counts: PurgeRun['counts'] = [{ record: 'person_set_aside', label, action: 'delete', count: files }]
  insertWaiting(ctx.db, { id: ctx.newId(), on_day: ctx.today, at: ctx.now, by: ctx.actor.displayName, counts: JSON.stringify(counts) })
}

function listed(ctx: CallContext & { readonly db: ReadDb }, record: 'person_left' | 'person_set_aside') {
  if (scopeOf(ctx.actor) !== null) return { rows: [], more: false }
  const found = duePersons(ctx.db, record, limitsOf(ctx, record).day, limitsOf(ctx, 'slip').day, ROWS + 1)
  const rows = found.slice(0, ROWS).map(({ id, day, reason }) => {
    const person = knownPerson(ctx.db, id)
    const name = shownName({ ...person, bereaved: isBereaved(ctx.db, person.seq) }, ctx.today)
    return { id, name, sex: person.sex, birthYear: person.birth_date.slice(0, 4), day, reason }
  })
  return { rows, more: found.length > ROWS }
}

export const createRetentionHandlers = (room: RetentionRoom): Handlers<'retention'> => ({
  preview: (ctx) => {
    const runs = recentRuns(ctx.db, RUNS).map(runView)
    const last = lastOfPersons(ctx.db)
    const backups = last === undefined ? { count: 0, until: null, places: [], former: 0 } : room.olderBackups(ctx, last.endedAt ?? ctx.now)
    return { on: ctx.today, rules: dueRules(ctx), clock: clockFault(ctx), runs, backups: { ...backups, places: [...backups.places] } }
  },
  list: (ctx, { record }) => {
    const found = listed(ctx, record)
    ctx.note({ detail: { record, rows: found.rows.length } })
    return found
  },
  hold: (ctx, { id, reason }) => {
    assertInScope(scopeOf(ctx.actor), survivorOf(ctx.db, id))
    hold(ctx.db, survivorOf(ctx.db, id).id, reason, ctx.actor.displayName, ctx.now)
    ctx.note({ subject: id })
    ctx.changed('persons')
    return { id }
  },
  release: (ctx, { id }) => {
    const person = survivorOf(ctx.db, id)
    assertInScope(scopeOf(ctx.actor), person)
    if (release(ctx.db, person.seq) === 0) throw new AppError('retention.not_held')
    ctx.note({ subject: id })
    ctx.changed('persons')
    return { id }
  },
  purge: (ctx) => purge(ctx, room),
  letGo: (ctx) => letGo(ctx, room.olderBackups, room.letGo),
  clean: (ctx) =>
    cleanUp(ctx, room, ({ before, after }, at) => ctx.commit({ detail: { before, after } }, (db) => endRuns(db, at, before, after)))
})
