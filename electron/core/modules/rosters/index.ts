/** The door of the lists for the field. */
export { rosterHandlers } from './handlers'
export { sexWords } from './cells'
export { factsFound } from './found-right'
export { inWalkingOrder, numberFrom } from './rules'
