/** Calls and news over the loopback host: one POST per call, one event stream for what the office tells unasked. */
import type { WirePush, WireReply } from '@shared/contract'
import { fromWire, type WireError } from '@shared/errors'
import { createListeners, LinkLost, type Link, type Transport } from './transport'

export interface HttpParts {
  readonly fetch: typeof fetch
  readonly openEvents: (path: string) => EventSource
}

/** A refusal of the host itself (not of the office) carries `{ error }`; its status is no 2xx. */
export async function refusal(response: Response): Promise<Error> {
  const body: unknown = await response.json().catch(() => null)
  const error = typeof body === 'object' && body !== null && 'error' in body ? body.error : null
  // The host is our own program and speaks the shared error shape.
  return error === null ? new LinkLost() : fromWire(error as WireError)
}

export function createHttpTransport({ fetch, openEvents }: HttpParts): Transport {
  const pushes = createListeners<WirePush>()
  const links = createListeners<Link>()
  let link: Link = 'up'
  const turn = (next: Link): void => {
    if (link === next || link === 'gone') return
    link = next
    links.tell(next)
  }

  const events = openEvents('/events')
  events.onopen = () => turn('up')
  // The browser tries again by itself unless the host refused the stream for good.
  events.onerror = () => turn(events.readyState === events.CLOSED ? 'gone' : 'down')
  events.onmessage = (event: MessageEvent<string>) => pushes.tell(JSON.parse(event.data) as WirePush) // Our own host wrote it.

  return {
    async call(request, signal) {
      const response = await fetch(`/rpc/${encodeURIComponent(request.method)}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(request),
        ...(signal ? { signal } : {})
      }).catch((error: unknown) => {
        if (signal?.aborted === true) throw error
        turn('down')
        throw new LinkLost()
      })
      if (response.status === 401) turn('gone')
      if (!response.ok) throw await refusal(response)
      turn('up')
      return (await response.json()) as WireReply // Shaped by the dispatcher of the same build.
    },
    onPush: pushes.add,
    onLink: links.add,
    close: () => events.close()
  }
}
