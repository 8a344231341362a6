/** Turns a print page into PDF with the installed browser, without a window. */
import { spawn } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { PAGE_READY } from '../place'
import { browserFlags, chineseEnv } from './browser'
import { HttpFault, randomToken } from './faults'

interface Answer {
  readonly id?: number
  readonly method?: string
  readonly result?: unknown
  readonly error?: { readonly message?: string }
}

interface Wire {
  send(method: string, params: object, sessionId?: string): Promise<Record<string, unknown>>
  /** Resolves when the browser reports this event next. */
  next(event: string): Promise<void>
}

const CUT = 0

/** Chromium's DevTools protocol over two pipes: JSON messages that end with a zero octet, no port open to anybody. */
function speak(write: Writable, read: Readable, ended: Promise<never>): Wire {
  const waiting = new Map<number, (answer: Answer) => void>()
  const events = new Map<string, () => void>()
  let rest = Buffer.alloc(0)
  let count = 0
  read.on('data', (part: Buffer) => {
    rest = Buffer.concat([rest, part])
    for (let end = rest.indexOf(CUT); end >= 0; end = rest.indexOf(CUT)) {
      const answer = JSON.parse(rest.subarray(0, end).toString('utf8')) as Answer // The browser we started speaks its own protocol.
      rest = rest.subarray(end + 1)
      if (answer.id !== undefined) waiting.get(answer.id)?.(answer)
      else if (answer.method !== undefined) events.get(answer.method)?.()
    }
  })
  return {
    send: (method, params, sessionId) => {
      const id = ++count
      const answered = new Promise<Record<string, unknown>>((resolve, reject) => {
        waiting.set(id, ({ result, error }) => {
          waiting.delete(id)
          if (error) reject(new HttpFault(500, 'internal.unexpected'))
          else resolve((result ?? {}) as Record<string, unknown>) // Results are objects in this protocol.
        })
      })
      write.write(`${JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) })}\0`)
      return Promise.race([answered, ended])
    },
    next: (event) => Promise.race([new Promise<void>((resolve) => events.set(event, resolve)), ended])
  }
}

async function printOver(wire: Wire, address: string): Promise<Buffer> {
  const { targetId } = await wire.send('Target.createTarget', { url: 'about:blank' })
  const { sessionId } = await wire.send('Target.attachToTarget', { targetId, flatten: true })
  const session = String(sessionId)
  await wire.send('Page.enable', {}, session)
  const loaded = wire.next('Page.loadEventFired')
  await wire.send('Page.navigate', { url: address }, session)
  await loaded
  await wire.send('Runtime.evaluate', { expression: PAGE_READY, awaitPromise: true }, session)
  const { data } = await wire.send('Page.printToPDF', { preferCSSPageSize: true, printBackground: true }, session)
  return Buffer.from(String(data), 'base64')
}

const PRINT_LIMIT_MS = 120_000

/** The page at `address` as PDF with the page size of its own `@page`. Throws 503 when the browser does not start or ends early. */
export async function printToPdf(browser: string, address: string, workDir: string, limitMs: number = PRINT_LIMIT_MS): Promise<Buffer> {
  const profile = join(workDir, `print-${randomToken()}`)
  mkdirSync(profile, { recursive: true, mode: 0o700 })
  const flags = ['--headless', '--remote-debugging-pipe', '--hide-scrollbars', ...browserFlags(profile)]
  const child = spawn(browser, flags, { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'], env: chineseEnv(process.env) })
  const gone = new Promise<void>((resolve) => {
    child.once('error', () => resolve())
    child.once('exit', () => resolve())
  })
  const fault = (): never => {
    throw new HttpFault(503, 'paper.no_pdf', { reason: '浏览器没有答复' })
  }
  const ended = gone.then(fault)
  ended.catch(() => {})
  const timer = setTimeout(() => child.kill('SIGKILL'), limitMs)
  try {
    const [, , , write, read] = child.stdio
    if (!write || !read) return fault()
    for (const pipe of [write, read]) pipe.on('error', () => {})
    return await printOver(speak(write as Writable, read as Readable, ended), address) // Pipes by the stdio option above.
  } finally {
    clearTimeout(timer)
    child.kill('SIGKILL')
    await gone
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
}
