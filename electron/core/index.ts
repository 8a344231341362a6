/** The door of the office for its carriers. */
export { createCore } from './create-core'
export type { Connection, Core, CoreOptions } from './core'
export { BundleFault, explainFault, inspectBundle, openFileSource, readCardFile, verifyBundle } from './container'
