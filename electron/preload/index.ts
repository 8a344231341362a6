/** The one hole in the wall between page and PC: `connect()` brings a port to the office, `shell` asks for dialogs and paper. */
import type { ShellDuty, ShellPort } from '@shared/contract/shell'
import { contextBridge, ipcRenderer } from 'electron'

/** Duties that this carrier has; screens ask `can` and hide what is missing. */
const DUTIES: readonly ShellDuty[] = ['chooseFolder', 'printPdf', 'choosePrinter']

/** Errors cross into the page as text alone, so the text is the whole wire error. */
async function ask(duty: string, request: unknown): Promise<never> {
  const answer = (await ipcRenderer.invoke(`shell:${duty}`, request)) as { ok: boolean; value?: unknown; error?: unknown } // Our own main process.
  if (!answer.ok) throw new Error(JSON.stringify(answer.error))
  return answer.value as never // Shaped by the duty of the same name in the main process.
}

const shell: ShellPort = {
  can: (duty) => DUTIES.includes(duty),
  pickFile: (options) => ask('pickFile', options),
  chooseFolder: (options) => ask('chooseFolder', options),
  saveFile: (file) => ask('saveFile', file),
  savePdf: (page) => ask('savePdf', page),
  print: (page) => ask('print', page),
  preview: (page) => ask('preview', page),
  printers: () => ask('printers', null)
}

// A port cannot pass the bridge itself: each `connect()` makes one arrive in the page as a message of its own window.
ipcRenderer.on('port', ({ ports }) => window.postMessage('yipanqi:port', '/', [...ports]))

contextBridge.exposeInMainWorld('yipanqi', { connect: () => ipcRenderer.send('connect'), shell })
