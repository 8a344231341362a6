/** The door of the work on duplicates. */
export { duplicateHandlers } from './handlers'
export { knownMerge } from './merge'
export { unmergeQuestion } from './unmerge-question'
