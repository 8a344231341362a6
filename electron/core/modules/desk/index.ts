/** The door of the person's desk. */
export { eraseQuestion } from './erase'
export { createDeskHandlers } from './handlers'
export { sectionsAbout } from './holdings'
export { requestsOf } from './queries'
