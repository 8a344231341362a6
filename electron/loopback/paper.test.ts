/** Print pages become PDF with the size of their own @page and leave nothing behind, whatever the browser does. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createFakeCore } from '../../test/contract/fake-core'
import { browserFlags, chineseEnv, findBrowser } from './browser'
import { createHost } from './http'
import { printToPdf } from './paper'
import { serveLoopback } from '.'

const browser = findBrowser(process.env, process.platform)
let work: string
beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'yipanqi-paper-'))
})
afterEach(() => rmSync(work, { recursive: true, force: true }))

const PAGE = `<!doctype html><meta charset="utf-8"><style>@page { size: 210mm 148mm; margin: 0 } body { margin: 10mm }</style><p>信息交流单 王䶮</p>`

describe('printToPdf', () => {
  it.skipIf(browser === null)(
    `keeps the page size and the Chinese text${browser === null ? ' (no Chromium, Chrome or Edge here)' : ''}`,
    async () => {
      const core = createFakeCore()
      const host = await serveLoopback({ core, rendererDir: work })
      const origin = `http://127.0.0.1:${String(host.port)}`
      const headers = { 'content-type': 'application/json', origin }
      const token = host.invite().split('#t=')[1]
      const session = await fetch(`${origin}/session`, { method: 'POST', headers, body: JSON.stringify({ token }) })
      const cookie = (session.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
      const reply = await fetch(`${origin}/pdf`, {
        method: 'POST',
        headers: { ...headers, cookie },
        body: JSON.stringify({ html: PAGE, name: '单' })
      })
      expect(reply.headers.get('content-type')).toBe('application/pdf')
      const file = join(work, 'out.pdf')
      writeFileSync(file, Buffer.from(await reply.arrayBuffer()))
      expect(readdirSync(join(core.spoolDir, 'print'))).toEqual([])
      await host.close()
      core.remove()
      const facts = execFileSync('pdfinfo', [file], { encoding: 'utf8' })
      const [, width, height] = /Page size:\s+([\d.]+) x ([\d.]+)/.exec(facts) ?? []
      expect(Number(width) / (72 / 25.4)).toBeCloseTo(210, 0)
      expect(Number(height) / (72 / 25.4)).toBeCloseTo(148, 0)
      expect(execFileSync('pdftotext', [file, '-'], { encoding: 'utf8' }).normalize('NFKC')).toContain('王䶮')
    }
  )

  it('says so and cleans up when the browser cannot be started', async () => {
    await expect(printToPdf(join(work, 'no-browser'), 'about:blank', work)).rejects.toMatchObject({ status: 503, code: 'paper.no_pdf' })
    expect(readdirSync(work)).toEqual([])
  })

  it('says so when the browser ends without an answer', async () => {
    await expect(printToPdf(process.execPath, 'about:blank', work)).rejects.toMatchObject({ status: 503 })
  })
})

describe('chineseEnv', () => {
  it('keeps a UTF-8 system as it is, and names UTF-8 where none is named, so that file names in Chinese survive', () => {
    expect(chineseEnv({ LANG: 'zh_CN.UTF-8' })).toEqual({ LANG: 'zh_CN.UTF-8', LANGUAGE: 'zh_CN' })
    for (const env of [{}, { LANG: 'C' }, { LANG: 'zh_CN.UTF-8', LC_ALL: 'POSIX' }, { LC_CTYPE: 'zh_CN.GB18030', LANG: 'C.UTF-8' }])
      expect(chineseEnv(env)).toEqual({ ...env, LANGUAGE: 'zh_CN', LC_ALL: 'C.UTF-8' })
  })
})

describe('findBrowser', () => {
  const only = (path: string) => (asked: string) => asked === path

  it('finds an installed browser on Linux and on Windows', () => {
    expect(findBrowser({ PATH: '/usr/bin' }, 'linux', only('/usr/bin/google-chrome'))).toBe('/usr/bin/google-chrome')
    const edge = join('C:\\Program Files (x86)', 'Microsoft/Edge/Application/msedge.exe')
    expect(findBrowser({ 'PROGRAMFILES(X86)': 'C:\\Program Files (x86)' }, 'win32', only(edge))).toBe(edge)
  })

  it('returns null when there is none', () => {
    expect(findBrowser({ PATH: '/usr/bin' }, 'linux', () => false)).toBeNull()
  })

  it('obeys YIPANQI_BROWSER, even when it names nothing', () => {
    expect(findBrowser({ YIPANQI_BROWSER: '/x' }, 'linux', only('/x'))).toBe('/x')
    expect(findBrowser({ YIPANQI_BROWSER: '/x' }, 'linux', only('/usr/bin/chromium'))).toBeNull()
  })
})

describe('browserFlags', () => {
  it('gives up the sandbox only for root', () => {
    expect(browserFlags('p', false)).not.toContain('--no-sandbox')
    expect(browserFlags('p', true)).toContain('--no-sandbox')
  })
})

describe('createHost', () => {
  it('does not listen by itself', () => {
    const core = createFakeCore()
    const { server } = createHost({ core, rendererDir: work, graceMs: 1, knock: 'x', port: () => 0, toPdf: null, onFault: () => {} })
    expect(server.listening).toBe(false)
    core.remove()
  })
})
