/** The door of the proof room: the 2-D code on certificates, written by offices and read by anyone without a network. */
export { MOST_FACTS, type Proof, type ProofFact } from './claims'
export { PREFIX as PROOF_PREFIX, type KeyId } from './envelope'
export { judgeProof, writeProof, type Judge, type ProofAnswer, type ProofDoubt, type ProofKey, type ProofStatus } from './judge'
export { judgeByNames, type NamedOffice, type ProofNames } from './names'
export { paperOf, wordsOf, type ProofWords } from './words'
