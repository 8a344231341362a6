/** The door of the exchange module: slips leave and arrive in sealed bundles on sticks. */
export { beginAnew, lastEnvelope } from './begin-anew'
export { compareSheet } from './compare-sheet'
export { createExchangeHandlers } from './handlers'
export { judgeClock } from './own-clock'
export { recoverExchange } from './recover'
export type { StickRoom } from './stick-places'
