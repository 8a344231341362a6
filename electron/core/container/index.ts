// The door of the bundle format: write, read with limits, verify (docs/formats/exchange.md §2, §4.1, §4.2).
export { BundleFault, explainFault, type BundleFaultCode, type FaultParams } from './faults'
export { parseStrictBytes, parseStrictJson, type JsonObject, type JsonValue, type StrictJson } from './strict-json'
export { bytesSource, handleSource, openFileSource, type ByteSource, type FileSource } from './byte-source'
export { handleSink, memorySink, type ByteSink } from './byte-sink'
export {
  MAX_DATA_HEADER,
  type AckEntry,
  type BadEntry,
  type BundleHeader,
  type ClosedEpoch,
  type EnvelopeState,
  type Position,
  type StreamPosition,
  type WantEntry,
  type WrapEntry
} from './header'
export { chooseSuite, digestKindOf, newEpochNeeded, suiteNamed, SUPPORTED_SUITES, type Suite, type SuiteName } from './suites'
export { sm2EntriesOf, sm2Fingerprint, sm2Point, type Sm2Entry } from './card-sm2'
export { sm2Message, verifyEnvelope } from './envelope-signature'
export { unwrapContentKey } from './payload-sm4'
export { fingerprint, formatKeyLine, parseKeyLine } from './key-line'
export { signSshsig, verifySshsig, type SignatureNamespace } from './sshsig'
export { keyQrText, officeIdOf, parseKeyQrText, rootDigits } from './office-identity'
export {
  composeCard,
  rawKey,
  readCard,
  recipientsOf,
  signerByCard,
  signRootChange,
  sm2RecipientsOf,
  type CardContent,
  type CardParts,
  type EncEntry,
  type KeyCard,
  type RevokedEntry,
  type RootChange,
  type SignEntry
} from './card'
export { judgeCard, type CardDecision, type PinnedCards } from './card-install'
export { readCardFile, writeCardFile } from './card-file'
export {
  composeDirectory,
  isSignedBy,
  MAX_DIRECTORY_FILE,
  readDirectoryFile,
  writeDirectoryFile,
  type DirectoryEntry,
  type OfficeDirectory
} from './directory-file'
export {
  composeProofList,
  goesOnFrom,
  isOfficesList,
  MAX_LIST_ENTRIES,
  MAX_PROOF_LIST_FILE,
  readProofListFile,
  UNKNOWN_DIGEST,
  writeProofListFile,
  type ProofList,
  type VoidedProof
} from './proof-list'
export { bundleFileName, cardFileName, recipientFolder, statusFileName } from './file-names'
export {
  readCore,
  type AttachmentRef,
  type CoreLine,
  type EchoLine,
  type LogHead,
  type ReceiptLine,
  type RecordCounts,
  type RejectedSlip,
  type SlipLine
} from './records'
export { checkSlipLine, type ContentItem, type ContentRules, type Refusal } from './content-check'
export { packContent, type PackedContent, type PackRequest } from './content-pack'
export { merkleRoot } from './merkle'
export { sealBundle, type G1Sealing, type SealableContent, type SealedBundle, type SealRequest } from './bundle-seal'
export { inspectBundle, verifyBundle, type PinnedOffice, type Pins, type RevokedEvidence, type VerifiedBundle } from './bundle-verify'
export { verifyWithCards, type CheckedFile, type SenderFacts } from './verify-with-cards'
export { inflateBundle, openBundle, type ContentBatch, type OpenableBundle, type OpeningKeys, type OpenRequest } from './bundle-open'
