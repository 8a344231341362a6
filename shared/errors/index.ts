/** The door of the error room. */
export { AppError, explain, fromWire, toWire, type ErrorParams, type Explanation, type FieldErrors, type WireError } from './app-error'
export { catalogue, isErrorCode, type ErrorCode } from './catalogue'
export type { ErrorCategory, ErrorEntry } from './define'
