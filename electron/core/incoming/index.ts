// The door of the incoming room: reads what partners sent, judges each slip, and touches neither database nor session.
export { createContentReader, type ContentReader } from './content-reader'
export { CONTENT_AHEAD, serveContent } from './content-thread'
export { readContent, type ContentPart, type ContentRequest, type KeptItem, type ReceiptItem, type RefusedSlip } from './read-content'
export { isBody, slipRow, type Body, type SlipRow } from './slip-row'
export { checkIncoming, type IncomingSlip, type SlipRefusal } from './slip-whitelist'
