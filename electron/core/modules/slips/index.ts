/** The door of module slips: the ledger of questions, answers and notices, and the seam by which the exchange carries them. */
export { slipsAbout, type SlipAbout } from './about-person'
export { slipHandlers } from './handlers'
export { joinOrphans } from './merge'
export { holdsUnknown, recoverRecord, type RecoverContext } from './recover'
export { numbersGiven, skipNumbers } from './skip-numbers'
export { dropAllStages, dropStage, mergeStage, openStage, type Merged, type Stage, type StageContext, type StageFacts } from './stage'
export { markBundled, markCarried, markReceived, noteRefused, queueAgain, queuedCounts, queuedRecords, type OutgoingRecord } from './travel'
export { answeredCount } from './queries/travel-queries'
