/** The door of the workbook room: tables of rows from Excel, WPS and text files, and back; what the rows mean is none of its business. */
export { cellAt, cellName, columnLetters, type CellType, type RawCell, type RawRow } from './raw-row'
export { limits } from './limits'
export { CSV_SHEET, openWorkbook, type OpenOptions, type SheetInfo, type Workbook } from './open-workbook'
export { knownOfFile, markOf } from './known-of-file'
export type { SheetFacts } from './sheet-facts'
export { inspectCell, type Expected, type Inspected } from './cell-damage'
export { damageKinds, describeFinding, type DamageCode, type Finding, type Severity } from './damage-codes'
export { watchDamage, type DamageWatch, type WatchedColumn, type WatchedRow, type WatchOptions } from './damage-watch'
export {
  NOTE_SHEET,
  writeWorkbook,
  type WriteBook,
  type WriteCell,
  type WriteColumn,
  type WriteOptions,
  type WriteSheet
} from './write-workbook'
export { writeCsv, type CsvOptions } from './write-csv'
export { markCopy, type MarkOptions } from './mark-copy'
export type { Mark, MarkedCopy } from './marks'
export { findHeader, foldTitle, guessColumns, type GuessedColumn, type GuessedHeader, type TitleEntry } from './guess-columns'
