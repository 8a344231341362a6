/** Rows taken in: matched, saved under the act, or tried and let go; a dry run and an import walk the same way. */
import type { ImportReport, WantedImport } from '@shared/contract/workbooks'
import { nameSearchKey } from '@shared/domain'
import { AppError, explain } from '@shared/errors'
import type { WriteDb } from '../../db'
import type { CommandContext, JobContext } from '../../rpc'
import { openWorkbook, type Workbook } from '../../workbook'
import {
  assertInScope,
  fileOf,
  groupOf,
  insertPersons,
  knownPerson,
  saveFile,
  scopeOf,
  survivorOf,
  type NewPerson,
  type PersonRecord
} from '../persons'
import { identityOf, keyOf, matchRow } from './match'
import { planOf } from './plan'
import { employerName, householdOf, idOf, inSavepoint } from './queries'
import { createRowReader, type ListRow, type Trouble } from './read-rows'
import { Findings } from './report'
import { typedRow, type OnFile, type SaveInput } from './typed-row'
import { createValueReader } from './values'

/** Rows of one transaction. */
const AT_ONCE = 4000

const error = (code: Trouble['code'], text: string): Trouble => ({ code, severity: 'error', column: null, text })
const refusal = ({ code, params }: AppError): Trouble => error('refused', explain(code, params).what)

interface Waiting {
  readonly row: ListRow
  readonly fresh: NewPerson
}

/** A file's own row, whatever it was merged into. */
const ownRow = (db: WriteDb, seq: number): PersonRecord => knownPerson(db, idOf(db, seq) ?? '')

/** One walk through a list. */
class Intake {
  readonly findings: Findings
  private readonly ctx: JobContext
  private readonly moveKind: string | null
  /** Row number of the act; null lets everything go again. */
  private readonly act: number | null
  /** Rows by the person they mean, so that nobody comes in twice from one list. */
  private readonly seen = new Map<string, number>()

  constructor(ctx: JobContext, { sheet, kind }: Pick<WantedImport, 'sheet' | 'kind'>, act: number | null) {
    this.ctx = ctx
    this.moveKind = kind
    this.act = act
    this.findings = new Findings(sheet, ctx.reference, scopeOf(ctx.actor))
  }

  take(db: WriteDb, rows: readonly ListRow[]): void {
    const waiting: Waiting[] = []
    for (const row of rows) {
      this.findings.tally.rows += 1
      for (const trouble of row.troubles) this.findings.note(row.number, trouble)
      const fault = row.troubles.some(({ severity }) => severity === 'error') ? null : this.one(db, row, waiting)
      if (fault === undefined) continue
      this.findings.tally.wrong += 1
      if (fault !== null) this.findings.note(row.number, fault)
    }
    this.insert(db, waiting)
  }

  /** @returns why the row cannot be taken; undefined when all is well */
  private one(db: WriteDb, row: ListRow, waiting: Waiting[]): Trouble | undefined {
    const twin = this.twinOf(row)
    if (twin !== undefined) return error('twice', `与第 ${String(twin)} 行是同一个人，只看前面那一行。`)
    const match = matchRow(db, row.facts, (id) => this.ownFile(db, id))
    if (match.is === 'missing') return error('not_on_file', '没有这个内部编号的档案，可能不是本单位导出的表。')
    if (match.is === 'doubtful') {
      this.findings.doubt(row, match)
      return undefined
    }
    const onFile = match.is === 'known' ? this.onFile(db, match.person) : null
    const typed = typedRow(row, {
      onFile,
      moveKind: this.moveKind,
      why: `第 ${String(row.number)} 行`,
      householdId: this.household(db, row)
    })
    if ('trouble' in typed) return typed.trouble
    const { person, episodes, spouses, children, why } = typed.input
    if (onFile !== null || spouses.length + children.length > 0) return this.save(db, typed.input)
    waiting.push({ row, fresh: { person, episodes, by: this.ctx.actor.displayName, ...(why === null ? {} : { why }) } })
    return undefined
  }

  private twinOf({ number, facts }: ListRow): number | undefined {
    const identity = identityOf(facts)
    const key = facts.get('id') ?? (identity.number || keyOf(identity))
    const twin = this.seen.get(key)
    if (twin === undefined) this.seen.set(key, number)
    return twin
  }

  private ownFile(db: WriteDb, id: string): PersonRecord | null {
    try {
      return survivorOf(db, id)
    } catch (problem) {
      if (problem instanceof AppError && problem.code === 'persons.unknown') return null
      throw problem
    }
  }

  private onFile(db: WriteDb, person: PersonRecord): OnFile {
    const files = groupOf(db, person.seq).map((seq) => fileOf(db, seq === person.seq ? person : ownRow(db, seq)))
    const child = files.flatMap((file) => file.child)
    const linked = child.flatMap(({ child_id: id }) => (id === null ? [] : [nameSearchKey(knownPerson(db, id).name)]))
    return {
      ...{ person, child, linkedChildren: new Set(linked) },
      episode: files.flatMap((file) => file.episode),
      spouse: files.flatMap((file) => file.spouse),
      employerName: (id) => employerName(db, id)
    }
  }

  private household(db: WriteDb, { number, facts }: ListRow): string | undefined {
    const written = facts.get('household')
    if (written == null) return undefined
    const found = householdOf(db, written)
    if (found === undefined)
      this.findings.note(number, {
        ...{ code: 'household_unknown', severity: 'warning', column: null },
        text: `没有编号为“${written}”的家庭户，这一项没有导入。`
      })
    return found
  }

  private save(db: WriteDb, input: SaveInput): Trouble | undefined {
    const context: CommandContext = { ...this.ctx, db, note: () => undefined, changed: () => undefined }
    try {
      const saved = inSavepoint(db, this.act !== null, () => saveFile(context, input, this.act))
      this.findings.tally[input.id === null ? 'fresh' : saved.changed.length > 0 ? 'changed' : 'unchanged'] += 1
      return undefined
    } catch (problem) {
      if (problem instanceof AppError) return refusal(problem)
      throw problem
    }
  }

  private insert(db: WriteDb, waiting: readonly Waiting[]): void {
    if (waiting.length === 0) return
    try {
      this.insertAll(db, waiting)
      this.findings.tally.fresh += waiting.length
    } catch (problem) {
      if (!(problem instanceof AppError)) throw problem
      const [only, ...others] = waiting
      // One bad row spoils its company; each is then tried alone.
      if (others.length > 0) for (const one of waiting) this.insert(db, [one])
      else if (only !== undefined) {
        this.findings.tally.wrong += 1
        this.findings.note(only.row.number, refusal(problem))
      }
    }
  }

  private insertAll(db: WriteDb, waiting: readonly Waiting[]): void {
    const { now, today, newId, reference, actor } = this.ctx
    const act = this.act === null ? {} : { act: this.act }
    inSavepoint(db, this.act !== null, () => {
      for (const { fresh } of waiting)
        assertInScope(scopeOf(actor), { hukou_code: fresh.person.hukouCode, stay_code: fresh.episodes[0]?.residenceCode ?? '' })
      insertPersons(
        { db, reference, now, today, newId: () => newId(), ...act },
        waiting.map(({ fresh }) => fresh)
      )
    })
  }
}

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
  const flush = async (): Promise<void> => {
    const slice = rows
    rows = []
    ctx.batch((db) => {
      intake.take(db, slice)
      after(db, findings)
    })
    ctx.progress(step, Math.min(read, rowElements), Math.max(read, rowElements - headerRow))
    await turn()
  }
  for await (const raw of workbook.rows(sheet, headerRow + 1)) {
    read += 1
    const row = reader.row(raw)
    if (row !== null) rows.push(row)
    if (rows.length >= AT_ONCE) await flush()
  }
  await flush()
  for (const { row, ...trouble } of reader.end()) findings.note(row, trouble)
}
