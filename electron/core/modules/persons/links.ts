/** Links between files: whom a marriage or a child may name, and that nobody is married twice at a time. */
import { AppError } from '@shared/errors'
import type { ReadDb } from '../../db'
import type { CallContext } from '../../rpc'
import type { SpouseRecord } from './dependents'
import { allOf, openEdit, type Edit } from './edit'
import { survivorOf } from './group'
import { personBySeq } from './queries/files'
import { assertInScope, nameInScope, scopeOf } from './scope'

/**
 * @param id as typed, @param was what stood there: an old link is not judged again
 * @returns the id to store, that of the file that goes on
 * @param field what a refusal points at
 * @throws AppError `persons.unknown`, `persons.self_link`, `persons.out_of_scope`
 */
export function linkedPerson(
  { db, actor }: Pick<CallContext, 'actor'> & { readonly db: ReadDb },
  edit: Edit,
  id: string | null,
  was: string | null,
  field: 'personId' | 'otherParentId' = 'personId'
): string | null {
  if (id === null || id === was) return id
  const person = survivorOf(db, id)
  if (edit.ids.has(person.id)) throw new AppError('persons.self_link', {}, { fields: { [field]: '请重新选择' } })
  assertInScope(scopeOf(actor), person)
  return person.id
}

const isOpen = ({ ended_on }: SpouseRecord): boolean => ended_on === null

/**
 * Only a marriage that was added or changed is judged: what stood before is shown, not refused.
 * @param typed ids of the marriages of the input in their order, so that the refusal names the one meant
 * @throws AppError `persons.marriage_open` naming who is still married
 */
export function assertMarriages(
  { db, actor }: Pick<CallContext, 'actor'> & { readonly db: ReadDb },
  edit: Edit,
  typed: readonly string[]
): void {
  const own = allOf(edit, 'spouse').filter(isOpen)
  const before = new Set([...edit.before.values()].flatMap((file) => file.spouse))
  const fresh = own.filter((row) => !before.has(row))
  if (fresh.length === 0) return
  const at = typed.findIndex((id) => fresh.some((row) => row.id === id))
  const fields = at < 0 ? {} : { fields: { [`spouses.${String(at)}.startedOn`]: '原来那一段婚姻还没有结束' } }
  const refuse = (name: string): AppError => new AppError('persons.marriage_open', { name }, fields)
  if (own.length > 1) throw refuse(personBySeq(db, edit.own)?.name ?? edit.after.get(edit.own)?.person.name ?? '')
  for (const { id, spouse_id } of fresh) {
    if (spouse_id === null || edit.ids.has(spouse_id)) continue
    const other = survivorOf(db, spouse_id)
    const theirs = allOf(openEdit(db, other), 'spouse').filter((row) => isOpen(row) && row.id !== id)
    if (theirs.some((row) => !edit.reasons.has(`spouse:${row.id}`))) throw refuse(nameInScope(scopeOf(actor), other))
  }
}
