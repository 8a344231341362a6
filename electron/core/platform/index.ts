/** The door of the platform room: what the office needs from the PC it runs on. */
export { chinaDay, chinaTime, instant, systemClock, type Clock } from './clock'
export {
  driveId,
  freeBytes,
  linuxDrives,
  listDrives,
  parseWindowsDrives,
  windowsDrives,
  type LinuxFacts,
  type ListDrives,
  type RemovableDrive
} from './drives'
export { ejectDrive, linuxEject, windowsEject, type EjectDrive, type EjectFacts } from './eject'
export { systemComputer, type Computer } from './computer'
export { linuxFolderKind, systemFolderKind, windowsFolderKind, type FolderFacts, type FolderKind } from './folder-kind'
export { countPrinters, parseCount } from './printers'
export { fileLog, lastLogLines, silentLog, type Log, type LogLine } from './log'
export { serveOrders, SideThread, type SideThreadOptions, type ThreadWork } from './side-thread'
export {
  assertRoom,
  assertSameStick,
  codeOf,
  PART,
  readableSize,
  stickFault,
  stickOf,
  systemStick,
  writeStickFile,
  type StickFile,
  type StickLayer,
  type StickReader,
  type StickWriter
} from './stick-files'
export { systemTimer, type Timer } from './timer'
export {
  copyIn,
  scanStick,
  SCAN_DEPTH,
  SCAN_FILES,
  type Copied,
  type FoundFile,
  type Skipped,
  type SkipReason,
  type StickContent
} from './stick-scan'
