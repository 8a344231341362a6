/** Methods about one file: read it now or as it stood, its history, save it, change its status, show a masked value. */
import { isDay, requiredFieldLabel } from '@shared/domain'
import { AppError } from '@shared/errors'
import type { CallContext, CommandContext, Handlers } from '../../../rpc'
import type { ReadDb } from '../../../db'
import { dependents, recordOfName } from '../dependents'
import type { PersonFile } from '../file'
import { knownPerson, livingPerson, survivorOf } from '../group'
import { historyOf, statusesOf } from '../history'
import { loadFile, type LoadedFile, type Moment } from '../loaded-file'
import { codeFact, textFact } from '../plain-facts'
import { fileOf, personBySeq } from '../queries/files'
import { missingIn } from '../queries/minimum-file'
import { noteReveal } from '../queries/photos'
import type { PersonRecord, Row } from '../record'
import { assertRevision, originOf, saveFile } from '../save'
import { assertInScope, scopeOf } from '../scope'
import { changeFile } from '../store'
import { childView, openView } from '../family-views'
import type { ViewContext } from '../view-context'
import { personView } from '../views'
import { fileWarnings, savedWarnings } from '../warnings'
import { labelOfKind } from '../words'

type PersonHandlers = Handlers<'persons'>
type Reading = Pick<CallContext, 'actor' | 'reference' | 'today'> & { readonly db: ReadDb }

const viewContext = ({ db, reference, today, actor }: Reading, moment: Moment): ViewContext => ({
  ...{ db, reference, today, moment },
  scope: scopeOf(actor)
})

/** The file that goes on for the one asked for. @throws AppError `persons.unknown`, `persons.out_of_scope` */
export function readable(context: Reading, id: string, own = false): PersonRecord {
  const end = survivorOf(context.db, id)
  assertInScope(scopeOf(context.actor), end)
  return own ? knownPerson(context.db, id) : end
}

/** The file to change at its revision. @throws AppError `persons.unknown`, `persons.out_of_scope`, `persons.merged`, `persons.changed_meanwhile` */
export function writable(ctx: CommandContext, id: string, revision: number): PersonRecord {
  const person = livingPerson(ctx, id)
  assertRevision(person, revision)
  return person
}

const loaded = (db: ReadDb, person: PersonRecord, own = false): LoadedFile => {
  const file = loadFile(db, person, null, own)
  if (file === null) throw new AppError('persons.unknown')
  return file
}

const mainOf = ({ members, person }: LoadedFile): PersonFile => {
  const main = members.find((member) => member.person.seq === person.seq)
  if (main === undefined) throw new RangeError('a loaded file holds its own rows')
  return main
}

const get: PersonHandlers['get'] = (ctx, { id, own }) => {
  const file = loaded(ctx.db, readable(ctx, id, own), own)
  ctx.note({ subject: file.person.id })
  const context = viewContext(ctx, null)
  const { seq, status } = file.person
  const missing = status === 'active' ? missingIn(ctx.db, seq, ctx.rules.counting.minimumFile.fields) : []
  return {
    ...personView(context, file, fileWarnings(ctx, file), statusesOf(context, mainOf(file))),
    missing: missing.map(requiredFieldLabel)
  }
}

/** The last instant of a day in China. */
const endOf = (day: string): string => `${day}T15:59:59.999Z`

const asOf: PersonHandlers['asOf'] = (ctx, { id, day }) => {
  if (!isDay(day)) throw new AppError('persons.bad_date', { value: day }, { fields: { day: '没有这一天' } })
  readable(ctx, id)
  ctx.note({ subject: id, detail: { day } })
  const moment = endOf(day)
  const file = loadFile(ctx.db, knownPerson(ctx.db, id), moment)
  if (file === null) return { person: null }
  const context = viewContext(ctx, moment)
  return { person: personView(context, file, [], statusesOf(context, mainOf(file))) }
}

const history: PersonHandlers['history'] = (ctx, { id }) => {
  const file = loaded(ctx.db, readable(ctx, id))
  ctx.note({ subject: file.person.id })
  return { rows: historyOf(viewContext(ctx, null), file) }
}

const save: PersonHandlers['save'] = (ctx, input) => {
  const saved = saveFile(ctx, input)
  ctx.note({ subject: saved.id, detail: { fields: saved.changed } })
  if (saved.changed.length > 0) ctx.changed('persons')
  const warnings = savedWarnings(ctx, saved.file(), saved.facts, input.person.idNo)
  return { id: saved.id, revision: saved.revision, warnings, records: saved.records }
}

const setStatus: PersonHandlers['setStatus'] = (ctx, { id, revision, status, on, reason, note }) => {
  const { db, reference, today } = ctx
  const person = writable(ctx, id, revision)
  if (!isDay(on)) throw new AppError('persons.bad_date', { value: on }, { fields: { on: '没有这一天' } })
  const coded = codeFact('file_status_reason', reason, 'reason', ctx)
  const words = textFact(note, 'note', '说明')
  ctx.note({ subject: id, detail: { from: person.status, to: status } })
  const same = person.status === status && person.status_on === on && person.status_reason === coded && person.status_note === words
  if (same) return { id, revision }
  const before = fileOf(db, person)
  const after = { ...person, status, status_on: on, status_recorded_on: today, status_reason: coded, status_note: words }
  changeFile({ db, reference }, before, { ...before, person: after }, originOf(ctx, null))
  ctx.changed('persons')
  return { id, revision: personBySeq(db, person.seq)?.revision ?? revision }
}

/** @throws AppError `persons.record_unknown` */
function recordOf(db: ReadDb, person: PersonRecord, record: string): { row: Row; owner: PersonRecord; fromOther: boolean } {
  const { kind, id } = recordOfName(record)
  const file = loaded(db, person)
  for (const member of file.members)
    for (const known of Object.keys(dependents))
      if (known === kind) {
        const row = (member[known as keyof typeof dependents] as readonly Row[]).find((one) => one['id'] === id)
        if (row !== undefined) return { row, owner: member.person, fromOther: false }
      }
  const foreign = [...file.marriages, ...file.children].find((one) => one.row.id === id)
  if (foreign === undefined) throw new AppError('persons.record_unknown', { label: labelOfKind(kind) })
  return { row: foreign.row, owner: foreign.owner, fromOther: true }
}

/** Column of a masked value; a linked spouse or child keeps it in a file of its own. */
const COLUMNS: Readonly<Record<string, string>> = {
  idNo: 'id_no',
  idNoOld15: 'id_no_old15',
  phone: 'phone',
  ethnicity: 'ethnicity',
  number: 'number',
  dwellingPhone: 'dwelling_phone'
}

const textOf = (row: Row, field: string): string | null => {
  const value = row[COLUMNS[field] ?? ''] ?? null
  return value === null ? null : String(value)
}

/** The other side of a record, when its facts stand there. */
function behind(db: ReadDb, row: Row, owner: PersonRecord, fromOther: boolean): PersonRecord | null {
  const id = fromOther && 'spouse_id' in row ? owner.id : (row['spouse_id'] ?? row['child_id'] ?? null)
  return id === null ? null : survivorOf(db, String(id))
}

const reveal: PersonHandlers['reveal'] = (ctx, { id, record, field, reason }) => {
  const person = readable(ctx, id)
  noteReveal(ctx.db, person.id, { at: ctx.now, by: ctx.actor.displayName, record, field, reason })
  ctx.note({ subject: person.id, detail: { field, record: record === null ? null : recordOfName(record).kind } })
  if (record === null) return field === 'child' ? { value: null, child: openView(person) } : { value: textOf(person, field), child: null }
  const { row, owner, fromOther } = recordOf(ctx.db, person, record)
  const other = behind(ctx.db, row, owner, fromOther)
  // A linked file is opened only to who may read it.
  if (other !== null) assertInScope(scopeOf(ctx.actor), other)
  if (field !== 'child' || !('child_id' in row)) return { value: textOf(other ?? row, field), child: null }
  const file = fileOf(ctx.db, owner).child.find((child) => child.id === row['id'])
  if (file === undefined) return { value: null, child: null }
  return { value: null, child: childView(viewContext(ctx, null), file, owner.id, fromOther ? owner.id : file.other_parent_id, true) }
}

export const fileHandlers = { get, asOf, history, save, setStatus, reveal } satisfies Partial<PersonHandlers>
