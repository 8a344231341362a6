/** Print pages on paper and as PDF, drawn by an unseen window from the program's own origin. */
import { AppError } from '@shared/errors'
import { BrowserWindow } from 'electron'
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

/** The page to a printer through the system's dialog; closing that dialog is no failure. Throws `storage.failed`. */
export const printPage = (html: string, pages: PageStand): Promise<void> =>
  withPage(
    html,
    pages,
    (window) =>
      new Promise((resolve, reject) => {
        window.webContents.print({ printBackground: true }, (printed, reason) => {
          if (printed || /cancel/i.test(reason)) resolve()
          else reject(new AppError('storage.failed', { reason }))
        })
      })
  )
