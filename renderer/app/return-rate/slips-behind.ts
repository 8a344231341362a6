/** The list of slips that one number of the return rate counts. */
import type { ReturnNumber } from '@shared/domain'
import type { RouteLocationRaw } from 'vue-router'

export interface Counted {
  readonly number: ReturnNumber
  readonly direction: 'out' | 'in'
  readonly kind: 'CX' | 'XC' | null
  readonly partner: string | null
  readonly from: string
  readonly to: string
  readonly asOf: string
}

export const slipsBehind = ({ number, direction, kind, partner, from, to, asOf }: Counted): RouteLocationRaw => ({
  name: 'slips',
  query: { counted: number, asOf, direction, from, to, ...(kind === null ? {} : { kind }), ...(partner === null ? {} : { partner }) }
})
