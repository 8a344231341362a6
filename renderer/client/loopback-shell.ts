/** Files, folders and paper where the program runs in an installed browser: uploads, downloads, the host's folder list, the browser's print dialog. */
import type { ShellPort, Ticket } from '@shared/contract'
import { AppError } from '@shared/errors'
import { refusal } from './http-transport'

export interface FolderList {
  /** Null at the starting places. */
  readonly path: string | null
  readonly parent: string | null
  readonly folders: readonly { readonly name: string; readonly path: string }[]
}

/** Lets a person walk through folders; gives the chosen path, or null. The frame sets it. */
export type AskFolder = (title: string, list: (path: string | null) => Promise<FolderList>) => Promise<string | null>

export interface LoopbackShellParts {
  readonly fetch: typeof fetch
  readonly document: Document
  readonly askFolder: AskFolder
}

async function reply(response: Promise<Response>): Promise<Response> {
  const got = await response
  if (!got.ok) throw await refusal(got)
  return got
}
const json = { 'content-type': 'application/json' }

/** From here on a blob arrives sooner than its text, the pages of two hundred certificates in half the time; a small one has a longer way. */
const LARGE = 2 ** 18
export const asBody = (text: string): BodyInit => (text.length < LARGE ? text : new Blob([text]))

export function createLoopbackShell({ fetch, document, askFolder }: LoopbackShellParts): ShellPort {
  const post = (path: string, body: unknown): Promise<Response> =>
    reply(fetch(path, { method: 'POST', headers: json, body: asBody(JSON.stringify(body)) }))
  const list = async (path: string | null): Promise<FolderList> => {
    const query = path === null ? '' : `?path=${encodeURIComponent(path)}`
    return (await (await reply(fetch(`/folders${query}`))).json()) as FolderList // Written by our own host.
  }
  const stand = async (html: string): Promise<string> => {
    const { path } = (await (await post('/pages', { html })).json()) as { path: string } // Written by our own host.
    return path
  }
  const upload = async (file: File): Promise<Ticket> => {
    const response = fetch(`/files?name=${encodeURIComponent(file.name)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: file
    })
    return (await (await reply(response)).json()) as Ticket // Written by our own host.
  }
  return {
    can: (duty) => duty === 'chooseFolder' || duty === 'printPdf',
    async pickFile({ extensions }) {
      const file = await chooseFile(document, extensions)
      return file === null ? null : upload(file)
    },
    async chooseFolder({ title }) {
      const path = await askFolder(title, list)
      return path === null ? null : ((await (await post('/folders', { path })).json()) as Ticket)
    },
    saveFile({ ticket, name }) {
      download(document, `/files/${encodeURIComponent(ticket)}?name=${encodeURIComponent(name)}`, name)
      return Promise.resolve(true)
    },
    async savePdf({ html, name }) {
      const pdf = URL.createObjectURL(await (await post('/pdf', { html, name })).blob())
      download(document, pdf, name.endsWith('.pdf') ? name : `${name}.pdf`)
      // The browser reads the address once the download starts.
      setTimeout(() => URL.revokeObjectURL(pdf), 60_000)
      return true
    },
    async print({ html }) {
      await printPage(document, await stand(html))
      return true
    },
    preview: ({ html }) => stand(html),
    printers: () => Promise.resolve([])
  }
}

function chooseFile(document: Document, extensions: readonly string[]): Promise<File | null> {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = extensions.map((extension) => `.${extension}`).join(',')
  input.hidden = true
  document.body.append(input)
  return new Promise<File | null>((resolve) => {
    input.onchange = () => resolve(input.files?.[0] ?? null)
    input.oncancel = () => resolve(null)
    input.click()
  }).finally(() => input.remove())
}

function download(document: Document, address: string, name: string): void {
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.hidden = true
  document.body.append(link)
  link.click()
  link.remove()
}

/** Prints a page of this host through a hidden frame; resolves when the dialog is over. */
function printPage(document: Document, path: string): Promise<void> {
  const frame = document.createElement('iframe')
  // A frame that is not displayed at all would print an empty page.
  frame.className = 'visually-hidden'
  frame.title = '打印'
  return new Promise((resolve, reject) => {
    const fail = (reason: string): void => {
      frame.remove()
      reject(new AppError('paper.not_printed', { reason }))
    }
    frame.onerror = () => fail('要打印的页面没有打开')
    frame.onload = () => {
      const page = frame.contentWindow
      if (!page) {
        fail('要打印的页面没有打开')
        return
      }
      const over = (): void => {
        frame.remove()
        resolve()
      }
      page.addEventListener('afterprint', over, { once: true })
      page.document.fonts.ready.then(() => page.print()).catch(() => fail('浏览器没有打开打印窗口'))
    }
    frame.src = path
    document.body.append(frame)
  })
}
