/** Opens the office for the window process and serves each window through its own port. */
import { AppError, toWire } from '@shared/errors'
import type { Connection, Core } from '../core'
import type { FromCore, ToCore } from '../place'
import { attachPort, type OfficePort } from './attach-port'

/** Electron's port as it looks from a utility process; this room does not import electron. */
export interface MainPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void
  on(event: 'close', listener: () => void): void
  start(): void
}

export interface ParentPort {
  postMessage(message: FromCore): void
  on(event: 'message', listener: (event: { readonly data: ToCore; readonly ports: readonly MainPort[] }) => void): void
}

const officePort = (port: MainPort): OfficePort => ({
  post: (message) => port.postMessage(message),
  onMessage: (listener) => port.on('message', ({ data }) => listener(data)),
  onClose: (listener) => port.on('close', listener)
})

const wireOf = (error: unknown): ReturnType<typeof toWire> =>
  toWire(error instanceof AppError ? error : new AppError('internal.unexpected'), crypto.randomUUID().slice(0, 8))

function serve(parentPort: ParentPort, core: Core): void {
  const windows = new Map<number, Connection>()
  const connect = (window: number, port: MainPort): void => {
    windows.get(window)?.close()
    const connection = attachPort(core, officePort(port))
    windows.set(window, connection)
    port.on('close', () => {
      if (windows.get(window) === connection) windows.delete(window)
    })
    port.start()
  }
  const answer = (ask: number, window: number, work: (connection: Connection) => unknown): void => {
    try {
      const connection = windows.get(window)
      if (!connection) throw new AppError('session.none')
      parentPort.postMessage({ kind: 'answer', ask, value: work(connection) })
    } catch (error) {
      parentPort.postMessage({ kind: 'refused', ask, error: wireOf(error) })
    }
  }
  parentPort.on('message', ({ data, ports: [port] }) => {
    if (data.kind === 'connect' && port) connect(data.window, port)
    else if (data.kind === 'offer') answer(data.ask, data.window, (connection) => connection.offer(data.path))
    else if (data.kind === 'take') answer(data.ask, data.window, (connection) => connection.take(data.ticket))
    else if (data.kind === 'close') void core.close().finally(() => process.exit(0))
  })
}

/** Serves until told to close; where the office cannot be opened, says why. Never throws. */
export async function runOffice(parentPort: ParentPort, open: (onCleaning: () => void) => Promise<Core>): Promise<void> {
  try {
    serve(parentPort, await open(() => parentPort.postMessage({ kind: 'cleaning' })))
  } catch (error) {
    parentPort.postMessage({ kind: 'failed', error: wireOf(error) })
  }
}
