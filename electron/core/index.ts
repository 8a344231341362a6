/** The door of the office for its carriers. */
export { createCore } from './create-core'
export { systemTimer, type Timer } from './platform'
export type { Connection, Core, CoreOptions } from './core'
export {
  BundleFault,
  explainFault,
  inspectBundle,
  openFileSource,
  rawKey,
  readCard,
  readCardFile,
  rootDigits,
  verifyBundle,
  type BundleHeader,
  type KeyCard,
  type PinnedOffice,
  type Pins
} from './container'
