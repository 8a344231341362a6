/** What each post may do and see, said from the very permissions it carries, so that the words cannot drift from the rule. */
import { offeredRoles, permissions, roles, type Permission, type Role } from '@shared/contract'

export interface RoleWords {
  readonly id: Role
  readonly label: string
  /** What the post may do. */
  readonly may: string
  /** What it does not get to see; empty when it sees the register. */
  readonly not: string
}

function wordsOf(id: Role): RoleWords {
  const { label, grants }: { readonly label: string; readonly grants: readonly Permission[] } = roles[id]
  return { id, label, may: grants.map((grant) => permissions[grant]).join('、'), not: notSeen(grants) }
}

function notSeen(grants: readonly Permission[]): string {
  if (!grants.includes('persons.read')) return '看不到任何人员资料'
  return grants.includes('persons.reveal') ? '' : '证件号只显示首尾几位'
}

export const roleWords: readonly RoleWords[] = offeredRoles.map(wordsOf)

/** Labels of held posts in the order of the list. */
export const roleLabels = (held: readonly Role[]): string =>
  roleWords
    .filter(({ id }) => held.includes(id))
    .map(({ label }) => label)
    .join('、')
