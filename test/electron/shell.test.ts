/** What a page may ask of the PC, and who may ask. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError, explain } from '@shared/errors'
import { openPageStand } from '../../electron/place'
import type { CoreProcess } from '../../electron/main/core-process'
import { serveShell, type ShellAnswer } from '../../electron/main/shell'
import { answers, BrowserWindow, calls, handlers, printed, printedWith, resetElectron } from './fake-electron'

vi.mock('electron', () => import('./fake-electron'))

let dir: string
let window: BrowserWindow
const core = {
  offer: (id: number, path: string) => Promise.resolve({ ticket: `${String(id)} ${path}`, name: 'x', size: 1 }),
  take: (_: number, ticket: string) =>
    ticket === 'known' ? Promise.resolve({ path: join(dir, 'made'), name: '包.zip' }) : Promise.reject(new AppError('file.unknown_ticket'))
} as unknown as CoreProcess

const ask = async (duty: string, request: unknown, frame: unknown = window.webContents.mainFrame): Promise<ShellAnswer> =>
  (await handlers.get(`shell:${duty}`)!({ sender: window.webContents, senderFrame: frame }, request)) as ShellAnswer

beforeEach(() => {
  resetElectron()
  dir = mkdtempSync(join(tmpdir(), 'yipanqi-shell-'))
  writeFileSync(join(dir, 'made'), 'zip')
  window = new BrowserWindow({})
  void window.loadURL('app://yipanqi/')
  serveShell({ core, pages: openPageStand() })
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

describe('files', () => {
  it('hands a chosen file or folder to the office of this window', async () => {
    answers.open = ['/media/u/a.jhb']
    const value = { ticket: `${String(window.webContents.id)} /media/u/a.jhb`, name: 'x', size: 1 }
    expect(await ask('pickFile', { title: '选择', extensions: ['jhb'] })).toEqual({ ok: true, value })
    expect(await ask('chooseFolder', { title: '选择' })).toEqual({ ok: true, value })
  })

  it('answers null when the user changed his mind', async () => {
    expect(await ask('pickFile', { title: '选择', extensions: [] })).toEqual({ ok: true, value: null })
    expect(await ask('saveFile', { ticket: 'known', name: 'a.zip' })).toEqual({ ok: true, value: false })
  })

  it('keeps a file of the office where the user says', async () => {
    answers.save = join(dir, 'kept.zip')
    expect(await ask('saveFile', { ticket: 'known', name: '../包?.zip' })).toEqual({ ok: true, value: true })
    expect(readFileSync(answers.save, 'utf8')).toBe('zip')
    expect(calls).toContain('save as 包_.zip')
  })

  it('brings refusals across as values with their code', async () => {
    expect(await ask('saveFile', { ticket: 'none', name: 'a' })).toMatchObject({ ok: false, error: { code: 'file.unknown_ticket' } })
    answers.save = join(dir, 'no', 'such', 'folder')
    expect(await ask('saveFile', { ticket: 'known', name: 'a' })).toMatchObject({
      ok: false,
      error: { code: 'storage.failed', params: { reason: 'ENOENT' } }
    })
  })
})

describe('paper', () => {
  it('makes a PDF with the page size of the page after its fonts are there', async () => {
    answers.save = join(dir, '单.pdf')
    expect(await ask('savePdf', { html: '<p>', name: '单' })).toEqual({ ok: true, value: true })
    expect(JSON.parse(readFileSync(answers.save, 'utf8'))).toEqual({ preferCSSPageSize: true, printBackground: true })
    expect(calls).toContain('waited for fonts')
    expect(BrowserWindow.all.at(-1)).toMatchObject({ destroyed: true })
  })

  it('prints from the own origin and takes a closed dialog for no failure', async () => {
    answers.print = [false, 'Print job canceled']
    expect(await ask('print', { html: '<p>', name: '单' })).toEqual({ ok: true, value: false })
    expect(printed[0]).toMatch(/^app:\/\/yipanqi\/pages\//)
  })

  it('prints without a dialog on the printer that is named, on paper of the page’s own size', async () => {
    answers.printers = [
      { name: 'EPSON_LQ', displayName: '针式打印机' },
      { name: 'HP', displayName: '' }
    ]
    expect(await ask('printers', null)).toEqual({
      ok: true,
      value: [
        { id: 'EPSON_LQ', name: '针式打印机' },
        { id: 'HP', name: 'HP' }
      ]
    })
    const job = { html: '<p>', name: '单', printer: { id: 'EPSON_LQ', size: [106, 72] } }
    expect(await ask('print', job)).toEqual({ ok: true, value: true })
    expect(printedWith).toEqual([
      {
        ...{ silent: true, deviceName: 'EPSON_LQ', printBackground: true, margins: { marginType: 'none' } },
        pageSize: { width: 106_000, height: 72_000 }
      }
    ])
  })

  it('prints stationery on one side, with and without a dialog', async () => {
    await ask('print', { html: '<p>', name: '册页', oneSided: true })
    await ask('print', { html: '<p>', name: '册页', oneSided: true, printer: { id: 'EPSON_LQ', size: [106, 72] } })
    expect(printedWith).toMatchObject([{ duplexMode: 'simplex' }, { deviceName: 'EPSON_LQ', duplexMode: 'simplex' }])
  })

  it('shows a page from the own origin, to be looked at', async () => {
    expect(await ask('preview', { html: '<p>看</p>' })).toMatchObject({ ok: true, value: expect.stringMatching(/^\/pages\//) as string })
  })

  it('leaves everything to the dialog where no printer is named', async () => {
    await ask('print', { html: '<p>', name: '单' })
    expect(printedWith).toEqual([{ printBackground: true }])
  })

  it('rounds a paper that is no whole number of microns', async () => {
    await ask('print', { html: '<p>', name: '册页', printer: { id: 'EPSON_LQ', size: [105.0004, 74.25] } })
    expect(printedWith).toMatchObject([{ pageSize: { width: 105_000, height: 74_250 } }])
  })

  it.each(['Invalid deviceName provided', 'Invalid printer settings', 'Print job failed'])(
    'a printer that takes no job (%s) is no trouble with a disk',
    async (reason) => {
      answers.print = [false, reason]
      const job = { html: '<p>', name: '单', printer: { id: 'GONE', size: [210, 297] } }
      const told = await ask('print', job)
      expect(told).toMatchObject({ ok: false, error: { code: 'paper.not_printed', params: { reason } } })
      expect(explain('paper.not_printed', { reason }).what).not.toMatch(/磁盘/)
      expect(BrowserWindow.all.at(-1)).toMatchObject({ destroyed: true })
    }
  )

  it('a job that was cancelled on the named printer is false, and the unseen window is gone', async () => {
    answers.print = [false, 'Print job canceled']
    const job = { html: '<p>', name: '单', printer: { id: 'EPSON_LQ', size: [210, 297] } }
    expect(await ask('print', job)).toEqual({ ok: true, value: false })
    expect(BrowserWindow.all.at(-1)).toMatchObject({ destroyed: true })
  })
})

describe('who may ask', () => {
  it.each([
    ['a frame inside the page', { url: 'app://yipanqi/pages/1', parent: {} }],
    ['another origin', { url: 'https://evil.example/', parent: null }],
    ['a frame that is gone', null]
  ])('refuses %s', async (_, frame) => {
    answers.open = ['/media/u/a.jhb']
    expect(await ask('pickFile', { title: '', extensions: [] }, frame)).toMatchObject({ ok: false, error: { code: 'session.none' } })
  })
})
