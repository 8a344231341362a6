/** A person's file as plain rows: what changed between two states of it, and the state before changes that are taken back. */
import type { DependentKind } from '@shared/contract/persons'
import { cellOf, dependentKinds, dependents, recordName, recordOfName, type DependentRecords } from './dependents'
import type { Cell, PersonRecord, Row } from './record'

/** One person with the records that were written for this very file. */
export type PersonFile = { readonly person: PersonRecord } & { readonly [K in DependentKind]: readonly DependentRecords[K][] }

/** One line of the history without who and when. `record` is null for the person itself. */
export interface Change {
  readonly record: string | null
  readonly field: string
  readonly before: string | null
  readonly after: string | null
}

/** Whole records enter and leave the history under these names. */
export const CREATED = 'created'
export const REMOVED = 'removed'
/** The record came to stand in, or left, the file of somebody whom it links; the value is the owner's id. */
export const LINKED = 'linked'
export const UNLINKED = 'unlinked'

/** Fields of the history and the columns of table person that hold them; derived columns have no history of their own. */
export const personFields = {
  name: 'name',
  formerName: 'former_name',
  pinyin: 'pinyin',
  sex: 'sex',
  birthDate: 'birth_date',
  idType: 'id_type',
  idNo: 'id_no',
  idNoOld15: 'id_no_old15',
  noIdReason: 'no_id_reason',
  idVerified: 'id_verified_at',
  idVerifiedBy: 'id_verified_by',
  ethnicity: 'ethnicity',
  education: 'education',
  educationEdition: 'education_edition',
  hukouType: 'hukou_type',
  marital: 'marital',
  firstMarriedOn: 'first_married_on',
  currentMarriedOn: 'current_married_on',
  marriageCertNo: 'marriage_cert_no',
  onlyChildCertNo: 'only_child_cert_no',
  onlyChildCertOn: 'only_child_cert_on',
  phone: 'phone',
  phoneOwner: 'phone_owner',
  hukouCode: 'hukou_code',
  hukouText: 'hukou_text',
  hukouAsOf: 'hukou_as_of',
  householdId: 'household_id',
  relationToHead: 'relation_to_head',
  note: 'note',
  status: 'status',
  statusOn: 'status_on',
  statusRecordedOn: 'status_recorded_on',
  statusReason: 'status_reason',
  statusNote: 'status_note',
  mergedInto: 'merged_into'
} as const satisfies Record<string, keyof PersonRecord>

const textOf = (cell: Cell | undefined): string | null => (cell === undefined || cell === null ? null : String(cell))

/** @param fields field → column @returns the fields whose columns differ */
export function changesOfRow(record: string | null, fields: Readonly<Record<string, string>>, before: Row, after: Row): Change[] {
  const found: Change[] = []
  for (const [field, column] of Object.entries(fields)) {
    const [was, is] = [textOf(before[column]), textOf(after[column])]
    if (was !== is) found.push({ record, field, before: was, after: is })
  }
  return found
}

function changesOfList(kind: DependentKind, before: readonly Row[], after: readonly Row[]): Change[] {
  const was = new Map(before.map((row) => [row['id'], row]))
  const is = new Map(after.map((row) => [row['id'], row]))
  const gone = before
    .filter((row) => !is.has(row['id']))
    .map((row) => ({ record: recordName(kind, String(row['id'])), field: REMOVED, before: JSON.stringify(row), after: null }))
  const others = after.flatMap((row): Change[] => {
    const record = recordName(kind, String(row['id']))
    const earlier = was.get(row['id'])
    if (earlier === undefined) return [{ record, field: CREATED, before: null, after: null }]
    return earlier === row ? [] : changesOfRow(record, dependents[kind].fields, earlier, row)
  })
  return [...gone, ...others]
}

/** @returns the changes of one file, the person's own first; rows that are the same object are taken as unchanged */
export function changesBetween(before: PersonFile, after: PersonFile): Change[] {
  const own = before.person === after.person ? [] : changesOfRow(null, personFields, before.person, after.person)
  const hanging = dependentKinds.flatMap((kind) => (before[kind] === after[kind] ? [] : changesOfList(kind, before[kind], after[kind])))
  return [...own, ...hanging]
}

const columnOf = (fields: Readonly<Record<string, string>>, field: string): string | undefined =>
  Object.hasOwn(fields, field) ? fields[field] : undefined

const withCell = <R extends Row>(row: R, column: string, value: Cell): R => ({ ...row, [column]: value })

/** @returns the rows before one change of a record in their list */
function listBefore<R extends Row>(kind: DependentKind, rows: readonly R[], id: string, change: Change): readonly R[] {
  if (change.field === CREATED) return rows.filter((row) => row['id'] !== id)
  // What a removal wrote is a row of this very table; nothing else writes it.
  if (change.field === REMOVED) return change.before === null ? rows : [...rows, JSON.parse(change.before) as R]
  const column = columnOf(dependents[kind].fields, change.field)
  if (column === undefined) return rows
  return rows.map((row) => (row['id'] === id ? withCell(row, column, cellOf(column, change.before)) : row))
}

const isDependent = (kind: string): kind is DependentKind => Object.hasOwn(dependents, kind)

/** @returns the file as it stood before one change; lines that speak about other files leave it as it is */
export function takeBack(file: PersonFile, change: Change): PersonFile {
  if (change.record === null) {
    const column = columnOf(personFields, change.field)
    return column === undefined ? file : { ...file, person: withCell(file.person, column, cellOf(column, change.before)) }
  }
  const { kind, id } = recordOfName(change.record)
  if (!isDependent(kind)) return file
  return { ...file, [kind]: listBefore<Row>(kind, file[kind], id, change) }
}

/** @param changes of this file, the latest first @returns the file before all of them */
export const takeAllBack = (file: PersonFile, changes: readonly Change[]): PersonFile => changes.reduce(takeBack, file)

/** @returns what a field of the file holds now, undefined when its record is not there or the field has no column */
export function valueAt(file: PersonFile, record: string | null, field: string): string | null | undefined {
  if (record === null) {
    const column = columnOf(personFields, field)
    return column === undefined ? undefined : textOf((file.person as Row)[column])
  }
  const { kind, id } = recordOfName(record)
  if (!isDependent(kind)) return undefined
  const row = (file[kind] as readonly Row[]).find((one) => one['id'] === id)
  const column = columnOf(dependents[kind].fields, field)
  if (row === undefined) return undefined
  return column === undefined ? null : textOf(row[column])
}

/** @returns ids of the persons whom the records of a file link, so that they stand in those files too */
export function linksOf(file: PersonFile): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>()
  for (const kind of dependentKinds)
    for (const row of file[kind] as readonly Row[])
      for (const column of dependents[kind].links as readonly string[]) {
        const other = textOf(row[column])
        if (other === null) continue
        const records = found.get(other) ?? new Set<string>()
        records.add(recordName(kind, String(row['id'])))
        found.set(other, records)
      }
  return found
}
