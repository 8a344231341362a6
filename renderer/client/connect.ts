/** Finds out what carries this window and opens the way to the office; the only place that knows there is more than one. */
import { portOfBridge, shellOfBridge } from './desktop-bridge'
import { createHttpTransport, refusal } from './http-transport'
import { createLoopbackShell, type AskFolder } from './loopback-shell'
import { createOffice, type Office } from './office'
import { createPortTransport } from './port-transport'

/** Throws `session.none` when a one-time address was used up, a TypeError when nobody answers. */
export async function connectOffice(window: Window & typeof globalThis, askFolder: AskFolder): Promise<Office> {
  const bridge = window.yipanqi
  if (bridge) return createOffice(await createPortTransport(() => portOfBridge(window, bridge)), shellOfBridge(bridge))
  await startSession(window)
  const fetch = window.fetch.bind(window)
  const transport = createHttpTransport({ fetch, openEvents: (path) => new EventSource(path) })
  return createOffice(transport, createLoopbackShell({ fetch, document: window.document, askFolder }))
}

/** Trades the token of the address for the window's cookie, and takes it out of the address and the history. */
async function startSession({ location, history, fetch }: Window & typeof globalThis): Promise<void> {
  const token = new URLSearchParams(location.hash.slice(1)).get('t')
  if (token === null) return
  history.replaceState(null, '', location.pathname + location.search)
  const response = await fetch('/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token })
  })
  if (!response.ok) throw await refusal(response)
}
