/** The door of the job room: long work as a row and a snapshot, with progress, cancel and resync. */
export { jobHandlers } from './handlers'
export { createJobRoom, type JobRoom } from './runner'
export { interruptRunning } from './store'
