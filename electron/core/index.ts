/** The door of the office for its carriers. */
export { createCore } from './create-core'
export { systemTimer, type Timer } from './platform'
export type { Connection, Core, CoreOptions } from './core'
export {
  BundleFault,
  explainFault,
  inspectBundle,
  openFileSource,
  readCardFile,
  verifyWithCards,
  type BundleHeader,
  type CheckedFile
} from './container'
