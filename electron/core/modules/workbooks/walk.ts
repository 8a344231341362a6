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

/** Rows taken in at once: about a tenth of a second, between which other calls come in. The pieces share transactions (`JobContext.slice`). */
const SLICE = 1200
/** Of the first one: it is soon seen whether the columns were meant so. */
const FIRST_SLICE = 400

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
    // An act that stopped goes on or goes back, so a slice need not be flushed by itself.
    ctx.slice((db) => {
      intake.take(db, taken)
      after?.(db, findings)
    }, 'everywhere')
    slice = SLICE
    ctx.progress(step, read, of)
    await turn()
  }
  for await (const part of partsOf(ctx, request, reading)) {
    rows.push(...part.rows)
    if (rows.length >= slice || part.end !== null) await flush(part)
    for (const { row, ...trouble } of part.end ?? []) findings.note(row, trouble)
  }
}
