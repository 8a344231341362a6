/** The door of the office for its carriers. */
export type { Connection, Core, CoreOptions } from './core'
