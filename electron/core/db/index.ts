/** The door of the database room. */
export { cleanByCopy, cleanFile, dropHalfCleaned, type Cleaned } from './clean-file'
export { fasterCipher, openRead, openWrite, type Cipher, type Connection, type OpenOptions, type Touched } from './connection'
export { lockFolder, type FolderLock } from './folder-lock'
export {
  DEFAULT_LOG_N,
  keyFileSecret,
  makeSlot,
  newRecoveryKey,
  normaliseRecoveryKey,
  openSlot,
  pretendToOpen,
  readSlotFile,
  slotFileShape,
  writeSlotFile,
  type KeySlot,
  type SlotFile
} from './key-slots'
export { knownVersion, migrate } from './migrate'
export { migrations } from './migrations'
export { flushFolder, readIfThere, writeWhole } from './safe-file'
export { holdSnapshot, openForCopying, type FileHandle, type Snapshot } from './snapshot'
export { sqlFace, type ReadDb, type SqlValue, type WriteDb } from './sql'
export { asAppError, isDamage } from './sqlite-errors'
export { unreadableSaves } from './torn-log'
