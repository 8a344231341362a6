/** The door of retention: what has been kept long enough, looked at, held back and deleted. */
export { clockFault } from './clock-guard'
export { createRetentionHandlers, leaveToClean, purgeQuestion, type Cleaning, type RetentionRoom } from './handlers'
