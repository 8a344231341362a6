/** Presses forms as the program does: the very code of the print room, in the installed Chromium, with the bundled fonts. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { text } from 'node:stream/consumers'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { extname, join, resolve } from 'node:path'
import type { AddressInfo } from 'node:net'
import { chromium, type Browser, type Page } from 'playwright-core'
import { build } from 'vite'
import type { CalibrationPaper, FormPage, FormPaper } from '../../renderer/print'
import { findBrowser } from '../../electron/loopback'
import { PAGE_READY } from '../../electron/place'

const ROOT = resolve(import.meta.dirname, '../..')

export interface Press {
  /** The page as the print room writes it. */
  page(paper: FormPaper): Promise<FormPage>
  calibration(paper: CalibrationPaper): Promise<string>
  pdf(html: string): Promise<Buffer>
  /** Rows of tables and the foot as the preview shows them, sheet by sheet. @param height of a sheet and of the gap behind it, in millimetres */
  preview(html: string, height: number): Promise<readonly (readonly string[] | undefined)[]>
  /** Sends the page to the host of the site, as the program does, instead of handing it to the test. */
  send(paper: FormPaper): Promise<Pick<FormPage, 'troubles'> & { readonly path: string }>
  showSent(path: string): Promise<Page>
  pdfSent(path: string): Promise<Buffer>
  /** Shows a page, for looking at its boxes where they stand. */
  show(html: string): Promise<Page>
  close(): Promise<void>
}

const TYPES: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2' }

/** The print room as one script with its fonts beside it. */
async function buildRoom(outDir: string): Promise<void> {
  const entry = join(outDir, 'entry.ts')
  writeFileSync(
    entry,
    `import { calibrationSheet, drawSheets, formPage } from '${ROOT}/renderer/print/index.ts'\nimport { asBody } from '${ROOT}/renderer/client/loopback-shell.ts'\nObject.assign(window, { asBody, calibrationSheet, drawSheets, formPage })\n`
  )
  await build({
    root: ROOT,
    base: '/',
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { '@shared': join(ROOT, 'shared'), '@renderer': join(ROOT, 'renderer') } },
    build: {
      outDir: join(outDir, 'site'),
      minify: false,
      assetsInlineLimit: 0,
      rolldownOptions: { input: entry, output: { entryFileNames: 'room.js', assetFileNames: 'assets/[name][extname]' } }
    }
  })
}

function serveSite(folder: string, pages: Map<string, string>): Promise<Server> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://x').pathname
    if (request.method === 'POST')
      return void text(request).then((page) => {
        pages.set(path, page)
        response.end()
      })
    const page = pages.get(path)
    try {
      const body =
        page ?? (path === '/' ? '<!doctype html><script type="module" src="/room.js"></script>' : readFileSync(join(folder, path)))
      response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'text/html; charset=utf-8' }).end(body)
    } catch {
      response.writeHead(404).end()
    }
  })
  return new Promise((ready) => server.listen(0, '127.0.0.1', () => ready(server)))
}

const AS_PAPER = { preferCSSPageSize: true, printBackground: true }

export async function openPress(): Promise<Press> {
  const work = mkdtempSync(join(tmpdir(), 'yipanqi-press-'))
  await buildRoom(work)
  const pages = new Map<string, string>()
  const server = await serveSite(join(work, 'site'), pages)
  const { port } = server.address() as AddressInfo
  const origin = `http://127.0.0.1:${String(port)}`
  const executablePath = findBrowser(process.env, process.platform)
  if (executablePath === null) throw new Error('no Chromium')
  const browser: Browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] })
  const room = await browser.newPage()
  await room.goto(origin)
  await room.waitForFunction('typeof window.formPage === "function"')
  const paper = await browser.newPage()
  let count = 0
  const nextPath = (): string => `/page-${String((count += 1))}`
  function show(html: string): Promise<Page> {
    const path = nextPath()
    pages.set(path, html)
    return showSent(path)
  }
  async function showSent(path: string): Promise<Page> {
    // Another site, so that paper has a process of its own, as in the program.
    await paper.goto(`http://localhost:${String(port)}${path}`)
    await paper.evaluate(PAGE_READY)
    pages.delete(path)
    return paper
  }
  interface Room {
    readonly formPage: (paper: FormPaper) => FormPage
    readonly calibrationSheet: (paper: CalibrationPaper) => string
    readonly drawSheets: (page: Document) => void
    readonly asBody: (text: string) => BodyInit
  }
  const PX_PER_MM = 96 / 25.4
  /** In a frame of the room, as the program's window holds it. */
  async function preview(html: string, height: number): Promise<(string[] | undefined)[]> {
    const path = `/page-${String((count += 1))}`
    pages.set(path, html)
    const rows = await room.evaluate(async (src) => {
      const frame = document.createElement('iframe')
      frame.width = '2000'
      frame.src = src
      await new Promise((loaded) => {
        frame.onload = loaded
        document.body.append(frame)
      })
      const page = frame.contentDocument
      if (!page) throw new TypeError('no page')
      await page.fonts.ready
      ;(window as unknown as Room).drawSheets(page)
      const found = [...page.querySelectorAll('tr, .sheet-foot')].map(
        (row) => [row.getBoundingClientRect().top, row.textContent.trim()] as const
      )
      frame.remove()
      return found
    }, path)
    pages.delete(path)
    const sheets: (string[] | undefined)[] = []
    for (const [top, words] of rows) (sheets[Math.floor(top / PX_PER_MM / height)] ??= []).push(words)
    return sheets
  }
  return {
    page: (what) => room.evaluate((given) => (window as unknown as Room).formPage(given), what),
    calibration: (what) => room.evaluate((given) => (window as unknown as Room).calibrationSheet(given), what),
    preview,
    async send(what) {
      const path = nextPath()
      return room.evaluate(
        async ([given, to]) => {
          const { formPage, asBody } = window as unknown as Room
          const { html, troubles } = formPage(JSON.parse(given) as FormPaper) // Written below.
          await fetch(to, { method: 'POST', body: asBody(html) })
          return { path: to, troubles }
        },
        // As text: what goes value by value takes longer than the forms.
        [JSON.stringify(what), path] as const
      )
    },
    show,
    showSent,
    pdfSent: async (path) => (await showSent(path)).pdf(AS_PAPER),
    pdf: async (html) => (await show(html)).pdf(AS_PAPER),
    async close() {
      await browser.close()
      await new Promise((done) => server.close(done))
      rmSync(work, { recursive: true, force: true })
    }
  }
}

export interface PdfFacts {
  readonly pages: number
  /** Millimetres of each page. */
  readonly sizes: readonly (readonly [width: number, height: number])[]
  readonly text: string
}

const MM_PER_POINT = 25.4 / 72

/** Read by poppler, which knows nothing of how it was written. */
export function readPdf(path: string): PdfFacts {
  const facts = execFileSync('pdfinfo', ['-f', '1', '-l', '9999', path], { encoding: 'utf8' })
  const sizes = [...facts.matchAll(/^Page\s+[0-9]+ size:\s+([0-9.]+) x ([0-9.]+) pts/gm)].map(
    ([, width, height]) => [Number(width) * MM_PER_POINT, Number(height) * MM_PER_POINT] as const
  )
  return { pages: sizes.length, sizes, text: execFileSync('pdftotext', ['-raw', path, '-'], { encoding: 'utf8' }) }
}

/** A run of letters without a space between them: page from 1, millimetres from the top left edge of the sheet. */
export interface Place {
  readonly page: number
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
  readonly words: string
}

const NAMED = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" } as const
const plain = (xml: string): string => xml.replace(/&(amp|lt|gt|quot|apos);/g, (_all, name: keyof typeof NAMED) => NAMED[name])

/** @returns where every word stands, by poppler, in its order */
export function placesOf(path: string): Place[] {
  const pages = execFileSync('pdftotext', ['-bbox', path, '-'], { encoding: 'utf8' }).split('<page ').slice(1)
  return pages.flatMap((page, at) =>
    [...page.matchAll(/<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*)<\/word>/g)].map(
      ([, left, top, right, bottom, words = '']) => {
        const [x, y, toX, toY] = [left, top, right, bottom].map((points) => Number(points) * MM_PER_POINT) as [
          number,
          number,
          number,
          number
        ]
        return { page: at + 1, x, y, w: toX - x, h: toY - y, words: plain(words) }
      }
    )
  )
}

/** A word a line: page, left, top, width, height, letters. */
export const writePlaces = (places: readonly Place[]): string =>
  places.map(({ page, x, y, w, h, words }) => [page, ...[x, y, w, h].map((length) => length.toFixed(2)), words].join(' ') + '\n').join('')

export const readPlaces = (file: string): Place[] =>
  file
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [page, x, y, w, h, ...words] = line.split(' ')
      return { page: Number(page), x: Number(x), y: Number(y), w: Number(w), h: Number(h), words: words.join(' ') }
    })
