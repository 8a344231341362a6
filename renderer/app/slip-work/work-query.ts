/** What narrows the work on slips, on the home page and in the ledger alike; kept in the page's address. */
import type { CallInput, SpecOf } from '@shared/contract'
import { SlipKind } from '@shared/contract/slips'
import type { LocationQuery } from 'vue-router'

export interface WorkQuery {
  readonly place: string
  readonly partner: string
  readonly kind: string
  readonly due: '' | 'late' | 'today' | 'week'
  readonly hand: '' | 'mine' | 'none'
}
export const openWork: WorkQuery = { place: '', partner: '', kind: '', due: '', hand: '' }

const matching = (value: unknown, shape: RegExp): string => (typeof value === 'string' && shape.test(value) ? value : '')
const oneOf = <const T extends string>(options: readonly T[], value: unknown): T | '' => options.find((option) => option === value) ?? ''

/** Whatever stands in the address is read; what it cannot mean is left out. */
export const workQueryOf = (address: LocationQuery): WorkQuery => ({
  place: matching(address['place'], /^[0-9]{6,12}$/),
  partner: matching(address['partner'], /^[0-9a-f-]{36}$/),
  kind: SlipKind.safeParse(address['kind']).data ?? '',
  due: oneOf(['late', 'today', 'week'], address['due']),
  hand: oneOf(['mine', 'none'], address['hand'])
})

type Filter = NonNullable<CallInput<SpecOf<'slips.count'>>['filter']>
export function workFilterOf({
  place,
  partner,
  kind,
  due,
  hand
}: WorkQuery): Pick<Filter, 'place' | 'partnerId' | 'kinds' | 'due' | 'hand'> {
  const known = SlipKind.safeParse(kind).data
  return {
    place: place === '' ? null : place,
    partnerId: partner === '' ? null : partner,
    kinds: known === undefined ? [] : [known],
    due: due === '' ? null : due,
    hand: hand === '' ? null : hand
  }
}
