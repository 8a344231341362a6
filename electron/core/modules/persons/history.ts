/** The history in words: every change of every record of a file, read from the latest back so that each line knows what it spoke about. */
import type { HistoryEntry, PersonView, StatusStep } from '@shared/contract/persons'
import type { z } from 'zod'
import { dependents, recordOfName, type ChildRecord, type EpisodeRecord, type SpouseRecord } from './dependents'
import { CREATED, REMOVED, takeBack, type PersonFile } from './file'
import { linesOf, type LoadedFile } from './loaded-file'
import { isProtectedChild, maskedName, maskedOwnFact, shownName } from './masks'
import { MASK } from './plain-facts'
import { actBySeq } from './queries/acts'
import { survivorOf } from './group'
import { changesOf, type ChangeRecord } from './queries/changes'
import { fileOf, personById, personBySeq } from './queries/files'
import { placeById } from './queries/places'
import type { Row } from './record'
import { isInScope } from './scope'
import type { ViewContext } from './view-context'
import { isSpoken, labelOfChange, spokenValue, type Speaking } from './words'

function personName(context: ViewContext, id: string): string {
  const person = personById(context.db, id)
  if (person === undefined) return '（已不在档）'
  return isInScope(context.scope, survivorOf(context.db, person.seq)) ? shownName(person, context.today) : maskedName(person.name)
}

/** Names of what a history links. */
function nameOf(context: ViewContext, field: string, value: string): string {
  switch (field) {
    case 'householdId':
      return placeById(context.db, 'household', value)?.number ?? '（已不在档）'
    case 'employerId':
      return placeById(context.db, 'employer', value)?.name ?? '（已不在档）'
    case 'mergedInto':
      return personName(context, personBySeq(context.db, Number(value))?.id ?? '')
    default:
      return personName(context, value)
  }
}

function childOf(context: ViewContext, row: ChildRecord): { name: string; masked: boolean } {
  const own = row.child_id === null ? undefined : personById(context.db, row.child_id)
  const facts = own ?? row
  const masked =
    isProtectedChild(facts.birth_date, context.today) || (own !== undefined && !isInScope(context.scope, survivorOf(context.db, own.seq)))
  return { name: facts.name === null ? '' : masked ? maskedName(facts.name) : facts.name, masked }
}

/** What a clerk recognises a record by. */
function nameOfRecord(context: ViewContext, kind: string, row: Row | undefined): { name: string; masked: boolean } {
  if (row === undefined) return { name: '', masked: true }
  switch (kind) {
    case 'child':
      return childOf(context, row as ChildRecord)
    case 'spouse': {
      const { spouse_id: id, name } = row as SpouseRecord
      return { name: id === null ? (name ?? '') : personName(context, id), masked: false }
    }
    case 'episode': {
      const { started_on: day, residence_code: code } = row as EpisodeRecord
      return { name: `${day} 起 ${context.reference.divisionName(code)}`, masked: false }
    }
    case 'consent':
      return { name: context.reference.label('purpose', String(row['purpose'])), masked: false }
    default:
      return { name: '', masked: false }
  }
}

const isDependent = (kind: string): kind is keyof typeof dependents => Object.hasOwn(dependents, kind)

const rowIn = (file: PersonFile, kind: string, id: string): Row | undefined =>
  isDependent(kind) ? (file[kind] as readonly Row[]).find((row) => row['id'] === id) : undefined

const removedRow = ({ field, before }: ChangeRecord): Row | undefined =>
  field === REMOVED && before !== null ? (JSON.parse(before) as Row) : undefined

/** @param file as it stood right after the line, @param earlier right before it */
function entry(context: ViewContext, line: ChangeRecord, file: PersonFile, earlier: PersonFile): HistoryEntry {
  const named = line.record === null ? null : recordOfName(line.record)
  const kind = named?.kind ?? null
  const row = named === null ? undefined : (rowIn(file, named.kind, named.id) ?? rowIn(earlier, named.kind, named.id) ?? removedRow(line))
  const { name, masked } = kind === null ? { name: '', masked: false } : nameOfRecord(context, kind, row)
  const speaking: Speaking = { reference: context.reference, nameOf: (field, value) => nameOf(context, field, value), masked }
  const whole = line.field === CREATED || line.field === REMOVED
  const isSmall = kind === null && isProtectedChild(file.person.birth_date, context.today)
  const said = (value: string | null): string | null => {
    const shown = isSmall && value !== null ? maskedOwnFact(line.field, value) : value
    return shown === MASK ? MASK : spokenValue(kind, line.field, shown, speaking)
  }
  const act = line.act === null ? undefined : actBySeq(context.db, line.act)
  return {
    at: line.at,
    by: line.by,
    record: named === null ? null : { ...named, name },
    field: line.field,
    label: labelOfChange(kind, line.field, name),
    before: whole ? null : said(line.before),
    after: whole ? null : said(line.after),
    why: line.why,
    slipNo: line.slip_no,
    act: act === undefined ? null : { id: act.id, kind: act.kind, note: act.note }
  }
}

/** @returns every line of the file's history, the latest first */
export function historyOf(context: ViewContext, { members }: LoadedFile): HistoryEntry[] {
  const { db } = context
  const files = new Map<number, PersonFile>()
  const fileAtLine = (seq: number): PersonFile | undefined => {
    const person = files.has(seq) ? undefined : personBySeq(db, seq)
    if (person !== undefined) files.set(seq, fileOf(db, person))
    return files.get(seq)
  }
  const wanted = linesOf(
    db,
    members.map(({ person }) => person)
  )
  const shown = new Set(wanted.map(({ seq }) => seq))
  const owners = new Set(wanted.map(({ person_seq }) => person_seq))
  // All lines of every file concerned are walked, so that a file stands as it did when a line was written.
  const all = [...owners].flatMap((seq) => (seq === null ? [] : changesOf(db, seq))).sort((a, b) => b.seq - a.seq)
  const found: HistoryEntry[] = []
  for (const line of all) {
    const file = line.person_seq === null ? undefined : fileAtLine(line.person_seq)
    if (file === undefined) continue
    const earlier = takeBack(file, line)
    files.set(file.person.seq, earlier)
    if (shown.has(line.seq) && isSpoken(line.field)) found.push(entry(context, line, file, earlier))
  }
  return found
}

const STATUS_FIELDS = new Set(['status', 'statusOn', 'statusRecordedOn', 'statusReason', 'statusNote', 'mergedInto'])

const stepOf = ({ person }: PersonFile, at: string, by: string): z.infer<typeof StatusStep> => ({
  status: person.status,
  on: person.status_on,
  recordedAt: at,
  by,
  reason: person.status_reason,
  note: person.status_note
})

/** The chain of statuses of one file, the latest first; it begins with the day the file was made. */
export function statusesOf(context: ViewContext, file: PersonFile): PersonView['statuses'] {
  const lines = changesOf(context.db, file.person.seq)
  const past = context.moment === null ? lines : lines.filter(({ at }) => at <= (context.moment ?? ''))
  const steps: PersonView['statuses'] = []
  let state = file
  let last: ChangeRecord | undefined
  for (const line of past) {
    if (line.record !== null || !STATUS_FIELDS.has(line.field)) continue
    if (last === undefined || last.at !== line.at || last.by !== line.by) steps.push(stepOf(state, line.at, line.by))
    state = takeBack(state, line)
    last = line
  }
  const made = past.findLast(({ record, field }) => record === null && field === CREATED)
  return [...steps, stepOf(state, file.person.created_at, made?.by ?? file.person.updated_by)]
}
