/** The door of erasure: taking persons out of the whole office, and the list of what the office holds about residents. */
export {
  erasePersons,
  previewErasure,
  type ErasingContext,
  type ErasureContext,
  type ErasureMode,
  type ErasurePreview,
  type Going,
  type Staying
} from './erase'
export { findMentions, replaceMentions, withoutNames, type FoundMention } from './mentions'
export { goneOf, noteGone, type Gone, type GoneKind } from './queries/gone'
export { forgetSlip, slipsDue } from './queries/slips'
export { NOBODY, whileErasing } from './queries/whom'
export { holdings, type Holding, type LettingGo } from './holdings'
export { deleteAgain } from './gone'
export { layFile, lookInto, type SealedElsewhere } from './lay-packet'
export { Packet, takeFile, withParts, type PacketParts, type SealedKey } from './packet'
