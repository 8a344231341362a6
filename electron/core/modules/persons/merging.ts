/** Two files become one group and part again: chosen facts go to the file that goes on, everything else stays where it was written. */
import { MergeChoice } from '@shared/contract/duplicates'
import type { ReferenceBook } from '@shared/domain'
import { AppError } from '@shared/errors'
import type { ReadDb, WriteDb } from '../../db'
import { recordName, type ChildRecord, type SpouseRecord } from './dependents'
import { differingPlaces } from './differing-places'
import { openEdit, type Edit } from './edit'
import { personFields } from './file'
import { survivorOf } from './group'
import type { Origin } from './queries/changes'
import { placeById } from './queries/places'
import { isProtectedChild, maskedOwnFact } from './masks'
import { MASK } from './plain-facts'
import { matchNumber, reversedDigits, type Cell, type PersonRecord, type Row } from './record'
import { changeFile } from './store'
import type { RowContext } from './views'
import { spokenValue } from './words'

type Field = keyof typeof personFields

interface Choice {
  readonly label: string
  /** The first ones are read aloud, all go together. */
  readonly fields: readonly Field[]
  readonly spoken: readonly Field[]
}

const alone = (label: string, field: Field): Choice => ({ label, fields: [field], spoken: [field] })

/** Facts that make sense only together are chosen together. */
const CHOICES: Readonly<Record<MergeChoice, Choice>> = {
  name: { label: '姓名', fields: ['name', 'pinyin'], spoken: ['name'] },
  formerName: alone('曾用名', 'formerName'),
  sex: alone('性别', 'sex'),
  birthDate: alone('出生日期', 'birthDate'),
  number: {
    label: '证件',
    fields: ['idType', 'idNo', 'idNoOld15', 'noIdReason', 'idVerified', 'idVerifiedBy'],
    spoken: ['idType', 'idNo', 'noIdReason', 'idVerified']
  },
  ethnicity: alone('民族', 'ethnicity'),
  education: { label: '文化程度', fields: ['education', 'educationEdition'], spoken: ['education'] },
  hukouType: alone('户口性质', 'hukouType'),
  marital: alone('婚姻状况', 'marital'),
  firstMarriedOn: alone('初婚日期', 'firstMarriedOn'),
  currentMarriedOn: alone('现婚日期', 'currentMarriedOn'),
  marriageCertNo: alone('结婚证号', 'marriageCertNo'),
  onlyChild: { label: '光荣证', fields: ['onlyChildCertNo', 'onlyChildCertOn'], spoken: ['onlyChildCertNo', 'onlyChildCertOn'] },
  phone: { label: '联系电话', fields: ['phone', 'phoneOwner'], spoken: ['phone', 'phoneOwner'] },
  hukou: { label: '户籍地', fields: ['hukouCode', 'hukouText', 'hukouAsOf'], spoken: ['hukouCode', 'hukouText'] },
  household: { label: '所在户', fields: ['householdId', 'relationToHead'], spoken: ['householdId', 'relationToHead'] },
  note: alone('备注', 'note')
}

const cellOf = (person: PersonRecord, field: Field): Cell => (person as Row)[personFields[field]] ?? null

/** Which of the two values should stand: what was verified, then what there is, then the longer text or the later record. */
function suggestion(choice: MergeChoice, a: PersonRecord, b: PersonRecord): 'a' | 'b' {
  const lead = CHOICES[choice].fields[choice === 'number' ? 1 : 0] ?? 'name'
  const [one, other] = [cellOf(a, lead), cellOf(b, lead)]
  const by = (score: (person: PersonRecord) => number): 'a' | 'b' | null => (score(a) === score(b) ? null : score(a) > score(b) ? 'a' : 'b')
  const filled = by((person) => ([null, '', '9', '0'].includes(cellOf(person, lead) as string | null) ? 0 : 1))
  if (filled !== null) return filled
  const proven = by((person) => (person.id_verified_at === null ? 0 : 1))
  const later: 'a' | 'b' = a.updated_at >= b.updated_at ? 'a' : 'b'
  switch (choice) {
    case 'number':
      return proven ?? by((person) => (matchNumber(person.id_no) === null ? 0 : 1)) ?? by((person) => -person.id_checks) ?? later
    case 'name':
    case 'sex':
      return proven ?? later
    case 'birthDate':
      return proven ?? by((person) => person.birth_date.length) ?? later
    case 'note':
    case 'formerName':
      return String(one).length === String(other).length ? later : String(one).length > String(other).length ? 'a' : 'b'
    case 'hukou':
      return by((person) => person.hukou_code.length + (person.hukou_text?.length ?? 0)) ?? later
    default:
      return later
  }
}

export interface ComparedChoice {
  readonly choice: MergeChoice
  readonly label: string
  readonly a: string | null
  readonly b: string | null
  readonly same: boolean
  /** Of masked numbers: at which places they differ. */
  readonly differs: string | null
  readonly suggested: 'a' | 'b'
}

/** @returns every fact of two files beside each other, as it is read aloud and masked */
export function comparedChoices({ db, reference, today }: RowContext, a: PersonRecord, b: PersonRecord): ComparedChoice[] {
  const nameOf = (_: string, value: string): string => placeById(db, 'household', value)?.number ?? ''
  const words = (person: PersonRecord, fields: readonly Field[]): string | null => {
    const said = fields
      .map((field) => {
        const cell = cellOf(person, field)
        const whole = cell === null || cell === '' ? null : String(cell)
        const shown = whole !== null && isProtectedChild(person.birth_date, today) ? maskedOwnFact(field, whole) : whole
        const text = shown === MASK ? MASK : spokenValue(null, field, shown, { reference, nameOf })
        return field === 'idVerified' && text !== null ? `${text} 核实原件` : text
      })
      .filter((text) => text !== null)
    return said.length === 0 ? null : said.join(' ')
  }
  return MergeChoice.options.map((choice) => {
    const { label, fields, spoken } = CHOICES[choice]
    const same = fields.every((field) => cellOf(a, field) === cellOf(b, field))
    const differs = choice === 'number' ? differingPlaces(a.id_no, b.id_no) : choice === 'phone' ? differingPlaces(a.phone, b.phone) : null
    return { choice, label, a: words(a, spoken), b: words(b, spoken), same, differs, suggested: suggestion(choice, a, b) }
  })
}

/** @returns which file should go on: the verified one, then one in use, then the one with a number, then the older */
export function suggestedSurvivor(a: PersonRecord, b: PersonRecord): 'a' | 'b' {
  const marks = (person: PersonRecord): number =>
    (person.id_verified_at === null ? 0 : 4) + (person.status === 'active' ? 2 : 0) + (matchNumber(person.id_no) === null ? 0 : 1)
  if (marks(a) !== marks(b)) return marks(a) > marks(b) ? 'a' : 'b'
  return a.seq <= b.seq ? 'a' : 'b'
}

/** Facts of the file that goes on, with those taken from the other one. */
function withTaken(survivor: PersonRecord, merged: PersonRecord, taken: ReadonlySet<MergeChoice>): PersonRecord {
  const columns: Record<string, Cell> = {}
  for (const choice of taken)
    for (const field of CHOICES[choice].fields) columns[personFields[field]] = (merged as Row)[personFields[field]] ?? null
  const next = { ...survivor, ...columns }
  // The paper that was seen bears this number and this name; a mixture nobody has seen.
  const seen = taken.has('number') ? merged : survivor
  return next.name === seen.name ? next : { ...next, id_verified_at: null, id_verified_by: null }
}

/** Files of both groups and of those whose records stand in them. */
function openBoth(db: ReadDb, survivor: PersonRecord, merged: PersonRecord): Edit {
  const [one, other] = [openEdit(db, survivor), openEdit(db, merged)]
  const before = new Map([...one.before, ...other.before])
  return { own: survivor.seq, ids: new Set([...one.ids, ...other.ids]), before, after: new Map(before), reasons: new Map() }
}

const isIn = (ids: ReadonlySet<string>, id: string | null): boolean => id !== null && ids.has(id)

/** @throws AppError `duplicates.parent_and_child` */
function assertNoParent({ before, ids }: Edit): void {
  for (const { person, child } of before.values())
    for (const row of child) {
      const parent = ids.has(person.id) || isIn(ids, row.other_parent_id)
      if (parent && isIn(ids, row.child_id)) {
        const other = [...before.values()].find((file) => file.person.id === row.child_id)
        throw new AppError('duplicates.parent_and_child', { parent: person.name, child: other?.person.name ?? row.name ?? '' })
      }
    }
}

const SELF_LINK = '并入后成为自己与自己的登记'

/** Records that would link the group with itself: the marriage goes, the other parent is nobody. */
function dropSelfLinks(edit: Edit): void {
  for (const [seq, file] of edit.after) {
    if (!edit.ids.has(file.person.id)) continue
    const own = (row: SpouseRecord): boolean => isIn(edit.ids, row.spouse_id)
    const spouse = file.spouse.filter((row) => !own(row))
    for (const row of file.spouse) if (own(row)) edit.reasons.set(recordName('spouse', row.id), SELF_LINK)
    const both = (row: ChildRecord): boolean => isIn(edit.ids, row.other_parent_id)
    const child = file.child.some(both) ? file.child.map((row) => (both(row) ? { ...row, other_parent_id: null } : row)) : file.child
    if (spouse.length !== file.spouse.length || child !== file.child)
      edit.after.set(seq, { ...file, spouse: spouse.length === file.spouse.length ? file.spouse : spouse, child })
  }
}

/** Main numbers that would be lost from sight stand beside the one chosen. */
function keepPhone(edit: Edit, survivor: PersonRecord, merged: PersonRecord, newId: () => string): void {
  const file = edit.after.get(edit.own)
  if (file === undefined) return
  const shown = new Set(
    [...edit.after.values()].filter(({ person }) => edit.ids.has(person.id)).flatMap(({ phone }) => phone.map(({ number }) => number))
  )
  const main = file.person.phone
  const lost = [survivor, merged].find(({ phone }) => phone !== null && phone !== main && !shown.has(phone))
  if (lost?.phone == null) return
  const row = { person_seq: edit.own, id: newId(), number: lost.phone, reversed: reversedDigits(lost.phone), owner: lost.phone_owner }
  edit.after.set(edit.own, { ...file, phone: [...file.phone, row] })
}

export interface MergeContext {
  readonly db: WriteDb
  readonly reference: ReferenceBook
  readonly today: string
  newId(): string
}

/**
 * One file goes into another as part of an act; nothing that hangs on either moves.
 * @param taken facts that the surviving file takes from the other one
 * @throws AppError `duplicates.parent_and_child`
 */
export function mergeFiles(
  context: MergeContext,
  survivor: PersonRecord,
  merged: PersonRecord,
  taken: ReadonlySet<MergeChoice>,
  origin: Origin
): void {
  const { db, today } = context
  const edit = openBoth(db, survivor, merged)
  assertNoParent(edit)
  const own = edit.after.get(survivor.seq)
  if (own === undefined) throw new RangeError('a file that goes on is open')
  edit.after.set(survivor.seq, { ...own, person: withTaken(survivor, merged, taken) })
  dropSelfLinks(edit)
  keepPhone(edit, survivor, merged, () => context.newId())
  const other = edit.after.get(merged.seq)
  if (other === undefined) throw new RangeError('a file that is merged is open')
  const gone = { ...other.person, status: 'merged' as const, merged_into: survivor.seq, survivor: survivor.seq }
  const why = { status_on: today, status_recorded_on: today, status_reason: null, status_note: null }
  edit.after.set(merged.seq, { ...other, person: { ...gone, ...why } })
  // The file that is merged comes last: its stays then count for one that is settled already.
  const order = [...edit.before].sort(([a], [b]) => Number(a === merged.seq) - Number(b === merged.seq))
  for (const [seq, before] of order) changeFile(context, before, edit.after.get(seq) ?? before, origin, edit.reasons)
}

/** What a merge would do beside the chosen facts, in sentences. @throws AppError `duplicates.parent_and_child` */
export function mergeNotes(db: ReadDb, a: PersonRecord, b: PersonRecord): string[] {
  const edit = openBoth(db, a, b)
  assertNoParent(edit)
  const files = [...edit.before.values()].filter(({ person }) => edit.ids.has(person.id))
  const marriages = files.flatMap(({ spouse }) => spouse)
  const notes: string[] = []
  if (marriages.some((row) => isIn(edit.ids, row.spouse_id)))
    notes.push('两份档案互相登记为配偶，合并时删去这一段婚姻登记；撤销合并时恢复。')
  const open = files.filter(({ spouse }) => spouse.some((row) => row.ended_on === null && !isIn(edit.ids, row.spouse_id)))
  if (open.length > 1) notes.push('两份档案各有一段没有结束的婚姻，合并后请核对是否同一段。')
  if (a.phone !== null && b.phone !== null && a.phone !== b.phone) notes.push('两个电话都保留：没有选中的列为其他电话。')
  if (files.filter(({ child }) => child.length > 0).length > 1) notes.push('两份档案都有子女；子女自己有两份档案的，合并后列为疑似重复。')
  return notes
}

/** @returns own files of the children of a group, each once, as rows of table person */
export function childFilesOf(db: ReadDb, person: PersonRecord): PersonRecord[] {
  const edit = openEdit(db, person)
  const ids = [...edit.before.values()]
    .flatMap(({ person: { id }, child }) => child.filter((row) => edit.ids.has(id) || isIn(edit.ids, row.other_parent_id)))
    .map((row) => row.child_id)
  const files = new Map<number, PersonRecord>()
  for (const id of ids) {
    if (id === null) continue
    const child = survivorOf(db, id)
    files.set(child.seq, child)
  }
  return [...files.values()]
}
