/** Three ways to carry the same call: in process, over a message port, over real HTTP. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import type { WirePush, WireReply, WireRequest } from '@shared/contract'
import type { Core } from '../../electron/core'
import { serveLoopback } from '../../electron/loopback'
import { attachPort, type OfficePort } from '../../electron/utility/attach-port'

/** One screen at the far end of a carrier. */
export interface Caller {
  call(request: WireRequest): Promise<WireReply>
  onPush(listener: (push: WirePush) => void): void
  /** Leaves, as a window does that is closed. */
  close(): Promise<void>
}

export interface Transport {
  readonly name: string
  /** A further screen of the same office. */
  open(core: Core): Promise<Caller>
}

export const inProcess: Transport = {
  name: 'in process',
  open: (core) => {
    const connection = core.connect()
    return Promise.resolve({
      call: (request) => connection.call(request),
      onPush: (listener) => void connection.onPush(listener),
      close: () => {
        connection.close()
        return Promise.resolve()
      }
    })
  }
}

const officePort = (port: MessagePort): OfficePort => ({
  post: (message) => port.postMessage(message),
  onMessage: (listener) => port.on('message', listener),
  onClose: (listener) => port.on('close', listener)
})

export const messageChannel: Transport = {
  name: 'message channel',
  open: (core) => {
    const { port1, port2 } = new MessageChannel()
    attachPort(core, officePort(port1))
    const waiting = new Map<string, (reply: WireReply) => void>()
    const listeners: ((push: WirePush) => void)[] = []
    port2.on('message', (message: WireReply | WirePush) => {
      if ('event' in message) listeners.forEach((listener) => listener(message))
      else waiting.get(message.id)?.(message)
    })
    return Promise.resolve({
      call: (request) =>
        new Promise((resolve) => {
          waiting.set(request.id, resolve)
          port2.postMessage(request)
        }),
      onPush: (listener) => void listeners.push(listener),
      close: () =>
        new Promise((resolve) => {
          port1.once('close', () => resolve())
          port2.close()
        })
    })
  }
}

async function readEvents(body: ReadableStream<Uint8Array<ArrayBuffer>>, hear: (push: WirePush) => void): Promise<void> {
  let rest = ''
  for await (const part of body.pipeThrough(new TextDecoderStream())) {
    rest += part
    for (let end = rest.indexOf('\n\n'); end >= 0; end = rest.indexOf('\n\n')) {
      const line = rest.slice(0, end)
      rest = rest.slice(end + 2)
      if (line.startsWith('data: ')) hear(JSON.parse(line.slice(6)) as WirePush)
    }
  }
}

export const http: Transport = {
  name: 'http',
  open: async (core) => {
    const rendererDir = mkdtempSync(join(tmpdir(), 'yipanqi-web-'))
    const host = await serveLoopback({ core, rendererDir, browser: null })
    const origin = `http://127.0.0.1:${String(host.port)}`
    const headers = { 'content-type': 'application/json', origin }
    const token = new URL(host.invite()).hash.slice(3)
    const session = await fetch(`${origin}/session`, { method: 'POST', headers, body: JSON.stringify({ token }) })
    const cookie = (session.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    const listeners: ((push: WirePush) => void)[] = []
    const events = await fetch(`${origin}/events`, { headers: { cookie } })
    if (events.body) void readEvents(events.body, (push) => listeners.forEach((listener) => listener(push))).catch(() => {})
    return {
      call: async (request) => {
        const reply = await fetch(`${origin}/rpc/${request.method}`, {
          method: 'POST',
          headers: { ...headers, cookie },
          body: JSON.stringify(request)
        })
        if (reply.ok) return (await reply.json()) as WireReply
        const { error } = (await reply.json()) as { error: Extract<WireReply, { ok: false }>['error'] }
        return { id: request.id, ok: false, error }
      },
      onPush: (listener) => void listeners.push(listener),
      close: async () => {
        await host.close()
        rmSync(rendererDir, { recursive: true, force: true })
      }
    }
  }
}

export const transports: readonly Transport[] = [inProcess, messageChannel, http]
