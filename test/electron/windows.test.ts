/** What a window of the shell may and may not do. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Session, WebContents } from 'electron'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openPageStand } from '../../electron/place'
import { answerAddress, guardContents, guardSession, openWindow, paperOptions, windowOptions } from '../../electron/main/windows'
import { BrowserWindow, calls, FakeContents, resetElectron, session } from './fake-electron'

vi.mock('electron', () => import('./fake-electron'))

let folder: string
beforeEach(() => {
  resetElectron()
  folder = mkdtempSync(join(tmpdir(), 'yipanqi-screens-'))
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), '<!doctype html>')
  writeFileSync(join(folder, 'assets', 'a.js'), 'export {}')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('windowOptions', () => {
  it('shuts the page off from Node and from the PC', () => {
    expect(windowOptions('/p.cjs').webPreferences).toMatchObject({
      preload: '/p.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false
    })
  })

  it('gives the printing window no preload', () => {
    expect(paperOptions()).toMatchObject({ show: false, webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false } })
    expect(paperOptions().webPreferences).not.toHaveProperty('preload')
  })

  it('fits a 1366×768 screen', () => {
    expect(windowOptions('')).toMatchObject({ width: 1366, height: 728 })
  })
})

describe('answerAddress', () => {
  const pages = openPageStand()
  const answer = (address: string): Response => answerAddress(address, folder, pages)

  it('sends the screens with a policy that allows no inline code or style', async () => {
    const reply = answer('app://yipanqi/')
    expect(await reply.text()).toBe('<!doctype html>')
    expect(reply.headers.get('content-security-policy')).toContain("script-src 'self'")
    expect(reply.headers.get('content-security-policy')).not.toContain('unsafe')
    expect(answer('app://yipanqi/assets/a.js').headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  })

  it('shows a print page under a policy that runs nothing', async () => {
    const reply = answer(`app://yipanqi${pages.put('<p>单</p>')}`)
    expect(await reply.text()).toBe('<p>单</p>')
    expect(reply.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(reply.headers.get('content-security-policy')).not.toContain('script-src')
  })

  it.each([
    'app://yipanqi/../../etc/passwd',
    'app://yipanqi/%2e%2e%2fx.html',
    'app://other/',
    'app://yipanqi/pages/none',
    'app://yipanqi/assets'
  ])('answers 404 for %s', (address) => {
    expect(answer(address).status).toBe(404)
  })
})

describe('guardSession', () => {
  beforeEach(() => guardSession(session.defaultSession as unknown as Session, folder, openPageStand()))

  it('serves the screens over its own scheme', () => {
    expect(calls).toContain('protocol.handle(app, function)')
  })

  it.each(['media', 'geolocation', 'notifications', 'openExternal', 'clipboard-read', 'usb', 'fileSystem', 'display-capture'])(
    'refuses %s',
    (permission) => {
      let granted: boolean | undefined
      session.defaultSession.permissionRequest?.({}, permission, (value) => (granted = value))
      expect(granted).toBe(false)
      expect(session.defaultSession.permissionCheck?.({}, permission)).toBe(false)
    }
  )

  it('lets a list copy its cells', () => {
    expect(session.defaultSession.permissionCheck?.({}, 'clipboard-sanitized-write')).toBe(true)
  })

  it('refuses devices and downloads', () => {
    const event = { preventDefault: vi.fn() }
    session.defaultSession.emit('will-download', event)
    expect(event.preventDefault).toHaveBeenCalledOnce()
    expect(session.defaultSession.devicePermission?.()).toBe(false)
  })
})

describe('guardContents', () => {
  it.each(['will-navigate', 'will-redirect', 'will-attach-webview'])('prevents %s', (name) => {
    const contents = new FakeContents()
    guardContents(contents as unknown as WebContents)
    const event = { preventDefault: vi.fn() }
    contents.emit(name, event)
    expect(event.preventDefault).toHaveBeenCalledOnce()
  })

  it('denies new windows', () => {
    const contents = new FakeContents()
    guardContents(contents as unknown as WebContents)
    expect(contents.windowOpenHandler?.()).toEqual({ action: 'deny' })
  })
})

describe('openWindow', () => {
  it('loads the own origin and shows the window when it is painted', () => {
    openWindow('/p.cjs')
    const [window] = BrowserWindow.all
    expect(window?.webContents.mainFrame.url).toBe('app://yipanqi/')
    expect(calls).not.toContain('show()')
    window?.emit('ready-to-show')
    expect(calls).toContain('show()')
  })
})
