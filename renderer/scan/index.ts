/** The door of the scanning room. */
export { codeInDocument } from './document-code'
export { codeInPicture, watchCamera } from './picture-code'
