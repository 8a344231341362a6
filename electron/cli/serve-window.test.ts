/** Serving until the window closes, the user interrupts, or no window can be had. */
import { EventEmitter } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createFakeCore, type FakeCore } from '../../test/contract/fake-core'
import { openAppWindow } from '../loopback'
import { serveWindow, usualPort } from './serve-window'
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
