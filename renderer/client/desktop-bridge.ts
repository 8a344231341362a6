/** The desktop shell's side of the window: how a port to the office arrives, and how its refusals become errors again. */
import type { ShellPort } from '@shared/contract'
import { AppError, fromWire, isErrorCode, type WireError } from '@shared/errors'

/** What the preload puts into the window. A port cannot pass the bridge: it arrives as a message of the window itself. */
export interface DesktopBridge {
  readonly connect: () => void
  readonly shell: ShellPort
}

declare global {
  interface Window {
    readonly yipanqi?: DesktopBridge
  }
}

const PORT_MESSAGE = 'yipanqi:port'

/** Asks for a port and waits for it; messages of anybody else are not listened to. */
export function portOfBridge(window: Window, bridge: DesktopBridge): Promise<MessagePort> {
  return new Promise((resolve) => {
    const hear = (event: MessageEvent): void => {
      const [port] = event.ports
      if (event.source !== window || event.data !== PORT_MESSAGE || port === undefined) return
      window.removeEventListener('message', hear)
      resolve(port)
    }
    window.addEventListener('message', hear)
    bridge.connect()
  })
}

const isWireError = (value: unknown): value is WireError =>
  typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string' && isErrorCode(value.code)

/** The bridge carries errors as text alone; the text is the whole wire error. */
function readable(error: unknown): Error {
  if (!(error instanceof Error)) return new AppError('internal.unexpected')
  // The system's own wrapping may stand before the JSON.
  const json = error.message.slice(Math.max(0, error.message.indexOf('{')))
  try {
    const value: unknown = JSON.parse(json)
    return isWireError(value) ? fromWire(value) : new AppError('internal.unexpected', {}, { cause: error })
  } catch {
    return new AppError('internal.unexpected', {}, { cause: error })
  }
}

export function shellOfBridge({ shell }: DesktopBridge): ShellPort {
  const readably = <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      throw readable(error)
    })
  return {
    can: (duty) => shell.can(duty),
    pickFile: (options) => readably(shell.pickFile(options)),
    chooseFolder: (options) => readably(shell.chooseFolder(options)),
    saveFile: (file) => readably(shell.saveFile(file)),
    savePdf: (page) => readably(shell.savePdf(page)),
    print: (page) => readably(shell.print(page)),
    preview: (page) => readably(shell.preview(page)),
    printers: () => readably(shell.printers())
  }
}
