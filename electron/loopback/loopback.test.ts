/** The loopback host as its own page and as a stranger on the same PC would meet it. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { request as rawRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createFakeCore, type FakeCore } from '../../test/contract/fake-core'
import { serveLoopback, type LoopbackHost } from '.'

let core: FakeCore
let host: LoopbackHost
let rendererDir: string
const faults: unknown[] = []

const origin = (): string => `http://127.0.0.1:${String(host.port)}`
const tokenOf = (url: string): string => new URL(url).hash.slice('#t='.length)
const json = { 'content-type': 'application/json' }

async function signIn(token = tokenOf(host.invite())): Promise<string> {
  const reply = await fetch(`${origin()}/session`, {
    method: 'POST',
    headers: { ...json, origin: origin() },
    body: JSON.stringify({ token })
  })
  return reply.status === 204 ? (reply.headers.get('set-cookie') ?? '').split(';')[0]! : `status ${String(reply.status)}`
}

const post = (path: string, body: unknown, cookie: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(origin() + path, { method: 'POST', headers: { ...json, origin: origin(), cookie, ...headers }, body: JSON.stringify(body) })
const call = (method: string, input: unknown, cookie: string): Promise<Response> =>
  post(`/rpc/${method}`, { v: 1, id: 'a', method, input }, cookie)
const get = (path: string, cookie = ''): Promise<Response> => fetch(origin() + path, { headers: { cookie } })
const codeOf = async (reply: Response): Promise<unknown> => ((await reply.json()) as { error: { code: unknown } }).error.code

/** A request whose Host header the test chooses; fetch would not let it. */
const withHost = (host_: string, path = '/'): Promise<number> =>
  new Promise((resolve, reject) => {
    const request = rawRequest({ host: '127.0.0.1', port: host.port, path, headers: { host: host_ } }, (reply) => {
      reply.resume()
      resolve(reply.statusCode ?? 0)
    })
    request.on('error', reject)
    request.end()
  })

beforeEach(async () => {
  faults.length = 0
  core = createFakeCore()
  rendererDir = mkdtempSync(join(tmpdir(), 'yipanqi-web-'))
  mkdirSync(join(rendererDir, 'assets'))
  writeFileSync(join(rendererDir, 'index.html'), '<!doctype html><title>一盘棋</title>')
  writeFileSync(join(rendererDir, 'assets', 'app-1a2b.js'), 'export {}')
  writeFileSync(join(rendererDir, '..', 'yipanqi-secret.html'), 'secret')
  host = await serveLoopback({ core, rendererDir, graceMs: 60_000, browser: null, onFault: (error) => faults.push(error) })
})

afterEach(async () => {
  vi.useRealTimers()
  await host.close()
  core.remove()
  rmSync(rendererDir, { recursive: true, force: true })
  rmSync(join(rendererDir, '..', 'yipanqi-secret.html'), { force: true })
})

describe('session', () => {
  it('trades the token of the address for a strict cookie once', async () => {
    const url = host.invite()
    const reply = await fetch(`${origin()}/session`, {
      method: 'POST',
      headers: { ...json, origin: origin() },
      body: JSON.stringify({ token: tokenOf(url) })
    })
    expect(reply.status).toBe(204)
    expect(reply.headers.get('set-cookie')).toMatch(/^yipanqi-\d+=[0-9a-f]{32}; Path=\/; HttpOnly; SameSite=Strict$/)
    expect(await signIn(tokenOf(url))).toBe('status 403')
    expect(core.open.size).toBe(1)
  })

  it('keeps the window when a reload sends the used token with its cookie', async () => {
    const token = tokenOf(host.invite())
    const cookie = await signIn(token)
    expect((await post('/session', { token }, cookie)).status).toBe(204)
    expect(core.open.size).toBe(1)
  })

  it('takes a new address in a window that is known for spent, so that nobody else opens one with it', async () => {
    const cookie = await signIn()
    const fresh = tokenOf(host.invite())
    expect((await post('/session', { token: fresh }, cookie)).status).toBe(204)
    expect(await signIn(fresh)).toBe('status 403')
    expect(core.open.size).toBe(1)
  })

  it('refuses every route of the office without a cookie', async () => {
    const statuses = await Promise.all([
      call('test.echo', 1, ''),
      get('/events'),
      get('/folders'),
      post('/folders', { path: '/' }, ''),
      post('/files?name=a', 'x', ''),
      get('/files/ticket-1'),
      post('/pdf', { html: 'x' }, ''),
      post('/pages', { html: 'x' }, '')
    ])
    expect(statuses.map((reply) => reply.status)).toEqual(Array(8).fill(401))
    expect(core.open.size).toBe(0)
  })

  it('gives a window up only when it was gone longer than the grace', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const cookie = await signIn()
    vi.advanceTimersByTime(59_000)
    expect((await call('test.echo', 1, cookie)).status).toBe(200)
    vi.advanceTimersByTime(59_000)
    expect(core.open.size).toBe(1)
    vi.advanceTimersByTime(2_000)
    expect(core.open.size).toBe(0)
    expect((await call('test.echo', 1, cookie)).status).toBe(401)
  })

  it('keeps a silent window as long as its event stream is open', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const cookie = await signIn()
    const stop = new AbortController()
    const events = await fetch(`${origin()}/events`, { headers: { cookie }, signal: stop.signal })
    vi.advanceTimersByTime(600_000)
    expect(core.open.size).toBe(1)
    stop.abort()
    await events.text().catch(() => '')
  })
})

describe('strangers', () => {
  it.each(['localhost', 'evil.example', '127.0.0.1', '127.0.0.1:1'])('refuses Host %s', async (name) => {
    expect(await withHost(name)).toBe(403)
  })

  it('refuses a foreign or missing Origin on what changes state', async () => {
    const cookie = await signIn()
    const body = { v: 1, id: 'a', method: 'test.echo', input: 1 }
    expect((await post('/rpc/test.echo', body, cookie, { origin: 'http://evil.example' })).status).toBe(403)
    expect((await post('/rpc/test.echo', body, cookie, { origin: 'null' })).status).toBe(403)
    const missing = await fetch(`${origin()}/rpc/test.echo`, { method: 'POST', headers: { ...json, cookie }, body: JSON.stringify(body) })
    expect(missing.status).toBe(403)
  })

  it('never names another origin that may read answers', async () => {
    const reply = await get('/')
    expect([...reply.headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([])
  })
})

describe('static files', () => {
  it('sends the page with a policy that allows no inline code or style', async () => {
    const reply = await get('/')
    const policy = reply.headers.get('content-security-policy') ?? ''
    expect(reply.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(policy).toContain("default-src 'self'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
    expect(reply.headers.get('x-content-type-options')).toBe('nosniff')
    expect(reply.headers.get('cache-control')).toBe('no-store')
  })

  it('lets only files with a digest in their name be kept', async () => {
    const reply = await get('/assets/app-1a2b.js')
    expect(reply.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(reply.headers.get('cache-control')).toContain('immutable')
  })

  it.each([
    '/../yipanqi-secret.html',
    '/%2e%2e/yipanqi-secret.html',
    '/..%2fyipanqi-secret.html',
    '/assets/..%5c..%5csecret.html',
    '/assets',
    '/a%00.html',
    '/%zz.html'
  ])('refuses to leave its folder by %s', async (path) => {
    const status = await withHost(`127.0.0.1:${String(host.port)}`, path)
    expect(status).toBe(404)
  })
})

describe('calls', () => {
  it('answers 200 with the reply of the office, refusals included', async () => {
    const cookie = await signIn()
    expect(await (await call('test.echo', { 姓名: '王䶮' }, cookie)).json()).toEqual({ id: 'a', ok: true, value: { 姓名: '王䶮' } })
    const refused = await call('test.fail', 'storage.busy', cookie)
    expect(refused.status).toBe(200)
    expect(await refused.json()).toMatchObject({ ok: false, error: { code: 'storage.busy' } })
  })

  it('refuses a body that is no JSON, of another type, of another method, or too large', async () => {
    const cookie = await signIn()
    const headers = { origin: origin(), cookie }
    const send = (body: string, type = 'application/json'): Promise<Response> =>
      fetch(`${origin()}/rpc/test.echo`, { method: 'POST', headers: { ...headers, 'content-type': type }, body })
    expect((await send('{')).status).toBe(400)
    expect((await send('{}')).status).toBe(400)
    expect((await send('{"method":"test.fail"}')).status).toBe(400)
    expect((await send('{}', 'text/plain')).status).toBe(415)
    const large = await send(JSON.stringify({ v: 1, id: 'a', method: 'test.echo', input: 'x'.repeat(4_000_000) }))
    expect(large.status).toBe(413)
    expect(await codeOf(large)).toBe('request.too_large')
  })

  it('pushes events to the stream of the window', async () => {
    const cookie = await signIn()
    const reply = await fetch(`${origin()}/events`, { headers: { cookie } })
    expect(reply.headers.get('content-type')).toContain('text/event-stream')
    const reader = reply.body!.getReader()
    await reader.read()
    core.push({ event: 'records.changed', value: { topics: ['persons'] } })
    expect(new TextDecoder().decode((await reader.read()).value)).toBe(
      'data: {"event":"records.changed","value":{"topics":["persons"]}}\n\n'
    )
    await reader.cancel()
  })
})

describe('files', () => {
  const upload = (cookie: string, name: string, body: string): Promise<Response> =>
    fetch(`${origin()}/files?name=${encodeURIComponent(name)}`, { method: 'POST', headers: { origin: origin(), cookie }, body })

  it('hands an upload to the office under its plain name and removes it with the window', async () => {
    const cookie = await signIn()
    const ticket = (await (await upload(cookie, 'C:\\票\\..\\回执.zip', '内容')).json()) as { ticket: string; name: string }
    expect(ticket.name).toBe('回执.zip')
    expect(await (await call('test.read', ticket.ticket, cookie)).json()).toMatchObject({ value: '内容' })
    expect(readdirSync(core.spoolDir)).toHaveLength(1)
    await host.close()
    expect(readdirSync(core.spoolDir)).toEqual([])
    host = await serveLoopback({ core, rendererDir, browser: null })
  })

  it('delivers a file of the office with its Chinese name', async () => {
    const cookie = await signIn()
    const { ticket } = (await (await upload(cookie, 'a.zip', 'zip')).json()) as { ticket: string }
    const reply = await get(`/files/${ticket}`, cookie)
    expect(await reply.text()).toBe('zip')
    expect(reply.headers.get('content-disposition')).toBe(
      `attachment; filename="__ (1).zip"; filename*=UTF-8''%E5%9B%9E%E6%89%A7%20%281%29.zip`
    )
  })

  it('answers an unknown ticket with the words of the catalogue', async () => {
    const reply = await get('/files/none', await signIn())
    expect(reply.status).toBe(422)
    expect(await codeOf(reply)).toBe('file.unknown_ticket')
  })
})

describe('folders', () => {
  it('lists sub-folders, hides hidden ones and grants a folder as a ticket', async () => {
    const cookie = await signIn()
    mkdirSync(join(rendererDir, '.hidden'))
    const listed = (await (await get(`/folders?path=${encodeURIComponent(rendererDir)}`, cookie)).json()) as { folders: unknown }
    expect(listed.folders).toEqual([{ name: 'assets', path: join(rendererDir, 'assets') }])
    const granted = (await (await post('/folders', { path: join(rendererDir, 'assets') }, cookie)).json()) as { ticket: string }
    expect(core.offered.get(granted.ticket)).toBe(join(rendererDir, 'assets'))
  })

  it('starts at the home folder and the drives', async () => {
    const roots = (await (await get('/folders', await signIn())).json()) as { path: null; folders: { name: string }[] }
    expect(roots.path).toBeNull()
    expect(roots.folders[0]?.name).toBe('个人文件夹')
  })

  it('grants no file', async () => {
    const reply = await post('/folders', { path: join(rendererDir, 'index.html') }, await signIn())
    expect([reply.status, await reply.json()]).toMatchObject([404, { error: { code: 'storage.no_folder' } }])
    expect(core.offered.size).toBe(0)
  })

  it('tells of one that is gone, as when its stick was pulled', async () => {
    const reply = await get(`/folders?path=${encodeURIComponent(join(rendererDir, 'pulled'))}`, await signIn())
    expect([reply.status, await reply.json()]).toMatchObject([404, { error: { code: 'storage.no_folder' } }])
  })
})

describe('pages', () => {
  it('shows a print page under an unguessable address that runs nothing', async () => {
    const cookie = await signIn()
    const { path } = (await (await post('/pages', { html: '<p>通报</p>' }, cookie)).json()) as { path: string }
    const reply = await get(path)
    expect(await reply.text()).toBe('<p>通报</p>')
    expect(reply.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(reply.headers.get('content-security-policy')).not.toContain('script-src')
    expect((await get('/pages/0000')).status).toBe(404)
  })

  it('says so when there is no browser to make a PDF', async () => {
    const reply = await post('/pdf', { html: 'x', name: 'x' }, await signIn())
    expect(reply.status).toBe(503)
    expect(await codeOf(reply)).toBe('paper.no_pdf')
  })
})

describe('faults', () => {
  it.each(['//', '/rpc/%zz', '/files/%zz'])('takes the address %s for a mistake of the asker', async (path) => {
    const cookie = await signIn()
    const reply = await new Promise<number>((resolve, reject) => {
      const method = path.startsWith('/rpc') ? 'POST' : 'GET'
      const headers = { ...json, cookie, origin: origin() }
      const request = rawRequest({ host: '127.0.0.1', port: host.port, path, method, headers }, (got) => {
        got.resume()
        resolve(got.statusCode ?? 0)
      })
      request.on('error', reject)
      request.end(method === 'POST' ? '{}' : undefined)
    })
    expect(reply).toBe(400)
    expect(faults).toEqual([])
  })

  it('keeps the message of an unforeseen error to itself', async () => {
    const cookie = await signIn()
    const reply = await call('test.read', 'no such ticket', cookie)
    expect(reply.status).toBe(500)
    expect(await reply.text()).not.toContain('ENOENT')
    expect(faults).toHaveLength(1)
    expect(existsSync(core.spoolDir)).toBe(true)
  })
})
