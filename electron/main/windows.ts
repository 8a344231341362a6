/** Windows that show the program's own screens and nothing else: their options, their address, what they may not do. */
import { readFileSync } from 'node:fs'
import {
  BrowserWindow,
  type BrowserWindowConstructorOptions,
  type IpcMainEvent,
  type Protocol,
  type Session,
  type WebContents
} from 'electron'
import { locateScreenFile, PAGE_POLICY, SCREEN_POLICY, type PageStand } from '../place'

export const ORIGIN = 'app://yipanqi'

/** A scheme of our own behaves like https (own origin, fetch, storage) and cannot name files of the PC. Call before app `ready`. */
export function registerScheme(protocol: Protocol): void {
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }])
}

/** Said in full although most of it is Electron's own choice today: a later Electron, or a line added in haste, shall not open it. */
const CLOSED = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webviewTag: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  navigateOnDragDrop: false
} as const

export function windowOptions(preload: string): BrowserWindowConstructorOptions {
  return {
    width: 1366,
    height: 728,
    minWidth: 1024,
    minHeight: 640,
    show: false,
    backgroundColor: '#ffffff',
    autoHideMenuBar: true,
    webPreferences: { preload, ...CLOSED, spellcheck: false }
  }
}

/** Options of the unseen window that prints: no preload, so its page can reach nothing. */
export const paperOptions = (): BrowserWindowConstructorOptions => ({
  show: false,
  webPreferences: { ...CLOSED }
})

const headersOf = (policy: string, type: string): Record<string, string> => ({
  'content-security-policy': policy,
  'content-type': type,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store'
})

/** Answers one address of the scheme: a file of the screens, or a print page. */
export function answerAddress(address: string, rendererDir: string, pages: PageStand): Response {
  const url = new URL(address)
  const page = url.host === 'yipanqi' ? pages.get(url.pathname) : undefined
  if (page !== undefined) return new Response(page, { headers: headersOf(PAGE_POLICY, 'text/html; charset=utf-8') })
  const file = url.host === 'yipanqi' ? locateScreenFile(rendererDir, url.pathname) : null
  if (!file) return new Response(null, { status: 404, headers: headersOf(SCREEN_POLICY, 'text/plain') })
  return new Response(new Uint8Array(readFileSync(file.path)), { headers: headersOf(SCREEN_POLICY, file.type) })
}

/** Copying cells of a list to the clipboard is all a page may ask of the PC. */
const PERMITTED = 'clipboard-sanitized-write'

/** What a page may load: the program's own files, and what it made itself. Everything else, of this PC or of a network, is cut off here even if a policy were lost. */
export const mayLoad = (address: string): boolean =>
  address.startsWith(`${ORIGIN}/`) || /^(blob:app:\/\/yipanqi\/|data:|devtools:)/.test(address)

/** Serves the screens and refuses every permission and download that a page might ask for. */
export function guardSession(session: Session, rendererDir: string, pages: PageStand): void {
  session.protocol.handle('app', (request) => answerAddress(request.url, rendererDir, pages))
  session.webRequest.onBeforeRequest(({ url }, done) => done({ cancel: !mayLoad(url) }))
  session.setPermissionRequestHandler((_, permission, done) => done(permission === PERMITTED))
  session.setPermissionCheckHandler((_, permission) => permission === PERMITTED)
  session.setDevicePermissionHandler(() => false)
  session.on('will-download', (event) => event.preventDefault())
  session.setSpellCheckerEnabled(false)
}

/** Keeps contents on the page they were given: no navigation, no new window, no embedded view. */
export function guardContents(contents: WebContents): void {
  contents.on('will-navigate', (event) => event.preventDefault())
  // Also of a frame inside the page, of which the first tells nothing.
  contents.on('will-frame-navigate', (event) => event.preventDefault())
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}

/** Whoever sends is one of our windows and shows our own page in its main frame; frames inside it may ask nothing. */
export const isOwnPage = ({ sender, senderFrame }: Pick<IpcMainEvent, 'sender' | 'senderFrame'>): boolean =>
  BrowserWindow.fromWebContents(sender) !== null && senderFrame?.parent === null && senderFrame.url.startsWith(`${ORIGIN}/`)

export function openWindow(preload: string): BrowserWindow {
  const window = new BrowserWindow(windowOptions(preload))
  window.once('ready-to-show', () => window.show())
  void window.loadURL(`${ORIGIN}/`)
  return window
}
