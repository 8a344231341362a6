/** The door of the backup module: one sealed file that holds all an office needs to come back, read back before it counts. */
export { checkDatabase, factsOf, quoted, tableNames, type DatabaseFacts } from './check-database'
export { backupFault } from './faults'
export { backupName, EXTENSION, readBackupName, whyNames, type BackupHeader, type Why } from './format'
export { makeBackup, PART, removeQuietly, type BackupPart, type BackupTask, type MadeBackup } from './make-backup'
export { openManifest, unlockKeys, withBackup, type BackupFile } from './open-backup'
export { earlierBackups, letGoEarlier, type LetGo } from './let-go'
export { ruleOn, surplus, type KeepRule, type KeptFile } from './rolling'
export { decideToPutInPlace, putInPlace, stagingFolder } from './put-in-place'
export { salvage, type Salvaged, type SalvagePart, type SalvageTask } from './salvage'
export { stageBackup, type StagePart, type StageTask } from './stage-backup'
export { backUp, SCRATCH, type BackupOutcome, type BackupRoom, type BackupSource } from './back-up'
export { createBackupHandlers, restoreNote } from './handlers'
export {
  backupsAt,
  HERE_ID,
  isPresent,
  keepPlacesKnown,
  knownPlace,
  pathOf,
  readPlaces,
  wasInUse,
  type FoundBackup,
  type Place
} from './places'
export { insertRestore, recentBackups } from './queries'
