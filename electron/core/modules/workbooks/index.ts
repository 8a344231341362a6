/** The door of the lists of the townships: templates, imports, exports. */
export { exportQuestion, tablesWith } from './export-list'
export { createWorkbookHandlers } from './handlers'
export { loadLayouts, type WorkbookLayouts } from './layouts'
export type { ReadingThread } from './row-source'
export { ROWS_AHEAD, rowWork } from './row-thread'
