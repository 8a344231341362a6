/** The same office in a window of an installed browser: served to this PC alone, on 127.0.0.1, to whoever holds the one-time address. */
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Core } from '../core'
import { findBrowser } from './browser'
import { randomToken } from './faults'
import { addressOf, createHost } from './http'
import { printToPdf } from './paper'

export { askRunning, noteRunning } from './running'
export { chineseEnv, findBrowser, hasDisplay, openAppWindow, type AppWindow } from './browser'

export interface LoopbackOptions {
  readonly core: Core
  /** Folder of the built screens (`out/renderer`). */
  readonly rendererDir: string
  /** Port to listen on; 0 takes a free one. */
  readonly port?: number
  /** How long a window may be gone (reload, sleep) before its user is signed out. Default five minutes. */
  readonly graceMs?: number
  /** Browser that makes PDF files; null for none, undefined to look for an installed one. */
  readonly browser?: string | null
  /** Told of faults that nobody foresaw; their text goes no further. */
  readonly onFault?: (error: unknown) => void
}

export interface LoopbackHost {
  readonly port: number
  /** Said by a second start of the program to be given a window of the running one. */
  readonly knock: string
  /** An address that opens one window, once: the token stands in the fragment, which browsers never send. */
  invite(): string
  close(): Promise<void>
}

const GRACE_MS = 5 * 60_000

/** Starts the host. Fails with the system's own error when the port is taken. */
export async function serveLoopback({
  core,
  rendererDir,
  port = 0,
  graceMs = GRACE_MS,
  onFault = () => {},
  ...options
}: LoopbackOptions): Promise<LoopbackHost> {
  const browser = options.browser === undefined ? findBrowser(process.env, process.platform) : options.browser
  let listening = port
  const toPdf = browser === null ? null : (address: string): Promise<Buffer> => printToPdf(browser, address, join(core.spoolDir, 'print'))
  const knock = randomToken()
  const { server, windows } = createHost({ core, rendererDir, graceMs, onFault, toPdf, knock, port: () => listening })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  listening = (server.address() as AddressInfo).port // A listening TCP server always has one.
  return {
    port: listening,
    knock,
    invite: () => addressOf(listening, windows.invite()),
    close: async () => {
      windows.close()
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    }
  }
}
