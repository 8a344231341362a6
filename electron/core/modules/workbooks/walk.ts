/** One way through a list for dry run and import: read, taken in slice by slice, each slice one transaction. */
import type { ImportReport, WantedImport } from '@shared/contract/workbooks'
import { AppError } from '@shared/errors'
import type { WriteDb } from '../../db'
import type { JobContext } from '../../rpc'
import { openWorkbook, type Workbook } from '../../workbook'
import { Intake } from './intake'
import { planOf } from './plan'
import { createRowReader, type ListRow } from './read-rows'
import type { Findings } from './report'
import { createValueReader } from './values'

/** Rows of the first slice. Every commit writes the pages its rows touched in every index once more, so slices grow … */
const FIRST_SLICE = 400
const LARGEST_SLICE = 6400
/** … until one takes that long, in milliseconds: nobody else writes meanwhile. */
const LONG_ENOUGH = 150

export interface Walked {
  readonly findings: Findings
  readonly report: ImportReport
}

/** Lets other calls in between two slices. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/**
 * Walks through the list once.
 * @param act row number of the act the rows are taken in under; null tries them only
 * @param after told the counts inside the transaction of each slice
 * @throws AppError of the workbook room, `workbooks.field_unknown`, `workbooks.field_twice`, `workbooks.name_needed`, `job.cancelled`
 */
export async function walkList(
  ctx: JobContext,
  wanted: WantedImport,
  step: string,
  act: number | null,
  after: (db: WriteDb, findings: Findings) => void = () => undefined
): Promise<Walked> {
  const { path, name } = ctx.files.find(wanted.ticket)
  const plan = planOf(wanted, ctx.reference, ctx.today)
  const intake = new Intake(ctx, wanted, act)
  const workbook = await openWorkbook(path, { signal: ctx.signal })
  try {
    await walkRows(ctx, { workbook, wanted, plan, intake, step, after })
  } catch (problem) {
    // The room throws the signal's reason; whoever asked is told that he stopped it.
    if (ctx.signal.aborted) throw new AppError('job.cancelled')
    throw problem
  } finally {
    await workbook.close()
  }
  return { findings: intake.findings, report: intake.findings.report(name) }
}

interface Walk {
  readonly workbook: Workbook
  readonly wanted: WantedImport
  readonly plan: ReturnType<typeof planOf>
  readonly intake: Intake
  readonly step: string
  readonly after: (db: WriteDb, findings: Findings) => void
}

async function walkRows(ctx: JobContext, { workbook, wanted, plan, intake, step, after }: Walk): Promise<void> {
  const { sheet, headerRow } = wanted
  const reader = await createRowReader(workbook, sheet, plan, createValueReader(ctx.reference, ctx.today))
  const { rowElements } = await workbook.facts(sheet)
  const { findings } = intake
  let rows: ListRow[] = []
  let read = 0
  let slice = FIRST_SLICE
  const flush = async (): Promise<void> => {
    const taken = rows
    rows = []
    const start = performance.now()
    ctx.batch((db) => {
      intake.take(db, taken)
      after(db, findings)
    })
    if (performance.now() - start < LONG_ENOUGH) slice = Math.min(slice * 2, LARGEST_SLICE)
    ctx.progress(step, Math.min(read, rowElements), Math.max(read, rowElements - headerRow))
    await turn()
  }
  for await (const raw of workbook.rows(sheet, headerRow + 1)) {
    read += 1
    const row = reader.row(raw)
    if (row !== null) rows.push(row)
    if (rows.length >= slice) await flush()
  }
  await flush()
  for (const { row, ...trouble } of reader.end()) findings.note(row, trouble)
}
