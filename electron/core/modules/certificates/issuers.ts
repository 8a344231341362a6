/** Who issues a certificate: the county office or one of its townships, each under the division code that its numbers carry. */
import { AppError } from '@shared/errors'
import type { CallContext } from '../../rpc'
import type { ReadDb } from '../../db'
import { seatOf, workplace } from '../organisation'

export interface Issuer {
  /** Null is the county office. */
  readonly unit: string | null
  readonly code: string
  readonly name: string
}

type Asking = Pick<CallContext, 'actor' | 'office'> & { readonly db: ReadDb }

/** Villages collect, they do not issue. */
const TOWNSHIP = 9

/** @throws AppError `certificates.no_issuer`, `organisation.unknown`, `organisation.closed` */
export function issuerOf({ db, office }: Pick<Asking, 'db' | 'office'>, unit: string | null): Issuer {
  const county = { unit: null, code: office.code.slice(0, 6), name: office.name }
  if (unit === null) return county
  const { id, name, area } = workplace(db, unit)
  if (area === null) return county
  if (area.length > TOWNSHIP) throw new AppError('certificates.no_issuer', { name })
  return { unit: id, code: area, name }
}

/** The issuer for whom the account works: its own unit, or for the county the one it names. @throws AppError `certificates.out_of_scope` */
export function ownIssuer(asking: Asking, named: string | null): Issuer {
  const seat = named ?? seatOf(asking.db, asking.actor.accountId)?.id ?? null
  const issuer = issuerOf(asking, seat)
  assertOwn(asking, issuer.code)
  return issuer
}

export const isOwn = ({ actor }: Pick<Asking, 'actor'>, code: string): boolean => actor.scope === null || actor.scope === code

/** @throws AppError `certificates.out_of_scope` */
export function assertOwn(asking: Pick<Asking, 'actor'>, code: string): void {
  if (!isOwn(asking, code)) throw new AppError('certificates.out_of_scope')
}
