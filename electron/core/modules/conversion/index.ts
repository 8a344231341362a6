/** The door of the conversion of division codes: the register's abolished codes and the batch that replaces them. */
export { conversionHandlers } from './handlers'
