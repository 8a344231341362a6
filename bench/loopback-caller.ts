/** Calls the office over real HTTP on 127.0.0.1 with one kept connection, as its window does. */
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import { createCore, type Core } from '../electron/core'
import { serveLoopback } from '../electron/loopback'
import { PASSPHRASE, resourcesDir, root } from './bench-office'

export interface Caller {
  readonly core: Core
  call(method: string, input: unknown, key?: string): Promise<unknown>
  close(): Promise<void>
}

interface Answer {
  readonly status: number
  readonly cookie: string | undefined
  readonly body: string
}

/** Opens the office in `dir`, serves it, signs its worker in. */
export async function loopbackCaller(dir: string): Promise<Caller> {
  const core = await createCore({ dataDir: dir, resourcesDir, appVersion: 'bench', keyCost: 4 })
  const host = await serveLoopback({ core, rendererDir: join(root, 'out', 'renderer'), browser: null })
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const origin = `http://127.0.0.1:${host.port}`
  let cookie = ''
  const post = (path: string, body: unknown): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const text = JSON.stringify(body)
      const sent = request(
        `${origin}${path}`,
        {
          method: 'POST',
          agent,
          headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), origin, cookie }
        },
        (reply) => {
          const pieces: Buffer[] = []
          reply.on('data', (piece: Buffer) => pieces.push(piece))
          reply.on('end', () =>
            resolve({
              status: reply.statusCode ?? 0,
              cookie: reply.headers['set-cookie']?.[0],
              body: Buffer.concat(pieces).toString('utf8')
            })
          )
        }
      )
      sent.on('error', reject)
      sent.end(text)
    })
  const session = await post('/session', { token: host.invite().split('#t=')[1] })
  cookie = session.cookie?.split(';')[0] ?? ''
  const call = async (method: string, input: unknown, key?: string): Promise<unknown> => {
    const { body } = await post(`/rpc/${method}`, { v: 1, id: randomUUID(), method, input, ...(key === undefined ? {} : { key }) })
    const reply = JSON.parse(body) as { ok: boolean; value?: unknown; error?: { code: string } }
    if (!reply.ok) throw new TypeError(`${method}: ${reply.error?.code ?? body}`)
    return reply.value
  }
  await call('session.signIn', { account: 'ce', passphrase: PASSPHRASE })
  return {
    core,
    call,
    async close() {
      agent.destroy()
      await host.close()
      await core.close()
    }
  }
}
