/** The door of the exchange module: slips leave and arrive in sealed bundles on sticks. */
export { beginAnew, endEveryEpoch, lastEnvelope } from './protocol'
export { compareSheet } from './compare-sheet'
export { createExchangeHandlers } from './handlers'
export { newestOwnCardSeen } from './queries/key-queries'
export { retireQuestion } from './link-commands'
export { judgeClock } from './own-clock'
export { recoverExchange } from './recover'
export type { StickRoom } from './stick-places'
