/** Serves the office to a window of an installed browser, or to whoever opens the printed address, until it is closed. */
import { join } from 'node:path'
import type { Core } from '../core'
import { askRunning, findBrowser, hasDisplay, noteRunning, openAppWindow, serveLoopback, type LoopbackHost } from '../loopback'
import type { ServeRequest, Terminal } from './run-cli'

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })

const FIRST_PORT = 17_600
const PORTS = 400

/** A port that stays the same for a data folder: what a browser remembers of a page (widths, order of columns) hangs on it. */
export function usualPort(dataDir: string): number {
  let sum = 0
  for (const char of dataDir) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % PORTS
  return FIRST_PORT + sum
}

/** The port asked for, else the usual one of this folder, else any that is free. */
async function openHost(
  core: Core,
  { dataDir, port }: ServeRequest,
  rendererDir: string,
  onFault: (error: unknown) => void
): Promise<LoopbackHost> {
  const parts = { core, rendererDir, onFault }
  if (port !== undefined) return serveLoopback({ ...parts, port })
  return serveLoopback({ ...parts, port: usualPort(dataDir) }).catch(() => serveLoopback({ ...parts, port: 0 }))
}

/** Where an unforeseen fault came from; its message may hold what somebody typed, and terminals are kept in files. */
export function traceOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  const places = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '))
  return [error.name, ...places].join('\n')
}

/** The first line of stdout is the one-time address. Ends with the window, or with the signal where there is none. */
export async function serveWindow(core: Core, request: ServeRequest, rendererDir: string, { out, err, signal }: Terminal): Promise<void> {
  const host = await openHost(core, request, rendererDir, (error) => err(traceOf(error)))
  const forget = noteRunning(request.dataDir, host)
  try {
    const url = host.invite()
    out(url)
    const browser = findBrowser(process.env, process.platform)
    const wanted = request.window && hasDisplay(process.env, process.platform)
    if (!wanted || browser === null) {
      if (wanted) err('没有找到 Chromium、Chrome 或 Edge，请安装其中一种，或在浏览器中打开上面的一次性地址。')
      await aborted(signal)
      return
    }
    const opened = openAppWindow(browser, url, join(request.dataDir, 'window'))
    const shown = await Promise.race([opened.closed, aborted(signal).then(() => true)])
    opened.close()
    if (!shown) {
      err(`浏览器窗口没有打开，请在浏览器中打开这个一次性地址：${host.invite()}`)
      await aborted(signal)
    }
  } finally {
    forget()
    await host.close()
  }
}

/**
 * Where the program runs on this folder already, its page is opened instead of a second one: in the profile of the first, whose browser takes it
 * over. @returns false when nobody answers
 */
export async function showRunning({ dataDir, window }: ServeRequest, { out }: Terminal): Promise<boolean> {
  const url = await askRunning(dataDir)
  if (url === null) return false
  out(url)
  const browser = findBrowser(process.env, process.platform)
  if (window && browser !== null && hasDisplay(process.env, process.platform))
    await openAppWindow(browser, url, join(dataDir, 'window')).closed
  return true
}
