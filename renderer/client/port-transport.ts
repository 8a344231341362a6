/** Calls and news over a message port; when the office process is started again, a new port takes over. */
import type { WirePush, WireReply } from '@shared/contract'
import { createListeners, LinkLost, type Link, type Transport } from './transport'

interface Waiting {
  readonly resolve: (reply: WireReply) => void
  readonly reject: (error: unknown) => void
}

/** `connect` gives a port to a running office and waits for one when the office is just being started again. */
export async function createPortTransport(connect: () => Promise<MessagePort>): Promise<Transport> {
  const pushes = createListeners<WirePush>()
  const links = createListeners<Link>()
  const waiting = new Map<string, Waiting>()
  let port: MessagePort | null = null
  let closed = false

  function receive({ data }: MessageEvent<WireReply | WirePush>): void {
    if ('event' in data) {
      pushes.tell(data)
      return
    }
    waiting.get(data.id)?.resolve(data)
    waiting.delete(data.id)
  }

  function lose(): void {
    port = null
    for (const { reject } of waiting.values()) reject(new LinkLost())
    waiting.clear()
    if (closed) return
    links.tell('down')
    attach().then(
      () => links.tell('up'),
      () => links.tell('gone')
    )
  }

  async function attach(): Promise<void> {
    const next = await connect()
    next.onmessage = receive
    next.addEventListener('close', lose, { once: true })
    next.start()
    port = next
  }

  await attach()
  return {
    call: (request, signal) =>
      new Promise((resolve, reject) => {
        if (port === null) {
          reject(new LinkLost())
          return
        }
        waiting.set(request.id, { resolve, reject })
        signal?.addEventListener('abort', () => {
          waiting.delete(request.id)
          reject(signal.reason instanceof Error ? signal.reason : new DOMException('given up', 'AbortError'))
        })
        // JSON only, as over every carrier; what a page watches is no plain object and would be refused by the port.
        port.postMessage(JSON.parse(JSON.stringify(request)))
      }),
    onPush: pushes.add,
    onLink: links.add,
    close() {
      closed = true
      port?.close()
    }
  }
}
