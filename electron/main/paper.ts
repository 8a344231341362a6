/** Print pages on paper and as PDF, drawn by an unseen window from the program's own origin. */
import { AppError } from '@shared/errors'
import { BrowserWindow, type PrinterInfo, type WebContentsPrintOptions } from 'electron'
import type { Printer, PrintJob } from '@shared/contract/shell'
import { PAGE_READY, type PageStand } from '../place'
import { ORIGIN, paperOptions } from './windows'

async function withPage<T>(html: string, pages: PageStand, work: (window: BrowserWindow) => Promise<T>): Promise<T> {
  const path = pages.put(html)
  const window = new BrowserWindow(paperOptions())
  try {
    await window.loadURL(ORIGIN + path)
    await window.webContents.executeJavaScript(PAGE_READY)
    return await work(window)
  } finally {
    pages.remove(path)
    window.destroy()
  }
}

/** The page as PDF with the page size of its own `@page`. */
export const pageToPdf = (html: string, pages: PageStand): Promise<Buffer> =>
  withPage(html, pages, (window) => window.webContents.printToPDF({ preferCSSPageSize: true, printBackground: true }))

const MICRONS_PER_MM = 1000

/** What is known of a job: with a printer's name it goes there without a dialog, on paper of the page's own size. */
function optionsOf({ printer, oneSided = false }: PrintJob): WebContentsPrintOptions {
  const sides: WebContentsPrintOptions = oneSided ? { duplexMode: 'simplex' } : {}
  if (printer === undefined) return { printBackground: true, ...sides }
  const [width, height] = printer.size
  return {
    ...{ silent: true, deviceName: printer.id, printBackground: true, margins: { marginType: 'none' }, ...sides },
    pageSize: { width: Math.round(width * MICRONS_PER_MM), height: Math.round(height * MICRONS_PER_MM) }
  }
}

/** The page to a printer; closing the system's dialog is no failure but false. Throws `paper.not_printed`. */
export const printPage = (job: PrintJob, pages: PageStand): Promise<boolean> =>
  withPage(
    job.html,
    pages,
    (window) =>
      new Promise((resolve, reject) => {
        window.webContents.print(optionsOf(job), (printed, reason) => {
          if (printed) resolve(true)
          else if (/cancel/i.test(reason)) resolve(false)
          else reject(new AppError('paper.not_printed', { reason }))
        })
      })
  )

/** As the system lists them; some are known by one name only. */
export const printersOf = (found: readonly PrinterInfo[]): Printer[] =>
  found.map(({ name, displayName }) => ({ id: name, name: displayName === '' ? name : displayName }))
