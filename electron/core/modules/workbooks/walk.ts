/** One way through a list for dry run and import: read, taken in slice by slice, each slice one transaction. */
import type { ImportReport, WantedImport } from '@shared/contract/workbooks'
import { AppError } from '@shared/errors'
import type { WriteDb } from '../../db'
import type { JobContext } from '../../rpc'
import { Intake } from './intake'
import type { ListRow } from './read-rows'
import type { Findings } from './report'
import type { RowPart, RowRequest } from './row-parts'
import { partsOf, type ReadingThread } from './row-source'

/**
 * Rows of the first slice, and of the later ones. Every commit writes each page of every index that its rows touched: at 100,000 people on
 * file a row of a slice of 400 costs twice what it costs in one of 3,200.
 */
const FIRST_SLICE = 400
/** What the writer takes while it would otherwise wait for the reader. */
const IDLE_SLICE = 800
const USUAL_SLICE = 3200
/** Where slices take less than `QUICK` milliseconds, during which nobody else writes. */
const LARGEST_SLICE = 6400
const QUICK = 250

export interface Walked {
  readonly findings: Findings
  readonly report: ImportReport
}

/** Lets other calls in between two slices. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** How a list is gone through. */
export interface Way {
  readonly step: string
  /** Row number of the act the rows are taken in under; null tries them only. */
  readonly act: number | null
  readonly reading: ReadingThread | null
  /** Told the counts inside the transaction of each slice. */
  after?(db: WriteDb, findings: Findings): void
}

/** @throws AppError `file.unknown_ticket` */
export function rowRequest(ctx: JobContext, wanted: Pick<WantedImport, 'ticket' | 'sheet' | 'headerRow' | 'columns' | 'kind'>): RowRequest {
  const { ticket, sheet, headerRow, columns, kind } = wanted
  return { path: ctx.files.find(ticket).path, sheet, headerRow, columns, kind, today: ctx.today, by: ctx.actor.displayName }
}

/**
 * Walks through the list once.
 * @throws AppError of the workbook room, `workbooks.field_unknown`, `workbooks.field_twice`, `workbooks.name_needed`, `job.cancelled`
 */
export async function walkList(ctx: JobContext, wanted: WantedImport, way: Way): Promise<Walked> {
  const { name } = ctx.files.find(wanted.ticket)
  const request = rowRequest(ctx, wanted)
  const intake = new Intake(ctx, wanted, way.act)
  try {
    await takeAll(ctx, intake, request, way)
  } catch (problem) {
    // The room throws the signal's reason; whoever asked is told that he stopped it.
    if (ctx.signal.aborted) throw new AppError('job.cancelled')
    throw problem
  }
  return { findings: intake.findings, report: intake.findings.report(name) }
}

async function takeAll(ctx: JobContext, intake: Intake, request: RowRequest, { step, reading, after }: Way): Promise<void> {
  const { findings } = intake
  let rows: ListRow[] = []
  let slice = FIRST_SLICE
  const flush = async ({ read, of }: RowPart): Promise<void> => {
    const taken = rows
    rows = []
    const start = performance.now()
    // An act that stopped goes on or goes back, so a slice need not be flushed by itself.
    ctx.slice((db) => {
      intake.take(db, taken)
      after?.(db, findings)
    })
    const most = performance.now() - start < QUICK ? LARGEST_SLICE : USUAL_SLICE
    if (slice < most) slice = Math.min(slice * 2, most)
    ctx.progress(step, read, of)
    await turn()
  }
  for await (const part of partsOf(ctx, request, reading)) {
    rows.push(...part.rows)
    // While the reader is busy the writer has nothing better to do than to write what is here.
    const isDue = rows.length >= (part.isNextHere ? slice : Math.min(slice, IDLE_SLICE))
    if (isDue || part.end !== null) await flush(part)
    for (const { row, ...trouble } of part.end ?? []) findings.note(row, trouble)
  }
}
