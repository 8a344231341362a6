/** Users as their list and their form hold them. */
import { roleNames, type Contract, type Output, type Role } from '@shared/contract'

export type Account = Output<Contract['accounts']['list']>['rows'][number]

/** Everything of the form but the passphrase, which is never kept anywhere. */
export interface AccountAnswers {
  name: string
  displayName: string
  roles: readonly Role[]
  /** Id of the unit; empty covers the whole county. */
  unit: string
}

export const answersOf = (account: Account | null): AccountAnswers => ({
  name: account?.name ?? '',
  displayName: account?.displayName ?? '',
  roles: account?.roles ?? [],
  unit: account?.unit?.id ?? ''
})

export function parseAnswers(kept: unknown): AccountAnswers | null {
  if (typeof kept !== 'object' || kept === null) return null
  const name: unknown = Reflect.get(kept, 'name')
  const displayName: unknown = Reflect.get(kept, 'displayName')
  const roles: unknown = Reflect.get(kept, 'roles')
  const unit: unknown = Reflect.get(kept, 'unit')
  if (typeof name !== 'string' || typeof displayName !== 'string' || !Array.isArray(roles)) return null
  return { name, displayName, roles: roleNames.filter((role) => roles.includes(role)), unit: typeof unit === 'string' ? unit : '' }
}

/** @returns messages by field; empty when it may be sent */
export function checkAccount({ name, displayName, roles }: AccountAnswers): Readonly<Record<string, string>> {
  return {
    ...(/^[\p{L}\p{N}._-]{1,32}$/u.test(name.trim()) ? {} : { name: '请用 1–32 个汉字、字母或数字' }),
    ...(displayName.trim() === '' ? { displayName: '请填写显示的名字' } : {}),
    ...(roles.length === 0 ? { roles: '至少选一个岗位' } : {})
  }
}
