/** The door of the checkup module: the office looks at itself and says what it found, weekly and when asked. */
export { lookDeep, type DeepPart, type DeepTask } from './deep'
export type { CheckedOffice, CheckupRoom } from './finding'
export { createCheckupHandlers } from './handlers'
export { keptReports, nextDue } from './history'
export { runCheckup } from './run-checkup'
