/** The door of sealed files. */
export { liftQuestion, sealingHandlers, sealQuestion } from './handlers'
