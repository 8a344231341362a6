/** The door of retention: what has been kept long enough, looked at, held back and deleted. */
export { clockFault } from './clock-guard'
export { ruleWords } from './due'
export { endRuns } from './queries/runs'
export { formerOffices, removeFormer } from './former-offices'
export { createLetGoQuestion, type OlderCopies } from './let-go'
export { createRetentionHandlers, leaveToClean, purgeQuestion, type Cleaning, type RetentionRoom } from './handlers'
