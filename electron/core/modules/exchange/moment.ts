/** Gives the protocol what it has not of its own: the time of this PC, and random names for epochs. */
import { randomHex } from '../../crypto'
import { instant } from '../../platform'
import type { CallContext } from '../../rpc'
import { RULES, type Moment } from './protocol'

export const momentOf = ({ clock }: Pick<CallContext, 'clock'>): Moment => ({
  now: instant(clock),
  drawEpoch: () => randomHex(16),
  rules: RULES
})
