/** The door of the scanning room. */
export { codeInPicture, watchCamera } from './picture-code'
