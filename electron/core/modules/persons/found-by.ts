/** Why a row stands in the answer: what was found, told when the row itself does not show it, with numbers masked. */
import type { PersonRow } from '@shared/contract/persons'
import { maskPhone, maskResidentId, nameSearchKey } from '@shared/domain'
import type { ReadDb } from '../../db'
import { bereavedIds } from './marks'
import { isProtectedChild, maskedName } from './masks'
import { MASK } from './plain-facts'
import { mergedFacts, ownFacts, phonesOf, residenceOf, spouseNames, type FoundFacts } from './queries/found'
import type { ListRow } from './queries/list'
import type { Scope } from './scope'
import { findingOf, type Finding } from './search-ranks'
import type { SearchQuestion } from './search-words'
import type { RowContext } from './views'

export type FoundBy = NonNullable<PersonRow['found']>

type Field = FoundBy['field']

const FIELDS: Readonly<Record<Finding, Field>> = {
  idNo: 'idNo',
  idFront: 'idNo',
  idTail: 'idNo',
  paper: 'paper',
  paperFront: 'paper',
  name: 'name',
  nameFront: 'name',
  nameInner: 'name',
  formerName: 'formerName',
  formerFront: 'formerName',
  formerInner: 'formerName',
  phone: 'phone',
  otherPhone: 'otherPhone',
  sound: 'sound',
  soundFront: 'sound',
  soundInner: 'sound',
  namedResidence: 'residence',
  namedHukou: 'hukou',
  namedResidenceDivision: 'residence',
  namedHukouDivision: 'hukou',
  spouse: 'spouse',
  residence: 'residence',
  residenceDivision: 'residence',
  hukou: 'hukou',
  hukouDivision: 'hukou'
}

/** Whether a file bears the characters of the question; readings are told by the index alone. */
function bears(question: SearchQuestion, facts: FoundFacts): boolean {
  if (question.kind === 'number')
    return [facts.id_no, facts.id_match].some((number) => number?.includes(question.text) ?? false) || facts.id_match === question.match
  if (question.kind !== 'name') return false
  const keys = [nameSearchKey(facts.name), nameSearchKey(facts.former_name ?? '')]
  return keys.some((key) => key.includes(question.key))
}

function textOf(field: Field, facts: FoundFacts, db: ReadDb, row: ListRow, question: SearchQuestion, scope: Scope): string | null {
  switch (field) {
    case 'idNo':
      return facts.id_no === null ? null : maskResidentId(facts.id_no)
    case 'phone':
      return facts.phone === null ? null : maskPhone(facts.phone)
    case 'otherPhone': {
      const end = question.kind === 'number' ? question.text : ''
      const number = phonesOf(db, row.seq).find((phone) => phone.replace(/[^0-9]/g, '').endsWith(end))
      return number === undefined ? null : maskPhone(number)
    }
    case 'name':
      return facts.name
    case 'formerName':
      return facts.former_name
    case 'sound':
      return facts.pinyin
    case 'hukou':
      return facts.hukou_text
    case 'residence':
      return residenceOf(db, row.seq, row.stay_started, row.stay_code) ?? null
    case 'spouse':
      // The names may stand in files that the account does not see; who asked by the whole name knows it.
      return (
        spouseNames(db, row.id, row.seq)
          .map((name) => (scope === null ? name : maskedName(name)))
          .join('、') || null
      )
    case 'paper':
      return null
  }
}

/** Of somebody under 14 the row shows no name, so what was found must not show it either. */
const hiddenFinding = (field: Field, text: string): string =>
  field === 'name' || field === 'formerName' ? maskedName(text) : field === 'sound' ? MASK : text

/** Told by facts that the row does not carry. */
const BEYOND_ROW: ReadonlySet<Field> = new Set(['formerName', 'sound', 'hukou', 'spouse', 'residence', 'otherPhone', 'paper'])

function factsFor(db: ReadDb, question: SearchQuestion, row: ListRow, own: ReadonlyMap<number, FoundFacts>, merged: boolean): FoundFacts {
  const gone = merged ? mergedFacts(db, row.seq) : []
  const plain = { name: row.name, id_no: row.id_no, phone: row.phone, former_name: null, pinyin: '', id_match: null, hukou_text: null }
  return gone.find((one) => bears(question, one)) ?? gone[0] ?? own.get(row.seq) ?? plain
}

/** @returns for each row null where the list has no text, or the name on the row is what was asked for */
export function foundBy(
  db: ReadDb,
  question: SearchQuestion,
  rows: readonly ListRow[],
  { reference, today, scope }: Omit<RowContext, 'db'> & { readonly scope: Scope }
): readonly (FoundBy | null)[] {
  if (question.kind !== 'number' && question.kind !== 'name') return rows.map(() => null)
  const told = rows.map((row) => {
    const { finding, merged } = findingOf(row.rank)
    return { row, finding, merged, field: FIELDS[finding] }
  })
  const own = ownFacts(
    db,
    told.filter(({ field, merged }) => !merged && BEYOND_ROW.has(field)).map(({ row }) => row.seq)
  )
  const marked = bereavedIds(db)
  return told.map(({ row, finding, merged, field }) => {
    if (field === 'name' && !merged) return null
    if (finding === 'residenceDivision' || finding === 'namedResidenceDivision')
      return { field, merged, text: reference.divisionName(row.stay_code) }
    if (finding === 'hukouDivision' || finding === 'namedHukouDivision')
      return { field, merged, text: reference.divisionName(row.hukou_code) }
    const text = textOf(field, factsFor(db, question, row, own, merged), db, row, question, scope)
    return {
      field,
      merged,
      text: text !== null && (marked.has(row.id) || isProtectedChild(row.birth_date, today)) ? hiddenFinding(field, text) : text
    }
  })
}
