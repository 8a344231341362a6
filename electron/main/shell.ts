/** What a window may ask of the PC: choose a file or folder, keep a file, make paper. Dialogs are the system's own. */
import { copyFile, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { ShellPort, Ticket } from '@shared/contract/shell'
import { AppError, toWire, type WireError } from '@shared/errors'
import { BrowserWindow, dialog, ipcMain, type IpcMainInvokeEvent } from 'electron'
import type { PageStand } from '../place'
import type { CoreProcess } from './core-process'
import { pageToPdf, printersOf, printPage } from './paper'
import { isOwnPage } from './windows'

/** An answer that crosses to the page: errors as values, because exceptions lose their code on the way. */
export type ShellAnswer = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: WireError }

export interface ShellParts {
  readonly core: CoreProcess
  readonly pages: PageStand
}

type Duties = Omit<ShellPort, 'can'>
type Request = { readonly [D in keyof Duties]: Parameters<Duties[D]>[0] }
type Duty<D extends keyof Duties> = (window: BrowserWindow, request: Request[D]) => ReturnType<Duties[D]>

const plain = (name: string): string => basename(name).replace(/[<>:"/\\|?*]/g, '_')

async function offered(core: CoreProcess, window: BrowserWindow, path: string | undefined): Promise<Ticket | null> {
  return path === undefined ? null : ((await core.offer(window.webContents.id, path)) as Ticket) // The office's own answer.
}

async function askWhere(window: BrowserWindow, name: string, extension: string): Promise<string | null> {
  const filters = extension === '' ? [] : [{ name: extension.toUpperCase(), extensions: [extension] }]
  const { canceled, filePath } = await dialog.showSaveDialog(window, { title: '保存', defaultPath: plain(name), filters })
  return canceled || filePath === '' ? null : filePath
}

export function shellDuties({ core, pages }: ShellParts): { readonly [D in keyof Duties]: Duty<D> } {
  return {
    pickFile: async (window, { title, extensions }) => {
      const filters = extensions.length > 0 ? [{ name: title, extensions: [...extensions] }] : []
      const { filePaths } = await dialog.showOpenDialog(window, { title, filters, properties: ['openFile'] })
      return offered(core, window, filePaths[0])
    },
    chooseFolder: async (window, { title }) => {
      const { filePaths } = await dialog.showOpenDialog(window, { title, properties: ['openDirectory', 'createDirectory'] })
      return offered(core, window, filePaths[0])
    },
    saveFile: async (window, { ticket, name }) => {
      const source = await core.take(window.webContents.id, ticket)
      const target = await askWhere(window, name, '')
      if (target !== null) await copyFile(source.path, target)
      return target !== null
    },
    savePdf: async (window, { html, name }) => {
      const target = await askWhere(window, name.endsWith('.pdf') ? name : `${name}.pdf`, 'pdf')
      if (target !== null) await writeFile(target, await pageToPdf(html, pages))
      return target !== null
    },
    print: (_, job) => printPage(job, pages),
    preview: (_, { html }) => Promise.resolve(pages.put(html)),
    printers: async (window) => printersOf(await window.webContents.getPrintersAsync())
  }
}

const isDiskFault = (error: unknown): error is NodeJS.ErrnoException => error instanceof Error && 'code' in error && 'syscall' in error

function errorOf(error: unknown): AppError {
  if (error instanceof AppError) return error
  return isDiskFault(error) ? new AppError('storage.failed', { reason: error.code ?? '' }) : new AppError('internal.unexpected')
}

/** The window that asks, if our own page asks. */
function askingWindow(event: IpcMainInvokeEvent): BrowserWindow {
  const window = BrowserWindow.fromWebContents(event.sender)
  if (!window || !isOwnPage(event)) throw new AppError('session.none')
  return window
}

/** Listens for every duty on `shell:<duty>`. */
export function serveShell(parts: ShellParts): void {
  const duties = shellDuties(parts) as Readonly<Record<string, (window: BrowserWindow, request: unknown) => Promise<unknown>>> // Each duty is called with what the preload sends for it.
  for (const [name, duty] of Object.entries(duties))
    ipcMain.handle(`shell:${name}`, async (event, request: unknown): Promise<ShellAnswer> => {
      try {
        return { ok: true, value: await duty(askingWindow(event), request) }
      } catch (error) {
        return { ok: false, error: toWire(errorOf(error), crypto.randomUUID().slice(0, 8)) }
      }
    })
}
