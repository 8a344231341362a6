/** What is on file for the fields of a form: the closed list of sources, each in words. Nothing of health is among them. */
import {
  codeLabel,
  editionOn,
  maskResidentId,
  moveKindLabels,
  type Day,
  type FieldSource,
  type FormTemplate,
  type FormValue,
  type ReferenceBook
} from '@shared/domain'
import { AppError } from '@shared/errors'
import type { ReadDb } from '../../db'
import type { CallContext } from '../../rpc'
import {
  assertCareful,
  assertInScope,
  assertUnrestricted,
  fileOf,
  isProtectedChild,
  maskedName,
  personForSlip,
  scopeOf,
  survivorOf,
  withheldIds,
  type PersonFile,
  type PersonForSlip
} from '../persons'

type Asking = Pick<CallContext, 'actor' | 'office' | 'today' | 'reference'> & { readonly db: ReadDb }

const joined = (...parts: readonly (string | null | undefined)[]): string =>
  parts.filter((part) => part !== null && part !== undefined && part !== '').join('')
const placeWords = (reference: ReferenceBook, code: string | null, text: string | null): string =>
  joined(code === null || code === '' ? null : reference.divisionName(code), text)
const sexWords = (sex: string | null): string => ({ '1': '男', '2': '女' })[sex ?? ''] ?? ''

function labelOf({ reference, today }: Asking, name: string, code: string | null): string {
  const list = reference.codeLists[name]
  const edition = list === undefined ? null : editionOn(list, today)
  if (code === null || list === undefined || edition === null) return ''
  return codeLabel(list, edition.edition, code) ?? reference.label(name, code)
}

interface Family {
  readonly spouse: PersonFile['spouse'][number] | undefined
  readonly children: PersonFile['child']
}

/** The marriage that lasts and the children, without those whose data may only be kept. */
function familyOf({ db }: Asking, file: PersonFile): Family {
  const lasting = file.spouse.filter(({ ended_on: ended }) => ended === null)
  const kept = withheldIds(db)
  return {
    spouse: lasting.find((row) => row.spouse_id === null || !kept.has(row.spouse_id)),
    children: file.child.filter((row) => row.child_id === null || !kept.has(row.child_id))
  }
}

/** A child under 14 is masked as everywhere (PIPL art. 28). */
const childLine = (row: Family['children'][number], today: Day): string =>
  isProtectedChild(row.birth_date ?? '', today)
    ? [maskedName(row.name ?? ''), (row.birth_date ?? '').slice(0, 4)].join(' ')
    : [row.name ?? '', sexWords(row.sex), row.birth_date ?? ''].filter((part) => part !== '').join(' ')

function factsOf(asking: Asking, person: PersonForSlip, family: Family): Readonly<Partial<Record<FieldSource, FormValue>>> {
  const { reference, today, actor } = asking
  const whole = actor.grants.has('persons.reveal')
  const number = (idNo: string | null | undefined): string | null => (idNo == null ? null : whole ? idNo : maskResidentId(idNo))
  const { spouse, children } = family
  const stay = person.currentEpisode
  return {
    'person.name': person.name,
    'person.formerName': person.formerName,
    'person.sex': sexWords(person.sex),
    'person.birthDate': person.birthDate,
    'person.idNo': number(person.idNo),
    'person.marital': labelOf(asking, 'marital_status', person.marital),
    'person.hukou': placeWords(reference, person.hukouCode, person.hukouText),
    'person.residence': placeWords(reference, person.residenceCode, person.residenceText),
    'person.phone': whole ? person.phone : null,
    'spouse.name': spouse?.name ?? null,
    'spouse.sex': spouse === undefined ? null : person.sex === '1' ? '女' : '男',
    'spouse.birthDate': spouse?.birth_date ?? null,
    'spouse.idNo': number(spouse?.id_no),
    'spouse.hukou': spouse === undefined ? null : placeWords(reference, spouse.hukou_code, spouse.hukou_text),
    'marriage.date': spouse?.started_on ?? null,
    'children.count': children.length,
    'children.lines': children.map((child) => childLine(child, today)).join('\n'),
    'stay.startedOn': stay?.startedOn ?? null,
    'stay.reason':
      stay === null
        ? null
        : joined(moveKindLabels[stay.kind], stay.reason === null ? null : `（${labelOf(asking, 'move_reason', stay.reason)}）`)
  }
}

interface Known {
  readonly facts: Readonly<Partial<Record<FieldSource, FormValue>>>
  readonly children: readonly Readonly<Record<string, FormValue>>[]
}

/** A row of a form: words as they are printed; a small child keeps what it has elsewhere. */
function childRow(asking: Asking, row: Family['children'][number]): Readonly<Record<string, FormValue>> {
  const isSmall = isProtectedChild(row.birth_date ?? '', asking.today)
  return {
    name: isSmall ? maskedName(row.name ?? '') : row.name,
    sex: isSmall ? null : sexWords(row.sex),
    birthDate: isSmall ? (row.birth_date ?? '').slice(0, 4) : row.birth_date,
    relation: labelOf(asking, 'child_relation', row.relation),
    order: row.birth_order
  }
}

/** @throws AppError `persons.unknown`, `persons.out_of_scope`, `persons.restricted`, `persons.with_care` */
function personFacts(asking: Asking, id: string, careful: boolean): Known {
  const { db, actor, today } = asking
  const person = personForSlip(db, id)
  if (!person) throw new AppError('persons.unknown')
  const record = survivorOf(db, id)
  assertInScope(scopeOf(actor), record)
  assertUnrestricted(db, id)
  assertCareful(db, id, today, careful)
  const family = familyOf(asking, fileOf(db, record))
  return { facts: factsOf(asking, person, family), children: family.children.map((row) => childRow(asking, row)) }
}

export interface Begun {
  readonly personId: string | null
  readonly careful: boolean
  /** Name of the unit that issues. */
  readonly issuer: string
}

/** @returns fields and lists by name, for those that have a source and something on file */
export function beginForm(
  asking: Asking,
  { fields, added, lists }: Pick<FormTemplate, 'fields' | 'added' | 'lists'>,
  { personId, careful, issuer }: Begun
): Record<string, FormValue | Record<string, FormValue>[]> {
  const { office, today } = asking
  const known: Known = personId === null ? { facts: {}, children: [] } : personFacts(asking, personId, careful)
  const facts: Known['facts'] = { ...known.facts, 'office.name': office.name, 'office.phone': office.phone, 'office.issuer': issuer, today }
  const data: Record<string, FormValue | Record<string, FormValue>[]> = {}
  for (const { name, source } of [...fields, ...added]) {
    const value = source === undefined ? undefined : facts[source]
    if (value !== undefined && value !== null && value !== '') data[name] = value
  }
  for (const { name, source, fields: columns } of lists)
    if (source === 'children' && known.children.length > 0)
      data[name] = known.children.map((row) => Object.fromEntries(columns.map((column) => [column.name, row[column.name] ?? null])))
  return data
}
