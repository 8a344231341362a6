/** Boot order of the window process, nothing else. */
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { explain, type AppError } from '@shared/errors'
import { app, BrowserWindow, dialog, ipcMain, Menu, protocol, session } from 'electron'
import { dataFolder, marksFolder, openPageStand, programFolders } from '../place'
import { startCoreProcess } from './core-process'
import { serveShell } from './shell'
import { guardContents, guardSession, isOwnPage, openWindow, registerScheme } from './windows'

const folders = programFolders(import.meta.dirname)
const surroundings = { platform: process.platform, env: process.env, home: homedir() }
const given = app.commandLine.getSwitchValue('data')
const dataDir = given === '' ? dataFolder(surroundings) : resolve(given)
const pages = openPageStand()

function boot(): void {
  Menu.setApplicationMenu(null)
  guardSession(session.defaultSession, folders.renderer, pages)
  const core = startCoreProcess({
    entry: join(import.meta.dirname, 'utility.js'),
    start: {
      dataDir,
      resourcesDir: folders.resources,
      appVersion: app.getVersion(),
      threadsDir: folders.threads,
      marksDir: marksFolder(surroundings)
    },
    onFailed: giveUp,
    onCleaning: askToWait
  })
  // Asked at the start, after a reload, and when a port closed because the office process was started again.
  ipcMain.on('connect', (event) => {
    if (isOwnPage(event)) event.sender.postMessage('port', null, [core.portFor(event.sender.id)])
  })
  serveShell({ core, pages })
  openWindow(folders.preload)

  let closed = false
  app.on('before-quit', (event) => {
    if (closed) return
    event.preventDefault()
    void core.close().finally(() => {
      closed = true
      app.quit()
    })
  })
}

/** Holds nothing up: it goes with the program. */
function askToWait(): void {
  void dialog.showMessageBox({
    type: 'info',
    title: '一盘棋',
    message: '正在整理数据文件，请不要关机。',
    detail: '要几分钟，整理完程序自己结束，这个提示也会消失。万一停了电也不要紧，下次关闭时再整理。',
    buttons: ['知道了'],
    noLink: true
  })
}

function giveUp(error: AppError): void {
  const { what, kept, todo } = explain(error.code, error.params)
  dialog.showErrorBox(what, `${kept}\n${todo}`)
  app.exit(1)
}

// The lock belongs to the profile folder, so that two offices in two data folders do not shut each other out.
app.setPath('userData', join(dataDir, 'window'))
app.enableSandbox()
app.commandLine.appendSwitch('lang', 'zh-CN')
app.on('web-contents-created', (_, contents) => guardContents(contents))
app.on('window-all-closed', () => app.quit())
app.on('second-instance', () => {
  const [window] = BrowserWindow.getAllWindows()
  if (window?.isMinimized()) window.restore()
  window?.focus()
})
registerScheme(protocol)
if (app.requestSingleInstanceLock()) void app.whenReady().then(boot)
else app.quit()
