/** An account may be bound to a part of the county: it reads and writes only files whose present residence or 户籍 lies there. */
import { scopeCovers } from '@shared/domain'
import { AppError } from '@shared/errors'
import type { Actor } from '../../rpc'
import { maskedName } from './masks'

/** Division code the account covers; null for the whole county. */
export type Scope = string | null

export const scopeOf = ({ scope }: Pick<Actor, 'scope'>): Scope => scope

interface Placed {
  readonly stay_code: string
  readonly hukou_code: string
}

/** @returns whether one of the two places lies in the scope; a file without any place belongs to everybody */
export const isInScope = (scope: Scope, { stay_code: stay, hukou_code: home }: Placed): boolean => scopeCovers(scope, [stay, home])

/** Name of somebody whom a file in the scope mentions: its first character where that one's own file lies outside. */
export const nameInScope = (scope: Scope, person: Placed & { readonly name: string }): string =>
  isInScope(scope, person) ? person.name : maskedName(person.name)

/** @throws AppError `persons.out_of_scope` */
export function assertInScope(scope: Scope, person: Placed): void {
  if (!isInScope(scope, person)) throw new AppError('persons.out_of_scope')
}
