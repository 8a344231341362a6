/** Electron's security checklist, item by item in its order; docs/security.md says where each is kept. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type * as Fake from './fake-electron'
import { root, sourceFiles, textOf } from '../house/house-files'

vi.mock('electron', () => import('./fake-electron'))

let fake: typeof Fake
beforeEach(async () => {
  vi.resetModules()
  vi.doMock('electron', () => import('./fake-electron'))
  fake = (await import('electron')) as unknown as typeof fake // The mock above.
  fake.resetElectron()
  await import('../../electron/main/index')
  await new Promise((resolve) => setImmediate(resolve))
})

type Preferences = Readonly<Record<string, unknown>>
const preferencesOf = (options: object): Preferences => (options as { webPreferences: Preferences }).webPreferences
/** Of the window people see and of the unseen one that prints. */
async function everyWindow(): Promise<Preferences[]> {
  const { paperOptions } = await import('../../electron/main/windows')
  return [...fake.BrowserWindow.all.map(({ options }) => preferencesOf(options)), preferencesOf(paperOptions())]
}
const carrier = sourceFiles(['electron/main', 'electron/preload'], /\.ts$/).filter((file) => !file.endsWith('.test.ts'))
const allOf = (files: readonly string[]): string => files.map(textOf).join('\n')

describe('checklist', () => {
  it.each([
    ['https://example.org/', false],
    ['http://127.0.0.1:17600/', false],
    ['file:///etc/passwd', false],
    ['ws://example.org/', false],
    ['app://other/', false],
    ['app://yipanqi.evil.example/', false],
    ['blob:https://example.org/1', false],
    ['app://yipanqi/assets/a.js', true],
    ['blob:app://yipanqi/1', true],
    ['data:image/png;base64,', true]
  ])('1 no remote content › %s › loads: %s', (url, loads) => {
    let answer: { cancel: boolean } | undefined
    fake.session.defaultSession.beforeRequest?.({ url }, (given) => (answer = given))
    expect(answer).toEqual({ cancel: !loads })
  })

  it('2 no Node in any window', async () => {
    for (const each of await everyWindow())
      expect(each).toMatchObject({ nodeIntegration: false, nodeIntegrationInWorker: false, nodeIntegrationInSubFrames: false })
    expect(await everyWindow()).toHaveLength(2)
  })
  it('3 the preload lives in a world of its own', async () => {
    for (const each of await everyWindow()) expect(each).toMatchObject({ contextIsolation: true })
  })
  it('4 every process is sandboxed, before the program is ready', async () => {
    for (const each of await everyWindow()) expect(each).toMatchObject({ sandbox: true })
    expect(fake.calls.indexOf('enableSandbox()')).toBeGreaterThanOrEqual(0)
    expect(fake.calls.indexOf('enableSandbox()')).toBeLessThan(fake.calls.indexOf('whenReady'))
    expect(allOf(carrier)).not.toContain('no-sandbox')
  })
  it('5 every permission is refused but the writing of cells to the clipboard', () => {
    const { defaultSession } = fake.session
    const granted = (permission: string): boolean => {
      let is: boolean | undefined
      defaultSession.permissionRequest?.({}, permission, (value) => (is = value))
      return is === true || defaultSession.permissionCheck?.({}, permission) === true
    }
    const all = [
      'media',
      'geolocation',
      'notifications',
      'midi',
      'pointerLock',
      'fullscreen',
      'openExternal',
      'clipboard-read',
      'hid',
      'usb'
    ]
    expect([...all, 'serial', 'fileSystem', 'display-capture', 'window-management', 'x'].filter(granted)).toEqual([])
    expect(granted('clipboard-sanitized-write')).toBe(true)
    expect(defaultSession.devicePermission?.()).toBe(false)
  })
  it('6 web security stays on', async () => {
    for (const each of await everyWindow()) expect(each).toMatchObject({ webSecurity: true })
    expect(allOf(carrier)).not.toMatch(/disable-web-security|ignore-certificate-errors|certificate-error/)
  })
  it('7 a policy goes with every answer, and allows nothing inline in a screen', async () => {
    const { answerAddress } = await import('../../electron/main/windows')
    const { openPageStand, PAGE_POLICY, SCREEN_POLICY } = await import('../../electron/place')
    const pages = openPageStand()
    for (const address of ['app://yipanqi/', 'app://yipanqi/none', 'app://other/'])
      expect(answerAddress(address, join(root, 'renderer'), pages).headers.get('content-security-policy')).toBe(SCREEN_POLICY)
    expect(answerAddress(`app://yipanqi${pages.put('x')}`, root, pages).headers.get('content-security-policy')).toBe(PAGE_POLICY)
    expect(SCREEN_POLICY).not.toMatch(/unsafe|\*|https?:/)
    expect(PAGE_POLICY).toContain("default-src 'none'")
    expect(PAGE_POLICY).not.toMatch(/script-src|connect-src|\*|https?:/)
    expect(textOf('renderer/index.html')).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|https?:\/\//)
  })
  it('8–10 nothing insecure, experimental or of Blink is switched on', async () => {
    for (const each of await everyWindow()) {
      expect(each).toMatchObject({ allowRunningInsecureContent: false, experimentalFeatures: false })
      expect(each).not.toHaveProperty('enableBlinkFeatures')
    }
    expect(allOf(carrier)).not.toMatch(/enable-blink-features|enableBlinkFeatures|remote-debugging|enable-features/)
  })
  it('11–12 there is no webview, and none can be attached', async () => {
    for (const each of await everyWindow()) expect(each).toMatchObject({ webviewTag: false })
    const event = { preventDefault: vi.fn() }
    fake.BrowserWindow.all[0]!.webContents.emit('will-attach-webview', event)
    expect(event.preventDefault).toHaveBeenCalledOnce()
    expect(allOf(sourceFiles(['renderer'], /\.(vue|ts|html)$/))).not.toMatch(/<webview/)
  })
  it.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])('13 no window leaves its page › %s', (name) => {
    const event = { preventDefault: vi.fn() }
    fake.BrowserWindow.all[0]!.webContents.emit(name, event)
    expect(event.preventDefault).toHaveBeenCalledOnce()
  })
  it('14 no page opens a window', () => {
    for (const { webContents } of fake.BrowserWindow.all) expect(webContents.windowOpenHandler?.()).toEqual({ action: 'deny' })
  })
  it('15 nothing is handed to the system to open', () => {
    expect(allOf(carrier)).not.toMatch(/openExternal|openPath|showItemInFolder|shell\.open/)
  })
  it('16 the Electron that is packed is the one that is pinned and tested', () => {
    const manifest = JSON.parse(textOf('package.json')) as { devDependencies: Record<string, string> }
    const { electron = '' } = manifest.devDependencies
    expect(electron).toMatch(/^\d+\.\d+\.\d+$/)
    expect(textOf('electron-builder.yml')).toContain(`electronVersion: ${electron}`)
  })
  it.each([
    ['a frame inside the page', (main: object) => ({ ...main, parent: main })],
    ['another page', (main: object) => ({ ...main, url: 'https://evil.example/app://yipanqi/' })],
    ['an origin that begins alike', (main: object) => ({ ...main, url: 'app://yipanqi.evil/' })],
    ['a frame that is gone', () => null]
  ])('17 who sends is looked at › %s › gets no port and no duty', async (_, frameOf) => {
    const contents = fake.BrowserWindow.all[0]!.webContents
    const event = { sender: contents, senderFrame: frameOf(contents.mainFrame) }
    fake.ipcMain.emit('connect', event)
    expect(contents.posted).toEqual([])
    expect(fake.forked[0]!.sent).toEqual([])
    for (const [name, handler] of fake.handlers) expect(await handler(event, {}), name).toMatchObject({ ok: false })
    fake.ipcMain.emit('connect', { sender: new fake.FakeContents(), senderFrame: contents.mainFrame })
    expect(fake.forked[0]!.sent).toEqual([])
  })
  it('18 files of the PC have no address', async () => {
    expect(allOf(carrier)).not.toMatch(/file:\/\/[^`]|loadFile\(|registerFileProtocol|supportsFile/)
    expect(fake.BrowserWindow.all[0]!.webContents.mainFrame.url).toBe('app://yipanqi/')
    const { answerAddress } = await import('../../electron/main/windows')
    const { openPageStand } = await import('../../electron/place')
    const climbs = [
      '..%2f..%2fpackage.json',
      '%2e%2e/package.json',
      '..\\package.json',
      'assets/%2e%2e%5cpackage.json',
      '%00',
      '%zz',
      'C:/x.html'
    ]
    for (const climb of climbs)
      expect(answerAddress(`app://yipanqi/${climb}`, join(root, 'renderer'), openPageStand()).status, climb).toBe(404)
  })
  it('19 every fuse is set, each the safe way', () => {
    const yml = textOf('electron-builder.yml')
    const block = /electronFuses:\n((?: {2}\S.*\n)+)/.exec(yml)?.[1] ?? ''
    const fuses = new Map([...block.matchAll(/^ {2}(\w+): (\w+)$/gm)].map(([, name = '', value = '']) => [name, value] as const))
    expect(Object.fromEntries(fuses)).toEqual({
      ...{ runAsNode: 'false', enableNodeOptionsEnvironmentVariable: 'false', enableNodeCliInspectArguments: 'false' },
      ...{ enableCookieEncryption: 'true', enableEmbeddedAsarIntegrityValidation: 'true', onlyLoadAppFromAsar: 'true' },
      ...{ loadBrowserProcessSpecificV8Snapshot: 'false', grantFileProtocolExtraPrivileges: 'false' }
    })
  })
  it('19 no fuse that the packager knows is left as it came', () => {
    const known = [...textOf('node_modules/@electron/fuses/dist/config.js').matchAll(/FuseV1Options\[FuseV1Options\["(\w+)"\]/g)].map(
      ([, name = '']) => name
    )
    expect(known.length).toBeGreaterThan(7)
    const set = textOf('electron-builder.yml').toLowerCase()
    expect(known.filter((name) => !set.includes(`  ${name.toLowerCase()}: `))).toEqual([])
  })
  it('20 no page is given a piece of Electron', async () => {
    const bridge = textOf('electron/preload/index.ts')
    expect(bridge.match(/exposeInMainWorld\(/g)).toHaveLength(1)
    expect(bridge).not.toMatch(/exposeInMainWorld\([^)]*ipcRenderer\b(?!\.send)/)
    vi.stubGlobal('window', { postMessage: vi.fn() })
    await import('../../electron/preload/index')
    vi.unstubAllGlobals()
    const api = fake.exposed.get('yipanqi') ?? {}
    expect(Object.keys(api).sort()).toEqual(['connect', 'shell'])
    expect(Object.keys(api['shell'] as object).sort()).toEqual([
      'can',
      'chooseFolder',
      'pickFile',
      'preview',
      'print',
      'printers',
      'saveFile',
      'savePdf'
    ])
  })
  it('beyond the list › files cross as tickets only, and dangerous words of code stand nowhere in the screens', () => {
    const screens = allOf(sourceFiles(['renderer'], /\.(vue|ts)$/).filter((file) => !file.endsWith('.test.ts')))
    expect(screens).not.toMatch(/\beval\(|new Function\(|v-html|\.innerHTML\s*=|document\.write|insertAdjacentHTML/)
    expect(readdirSync(join(root, 'electron/preload')).sort()).toEqual(['index.ts', 'tsconfig.json'])
  })
})

it('docs/security.md › names every item of the list and a test that exists', () => {
  const page = textOf('docs/security.md')
  const rows = [...page.matchAll(/^\| (\d+) +\|[^\n]*$/gm)]
  expect(rows.map(([, number]) => Number(number))).toEqual(Array.from({ length: 20 }, (_, at) => at + 1))
  const named = [...page.matchAll(/`((?:test|electron)\/[^`]+\.test\.ts)`/g)].map(([, file = '']) => file)
  expect(named.length).toBeGreaterThan(5)
  for (const file of new Set(named)) expect(() => textOf(file), file).not.toThrow()
})
