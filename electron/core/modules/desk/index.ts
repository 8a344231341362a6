/** The door of the person's desk. */
export { eraseQuestion } from './erase'
export { deskHandlers } from './handlers'
export { sectionsAbout } from './holdings'
export { requestsOf } from './queries'
