/** The door of the person's desk. */
export { deskHandlers } from './handlers'
