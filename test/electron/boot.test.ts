/** Order of the shell's start and end, and the two things the preload lets through. */
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type * as Fake from './fake-electron'

vi.mock('electron', () => import('./fake-electron'))

/** Every start gets a fresh copy of the shell and of the fake it runs on. */
let fake: typeof Fake
beforeEach(async () => {
  vi.resetModules()
  vi.doMock('electron', () => import('./fake-electron'))
  fake = (await import('electron')) as unknown as typeof fake // The mock above.
  fake.resetElectron()
})

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
const boot = async (): Promise<void> => {
  await import('../../electron/main/index')
  await turn()
}

describe('boot', () => {
  it('locks, sandboxes and registers the scheme before it is ready', async () => {
    await boot()
    const ready = fake.calls.indexOf('whenReady')
    for (const early of ['enableSandbox()', 'setPath(userData, /data/window)', 'registerSchemesAsPrivileged(object)'])
      expect(fake.calls.indexOf(early)).toBeLessThan(ready)
    expect(fake.calls).toContain('enableSandbox()')
    expect(fake.calls).toContain('setApplicationMenu(object)')
    expect(fake.forked).toHaveLength(1)
    expect(fake.BrowserWindow.all).toHaveLength(1)
    expect([...fake.handlers.keys()].sort()).toEqual([
      'shell:chooseFolder',
      'shell:pickFile',
      'shell:preview',
      'shell:print',
      'shell:printers',
      'shell:saveFile',
      'shell:savePdf'
    ])
  })

  it('leaves the field to the program that runs already', async () => {
    fake.answers.lock = false
    await boot()
    expect(fake.calls).toContain('quit()')
    expect(fake.forked).toEqual([])
    expect(fake.BrowserWindow.all).toEqual([])
  })

  it('brings its window forward when it is started a second time', async () => {
    await boot()
    fake.app.emit('second-instance')
    expect(fake.calls).toContain('restore()')
    expect(fake.calls).toContain('focus()')
  })

  it('gives every contents its guard and every asking window a port', async () => {
    await boot()
    const contents = fake.BrowserWindow.all[0]!.webContents
    expect(contents.windowOpenHandler?.()).toEqual({ action: 'deny' })
    const connect = { sender: contents, senderFrame: contents.mainFrame }
    fake.ipcMain.emit('connect', connect)
    fake.forked[0]!.emit('exit', 1)
    fake.ipcMain.emit('connect', connect)
    expect(contents.posted.map(({ channel, ports }) => `${channel} ${String(ports.length)}`)).toEqual(['port 1', 'port 1'])
    expect(fake.forked.map((child) => child.sent.map(({ message }) => message.kind))).toEqual([['connect'], ['connect']])
  })

  it('closes the office before it ends', async () => {
    await boot()
    const event = { preventDefault: vi.fn() }
    fake.app.emit('before-quit', event)
    expect(event.preventDefault).toHaveBeenCalledOnce()
    expect(fake.forked[0]!.sent.at(-1)?.message).toEqual({ kind: 'close' })
    await turn()
    expect(fake.calls.filter((call) => call === 'quit()')).toHaveLength(1)
    fake.app.emit('before-quit', event)
    expect(event.preventDefault).toHaveBeenCalledOnce()
  })

  it('asks to wait where the office cleans a large file on closing', async () => {
    await boot()
    fake.forked[0]!.postMessage = () => undefined
    fake.app.emit('before-quit', { preventDefault: vi.fn() })
    fake.forked[0]!.emit('message', { kind: 'cleaning' })
    expect(fake.calls).toContain('message box 正在整理数据文件，请不要关机。')
    fake.forked[0]!.emit('exit', 0)
  })

  it('says in Chinese why the office cannot be opened, and ends', async () => {
    await boot()
    fake.forked[0]!.emit('message', { kind: 'failed', error: { code: 'storage.in_use', params: {}, ref: 'R' } })
    expect(fake.calls.find((call) => call.startsWith('showErrorBox'))).toContain('已被另一个打开的程序使用')
    expect(fake.calls).toContain('exit(1)')
  })
})

describe('preload', () => {
  const load = async (): Promise<Record<string, unknown>> => {
    await import('../../electron/preload/index')
    return fake.exposed.get('yipanqi')!
  }

  it('exposes connect and shell, nothing else', async () => {
    const api = await load()
    expect([...fake.exposed.keys()]).toEqual(['yipanqi'])
    expect(Object.keys(api).sort()).toEqual(['connect', 'shell'])
    ;(api['connect'] as () => void)()
    expect(fake.calls).toContain('ipc.send(connect)')
  })

  it('passes a port on to its own window only', async () => {
    const posted: unknown[] = []
    vi.stubGlobal('window', { postMessage: (...args: unknown[]) => posted.push(args) })
    await load()
    fake.ipcRenderer.emit('port', { ports: ['the port'] })
    expect(posted).toEqual([['yipanqi:port', '/', ['the port']]])
    vi.unstubAllGlobals()
  })

  it('lets the shell answer and throws the wire error as text', async () => {
    const { shell } = (await load()) as { shell: { can(duty: string): boolean; print(page: object): Promise<unknown> } }
    expect(shell.can('chooseFolder')).toBe(true)
    expect(shell.can('quit')).toBe(false)
    await shell.print({ html: '', name: '' })
    expect(fake.invoked.at(-1)?.[0]).toBe('shell:print')
    fake.ipcRenderer.answer = { ok: false, error: { code: 'storage.failed', params: {}, ref: 'R' } }
    await expect(shell.print({ html: '', name: '' })).rejects.toThrow('{"code":"storage.failed","params":{},"ref":"R"}')
    fake.ipcRenderer.answer = { ok: true, value: null }
  })
})
