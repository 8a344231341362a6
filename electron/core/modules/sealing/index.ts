/** The door of sealed files. */
export { liftQuestion, sealingHandlers, sealQuestion } from './handlers'
export { standingSeals } from './queries'
export { sealAgain, type NewSeal } from './seal'
