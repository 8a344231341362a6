/** The door of module proofs: proofs that people bring are checked and entered, and the lists of voided ones travel. */
import type { Handlers } from '../../rpc'
import { check, checkNumber } from './checks'
import { listFacts } from './offices'
import { get, list, settle } from './register'

export { listsFor, ownProofList, readProofList, skipListVersions, takeProofList, type TakenList } from './lists'
export { heldCards, namesToHandOut, proofNames } from './offices'

export const proofHandlers: Handlers<'proofs'> = { check, checkNumber, list, get, settle, lists: ({ db }) => ({ rows: listFacts(db) }) }
