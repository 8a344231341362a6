/** Reads a 2-D code from a PDF in the program, which has the reader beside it as a file and loads it when it is first needed. */
import workerAddress from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url'
import { codeInPages } from './document-pages'

/** @returns the text of the first code found, or null; @throws when the file is no document that can be opened, or takes too long */
export async function codeInDocument(file: Blob): Promise<string | null> {
  const { getDocument, GlobalWorkerOptions } = await import('pdfjs-dist/legacy/build/pdf.mjs')
  GlobalWorkerOptions.workerSrc = workerAddress
  return codeInPages(getDocument, file)
}
