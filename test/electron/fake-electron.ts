/** Stands in for the `electron` module so that the shell's decisions can be tested where no binary can be had. */
import { EventEmitter } from 'node:events'

export const calls: string[] = []
const note =
  (name: string) =>
  (...args: unknown[]): void => {
    calls.push(`${name}(${args.map((arg) => (typeof arg === 'string' || typeof arg === 'number' ? String(arg) : typeof arg)).join(', ')})`)
  }

/** Starts every test from a PC where nothing was opened. */
export function resetElectron(): void {
  calls.length = 0
  BrowserWindow.all.length = 0
  forked.length = 0
  printed.length = 0
  printedWith.length = 0
  handlers.clear()
  answers.open = []
  answers.save = ''
  answers.print = [true, '']
  answers.lock = true
  for (const emitter of [app, ipcMain, session.defaultSession]) emitter.removeAllListeners()
}

/** What the user does in dialogs, and what the system says. */
export const answers = {
  open: [] as string[],
  save: '',
  print: [true, ''] as [boolean, string],
  printers: [] as { name: string; displayName: string }[],
  lock: true
}
export const printed: string[] = []
export const printedWith: object[] = []
export const handlers = new Map<string, (event: unknown, request: unknown) => Promise<unknown>>()

export class FakeContents extends EventEmitter {
  static count = 0
  readonly id = ++FakeContents.count
  readonly posted: { readonly channel: string; readonly ports: readonly unknown[] }[] = []
  windowOpenHandler: (() => { action: string }) | undefined
  mainFrame = { url: '', parent: null }
  setWindowOpenHandler(handler: () => { action: string }): void {
    this.windowOpenHandler = handler
  }
  postMessage(channel: string, _message: unknown, ports: readonly unknown[]): void {
    this.posted.push({ channel, ports })
  }
  executeJavaScript(code: string): Promise<boolean> {
    calls.push(code.includes('document.fonts.ready') ? 'waited for fonts' : code)
    return Promise.resolve(true)
  }
  printToPDF(options: object): Promise<Buffer> {
    return Promise.resolve(Buffer.from(JSON.stringify(options)))
  }
  getPrintersAsync(): Promise<object[]> {
    return Promise.resolve(answers.printers)
  }
  print(options: object, done: (success: boolean, reason: string) => void): void {
    printed.push(this.mainFrame.url)
    printedWith.push(options)
    done(...answers.print)
  }
}

export class BrowserWindow extends EventEmitter {
  static readonly all: BrowserWindow[] = []
  readonly webContents = new FakeContents()
  readonly options: object
  destroyed = false
  constructor(options: object) {
    super()
    this.options = options
    BrowserWindow.all.push(this)
    app.emit('web-contents-created', {}, this.webContents)
  }
  static getAllWindows(): BrowserWindow[] {
    return BrowserWindow.all
  }
  static fromWebContents(contents: unknown): BrowserWindow | null {
    return BrowserWindow.all.find((window) => window.webContents === contents) ?? null
  }
  loadURL(url: string): Promise<void> {
    this.webContents.mainFrame.url = url
    return Promise.resolve()
  }
  show = note('show')
  focus = note('focus')
  restore = note('restore')
  isMinimized = (): boolean => true
  destroy(): void {
    this.destroyed = true
  }
}

class FakeApp extends EventEmitter {
  commandLine = { getSwitchValue: () => '/data', appendSwitch: note('appendSwitch') }
  setPath = note('setPath')
  enableSandbox = note('enableSandbox')
  quit = note('quit')
  exit = note('exit')
  getVersion = (): string => '0.1.0'
  requestSingleInstanceLock = (): boolean => answers.lock
  whenReady(): Promise<void> {
    calls.push('whenReady')
    return Promise.resolve()
  }
}
export const app = new FakeApp()

class FakeIpcMain extends EventEmitter {
  handle(name: string, handler: (event: unknown, request: unknown) => Promise<unknown>): void {
    handlers.set(name, handler)
  }
}
export const ipcMain = new FakeIpcMain()

class FakeSession extends EventEmitter {
  protocol = { handle: note('protocol.handle') }
  beforeRequest: ((details: { url: string }, done: (answer: { cancel: boolean }) => void) => void) | undefined
  webRequest = {
    onBeforeRequest: (listener: NonNullable<FakeSession['beforeRequest']>): void => {
      this.beforeRequest = listener
    }
  }
  permissionRequest: ((contents: unknown, permission: string, done: (granted: boolean) => void) => void) | undefined
  permissionCheck: ((contents: unknown, permission: string) => boolean) | undefined
  devicePermission: (() => boolean) | undefined
  setPermissionRequestHandler(handler: typeof this.permissionRequest): void {
    this.permissionRequest = handler
  }
  setPermissionCheckHandler(handler: typeof this.permissionCheck): void {
    this.permissionCheck = handler
  }
  setDevicePermissionHandler(handler: typeof this.devicePermission): void {
    this.devicePermission = handler
  }
  setSpellCheckerEnabled = note('setSpellCheckerEnabled')
}
export const session = { defaultSession: new FakeSession() }

export const dialog = {
  showOpenDialog: () => Promise.resolve({ canceled: answers.open.length === 0, filePaths: answers.open }),
  showSaveDialog: (_window: unknown, options: { defaultPath: string }) => {
    calls.push(`save as ${options.defaultPath}`)
    return Promise.resolve({ canceled: answers.save === '', filePath: answers.save })
  },
  showErrorBox: note('showErrorBox'),
  showMessageBox: (options: { message: string }) => {
    calls.push(`message box ${options.message}`)
    return Promise.resolve({ response: 0 })
  }
}
export const Menu = { setApplicationMenu: note('setApplicationMenu') }
export const protocol = { registerSchemesAsPrivileged: note('registerSchemesAsPrivileged') }

export class FakeChild extends EventEmitter {
  readonly sent: { readonly message: { readonly kind: string; readonly ask?: number }; readonly ports: readonly unknown[] }[] = []
  readonly entry: string
  readonly args: readonly string[]
  constructor(entry: string, args: readonly string[]) {
    super()
    this.entry = entry
    this.args = args
  }
  postMessage(message: { readonly kind: string }, ports: readonly unknown[] = []): void {
    this.sent.push({ message, ports })
    if (message.kind === 'close') this.emit('exit', 0)
  }
  kill = note('kill')
}
export const forked: FakeChild[] = []
export const utilityProcess = {
  fork(entry: string, args: readonly string[]): FakeChild {
    const child = new FakeChild(entry, args)
    forked.push(child)
    return child
  }
}

export class MessageChannelMain {
  readonly port1 = { name: 'office side' }
  readonly port2 = { name: 'window side' }
}

export const exposed = new Map<string, Record<string, unknown>>()
export const contextBridge = { exposeInMainWorld: (name: string, api: Record<string, unknown>) => exposed.set(name, api) }
export const invoked: [string, unknown][] = []
class FakeIpcRenderer extends EventEmitter {
  answer: unknown = { ok: true, value: null }
  send = note('ipc.send')
  invoke(channel: string, request: unknown): Promise<unknown> {
    invoked.push([channel, request])
    return Promise.resolve(this.answer)
  }
}
export const ipcRenderer = new FakeIpcRenderer()
