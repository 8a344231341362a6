/** Deputyships as their list says them. */
import type { Contract, Output } from '@shared/contract'

export type Deputies = Output<Contract['staff']['deputies']>
export type Deputyship = Deputies['rows'][number]

/** @returns how it stands on the day; those that are over are not listed */
export const stateOn = (
  { from }: Pick<Deputyship, 'from'>,
  today: string
): { readonly state: 'done' | 'pending'; readonly text: string } =>
  from <= today ? { state: 'done', text: '代理中' } : { state: 'pending', text: '还没开始' }
