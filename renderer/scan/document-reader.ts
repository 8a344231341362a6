/** The same for a page that has no files beside it: built into one script that lies in the page as text until a PDF is chosen. */
import { getDocument, PDFWorker } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { codeInPages } from './document-pages'

/** @param thread text of the script that reads documents; @returns and @throws as `codeInDocument` */
export type DocumentReader = (file: Blob, thread: string) => Promise<string | null>

const readDocument: DocumentReader = async (file, thread) => {
  const address = URL.createObjectURL(new Blob([thread], { type: 'text/javascript' }))
  // No module: a page opened from a file may not load any, not even from itself.
  const port = new Worker(address)
  try {
    return await codeInPages(getDocument, file, PDFWorker.create({ port }))
  } finally {
    port.terminate()
    URL.revokeObjectURL(address)
  }
}
Object.assign(window, { readDocument })
