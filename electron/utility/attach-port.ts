/** Joins one window's message port to the office: requests in, replies and pushes out. */
import { MAX_REQUEST_CHARS, type WireReply, type WireRequest } from '@shared/contract/wire'
import { AppError, toWire } from '@shared/errors'
import type { Connection, Core } from '../core'

/** What is needed of a port, whoever made it (Electron's main process, Node's worker threads). */
export interface OfficePort {
  post(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  onClose(listener: () => void): void
}

const idOf = (message: unknown): string =>
  typeof message === 'object' && message !== null && 'id' in message && typeof message.id === 'string' ? message.id.slice(0, 64) : '?'

/** A value that cannot be written as JSON has no size and is left to the office's own gate. */
function isTooLarge(message: unknown): boolean {
  try {
    return JSON.stringify(message).length > MAX_REQUEST_CHARS
  } catch {
    return false
  }
}

/**
 * Every message that comes in is a WireRequest; what goes out is a WireReply (it has `ok`) or a WirePush (it has `event`).
 * The connection lives until the port closes; the caller may use it for files in the meantime.
 */
export function attachPort(core: Core, port: OfficePort): Connection {
  const connection = core.connect()
  connection.onPush((push) => port.post(push))
  port.onMessage((message) => {
    if (isTooLarge(message)) {
      const refused: WireReply = { id: idOf(message), ok: false, error: toWire(new AppError('request.too_large'), '—') }
      port.post(refused)
      return
    }
    void connection.call(message as WireRequest).then((reply) => port.post(reply)) // The office's own gate checks the shape.
  })
  port.onClose(() => connection.close())
  return connection
}
