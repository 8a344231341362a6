/** A list or selection of the register as a table of its own. */
import { join } from 'node:path'
import type { HandlerInput, Contract, Output } from '@shared/contract'
import { AppError } from '@shared/errors'
import { fileStatusLabels, statusFields, type StatusField } from '@shared/domain'
import { formatCount } from '@shared/format'
import { z } from 'zod'
import { assertInScope, knownPerson, personHandlers, scopeOf, survivorOf, withheldIds, type PersonRecord } from '../persons'
import type { ReadDb } from '../../db'
import type { Ask, Handlers, JobContext, PrepareContext } from '../../rpc'
import { writeCsv, writeWorkbook, type WriteCell } from '../../workbook'
import { fieldOf, type Field } from './fields'
import { exportedSince, exportsHolding, insertExport, latestExports } from './queries'
import { createRowWriter } from './row-out'

type ExportSpec = Contract['workbooks']['export']
type Wanted = HandlerInput<ExportSpec>

/** Whole numbers of more persons are asked for twice. */
const ASKED_TWICE_ABOVE = 1000
const PAGE = 200

/** Ids of the list in its order, page by page. */
async function* idsOf(ctx: JobContext, { ids, filter, sort, except }: Wanted): AsyncGenerator<readonly string[]> {
  if (ids !== null) {
    for (const id of ids) assertInScope(scopeOf(ctx.actor), survivorOf(ctx.db, id))
    for (let at = 0; at < ids.length; at += PAGE) yield ids.slice(at, at + PAGE)
    return
  }
  const context = { ...ctx, note: () => undefined }
  const left = new Set(except)
  for (let cursor: string | null = null; ;) {
    const { rows, next }: Awaited<ReturnType<typeof personHandlers.search>> = await personHandlers.search(context, {
      ...{ filter, sort, cursor, limit: PAGE }
    })
    yield rows.map(({ id }) => id).filter((id) => !left.has(id))
    if (next === null) return
    cursor = next
  }
}

/** A field that a table is also read by, or one that only goes out. */
type Column = Field | StatusField

/** @throws AppError `workbooks.field_unknown` */
function columnOf(key: string): Column {
  const column = fieldOf(key) ?? statusFields.find((one) => one.key === key)
  if (column === undefined) throw new AppError('workbooks.field_unknown', { field: key })
  return column
}

/** What became of the file, by the column; a file that never changed its status has no day and no reason. */
function statusTold({ reference }: JobContext, person: PersonRecord): Readonly<Record<string, WriteCell>> {
  return {
    status: fileStatusLabels[person.status] ?? person.status,
    statusOn: person.status_on,
    statusRecordedOn: person.status_recorded_on,
    statusReason: person.status_reason === null ? null : reference.label('file_status_reason', person.status_reason),
    statusNote: person.status_note?.replace(/[\r\n\t]+/g, ' ').trim() ?? null
  }
}

function rowMaker(ctx: JobContext, columns: readonly Column[], { whole, children }: Wanted): Row {
  const { db, reference, today, actor } = ctx
  const read = columns.filter((column) => 'kind' in column)
  const { row } = createRowWriter({ db, reference, today, scope: scopeOf(actor) }, read, whole ? (children ? 'all' : 'grown') : null)
  if (read.length === columns.length) return row
  return (id) => {
    const cells = row(id)
    const told = statusTold(ctx, knownPerson(db, id))
    let next = 0
    return columns.map((column) => ('kind' in column ? (cells[next++] ?? null) : (told[column.key] ?? null)))
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

type Row = (id: string) => WriteCell[]

/** Who stands in the table, as bits by row of table person, and how many are left out because their data may only be kept. */
interface Told {
  files: Uint8Array
  restricted: number
}

function noteFile(told: Told, seq: number): void {
  const at = seq >> 3
  if (at >= told.files.length) {
    const wider = new Uint8Array(Math.max(1024, at * 2))
    wider.set(told.files)
    told.files = wider
  }
  told.files[at] = (told.files[at] ?? 0) | (1 << (seq & 7))
}

/** Without the empty bytes at the end. */
const bitsOf = ({ files }: Told): Uint8Array => files.subarray(0, files.findLastIndex((byte) => byte !== 0) + 1)

async function* rowsOf(ctx: JobContext, wanted: Wanted, row: Row, total: number, told: Told): AsyncGenerator<WriteCell[]> {
  let done = 0
  for await (const page of idsOf(ctx, wanted)) {
    const kept = withheldIds(ctx.db)
    for (const id of page) {
      const living = survivorOf(ctx.db, id)
      if (kept.has(living.id)) told.restricted++
      else {
        noteFile(told, living.seq)
        yield row(id)
      }
    }
    done += page.length
    ctx.progress('write', done, Math.max(done, total))
    ctx.checkpoint()
    await turn()
  }
}

async function countOf(ctx: PrepareContext, { ids, filter, except }: Wanted): Promise<number> {
  if (ids !== null) return ids.length
  const { count } = await personHandlers.count({ ...ctx, note: () => undefined }, { filter })
  return Math.max(0, count - new Set(except).size)
}

/** @throws AppError `workbooks.whole_not_allowed`, `workbooks.reason_needed`, `workbooks.confirm_needed` */
function assertWhole({ actor }: JobContext, { whole, reason, confirmed }: Wanted, count: number): void {
  if (!whole) return
  if (!actor.grants.has('persons.reveal')) throw new AppError('workbooks.whole_not_allowed')
  if (reason === '') throw new AppError('workbooks.reason_needed', {}, { fields: { reason: '必填' } })
  if (count > ASKED_TWICE_ABOVE && confirmed !== count) throw new AppError('workbooks.confirm_needed', { count })
}

/** @throws AppError `workbooks.field_unknown`, `workbook.cannot_encode` and those of `assertWhole` */
export async function exportList(ctx: JobContext, wanted: Wanted): Promise<Output<ExportSpec>> {
  const { today, signal } = ctx
  const columns = wanted.columns.map(columnOf)
  const count = await countOf(ctx, wanted)
  assertWhole(ctx, wanted, count)
  const isSheet = wanted.format === 'xlsx'
  const path = join(ctx.places.spool, `${ctx.newId()}.${isSheet ? 'xlsx' : 'csv'}`)
  const told: Told = { files: new Uint8Array(0), restricted: 0 }
  const rows = rowsOf(ctx, wanted, rowMaker(ctx, columns, wanted), count, told)
  const sheet = { name: '人员', columns: columns.map(({ label, width }) => ({ title: label, width, text: true })), rows }
  const written = isSheet
    ? await writeWorkbook(path, { sheets: [sheet] }, { signal })
    : await writeCsv(path, sheet, { signal, encoding: wanted.format === 'csv' ? 'utf-8' : 'gb18030' })
  const { actor, now } = ctx
  ctx.commit(
    {
      detail: {
        rows: written,
        whole: wanted.whole,
        children: wanted.whole && wanted.children,
        format: wanted.format,
        columns: wanted.columns
      }
    },
    (db) =>
      insertExport(db, {
        ...{ at: now, by: actor.displayName, persons: written, whole: wanted.whole ? 1 : 0, reason: wanted.whole ? wanted.reason : '' },
        columns: JSON.stringify(columns.map(({ label }) => label)),
        files: bitsOf(told)
      })
  )
  return { file: ctx.files.give(path, `人员-${today}.${isSheet ? 'xlsx' : 'csv'}`), rows: written, restricted: told.restricted }
}

const DAY_MS = 86_400_000

/**
 * Many persons in one table, or in several of one day: two persons. What the handler itself would refuse is left to it, so that nobody is asked
 * in vain.
 */
export const exportQuestion: Ask<ExportSpec> = async (ctx, wanted) => {
  const { whole, children, confirmed, reason, columns, format } = wanted
  const count = await countOf(ctx, wanted)
  if (whole && (reason === '' || !ctx.actor.grants.has('persons.reveal') || (count > ASKED_TWICE_ABOVE && confirmed !== count))) return null
  const { exportWhole, exportMasked } = ctx.reference.twoPersonsOn(ctx.today)
  const limit = whole ? exportWhole : exportMasked
  const since = new Date(Date.parse(ctx.now) - DAY_MS).toISOString()
  const before = exportedSince(ctx.db, { by: ctx.actor.displayName, since, whole, limit })
  const showsChildren = whole && children
  if (count + before <= limit && !showsChildren) return null
  const labels = columns.map((key) => fieldOf(key)?.label ?? key).join('、')
  const earlier =
    count > limit || count + before <= limit ? '' : `，加上24小时内已导出的 ${formatCount(before)} 人超过 ${formatCount(limit)} 人`
  const shown = whole ? `显示完整证件号和电话${showsChildren ? '，连同不满14周岁儿童的' : ''}` : '证件号和电话遮掩'
  return { sentence: `导出 ${formatCount(count)} 人的表格（${format}），${shown}${earlier}；栏目：${labels}。` }
}

interface TableGiven {
  readonly at: string
  readonly by: string
  readonly whole: boolean
}
/** Tables that held a person. @param seqs rows of table person */
export const tablesWith = (db: ReadDb, seqs: readonly number[]): TableGiven[] =>
  seqs.flatMap((seq) => exportsHolding(db, seq).map(({ at, by, whole }) => ({ at, by, whole: whole === 1 })))

const SHOWN = 100

/** An account bound to a part of the county sees what itself gave out. */
export const exportsMade: Handlers<'workbooks'>['exports'] = ({ db, actor }) => ({
  rows: latestExports(db, SHOWN)
    .filter(({ by }) => actor.scope === null || by === actor.displayName)
    .map(({ at, by, persons, whole, columns, reason }) => ({
      ...{ at, by, persons, whole: whole === 1, reason },
      columns: z.array(z.string()).parse(JSON.parse(columns))
    }))
})
