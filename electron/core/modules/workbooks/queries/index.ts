/** The SQL of the module behind one name. */
export * from './exports'
export * from './imports'
export * from './keys'
export * from './layouts'
