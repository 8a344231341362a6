/** Pure decisions about accounts: which passphrase is long enough, who may lose which role. */
import { brokenByPosts, type Role } from '@shared/contract'
import { judgePassphrase } from '@shared/domain'
import { AppError } from '@shared/errors'

/**
 * At least twelve characters or five words, and not one that guessers try first (exchange-format.md §4.5).
 * @param field member of the input under which the screen shows the reason @throws AppError `office.weak_passphrase`
 */
export function assertPassphrase(
  passphrase: string,
  owner: { readonly name: string; readonly displayName: string },
  field = 'passphrase'
): void {
  const { reason } = judgePassphrase(passphrase, owner)
  if (reason !== null) throw new AppError('office.weak_passphrase', { reason }, { fields: { [field]: reason } })
}

/** @throws AppError `accounts.last_administrator` when nobody could manage accounts afterwards */
export function assertAdministratorLeft(others: readonly { readonly roles: readonly Role[]; readonly active: boolean }[]): void {
  if (!others.some((other) => other.active && other.roles.includes('administrator'))) throw new AppError('accounts.last_administrator')
}

/** @throws AppError `accounts.posts_apart` for posts that one person must not hold together */
export function assertApart(held: readonly Role[]): void {
  const broken = brokenByPosts(held)
  if (broken !== null)
    throw new AppError('accounts.posts_apart', { rule: broken.label }, { fields: { roles: '这几个岗位要由不同的人担任' } })
}
