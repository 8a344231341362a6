/** Methods of the lists: templates, first sight, dry run, import under one act, what was imported, export. */
import { join } from 'node:path'
import type { ImportRow, WantedImport } from '@shared/contract/workbooks'
import { AppError } from '@shared/errors'
import type { WriteDb } from '../../db'
import type { Handlers, JobContext } from '../../rpc'
import { markCopy } from '../../workbook'
import { startAct } from '../persons'
import { exportList, exportsMade } from './export-list'
import { fields } from './fields'
import { rowRequest, walkList } from './walk'
import type { WorkbookLayouts } from './layouts'
import { fingerprintOf, headerTitles, lookAt } from './look'
import {
  importById,
  insertImport,
  keepDecision,
  keepMapping,
  latestImports,
  resumeImport,
  settleImport,
  tallyImport,
  type ImportRecord
} from './queries'
import { allLayouts, layoutNamed, removeLayout, saveLayoutWith } from './own-layouts'
import type { Findings } from './report'
import { rehearse, type ReadingThread } from './row-source'
import { writeTemplate } from './template'

type WorkbookHandlers = Handlers<'workbooks'>

/** The mapping of this header and the clerk's word on doubtful rows are remembered before anything else. */
async function remember(ctx: JobContext, { ticket, sheet, headerRow, columns, kind, decisions }: WantedImport): Promise<void> {
  const titles = await headerTitles(ctx.files.find(ticket).path, sheet, headerRow, ctx.signal)
  ctx.batch((db) => {
    const mapping = { columns: JSON.stringify(columns.map(({ column, key }) => ({ column, key }))), move_kind: kind }
    if (titles.length > 0) keepMapping(db, ctx.actor.accountId, fingerprintOf(titles), mapping, ctx.now)
    for (const { key, personId } of decisions) keepDecision(db, key, personId, ctx.now, ctx.actor.displayName)
  })
}

async function markedCopy(ctx: JobContext, ticket: string, findings: Findings): Promise<ReturnType<JobContext['files']['give']> | null> {
  const { path, name } = ctx.files.find(ticket)
  if (findings.marks.length === 0) return null
  ctx.progress('mark', 0, 1)
  const copy = join(ctx.places.spool, `${ctx.newId()}-${name.replace(/[\\/:*?"<>|]/g, '_')}`)
  await markCopy(path, copy, findings.marks, findings.summary(), { signal: ctx.signal })
  return ctx.files.give(copy, `标记-${name}`)
}

const lookWith =
  (reading: ReadingThread | null): WorkbookHandlers['look'] =>
  async (ctx, wanted) => {
    const look = await lookAt(ctx, wanted)
    const { sheet, headerRow, moveKind: kind } = look
    const columns = look.columns.flatMap(({ column, key }) => (key === null ? [] : [{ column, key, clear: false }]))
    rehearse(reading, rowRequest(ctx, { ticket: wanted.ticket, sheet, headerRow, columns, kind }))
    return look
  }

const checkWith =
  (reading: ReadingThread | null): WorkbookHandlers['check'] =>
  async (ctx, wanted) => {
    await remember(ctx, wanted)
    const { findings, report } = await walkList(ctx, wanted, { step: 'read', act: null, reading })
    const marked = await markedCopy(ctx, wanted.ticket, findings)
    const { rows, wrong, doubtful } = report
    ctx.commit({ detail: { rows, wrong, doubtful } }, () => undefined)
    return { report, marked }
  }

/** @returns the import at work: a new one under a new act, or the one that is gone on with */
function begin(ctx: JobContext, file: string, sheet: string, resume: string | null): ImportRecord {
  const id = resume ?? ctx.newId()
  ctx.batch((db: WriteDb) => {
    if (resume !== null) {
      const earlier = importById(db, resume)
      if (earlier === undefined || stateOf(earlier) !== 'interrupted') throw new AppError('workbooks.import_unknown')
      resumeImport(db, resume, ctx.jobId)
      return
    }
    const act = startAct({ db, now: ctx.now, actor: ctx.actor, newId: () => ctx.newId() }, 'import', `导入“${file}”`)
    insertImport(db, { id, act: act.seq, file, sheet, at: ctx.now, by: ctx.actor.displayName }, ctx.jobId)
  })
  const begun = importById(ctx.db, id)
  if (begun === undefined) throw new AppError('workbooks.import_unknown')
  return begun
}

const applyWith =
  (reading: ReadingThread | null): WorkbookHandlers['apply'] =>
  async (ctx, { resume, ...wanted }) => {
    await remember(ctx, wanted)
    const { name } = ctx.files.find(wanted.ticket)
    const { id, act, act_id: actId } = begin(ctx, name, wanted.sheet, resume)
    const { report, findings } = await walkList(ctx, wanted, {
      step: 'apply',
      act,
      reading,
      after: (db, { tally }) => tallyImport(db, id, tally)
    })
    const { rows, fresh, changed, unchanged, doubtful, wrong } = report
    ctx.commit({ subject: actId, detail: { rows, fresh, changed, unchanged, doubtful, wrong } }, (db) => {
      tallyImport(db, id, findings.tally)
      settleImport(db, id)
    })
    ctx.changed('persons')
    return { id, act: actId, report }
  }

function stateOf({ act_state: act, state, job_state: job }: ImportRecord): ImportRow['state'] {
  if (act !== 'done') return act
  if (state === 'done') return 'done'
  return job === 'running' ? 'running' : 'interrupted'
}

const imports: WorkbookHandlers['imports'] = ({ db, actor }) => ({
  rows: latestImports(db)
    .filter(({ by }) => actor.scope === null || by === actor.displayName)
    .map((row) => {
      const { id, act_id: act, file, sheet, at, by, total: rows, fresh, changed, unchanged, doubtful, wrong } = row
      return { id, act, file, sheet, at, by, rows, fresh, changed, unchanged, doubtful, wrong, state: stateOf(row) }
    })
})

const settle: WorkbookHandlers['settle'] = ({ db, actor, note, changed }, { id }) => {
  const found = importById(db, id)
  const isOwn = actor.scope === null || found?.by === actor.displayName
  if (found === undefined || !isOwn || stateOf(found) !== 'interrupted') throw new AppError('workbooks.import_unknown')
  settleImport(db, id)
  note({ subject: found.act_id })
  changed('persons')
  return { id }
}

/** @param reading where large lists are read; null reads all of them on this thread */
export const createWorkbookHandlers = (layouts: WorkbookLayouts, reading: ReadingThread | null = null): WorkbookHandlers => ({
  layouts: ({ db }) => ({
    layouts: allLayouts(layouts, db),
    fields: fields.map(({ key, label }) => ({ key, label }))
  }),
  template: async (ctx, { layout: id }) => {
    const file = await writeTemplate(ctx, layoutNamed(layouts, ctx.db, id))
    ctx.commit({ detail: { layout: id } }, () => undefined)
    return { file }
  },
  saveLayout: saveLayoutWith(layouts),
  removeLayout,
  look: lookWith(reading),
  check: checkWith(reading),
  apply: applyWith(reading),
  imports,
  settle,
  export: exportList,
  exports: exportsMade
})
