/** One file as a row of a table: codes in words that come back as the same codes, masked unless whole values were asked for. */
import { ageOn, codeLabel, editionOn, isPartialDate, maskPhone, maskResidentId, type Day, type ReferenceBook } from '@shared/domain'
import type { ReadDb } from '../../db'
import type { WriteCell } from '../../workbook'
import {
  fileOf,
  groupOf,
  isInScope,
  isProtectedChild,
  knownPerson,
  maskedName,
  nameInScope,
  survivorOf,
  withheldIds,
  type PersonFile,
  type PersonRecord,
  type Scope
} from '../persons'
import type { Field, Guard } from './fields'
import { employerName, householdNumber, idOf } from './queries'
import { withEdition } from './values'

/** Everything of one person that a list can show, by field. */
type Told = Readonly<Record<string, string | number | null | undefined>>

export interface RowWriter {
  row(id: string): WriteCell[]
}

const GROWN_UP = 14

/** Files of others whose data may only be kept: they stand in nobody's row. */
type Kept = ReadonlySet<string>

/** The other one of a marriage and the children on file are told by their own files. */
function spouseTold(db: ReadDb, file: PersonFile, scope: Scope, kept: Kept): Told {
  const spouse = file.spouse.find(({ ended_on: ended }) => ended === null)
  if (spouse === undefined) return {}
  const own = spouse.spouse_id === null ? null : survivorOf(db, spouse.spouse_id)
  if (own !== null && kept.has(own.id)) return {}
  if (own !== null && !isInScope(scope, own)) return { 'spouse.name': nameInScope(scope, own), 'spouse.employer': spouse.employer }
  return {
    'spouse.name': own?.name ?? spouse.name,
    'spouse.idNo': own === null ? spouse.id_no : own.id_no,
    'spouse.birthDate': own?.birth_date ?? spouse.birth_date,
    'spouse.hukouCode': own?.hukou_code ?? spouse.hukou_code,
    'spouse.hukouText': own === null ? spouse.hukou_text : own.hukou_text,
    'spouse.phone': own === null ? spouse.phone : own.phone,
    'spouse.employer': spouse.employer
  }
}

function childTold(db: ReadDb, file: PersonFile, scope: Scope, kept: Kept): Told {
  const children = file.child.flatMap((one) => {
    const own = one.child_id === null ? null : survivorOf(db, one.child_id)
    if (own !== null && kept.has(own.id)) return []
    if (own !== null && !isInScope(scope, own))
      return [{ id: one.id, relation: null, location: null, name: nameInScope(scope, own), sex: null, birthDate: null, idNo: null }]
    return [
      {
        ...{ id: one.id, relation: one.relation, location: one.location },
        name: own?.name ?? one.name,
        sex: own?.sex ?? one.sex,
        birthDate: own?.birth_date ?? one.birth_date,
        idNo: own === null ? one.id_no : own.id_no
      }
    ]
  })
  children.sort((a, b) => ((a.birthDate ?? '9') + a.id < (b.birthDate ?? '9') + b.id ? -1 : 1))
  const told: Record<string, string | null> = {}
  for (const [at, { id: _, ...facts }] of children.entries())
    for (const [key, value] of Object.entries(facts)) told[`child${String(at + 1)}.${key}`] = value
  return told
}

function stayTold(db: ReadDb, person: PersonRecord, episodes: PersonFile['episode']): Told {
  const { stay_kind: kind, stay_started: started, stay_code: code } = person
  const stay = episodes.find((one) => one.kind === kind && one.started_on === started && one.residence_code === code)
  if (stay === undefined) return {}
  return {
    'stay.kind': stay.kind,
    'stay.startedOn': stay.started_on,
    'stay.endedOn': stay.ended_on,
    'stay.residenceCode': stay.residence_code,
    'stay.residenceText': stay.residence_text,
    'stay.reason': stay.reason,
    'stay.dwellingKind': stay.dwelling_kind,
    'stay.dwellingContact': stay.dwelling_contact,
    'stay.dwellingPhone': stay.dwelling_phone,
    'stay.occupation': stay.occupation,
    'stay.companions': stay.companions,
    'stay.employer': stay.employer_id === null ? null : employerName(db, stay.employer_id)
  }
}

const personTold = (db: ReadDb, person: PersonRecord): Told => ({
  id: person.id,
  name: person.name,
  idNo: person.id_no,
  sex: person.sex,
  birthDate: person.birth_date,
  formerName: person.former_name,
  idType: person.id_type,
  noIdReason: person.no_id_reason,
  ethnicity: person.ethnicity,
  education: person.education,
  hukouType: person.hukou_type,
  marital: person.marital,
  firstMarriedOn: person.first_married_on,
  currentMarriedOn: person.current_married_on,
  marriageCertNo: person.marriage_cert_no,
  onlyChildCertNo: person.only_child_cert_no,
  phone: person.phone,
  phoneOwner: person.phone_owner,
  hukouCode: person.hukou_code,
  hukouText: person.hukou_text,
  relationToHead: person.relation_to_head,
  household: person.household_id === null ? null : householdNumber(db, person.household_id),
  note: person.note?.replace(/[\r\n\t]+/g, ' ').trim() ?? null
})

const MASKS: Readonly<Record<Guard, (value: string) => string>> = {
  number: maskResidentId,
  phone: maskPhone,
  star: () => '*',
  child: () => '*',
  ownName: maskedName,
  ownSex: () => '*',
  ownBirth: () => ''
}

/** Hides what somebody under fourteen is known by, and nobody else's. */
const isOwn = (guard: Guard | undefined): boolean => guard === 'ownName' || guard === 'ownSex' || guard === 'ownBirth'

function labelOf(reference: ReferenceBook, today: Day, { kind, key }: Field, code: string, edition: string | null): string {
  if (kind.as !== 'list') return code
  for (const name of kind.lists) {
    const list = reference.codeLists[name]
    if (list === undefined) continue
    const present = editionOn(list, today)
    if (key === 'education' && edition !== null && edition !== present?.edition) {
      const label = codeLabel(list, edition, code)
      if (label !== null) return withEdition(label, edition)
    }
    const found = present?.codes.find((one) => one.code === code)
    if (found !== undefined) return present?.codes.filter(({ label }) => label === found.label).length === 1 ? found.label : code
    for (const old of list.editions) {
      const label = codeLabel(list, old.edition, code)
      if (label !== null) return withEdition(label, old.edition)
    }
  }
  return code
}

export interface RowContext {
  readonly db: ReadDb
  readonly reference: ReferenceBook
  readonly today: Day
  /** Of the account that exports: of linked files outside it only the first character of the name is told. */
  readonly scope: Scope
}

/** @param sight `grown`: whole values of whoever is fourteen or older; `all`: of everybody; null: masked */
export function createRowWriter(
  { db, reference, today, scope }: RowContext,
  columns: readonly Field[],
  sight: 'grown' | 'all' | null
): RowWriter {
  const kept = withheldIds(db)
  const groups = { spouse: hasPart('spouse.'), child: hasPart('child'), stay: hasPart('stay.') }
  function hasPart(start: string): boolean {
    return columns.some(({ key }) => key.startsWith(start))
  }
  function toldOf(id: string): { told: Told; person: PersonRecord } {
    const person = knownPerson(db, id)
    const seqs = groupOf(db, person.seq)
    const isAlone = seqs.length === 1
    const files = Object.values(groups).some(Boolean)
      ? seqs.map((seq) => fileOf(db, isAlone ? person : knownPerson(db, idOf(db, seq) ?? id)))
      : []
    const file = files[0]
    if (file === undefined) return { told: personTold(db, person), person }
    const all: PersonFile = {
      ...file,
      spouse: files.flatMap((one) => one.spouse),
      child: files.flatMap((one) => one.child),
      episode: files.flatMap((one) => one.episode)
    }
    return {
      told: {
        ...personTold(db, person),
        ...(groups.stay ? stayTold(db, person, all.episode) : {}),
        ...(groups.spouse ? spouseTold(db, all, scope, kept) : {}),
        ...(groups.child ? childTold(db, all, scope, kept) : {})
      },
      person
    }
  }
  /** Under fourteen, or of unknown age: every fact is masked (PIPL art. 28). */
  const isSmall = (told: Told, key: string): boolean => {
    const born = told[key.replace(/\..*$/, '.birthDate')]
    return typeof born !== 'string' || !isPartialDate(born) || ageOn(born, today).min < GROWN_UP
  }
  function cell(field: Field, told: Told, { education_edition: edition, birth_date: born }: PersonRecord): WriteCell {
    const value = told[field.key]
    if (value === undefined || value === null || value === '') return null
    const text = String(value)
    const { guard } = field
    const isGrown = guard === 'child' ? !isSmall(told, field.key) : !isProtectedChild(born, today)
    const isOpen = sight === 'all' || (isGrown && (sight === 'grown' || isOwn(guard)))
    // A star is no date: left blank, it comes back as nothing said.
    if (!isOpen && guard === 'ownBirth') return null
    if (!isOpen && guard === 'child') {
      // A star is no date: left blank, it comes back as nothing said.
      if (isSmall(told, field.key)) return field.kind.as === 'date' ? null : MASKS.child(text)
      if (field.kind.as === 'identity') return MASKS.number(text)
    } else if (!isOpen && guard !== undefined) return MASKS[guard](text)
    return labelOf(reference, today, field, text, edition)
  }
  return {
    row(id) {
      const { told, person } = toldOf(id)
      return columns.map((field) => cell(field, told, person))
    }
  }
}
