/** The form as the office wants it: one save for the family, and of what is on file only what was changed. */
import type { CallInput } from '@shared/contract'
import type { persons, PersonView } from '@shared/contract/persons'
import { moveKinds } from '@shared/domain'
import { formOf } from './form-of-person'
import {
  childTyped,
  phoneTyped,
  spouseTyped,
  stayTyped,
  THE_SPOUSE,
  type ChildForm,
  type PersonForm,
  type PhoneForm,
  type SpouseForm
} from './person-form'

export type SaveInput = CallInput<typeof persons.save>

const blankToNull = (text: string): string | null => (text.trim() === '' ? null : text.trim())
const oneOf = <const T extends string>(options: readonly T[], text: string | null, otherwise: T): T =>
  options.find((option) => option === text) ?? otherwise
const sexOf = (sex: string | null): '1' | '2' | '0' | '9' | '*' | null => (sex === null ? null : oneOf(['1', '2', '0', '9', '*'], sex, '9'))

const same = (a: object, b: object | undefined): boolean => JSON.stringify(a) === JSON.stringify(b)

function ownFacts(form: PersonForm, held: PersonView | null): SaveInput['person'] {
  return {
    name: form.name,
    // The reading belongs to the name: a changed name is read anew unless the clerk typed another reading too.
    pinyin: held !== null && form.pinyin === held.pinyin && form.name !== held.name ? null : blankToNull(form.pinyin),
    formerName: blankToNull(form.formerName),
    sex: oneOf(['1', '2', '0', '9', '*'], form.sex, '9'),
    birthDate: form.birthDate,
    idType: oneOf(['resident_id', 'household_book', 'residence_permit', 'passport', 'none'], form.idType, 'none'),
    idNo: blankToNull(form.idNo),
    noIdReason: form.idNo === '' ? form.noIdReason : null,
    idVerified: form.idVerified,
    // A masked fact that was not touched stays as it is on file.
    ...(form.ethnicity === '*' ? {} : { ethnicity: form.ethnicity }),
    education: form.education,
    educationEdition: form.educationEdition,
    hukouType: form.hukouType,
    marital: form.marital ?? '90',
    firstMarriedOn: blankToNull(form.firstMarriedOn),
    currentMarriedOn: blankToNull(form.currentMarriedOn),
    marriageCertNo: blankToNull(form.marriageCertNo),
    onlyChildCertNo: blankToNull(form.onlyChildCertNo),
    onlyChildCertOn: blankToNull(form.onlyChildCertOn),
    phone: blankToNull(form.phone),
    phoneOwner: blankToNull(form.phoneOwner),
    hukouCode: form.hukouCode,
    hukouText: blankToNull(form.hukouText),
    householdId: form.householdId,
    relationToHead: form.relationToHead,
    note: blankToNull(form.note)
  }
}

function stayRecord(form: PersonForm): NonNullable<SaveInput['episodes']>[number] {
  const name = blankToNull(form.employerName)
  return {
    id: form.stayId,
    kind: oneOf(moveKinds, form.kind, 'in'),
    reason: form.reason,
    startedOn: form.startedOn,
    endedOn: blankToNull(form.endedOn),
    residenceCode: form.residenceCode,
    residenceText: blankToNull(form.residenceText),
    dwellingKind: form.dwellingKind,
    dwellingContact: blankToNull(form.dwellingContact),
    dwellingPhone: blankToNull(form.dwellingPhone),
    occupation: blankToNull(form.occupation),
    companions: form.companions.trim() === '' ? null : Number(form.companions),
    employer:
      name === null
        ? null
        : { name, address: blankToNull(form.employerAddress), kind: form.employerKind, phone: blankToNull(form.employerPhone) }
  }
}

/** Who is on file gives the facts there; only the marriage itself is written here. */
function spouseRecord(spouse: SpouseForm, form: PersonForm): NonNullable<SaveInput['spouses']>[number] {
  const marriage = {
    id: spouse.id,
    certNo: blankToNull(spouse.certNo),
    startedOn: blankToNull(spouse.startedOn),
    endedOn: blankToNull(spouse.endedOn),
    endReason: spouse.endedOn === '' ? null : spouse.endReason === 'widowed' ? ('widowed' as const) : ('divorced' as const)
  }
  if (spouse.personId !== null) return { ...marriage, personId: spouse.personId }
  const hukou = spouse.sameHukou ? form : spouse
  const home = spouse.sameHome ? form : spouse
  return {
    ...marriage,
    personId: null,
    name: blankToNull(spouse.name),
    idNo: blankToNull(spouse.idNo),
    birthDate: blankToNull(spouse.birthDate),
    employer: blankToNull(spouse.employer),
    phone: blankToNull(spouse.phone),
    ...(spouse.ethnicity === '*' ? {} : { ethnicity: spouse.ethnicity }),
    education: spouse.education,
    educationEdition: spouse.educationEdition,
    hukouCode: blankToNull(hukou.hukouCode),
    hukouText: blankToNull(hukou.hukouText),
    residenceCode: blankToNull(home.residenceCode),
    residenceText: blankToNull(home.residenceText)
  }
}

function childRecord(child: ChildForm, order: number | null, spouseId: string | null): NonNullable<SaveInput['children']>[number] {
  const link = {
    id: child.id,
    ...(child.id === null ? { order } : {}),
    ...(child.isOwn ? { otherParentId: child.otherParentId === THE_SPOUSE ? spouseId : child.otherParentId } : {}),
    relation: child.relation,
    location: child.location,
    birthCertNo: blankToNull(child.birthCertNo)
  }
  if (child.personId !== null) return { ...link, personId: child.personId }
  return {
    ...link,
    personId: null,
    name: blankToNull(child.name),
    sex: sexOf(child.sex),
    birthDate: blankToNull(child.birthDate),
    idNo: blankToNull(child.idNo)
  }
}

const phoneRecord = ({ id, number, owner }: PhoneForm): NonNullable<SaveInput['phones']>[number] => ({
  id,
  number: number.trim(),
  owner: blankToNull(owner)
})

/** Rows of the form that are new or say something else than the file. */
function touched<T extends { readonly id: string | null }>(rows: readonly T[], before: readonly T[]): { row: T; at: number }[] {
  return rows
    .map((row, at) => ({ row, at }))
    .filter(
      ({ row }) =>
        row.id === null ||
        !same(
          row,
          before.find(({ id }) => id === row.id)
        )
    )
}

/** Where each record sent stands in the form, so that a refusal finds its field. */
export interface Prepared {
  readonly input: SaveInput
  readonly childAt: readonly number[]
  readonly phoneAt: readonly number[]
}

/** @param held the record the form was filled from, null for a new one */
export function prepareSave(form: PersonForm, held: PersonView | null): Prepared {
  const before = held === null ? null : formOf(held)
  const stay = stayTyped(form) ? stayRecord(form) : null
  const stayIsOld = stay !== null && stay.id !== null && before !== null && same(stay, stayRecord(before))
  const spouse = spouseTyped(form.spouse) ? form.spouse : null
  const spouseIsOld = spouse?.id != null && before !== null && same(spouseRecord(spouse, form), spouseRecord(before.spouse, before))
  const children = touched(form.children, before?.children ?? []).filter(({ row }) => childTyped(row))
  const phones = touched(form.phones, before?.phones ?? []).filter(({ row }) => phoneTyped(row))
  const removed = form.removed.map(({ kind, id }) => ({
    kind: oneOf(['phone', 'spouse', 'child', 'episode', 'consent'], kind, 'phone'),
    id,
    reason: blankToNull(form.why) ?? '登记有误'
  }))
  return {
    input: {
      id: held?.id ?? null,
      revision: held?.revision ?? null,
      person: ownFacts(form, held),
      episodes: stay === null || stayIsOld ? [] : [stay],
      spouses: spouse === null || spouseIsOld ? [] : [spouseRecord(spouse, form)],
      children: children.map(({ row, at }) => childRecord(row, at + 1, spouse?.personId ?? null)),
      phones: phones.map(({ row }) => phoneRecord(row)),
      removed,
      why: blankToNull(form.why)
    },
    childAt: children.map(({ at }) => at),
    phoneAt: phones.map(({ at }) => at)
  }
}

/** Messages of a refused save by the path of the form's field. */
export function errorsInForm(
  errors: Readonly<Record<string, string>>,
  { childAt, phoneAt }: Pick<Prepared, 'childAt' | 'phoneAt'>
): Record<string, string> {
  const place = (path: string): string => {
    const [first = '', second = '', ...rest] = path.split('.')
    if (first === 'person') return [second, ...rest].join('.')
    if (first === 'episodes')
      return rest[0] === 'employer' ? `employer${(rest[1] ?? 'name').replace(/^./, (letter) => letter.toUpperCase())}` : rest.join('.')
    if (first === 'spouses') return ['spouse', ...rest].join('.')
    if (first === 'children') return ['children', String(childAt[Number(second)] ?? 0), ...rest].join('.')
    if (first === 'phones') return ['phones', String(phoneAt[Number(second)] ?? 0), ...rest].join('.')
    return path
  }
  return Object.fromEntries(Object.entries(errors).map(([path, words]) => [place(path), words]))
}
