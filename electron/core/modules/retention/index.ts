/** The door of retention: what has been kept long enough, looked at, held back and deleted. */
export { ruleWords } from './due'
export { formerOffices, removeFormer } from './former-offices'
export { createLetGoQuestion, type OlderCopies } from './let-go'
export { createRetentionHandlers, leaveToClean, purgeQuestion, type Cleaning, type RetentionRoom } from './handlers'
