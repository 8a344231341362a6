/** Serving until the window closes, the user interrupts, or no window can be had. */
import { EventEmitter } from 'node:events'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createFakeCore, type FakeCore } from '../../test/contract/fake-core'
import { openAppWindow } from '../loopback'
import { serveWindow, showRunning, traceOf, usualPort } from './serve-window'
import type { Terminal } from './run-cli'

let core: FakeCore
let dir: string
let stop: AbortController
let out: string[]
let err: string[]
const terminal = (): Terminal => ({
  out: (line) => out.push(line),
  err: (line) => err.push(line),
  stdin: () => Promise.resolve(''),
  cwd: dir,
  signal: stop.signal
})

beforeEach(() => {
  core = createFakeCore()
  dir = mkdtempSync(join(tmpdir(), 'yipanqi-serve-'))
  writeFileSync(join(dir, 'index.html'), '一盘棋')
  stop = new AbortController()
  out = []
  err = []
})
afterEach(() => {
  vi.unstubAllEnvs()
  core.remove()
  rmSync(dir, { recursive: true, force: true })
})

const addressOf = async (): Promise<URL> => new URL(await vi.waitUntil(() => out[0]))

describe('serveWindow', () => {
  it('prints the one-time address first and serves until it is interrupted', async () => {
    const served = serveWindow(core, { dataDir: dir, port: undefined, window: false }, dir, terminal())
    const url = await addressOf()
    expect(url.hash).toMatch(/^#t=[0-9a-f]{32}$/)
    expect(await (await fetch(new URL('/', url))).text()).toBe('一盘棋')
    stop.abort()
    await served
    await expect(fetch(new URL('/', url))).rejects.toThrow()
  })

  it('takes another port when the usual one of the folder is in use', async () => {
    const request = { dataDir: dir, port: undefined, window: false }
    const first = serveWindow(core, request, dir, terminal())
    const port = (await addressOf()).port
    const second = serveWindow(core, request, dir, { ...terminal(), out: (line) => err.push(line) })
    const other = new URL(await vi.waitUntil(() => err[0])).port
    expect(port).toBe(String(usualPort(dir)))
    expect(other).not.toBe(port)
    stop.abort()
    await Promise.all([first, second])
  })

  it('says what to install when there is a screen but no browser', async () => {
    vi.stubEnv('YIPANQI_BROWSER', join(dir, 'none'))
    vi.stubEnv('DISPLAY', ':0')
    const served = serveWindow(core, { dataDir: dir, port: 0, window: true }, dir, terminal())
    await vi.waitUntil(() => err[0])
    expect(err[0]).toContain('Chromium、Chrome 或 Edge')
    stop.abort()
    await served
  })

  it('ends with the window', async () => {
    const browser = join(dir, 'browser')
    writeFileSync(browser, '#!/bin/sh\nexit 0\n', { mode: 0o755 })
    vi.stubEnv('YIPANQI_BROWSER', browser)
    vi.stubEnv('DISPLAY', ':0')
    await serveWindow(core, { dataDir: dir, port: 0, window: true }, dir, terminal())
    expect(out).toHaveLength(1)
    expect(err).toEqual([])
  })

  it('prints a fresh address when the window could not be shown', async () => {
    const browser = join(dir, 'browser')
    writeFileSync(browser, '#!/bin/sh\nexit 1\n', { mode: 0o755 })
    vi.stubEnv('YIPANQI_BROWSER', browser)
    vi.stubEnv('DISPLAY', ':0')
    const served = serveWindow(core, { dataDir: dir, port: 0, window: true }, dir, terminal())
    await vi.waitUntil(() => err[0])
    expect(err[0]).toContain('一次性地址')
    expect(err[0]).not.toContain(out[0])
    stop.abort()
    await served
  })
})

it('an unforeseen fault › is told by its places, never by its message', () => {
  const told = traceOf(new RangeError('王小明\n610802199001011234'))
  expect(told).toMatch(/^RangeError\n {4}at /)
  expect(told).not.toMatch(/王小明|610802/)
  expect(traceOf('王小明')).toBe('string')
})

describe('a second start', () => {
  const request = (): { dataDir: string; port: undefined; window: boolean } => ({ dataDir: dir, port: undefined, window: false })
  const second = (): Promise<boolean> => showRunning(request(), { ...terminal(), out: (line) => err.push(line) })
  const session = (address: string): Promise<number> => {
    const url = new URL(address)
    const headers = { 'content-type': 'application/json', origin: url.origin }
    return fetch(new URL('/session', url), { method: 'POST', headers, body: JSON.stringify({ token: url.hash.slice(3) }) }).then(
      ({ status }) => status
    )
  }

  it('is given a page of the first, good for one window; the note is for this user alone and goes with the first', async () => {
    const served = serveWindow(core, request(), dir, terminal())
    const url = await addressOf()
    const note = join(dir, 'window', 'running.json')
    if (process.platform !== 'win32') expect(statSync(note).mode & 0o077).toBe(0)
    expect(await second()).toBe(true)
    const [address = ''] = err
    expect(new URL(address).port).toBe(url.port)
    expect(address).not.toBe(out[0])
    expect(await session(address)).toBe(204)
    expect(await session(address)).toBe(403)
    stop.abort()
    await served
    expect(existsSync(note)).toBe(false)
    expect(await second()).toBe(false)
  })

  it('on a copy of the folder › is not shown the program of the original', async () => {
    const served = serveWindow(core, request(), dir, terminal())
    await addressOf()
    const copy = mkdtempSync(join(tmpdir(), 'yipanqi-copy-'))
    cpSync(dir, copy, { recursive: true })
    expect(await showRunning({ ...request(), dataDir: copy }, terminal())).toBe(false)
    rmSync(copy, { recursive: true })
    stop.abort()
    await served
  })

  it('hands its page to the browser of the first', async () => {
    const served = serveWindow(core, request(), dir, terminal())
    await addressOf()
    const browser = join(dir, 'browser')
    writeFileSync(browser, `#!/bin/sh\necho "$@" > ${join(dir, 'flags')}\n`, { mode: 0o755 })
    vi.stubEnv('YIPANQI_BROWSER', browser)
    vi.stubEnv('DISPLAY', ':0')
    expect(await showRunning({ ...request(), window: true }, { ...terminal(), out: (line) => err.push(line) })).toBe(true)
    const flags = readFileSync(join(dir, 'flags'), 'utf8')
    expect(flags).toContain(`--app=${err[0] ?? ''}`)
    expect(flags).toContain(`--user-data-dir=${join(dir, 'window')}`)
    stop.abort()
    await served
  })

  it.each([
    ['nothing', ''],
    ['no JSON', '{'],
    ['nobody listening', { port: 9, knock: '0'.repeat(32) }],
    ['a word that is none', { port: 9, knock: 'x' }],
    ['a port that is none', { port: 'a@b', knock: '0'.repeat(32) }]
  ])('finds %s in the note › starts by itself', async (_, text) => {
    mkdirSync(join(dir, 'window'))
    const note = typeof text === 'string' ? text : JSON.stringify({ folder: realpathSync(dir), ...text })
    writeFileSync(join(dir, 'window', 'running.json'), note)
    expect(await second()).toBe(false)
  })

  it('meets a stranger on the port of a program that died › believes none of his addresses', async () => {
    const stranger = createServer((_, response) => response.end(JSON.stringify({ address: 'http://evil.example/#t=1' })))
    await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve))
    const { port } = stranger.address() as AddressInfo // A listening TCP server always has one.
    mkdirSync(join(dir, 'window'))
    writeFileSync(join(dir, 'window', 'running.json'), JSON.stringify({ folder: realpathSync(dir), port, knock: '0'.repeat(32) }))
    expect(await second()).toBe(false)
    expect(err).toEqual([])
    stranger.close()
  })

  it('with the wrong word › is refused and uses nothing up', async () => {
    const served = serveWindow(core, request(), dir, terminal())
    const url = await addressOf()
    const headers = { 'content-type': 'application/json', origin: url.origin }
    for (const knock of ['', 'x', '0'.repeat(32), null])
      expect([400, 403]).toContain(
        (await fetch(new URL('/knock', url), { method: 'POST', headers, body: JSON.stringify({ knock }) })).status
      )
    expect(await session(url.href)).toBe(204)
    stop.abort()
    await served
  })
})

describe('openAppWindow', () => {
  it('starts the browser as a plain Chinese window with a profile of its own', () => {
    const child = Object.assign(new EventEmitter(), { kill: vi.fn() })
    const start = vi.fn((_path: string, _flags: readonly string[], _options: { env: Record<string, string> }) => child)
    const window = openAppWindow('/usr/bin/chromium', 'http://127.0.0.1:1/#t=x', join(dir, 'window'), start as never)
    const [path, flags, { env }] = start.mock.calls[0]!
    expect(path).toBe('/usr/bin/chromium')
    expect(flags).toEqual(
      expect.arrayContaining(['--app=http://127.0.0.1:1/#t=x', `--user-data-dir=${join(dir, 'window')}`, '--no-first-run', '--lang=zh-CN'])
    )
    expect(flags.join(' ')).toContain('Translate')
    expect(env['LANGUAGE']).toBe('zh_CN')
    window.close()
    expect(child.kill).toHaveBeenCalledOnce()
  })
})
