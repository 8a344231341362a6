// Why: every program and every other user of this PC can reach the port, and so can any page a browser shows; none of them may get in, wear the office out or hold it up.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { Agent, request as ask } from 'node:http'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFakeCore, type FakeCore } from '../../test/contract/fake-core'
import { createHost } from './http'
import { serveLoopback, type LoopbackHost } from '.'

let core: FakeCore
let host: LoopbackHost
let rendererDir: string
let cookie: string
const faults: unknown[] = []
/** Stands in a file beside the folder that is served. */
const OUTSIDE = 'what nobody outside may read'

beforeAll(async () => {
  core = createFakeCore()
  rendererDir = mkdtempSync(join(tmpdir(), 'hostile-'))
  mkdirSync(join(rendererDir, 'assets'))
  writeFileSync(join(rendererDir, 'index.html'), '<!doctype html>')
  writeFileSync(join(rendererDir, '..', 'hostile-secret.html'), OUTSIDE)
  host = await serveLoopback({ core, rendererDir, browser: null, onFault: (error) => faults.push(error) })
  const token = new URL(host.invite()).hash.slice('#t='.length)
  const body = JSON.stringify({ token })
  cookie = (await send({ method: 'POST', path: '/session', headers: { ...own(), 'content-type': 'application/json' }, body })).cookie
})
afterAll(async () => {
  await host.close()
  core.remove()
  rmSync(rendererDir, { recursive: true, force: true })
  rmSync(join(rendererDir, '..', 'hostile-secret.html'), { force: true })
})

interface Sent {
  readonly method?: string
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}
interface Got {
  readonly status: number
  readonly text: string
  readonly cookie: string
}

const own = (): Record<string, string> => ({ host: `127.0.0.1:${String(host.port)}`, origin: `http://127.0.0.1:${String(host.port)}` })
const agent = new Agent({ keepAlive: true, maxSockets: 50 })

/** One request as a program may write it; a connection that was cut counts as status 0. */
const send = ({ method = 'GET', path = '/', headers = own(), body }: Sent): Promise<Got> =>
  new Promise((resolve) => {
    const sent = ask({ host: '127.0.0.1', port: host.port, method, path, headers, agent, setHost: false }, (reply) => {
      const parts: Buffer[] = []
      reply.on('data', (part: Buffer) => parts.push(part))
      reply.once('close', () => {
        const [set = ''] = reply.headers['set-cookie'] ?? []
        resolve({ status: reply.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8'), cookie: set.split(';')[0] ?? '' })
      })
    })
    sent.once('error', () => resolve({ status: 0, text: '', cookie: '' }))
    sent.end(body)
  })

/** Octets on the wire as they are. @returns what came back until the other side closed */
const raw = (text: string): Promise<string> =>
  new Promise((resolve) => {
    let heard = ''
    const socket: Socket = connect(host.port, '127.0.0.1', () => socket.write(text, 'latin1'))
    // What keeps the connection open has been answered by then.
    socket.setTimeout(1_500, () => socket.destroy())
    socket.on('data', (part: Buffer) => (heard += part.toString('latin1')))
    socket.once('error', () => resolve(heard))
    socket.once('close', () => resolve(heard))
  })

const echo = JSON.stringify({ v: 1, id: 'a', method: 'test.echo', input: '好' })
const call = (headers: Record<string, string>): Promise<Got> =>
  send({ method: 'POST', path: '/rpc/test.echo', headers: { 'content-type': 'application/json', ...headers }, body: echo })
const goodCall = (): Promise<Got> => call({ ...own(), cookie })

describe('a hostile web page', () => {
  it('whose name was bound to 127.0.0.1 › is refused by its Host, with cookie and all', async () => {
    for (const name of [
      'evil.example',
      `evil.example:${String(host.port)}`,
      'localhost',
      `localhost:${String(host.port)}`,
      `[::1]:${String(host.port)}`,
      `127.0.0.1.:${String(host.port)}`,
      ''
    ])
      expect((await call({ ...own(), host: name, cookie })).status, name).toBeGreaterThanOrEqual(400)
    expect((await raw(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${String(host.port)}\r\nHost: evil.example\r\n\r\n`)).slice(0, 12)).toMatch(
      / (400|403)/
    )
    expect((await raw(`GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n`)).slice(0, 12)).toContain(
      '403'
    )
    expect((await raw('GET / HTTP/1.0\r\n\r\n')).slice(0, 12)).toContain('403')
  })

  it.each(['cross-site', 'same-site', 'garbage'])('marked %s by its browser › is refused, even where it may read', async (site) => {
    for (const method of ['GET', 'POST'])
      expect((await send({ method, path: '/events', headers: { ...own(), cookie, 'sec-fetch-site': site } })).status).toBe(403)
  })

  it('that posts a form › is refused by its Origin and by the type of what it sends', async () => {
    for (const origin of [
      'http://evil.example',
      'null',
      `http://localhost:${String(host.port)}`,
      `https://127.0.0.1:${String(host.port)}`,
      'http://127.0.0.1:1',
      'file://'
    ])
      expect((await call({ ...own(), origin, cookie })).status, origin).toBe(403)
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''])
      expect(
        (await send({ method: 'POST', path: '/rpc/test.echo', headers: { ...own(), cookie, 'content-type': type }, body: echo })).status,
        type
      ).toBe(415)
  })

  it('that asks first what it may › is told nothing it could use', async () => {
    const asked = await raw(
      `OPTIONS /rpc/test.echo HTTP/1.1\r\nHost: 127.0.0.1:${String(host.port)}\r\nOrigin: http://evil.example\r\nAccess-Control-Request-Method: POST\r\nConnection: close\r\n\r\n`
    )
    expect(asked).toContain(' 403')
    expect(asked.toLowerCase()).not.toContain('access-control-allow')
  })
})

describe('a hostile user of the PC', () => {
  it('who guesses tokens and cookies › finds none among thousands, and uses up none', async () => {
    const invited = new URL(host.invite()).hash.slice('#t='.length)
    const guesses = Array.from({ length: 500 }, (_, at) => invited.slice(0, 31) + ((at * 7) % 16).toString(16)).filter(
      (one) => one !== invited
    )
    const session = (token: unknown): Promise<Got> =>
      send({ method: 'POST', path: '/session', headers: { ...own(), 'content-type': 'application/json' }, body: JSON.stringify({ token }) })
    for (const token of [...guesses.slice(0, 100), '', null, 1, [], {}, ['a'], { length: 32 }, '__proto__', 'x'.repeat(900)])
      expect([400, 403]).toContain((await session(token)).status)
    for (const value of ['', '0'.repeat(32), 'constructor', '__proto__', `${cookie.split('=')[1] ?? ''}0`, '%00'])
      expect((await call({ ...own(), cookie: `${cookie.split('=')[0] ?? ''}=${value}` })).status).toBe(401)
    const first = await session(invited)
    expect(first.status).toBe(204)
    expect(first.cookie).not.toContain(invited)
    expect((await session(invited)).status).toBe(403)
  })

  it('who says much before he is known › is cut off after a kilobyte', async () => {
    const body = JSON.stringify({ token: 'x'.repeat(2_000) })
    const headers = { ...own(), 'content-type': 'application/json' }
    expect((await send({ method: 'POST', path: '/session', headers, body })).status).toBe(413)
    const chunked = { ...headers, 'transfer-encoding': 'chunked' }
    expect([0, 413]).toContain((await send({ method: 'POST', path: '/session', headers: chunked, body: body.repeat(50) })).status)
  })

  it.each([
    '/../hostile-secret.html',
    '/%2e%2e/hostile-secret.html',
    '/..%2fhostile-secret.html',
    '/%2e%2e%2fhostile-secret.html',
    '/%252e%252e/hostile-secret.html',
    '/assets/../../hostile-secret.html',
    '/assets/..%5c..%5chostile-secret.html',
    '/..\\hostile-secret.html',
    '/.%00./hostile-secret.html',
    '//hostile-secret.html',
    '/%c0%ae%c0%ae/hostile-secret.html',
    '/files/..%2f..%2fhostile-secret.html',
    '/files/%2fetc%2fpasswd',
    '/pages/../../hostile-secret.html',
    '/etc/passwd',
    '/index.html/..%2f..%2fhostile-secret.html'
  ])('who climbs out by %s › gets nothing', async (path) => {
    const got = await send({ path, headers: { ...own(), cookie } })
    expect(got.status).toBeGreaterThanOrEqual(400)
    expect(got.text).not.toContain(OUTSIDE)
  })

  it.each(['PUT', 'PATCH', 'DELETE', 'TRACE', 'CONNECT', 'PROPFIND', 'OPTIONS', 'GET', 'HEAD'])(
    'who calls by %s › changes nothing',
    async (method) => {
      const headers = { ...own(), cookie, 'content-type': 'application/json', 'x-http-method-override': 'POST' }
      const got = await send({ method, path: '/rpc/test.echo', headers })
      expect(got.status === 0 || got.status >= 400).toBe(true)
    }
  )

  it('who asks for another protocol › stays with this one', async () => {
    const upgraded = await raw(
      `GET /events HTTP/1.1\r\nHost: 127.0.0.1:${String(host.port)}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: a\r\n\r\n`
    )
    expect(upgraded).not.toContain(' 101 ')
  })

  it.each([
    ['two lengths', `POST /session HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello`],
    ['length and chunks', `POST /session HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x`],
    ['no HTTP at all', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
    ['a bare line feed in a header', 'GET / HTTP/1.1\nHost: h\n a: b\r\n\r\n'],
    ['a header without end', `GET / HTTP/1.1\r\nX: ${'y'.repeat(40_000)}`],
    [
      'a thousand headers',
      `GET / HTTP/1.1\r\n${Array.from({ length: 2_000 }, (_, at) => `x${String(at)}: ${'z'.repeat(20)}`).join('\r\n')}\r\n\r\n`
    ],
    ['a chunk of impossible size', `POST /session HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n`]
  ])('who speaks %s › is answered 4xx or cut off', async (_, text) => {
    const heard = await raw(text)
    expect(heard === '' || /^HTTP\/1\.1 4\d\d /.test(heard)).toBe(true)
  })

  it('who lets headers and bodies trickle, or opens many sockets › meets limits', () => {
    const { server } = createHost({
      ...{ core, rendererDir, graceMs: 1, knock: 'x', port: () => 0, toPdf: null, onFault: () => undefined }
    })
    expect(server.headersTimeout).toBeLessThanOrEqual(10_000)
    expect(server.requestTimeout).toBeGreaterThan(0)
    expect(server.requestTimeout).toBeLessThanOrEqual(600_000)
    expect(server.maxConnections).toBeLessThanOrEqual(1_000)
    expect(server.keepAliveTimeout).toBeLessThanOrEqual(10_000)
  })

  it('who holds three hundred half-said requests › holds up nobody', async () => {
    const held = await Promise.all(
      Array.from(
        { length: 300 },
        () =>
          new Promise<Socket>((resolve) => {
            const socket: Socket = connect(host.port, '127.0.0.1', () => {
              socket.write(
                `POST /session HTTP/1.1\r\nHost: 127.0.0.1:${String(host.port)}\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{`
              )
              resolve(socket)
            })
            socket.on('error', () => undefined)
          })
      )
    )
    for (let at = 0; at < 20; at++) expect((await goodCall()).status).toBe(200)
    for (const socket of held) socket.destroy()
  })
})

/** Refused one way or another, each in its own; the numbers make every request another. */
const ATTACKS: readonly ((at: number) => Sent)[] = [
  (at) => ({ headers: { ...own(), host: `evil${String(at)}.example` } }),
  (at) => ({
    method: 'POST',
    path: `/rpc/test.echo`,
    headers: { ...own(), origin: `http://evil${String(at)}.example`, cookie },
    body: echo
  }),
  (at) => ({
    method: 'POST',
    path: '/session',
    headers: { ...own(), 'content-type': 'application/json' },
    body: JSON.stringify({ token: String(at) })
  }),
  (at) => ({ path: `/..%2f${String(at)}.html` }),
  (at) => ({ path: `/files/${String(at)}`, headers: { ...own(), cookie: `${cookie}${String(at)}` } }),
  (at) => ({ path: `/pages/${String(at)}` }),
  (at) => ({ method: 'DELETE', path: `/rpc/${String(at)}`, headers: { ...own(), cookie } }),
  (at) => ({ method: 'POST', path: '/pdf', headers: { ...own(), 'content-type': 'application/json' }, body: `{"html":"${String(at)}"}` }),
  (at) => ({ method: 'POST', path: '/files?name=a', headers: { ...own() }, body: 'x'.repeat(at % 5_000) }),
  (at) => ({
    method: 'POST',
    path: '/rpc/test.echo',
    headers: { ...own(), cookie, 'content-type': 'application/json' },
    body: `{"${String(at)}`
  }),
  (at) => ({ path: `/${'a'.repeat(at % 8_000)}` }),
  (at) => ({ headers: { ...own(), 'sec-fetch-site': 'cross-site', 'x-junk': 'j'.repeat(at % 9_000) } })
]
const REQUESTS = Number(process.env['HOSTILE_REQUESTS'] ?? 10_000)
const WIDTH = 50
/**
 * Octets by which the second half may grow over the first, when tables and caches stand: 1 kB leaked a request would be 5 MB of heap. The process
 * also plays the attacker, whose sockets and buffers come and go, so that what the system lends it moves by tens of megabytes either way.
 */
const HEAP_GROWTH = 2_000_000
const RSS_GROWTH = 64_000_000

const collect = (): void => {
  setFlagsFromString('--expose-gc')
  const gc = runInNewContext('gc') as () => void // V8's own, present once the flag is set.
  gc()
  gc()
}

it('ten thousand hostile requests › all refused, the office answers in between, memory stays', { timeout: 60_000 }, async () => {
  let answered = 0
  const attack = async (from: number, to: number): Promise<number[]> => {
    const wrong: number[] = []
    for (let at = from; at < to; at += WIDTH) {
      const got = await Promise.all(
        Array.from({ length: WIDTH }, (_, next) => send((ATTACKS[(at + next) % ATTACKS.length] ?? ATTACKS[0]!)(at + next)))
      )
      wrong.push(...got.filter(({ status }) => status !== 0 && status < 400).map(({ status }) => status))
      if (at % 100 === 0) answered += (await goodCall()).status === 200 ? 1 : 0
    }
    return wrong
  }
  expect(await attack(0, REQUESTS / 2)).toEqual([])
  collect()
  const before = process.memoryUsage()
  expect(await attack(REQUESTS / 2, REQUESTS)).toEqual([])
  collect()
  const after = process.memoryUsage()
  const held = ({ heapUsed, external }: NodeJS.MemoryUsage): number => heapUsed + external
  expect(answered).toBe(REQUESTS / 100)
  expect(held(after) - held(before)).toBeLessThan(HEAP_GROWTH)
  expect(after.rss - before.rss).toBeLessThan(RSS_GROWTH)
  expect(core.open.size).toBe(2)
  expect(faults).toEqual([])
  agent.destroy()
})
