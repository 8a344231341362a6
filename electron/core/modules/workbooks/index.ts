/** The door of the lists of the townships: templates, imports, exports. */
export { createWorkbookHandlers } from './handlers'
export { loadLayouts, type WorkbookLayouts } from './layouts'
