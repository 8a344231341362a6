/** The door of the print room: whole pages in millimetres, ready for the shell's printer or PDF. */
export { printPage, type PrintPage } from './print-page'
export { escapeText } from './escape-text'
export { qrShape, qrSvg, type QrShape } from './qr-code'
export { conversionSheet, type ConversionFacts } from './conversion-sheet'
export { caseCards } from './case-cards'
export { rosterSheet, visitSheet, type RosterPaper } from './roster-sheet'
export { unprintableIn, type Unprintable } from './unprintable'
export { recoverySheet, type RecoveryFacts } from './recovery-sheet'
