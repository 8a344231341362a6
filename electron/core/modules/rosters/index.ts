/** The door of the lists for the field. */
export { rosterHandlers } from './handlers'
