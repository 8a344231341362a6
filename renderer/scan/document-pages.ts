/** Looks for a 2-D code on the pages of a PDF. What reads the document works in a thread of its own, which a bad file cannot hold for ever. */
import type { getDocument as open, PDFPageProxy, PDFWorker } from 'pdfjs-dist'
import { codeOnCanvas, LONGEST_SIDE } from './picture-code'

/** A certificate is a sheet or two; whatever was scanned together with it must not keep the page busy. */
const MOST_PAGES = 20
const TIME_LIMIT = 30_000

/**
 * @param worker thread of a page that has no file to start one from
 * @returns the text of the first code found, or null; @throws when the file is no document that can be opened, or takes too long
 */
export async function codeInPages(getDocument: typeof open, file: Blob, worker?: PDFWorker): Promise<string | null> {
  const task = getDocument({
    data: new Uint8Array(await file.arrayBuffer()),
    // The page’s policy allows neither compiled code nor fonts from elsewhere, and a code is lines, not letters.
    ...{ useWasm: false, disableFontFace: true, enableXfa: false, verbosity: 0 },
    ...(worker === undefined ? {} : { worker })
  })
  const timer = setTimeout(() => void task.destroy(), TIME_LIMIT)
  try {
    const document = await task.promise
    for (let number = 1; number <= Math.min(MOST_PAGES, document.numPages); number++) {
      const code = await codeOnPage(await document.getPage(number))
      if (code !== null) return code
    }
    return null
  } finally {
    clearTimeout(timer)
    await task.destroy()
  }
}

async function codeOnPage(page: PDFPageProxy): Promise<string | null> {
  const plain = page.getViewport({ scale: 1 })
  const viewport = page.getViewport({ scale: LONGEST_SIDE / Math.max(plain.width, plain.height) })
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(viewport.width)
  canvas.height = Math.round(viewport.height)
  await page.render({ canvas, viewport }).promise
  return codeOnCanvas(canvas)
}
