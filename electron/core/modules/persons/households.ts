/** A household and its members change together; every member's file keeps the change in its history. */
import type { HandlerInput } from '@shared/contract'
import type { places } from '@shared/contract/places'
import { AppError } from '@shared/errors'
import type { CommandContext } from '../../rpc'
import { changePlace } from './dwellings'
import { livingPerson } from './group'
import { codeFact, divisionFact, textFact } from './plain-facts'
import { fileOf, personById } from './queries/files'
import { householdByNumber, householdMembers, insertPlace, placeById, type HouseholdRecord } from './queries/places'
import type { PersonRecord } from './record'
import { originOf } from './save'
import { isInScope, scopeOf } from './scope'
import { changeFile } from './store'

type HouseholdInput = HandlerInput<typeof places.saveHousehold>

/** 户主 in GB/T 4761. */
const HEAD = '02'

/** @throws AppError `places.household_number_taken`, `reference.division_unknown`: its area is a place that is known */
function assertNumber(ctx: CommandContext, number: string, before: HouseholdRecord | null): void {
  if (number === before?.number) return
  const twin = householdByNumber(ctx.db, number)
  if (twin !== undefined) throw new AppError('places.household_number_taken', { number }, { fields: { number: '已用于另一户' } })
  divisionFact(number.slice(0, 12), 'number', ctx.reference)
}

interface Member {
  readonly person: PersonRecord
  readonly relation: string | null
}

/** @throws AppError `persons.unknown`, `persons.merged`, `persons.out_of_scope`, `persons.code_unknown` */
function membersOf(ctx: CommandContext, { members, headId }: HouseholdInput): Member[] {
  return members.map(({ personId, relation }) => {
    const person = livingPerson(ctx, personId)
    const coded = codeFact('relation_to_head', relation, 'relation', ctx, person.relation_to_head)
    return { person, relation: personId === headId ? HEAD : coded }
  })
}

function moveInto(ctx: CommandContext, person: PersonRecord, household: string | null, relation: string | null, why: string | null): void {
  const before = fileOf(ctx.db, person)
  const after = { ...before, person: { ...person, household_id: household, relation_to_head: relation } }
  changeFile(ctx, before, after, originOf(ctx, why))
}

/** The head of a household whom the account does not see; he stays unless another one is named. */
function hiddenHeadOf({ db, actor }: CommandContext, before: HouseholdRecord | null): string | null {
  const head = before?.head_id == null ? undefined : personById(db, before.head_id)
  return head === undefined || isInScope(scopeOf(actor), head) ? null : head.id
}

/** Who is not shown cannot be left out: members outside the account's scope, merged files, and those who joined since, stay where they are. */
function leavingOf({ db, actor }: CommandContext, household: string, { members, shown }: HouseholdInput): PersonRecord[] {
  const staying = new Set(members.map(({ personId }) => personId))
  const scope = scopeOf(actor)
  return householdMembers(db, household)
    .filter((row) => !staying.has(row.id) && row.status !== 'merged' && isInScope(scope, row) && shown?.includes(row.id) !== false)
    .flatMap((row) => personById(db, row.id) ?? [])
}

/**
 * @param before null for a new household
 * @throws AppError `places.household_number_taken`, `places.head_not_member`, `persons.*`, `reference.division_unknown`
 */
export function saveHousehold(
  ctx: CommandContext,
  before: HouseholdRecord | null,
  input: HouseholdInput
): { id: string; revision: number } {
  const { db } = ctx
  const { number, why } = input
  assertNumber(ctx, number, before)
  const note = textFact(input.note, 'note', '备注')
  const members = membersOf(ctx, input)
  const hiddenHead = hiddenHeadOf(ctx, before)
  const headId = input.headId ?? hiddenHead
  if (headId !== null && headId !== hiddenHead && !members.some(({ person }) => person.id === headId))
    throw new AppError('places.head_not_member')
  const origin = originOf(ctx, why)
  const id = before?.id ?? ctx.newId()
  if (before === null) {
    const stamps = { revision: 1, created_act: null, updated_at: origin.at, updated_by: origin.by }
    insertPlace(db, 'household', { id, number, head_id: headId, note, ...stamps })
  } else changePlace(ctx, 'household', before, { number, head_id: headId, note }, origin)
  for (const person of leavingOf(ctx, id, input)) moveInto(ctx, person, null, null, why)
  for (const { person, relation } of members) moveInto(ctx, person, id, relation, why)
  return { id, revision: placeById(db, 'household', id)?.revision ?? 1 }
}
