/** Rows taken in: matched, saved under the act, or tried and let go; a dry run and an import walk the same way. */
import type { WantedImport } from '@shared/contract/workbooks'
import { nameSearchKey } from '@shared/domain'
import { AppError } from '@shared/errors'
import type { WriteDb } from '../../db'
import type { CommandContext, JobContext } from '../../rpc'
import {
  assertInScope,
  cellOfPerson,
  fileOf,
  groupOf,
  inHousehold,
  knownPerson,
  saveFile,
  scopeOf,
  survivorOf,
  writePersons,
  type CheckedPerson,
  type PersonRecord
} from '../persons'
import { candidatesOf, noCandidates } from './candidates'
import { freshRow, refusal, whyOf, type FreshContext } from './fresh-row'
import { keyOf } from './identity'
import { matchRow, type Match, type Matching } from './match'
import { PeopleMet } from './people-met'
import { decisionOf, employerName, householdOf, idOf, inSavepoint, isMadeBy, lastSeq } from './queries'
import type { ListRow, Trouble } from './read-rows'
import { Findings } from './report'
import { RowSpans } from './row-spans'
import { typedRow, type OnFile, type SaveInput } from './typed-row'

const error = (code: Trouble['code'], text: string): Trouble => ({ code, severity: 'error', column: null, text })

/** A file's own row, whatever it was merged into. */
const ownRow = (db: WriteDb, seq: number): PersonRecord => knownPerson(db, idOf(db, seq) ?? '')

function ownFile(db: WriteDb, id: string): PersonRecord | null {
  try {
    return survivorOf(db, id)
  } catch (problem) {
    if (problem instanceof AppError && problem.code === 'persons.unknown') return null
    throw problem
  }
}

function onFileOf(db: WriteDb, person: PersonRecord): OnFile {
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

/** One walk through a list. */
export class Intake {
  readonly findings: Findings
  private readonly ctx: JobContext
  private readonly fresh: FreshContext
  /** Row number of the act; null lets everything go again. */
  private readonly act: number | null
  private readonly met = new PeopleMet()
  /** Files this walk made: rows are compared with them by `met`, in a dry run too, where they are not written. */
  private readonly made = new RowSpans()

  constructor(ctx: JobContext, { sheet, kind }: Pick<WantedImport, 'sheet' | 'kind'>, act: number | null) {
    this.ctx = ctx
    this.act = act
    this.fresh = { reference: ctx.reference, today: ctx.today, moveKind: kind, by: ctx.actor.displayName }
    this.findings = new Findings(sheet, ctx.reference, scopeOf(ctx.actor))
  }

  take(db: WriteDb, rows: readonly ListRow[]): void {
    const matching = this.matchingOf(db, rows)
    const waiting: CheckedPerson[] = []
    for (const row of rows) {
      this.findings.tally.rows += 1
      for (const trouble of row.troubles) this.findings.note(row.number, trouble)
      const fault = row.troubles.some(({ severity }) => severity === 'error') ? null : this.one(db, row, matching, waiting)
      if (fault === undefined) continue
      this.findings.tally.wrong += 1
      if (fault !== null) this.findings.note(row.number, fault)
    }
    this.write(db, waiting)
  }

  private matchingOf(db: WriteDb, rows: readonly ListRow[]): Matching {
    const { made, act } = this
    const nobodyElse = made.covers(lastSeq(db))
    return {
      db,
      candidates: nobodyElse
        ? noCandidates
        : candidatesOf(
            db,
            rows.map(({ identity }) => identity),
            (seq) => !made.has(seq)
          ),
      ownById: (id) => ownFile(db, id),
      // An import that goes on after a stop finds the people it took in before.
      isMadeHere: (seq) => act !== null && isMadeBy(db, act, seq)
    }
  }

  /** @returns why the row cannot be taken; undefined when all is well */
  private one(db: WriteDb, row: ListRow, matching: Matching, waiting: CheckedPerson[]): Trouble | undefined {
    const twin = this.met.twinOf(row.number, row.identity)
    if (twin !== undefined) return error('twice', `与第 ${String(twin)} 行是同一个人，只看前面那一行。`)
    const match = this.toldApart(db, row, matchRow(row.identity, matching))
    if (match.is === 'missing') return error('not_on_file', '没有这个内部编号的档案，可能不是本单位导出的表。')
    if (match.is === 'doubtful') {
      this.findings.doubt(row, match)
      return undefined
    }
    return match.is === 'known' ? this.typedAndSaved(db, row, match.person) : this.born(db, row, waiting)
  }

  /** Somebody who is nobody on file may still be another row of this list. */
  private toldApart(db: WriteDb, { identity }: ListRow, match: Match): Match {
    if (match.is !== 'new') return match
    const namesake = this.met.namesakeOf(identity)
    if (namesake === undefined) return match
    const key = keyOf(identity)
    if (decisionOf(db, key) === null) return match
    return { is: 'doubtful', key, why: `与第 ${String(namesake)} 行同名同生日，也没有两个号码分得开`, persons: [], decided: null }
  }

  private born(db: WriteDb, row: ListRow, waiting: CheckedPerson[]): Trouble | undefined {
    const fresh = row.fresh ?? freshRow(this.fresh, row)
    if (fresh.as === 'refused') return fresh.trouble
    if (fresh.as === 'family') {
      const trouble = this.typedAndSaved(db, row, null)
      if (trouble === undefined) this.met.remember(row.number, row.identity)
      return trouble
    }
    const { person } = fresh
    try {
      const [hukou_code, stay_code] = [cellOfPerson(person, 'hukou_code'), cellOfPerson(person, 'stay_code')].map(String)
      assertInScope(scopeOf(this.ctx.actor), { hukou_code: hukou_code ?? '', stay_code: stay_code ?? '' })
    } catch (problem) {
      if (problem instanceof AppError) return refusal(problem)
      throw problem
    }
    const household = this.household(db, row)
    waiting.push(household === undefined ? person : inHousehold(person, household))
    this.met.remember(row.number, row.identity)
    return undefined
  }

  private household(db: WriteDb, { number, identity: { household: written } }: ListRow): string | undefined {
    if (written === '') return undefined
    const found = householdOf(db, written)
    if (found === undefined)
      this.findings.note(number, {
        ...{ code: 'household_unknown', severity: 'warning', column: null },
        text: `没有编号为“${written}”的家庭户，这一项没有导入。`
      })
    return found
  }

  private typedAndSaved(db: WriteDb, row: ListRow, person: PersonRecord | null): Trouble | undefined {
    const typed = typedRow(row, {
      onFile: person === null ? null : onFileOf(db, person),
      moveKind: this.fresh.moveKind,
      why: whyOf(row.number),
      householdId: this.household(db, row)
    })
    return 'trouble' in typed ? typed.trouble : this.save(db, typed.input)
  }

  private save(db: WriteDb, input: SaveInput): Trouble | undefined {
    const context: CommandContext = { ...this.ctx, db, note: () => undefined, changed: () => undefined }
    try {
      const saved = inSavepoint(db, this.act !== null, () => saveFile(context, input, this.act))
      if (input.id === null && this.act !== null) this.made.add(saved.seq, saved.seq)
      this.findings.tally[input.id === null ? 'fresh' : saved.changed.length > 0 ? 'changed' : 'unchanged'] += 1
      return undefined
    } catch (problem) {
      if (problem instanceof AppError) return refusal(problem)
      throw problem
    }
  }

  /** New people have passed every check: a dry run has nothing more to learn from writing them. */
  private write(db: WriteDb, waiting: readonly CheckedPerson[]): void {
    this.findings.tally.fresh += waiting.length
    if (this.act === null || waiting.length === 0) return
    const { now, today, newId, reference } = this.ctx
    const last = lastSeq(db)
    writePersons({ db, reference, now, today, newId: () => newId(), act: this.act }, waiting)
    this.made.add(last + 1, last + waiting.length)
  }
}
