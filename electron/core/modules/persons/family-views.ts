/** Husband, wife, children and parents as a screen may see them: told by their own files where the account may read those. */
import type { PersonView } from '@shared/contract/persons'
import type { ChildRecord, SpouseRecord } from './dependents'
import type { PersonFile } from './file'
import { survivorOf } from './group'
import { fileAt, type LoadedFile } from './loaded-file'
import { isProtectedChild, maskedName, maskedNumber, maskedPhone, maskedYear, starred } from './masks'
import { personById, personBySeq } from './queries/files'
import type { PersonRecord } from './record'
import { isInScope } from './scope'
import { presentOf } from './store'
import { placeName, type ViewContext } from './view-context'

/** The file that goes on for a linked person, as it stood. */
function linkedFile({ db, moment }: ViewContext, id: string | null): PersonFile | null {
  const person = id === null ? undefined : personById(db, id)
  if (person === undefined) return null
  const end = person.survivor === null || moment !== null ? person : (personBySeq(db, person.survivor) ?? person)
  return fileAt(db, end, moment) ?? null
}

interface Linked {
  readonly file: PersonFile
  /** The account may read the file itself. */
  readonly open: boolean
}

function linked(context: ViewContext, id: string | null): Linked | null {
  const file = linkedFile(context, id)
  // Present places decide, also about a view of an earlier day, and of a merged file those of the one that goes on.
  const isThere = file !== null && personBySeq(context.db, file.person.seq) !== undefined
  return isThere ? { file, open: isInScope(context.scope, survivorOf(context.db, file.person.seq)) } : null
}

/** Name of somebody linked: the first character where the file lies outside the scope. */
const linkedName = ({ file, open }: Linked): string => (open ? file.person.name : maskedName(file.person.name))

/** Facts of a spouse whose file lies outside the scope. */
const untold = {
  birthDate: null,
  idNoMasked: null,
  hukouCode: null,
  hukouName: null,
  hukouText: null,
  residenceCode: null,
  residenceName: null,
  residenceText: null,
  ethnicityMasked: null,
  education: null,
  educationEdition: null,
  phoneMasked: null
}

/** Facts of a marriage from the row, or from the file of the other one. */
function spouseFacts({ reference }: ViewContext, row: SpouseRecord, end: Linked | null) {
  if (end?.open === false) return { ...untold, name: linkedName(end), employer: row.employer }
  const other = end?.file ?? null
  const stay = other === null ? undefined : presentOf(other.episode)
  const person = other?.person
  const hukouCode = person?.hukou_code ?? row.hukou_code
  const residenceCode = person === undefined ? row.residence_code : (stay?.residence_code ?? null)
  return {
    name: person?.name ?? row.name,
    birthDate: person?.birth_date ?? row.birth_date,
    idNoMasked: maskedNumber(person === undefined ? row.id_no : person.id_no),
    hukouCode,
    hukouName: placeName(hukouCode, reference),
    hukouText: person === undefined ? row.hukou_text : person.hukou_text,
    residenceCode,
    residenceName: placeName(residenceCode, reference),
    residenceText: person === undefined ? row.residence_text : (stay?.residence_text ?? null),
    ethnicityMasked: starred(person === undefined ? row.ethnicity : person.ethnicity),
    education: person === undefined ? row.education : person.education,
    educationEdition: person === undefined ? row.education_edition : person.education_edition,
    employer: row.employer,
    phoneMasked: maskedPhone(person === undefined ? row.phone : person.phone)
  }
}

/** @param other the one at the other side, as an id; for a row written there it is its owner */
export function spouseView(context: ViewContext, row: SpouseRecord, ofPerson: string, other: string | null): PersonView['spouses'][number] {
  const end = linked(context, other)
  return {
    id: row.id,
    ofPerson,
    personId: end?.file.person.id ?? other,
    ...spouseFacts(context, row, end),
    certNo: row.cert_no,
    startedOn: row.started_on,
    endedOn: row.ended_on,
    endReason: row.end_reason,
    recordedOn: row.recorded_on
  }
}

/** @param open shows every fact, after a reason was given */
export function childView(
  context: ViewContext,
  row: ChildRecord,
  ofPerson: string,
  other: string | null,
  open = false
): PersonView['children'][number] {
  const end = linked(context, row.child_id)
  const own = end?.file.person
  const facts = own ?? row
  const isFar = end?.open === false
  const hidden = isFar || (!open && isProtectedChild(facts.birth_date, context.today))
  const star = (value: string | null): string | null => (hidden ? starred(value) : value)
  const parent = linked(context, other)
  return {
    id: row.id,
    ofPerson,
    personId: own?.id ?? row.child_id,
    otherParent: parent === null ? null : { id: parent.file.person.id, name: linkedName(parent) },
    order: row.birth_order,
    masked: hidden,
    name: facts.name !== null && hidden ? maskedName(facts.name) : facts.name,
    sex: isFar ? null : star(facts.sex),
    birthDate: isFar ? null : facts.birth_date !== null && hidden ? maskedYear(facts.birth_date) : facts.birth_date,
    idNoMasked: isFar ? null : open ? facts.id_no : maskedNumber(facts.id_no),
    relation: star(row.relation),
    location: star(row.location),
    birthCertNo: star(row.birth_cert_no),
    recordedOn: row.recorded_on
  }
}

/** Father and mother on file: who wrote the child down, and the other parent named there. */
export function parentsOf(context: ViewContext, { births }: LoadedFile): PersonView['parents'] {
  const found = new Map<string, string>()
  for (const { owner, row } of births)
    for (const id of [owner.id, row.other_parent_id]) {
      const parent = linked(context, id)
      if (parent !== null) found.set(parent.file.person.id, linkedName(parent))
    }
  return [...found].map(([id, name]) => ({ id, name }))
}

/** What somebody under 14 is known by in his or her own file, whole, after a reason was given. */
export const openView = (person: PersonRecord): PersonView['children'][number] => ({
  ...{ id: person.id, ofPerson: person.id, personId: person.id, otherParent: null, order: null, masked: false },
  ...{ name: person.name, sex: person.sex, birthDate: person.birth_date, idNoMasked: person.id_no },
  ...{ relation: null, location: null, birthCertNo: null, recordedOn: person.created_at.slice(0, 10) }
})
