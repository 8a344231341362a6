/** The door of the scanning room. */
export { codeInDocument } from './document-code'
export type { DocumentReader } from './document-reader'
export { codeInPicture, watchCamera } from './picture-code'
