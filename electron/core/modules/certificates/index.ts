/** The door of module certificates: numbers, what was signed, and what became of the paper. */
export { certificatesAbout } from './about-person'
export { bookletHandlers } from './booklets'
export { createCertificateHandlers } from './handlers'
export { endedProofs, proofOfNumber, signedProofs } from './proofs'
export { blocksGiven, knowsLess, knowsMore, skipSerials } from './restored'
export type { GivenBlock } from './queries/blocks'
