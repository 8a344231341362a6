/** What is odd about a whole file as it stands in the register; warnings are shown and never block. */
import { maskResidentId } from '@shared/domain'
import type { ReadDb } from '../../db'
import type { CallContext } from '../../rpc'
import type { ChildRecord, SpouseRecord } from './dependents'
import type { PersonFacts } from './facts'
import type { LoadedFile } from './loaded-file'
import { personById, personBySeq } from './queries/files'
import { otherWithNumber } from './queries/records'
import { nameInScope, scopeOf } from './scope'
import { factsOf, matchNumber, verifiedOf, type PersonRecord } from './record'
import {
  warnOfChild,
  warnOfMaritalStatus,
  warnOfMarriage,
  warnOfPerson,
  warnOfStay,
  warnOfStays,
  type CheckContext,
  type CheckedMarriage,
  type Warning
} from './rules'
import { warnOfTwinMarriages, type ToldMarriage } from './twin-marriages'

type Reading = Pick<CallContext, 'reference' | 'today' | 'actor'> & { readonly db: ReadDb }

const checkedMarriage = (row: SpouseRecord, other: string | null): CheckedMarriage => ({
  id: row.id,
  // Facts of somebody on file are judged in that file.
  name: other === null ? row.name : null,
  birthDate: other === null ? row.birth_date : null,
  idNo: other === null ? row.id_no : null,
  phone: other === null ? row.phone : null,
  hukouCode: other === null ? row.hukou_code : null,
  residenceCode: other === null ? row.residence_code : null,
  startedOn: row.started_on,
  endedOn: row.ended_on,
  endReason: row.end_reason
})

/** @param other the one at the other side, as an id */
function toldMarriage({ db }: Reading, row: SpouseRecord, other: string | null): ToldMarriage {
  const file = other === null ? undefined : personById(db, other)
  const end = file?.survivor == null ? file : (personBySeq(db, file.survivor) ?? file)
  return {
    id: row.id,
    who: end?.id ?? null,
    name: end?.name ?? row.name,
    birthDate: end?.birth_date ?? row.birth_date,
    idNo: end === undefined ? row.id_no : end.id_no,
    certNo: row.cert_no,
    startedOn: row.started_on
  }
}

function childWarnings(context: Reading, row: ChildRecord, parent: PersonRecord): Warning[] {
  if (row.child_id !== null) return []
  const other = row.other_parent_id === null ? undefined : personById(context.db, row.other_parent_id)
  const births = [parent.birth_date, ...(other === undefined ? [] : [other.birth_date])]
  return warnOfChild({ id: row.id, name: row.name, sex: row.sex, birthDate: row.birth_date, idNo: row.id_no }, births, context)
}

/** @param typed facts of the save in hand, which know of a placeholder that was typed */
export function fileWarnings(context: Reading, file: LoadedFile, typed: PersonFacts | null = null): Warning[] {
  const { person, members, marriages, children } = file
  const facts = typed ?? factsOf(person)
  const check: CheckContext = context
  const found = warnOfPerson({ ...facts, idVerified: verifiedOf(person) !== null }, check)
  const idMatch = matchNumber(facts.idNo)
  const twin = idMatch === null ? undefined : otherWithNumber(context.db, idMatch, person.seq)
  if (twin !== undefined)
    found.push({
      code: 'same_number',
      field: 'idNo',
      text: `在档的“${nameInScope(scopeOf(context.actor), twin)}”也是这个号码，请确认是不是同一个人`
    })
  const stays = members
    .flatMap(({ episode }) => episode)
    .map((stay) => ({
      id: stay.id,
      startedOn: stay.started_on,
      endedOn: stay.ended_on,
      residenceCode: stay.residence_code
    }))
  const married = [
    ...members.flatMap(({ spouse }) => spouse.map((row) => checkedMarriage(row, row.spouse_id))),
    ...marriages.map(({ owner, row }) => checkedMarriage(row, owner.id))
  ].sort((a, b) => ((a.startedOn ?? '') < (b.startedOn ?? '') ? 1 : -1))
  return [
    ...found,
    ...stays.flatMap((stay) => warnOfStay(stay, facts.birthDate, check)),
    ...warnOfStays(stays),
    ...married.flatMap((marriage) => warnOfMarriage(marriage, check)),
    ...warnOfMaritalStatus(facts.marital, married),
    ...warnOfTwinMarriages([
      ...members.flatMap(({ spouse }) => spouse.map((row) => toldMarriage(context, row, row.spouse_id))),
      ...marriages.map(({ owner, row }) => toldMarriage(context, row, owner.id))
    ]),
    ...members.flatMap(({ child, person: parent }) => child.flatMap((row) => childWarnings(context, row, parent))),
    ...children.flatMap(({ owner, row }) => childWarnings(context, row, owner))
  ]
}

/** Also what the save did on its own: an old number became a new one. */
export function savedWarnings(
  context: Reading,
  file: LoadedFile | null,
  facts: PersonFacts,
  typedNumber: string | null | undefined
): Warning[] {
  if (file === null) return []
  const upgraded = facts.idNoOld15 !== null && typedNumber?.replace(/\s/g, '') === facts.idNoOld15
  return [
    ...(upgraded ? [{ code: 'id_upgraded', field: 'idNo', text: `15位旧号已换成18位 ${maskResidentId(facts.idNo ?? '')}，旧号另存` }] : []),
    ...fileWarnings(context, file, facts)
  ]
}
