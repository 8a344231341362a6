/** The routes of the loopback host: who may ask what, and where it goes. No word of the office is known here. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { WIRE_VERSION, type WireReply, type WireRequest } from '@shared/contract/wire'
import type { Core } from '../core'
import { openPageStand, PAGE_POLICY, type PageStand } from '../place'
import { describeFault, HttpFault } from './faults'
import { sendStatic } from './static-files'
import { grantFolder, listFolders, receiveFile, sendFile } from './transfers'
import { checkSource, cookieOf, type KnownVisit, readJson, SECURITY_HEADERS, sendJson, textMember, type Visit } from './visit'
import { openWindows, type Windows } from './windows'

const HEARTBEAT_MS = 15_000
/** A stranger may say this much before anybody knows him: a token and no more. */
const STRANGER_BYTES = 1_024
/** A window needs a handful; what goes beyond is closed at once, so that open sockets of a stranger cost a bounded number of handles. */
const MOST_SOCKETS = 512
const HEADERS_MS = 10_000
/** Of a body that trickles in: uploads of a gigabyte from a slow stick take minutes. */
const BODY_MS = 600_000
const LOOK_MS = 5_000

export interface Host {
  readonly server: Server
  readonly windows: Windows
}

export interface HostParts {
  readonly core: Core
  readonly rendererDir: string
  readonly graceMs: number
  /** Port that the server will listen on; known once it does. */
  readonly port: () => number
  /** Whoever knows this text started the program a second time and is given an address of its own. */
  readonly knock: string
  /** Turns the page at an address of this host into PDF; null where no browser is installed. */
  readonly toPdf: ((address: string) => Promise<Buffer>) | null
  readonly onFault: (error: unknown) => void
}

interface Routed extends HostParts {
  readonly windows: Windows
  readonly pages: PageStand
}

/** The token stands in the fragment, which browsers never send. */
export const addressOf = (port: number, token: string): string => `http://127.0.0.1:${String(port)}/#t=${token}`

const cookieName = (port: number): string => `yipanqi-${String(port)}`

async function startWindow({ windows, port }: Routed, { request, response, cookie }: Visit): Promise<void> {
  const token = textMember(await readJson(request, STRANGER_BYTES), 'token')
  // A reload within the same window may send its used token again; its cookie already says who it is.
  const isKnown = cookie !== undefined && windows.find(cookie) !== undefined
  if (isKnown) windows.spend(token)
  const value = isKnown ? cookie : windows.admit(token)
  response.writeHead(204, { ...SECURITY_HEADERS, 'set-cookie': `${cookieName(port())}=${value}; Path=/; HttpOnly; SameSite=Strict` }).end()
}

async function callOffice({ request, response, url, window }: KnownVisit): Promise<void> {
  const body = await readJson(request)
  const method = decodeURIComponent(url.pathname.slice('/rpc/'.length))
  if (typeof body !== 'object' || body === null || (body as { method?: unknown }).method !== method)
    throw new HttpFault(400, 'request.invalid', { summary: 'method' })
  const reply: WireReply = await window.connection.call(body as WireRequest) // The office's own gate checks the shape.
  sendJson(response, 200, JSON.stringify(reply))
}

function streamPushes({ windows }: Routed, { response, window, cookie }: KnownVisit): void {
  response.writeHead(200, { ...SECURITY_HEADERS, 'content-type': 'text/event-stream; charset=utf-8', connection: 'keep-alive' })
  response.write(`retry: 1000\n: v${String(WIRE_VERSION)}\n\n`)
  window.streams.add(response)
  const stop = window.connection.onPush((push) => response.write(`data: ${JSON.stringify(push)}\n\n`))
  const beat = setInterval(() => response.write(': beat\n\n'), HEARTBEAT_MS)
  response.once('close', () => {
    clearInterval(beat)
    stop()
    window.streams.delete(response)
    windows.rest(cookie)
  })
}

async function makePdf({ toPdf, pages, port }: Routed, { request, response }: KnownVisit): Promise<void> {
  const html = textMember(await readJson(request), 'html')
  if (!toPdf) throw new HttpFault(503, 'paper.no_pdf', { reason: '没有找到可用的浏览器' })
  const path = pages.put(html)
  try {
    const pdf = await toPdf(`http://127.0.0.1:${String(port())}${path}`)
    response.writeHead(200, { ...SECURITY_HEADERS, 'content-type': 'application/pdf', 'content-length': pdf.length }).end(pdf)
  } finally {
    pages.remove(path)
  }
}

async function showPage({ pages }: Routed, { request, response }: KnownVisit): Promise<void> {
  sendJson(response, 200, JSON.stringify({ path: pages.put(textMember(await readJson(request), 'html')) }))
}

/** A second start of the program on this PC, which read the word where only this user can read it. */
async function answerKnock({ windows, knock, port }: Routed, { request, response }: Visit): Promise<void> {
  if (textMember(await readJson(request, STRANGER_BYTES), 'knock') !== knock) throw new HttpFault(403, 'session.none')
  sendJson(response, 200, JSON.stringify({ address: addressOf(port(), windows.invite()) }))
}

function known({ windows }: Routed, visit: Visit): KnownVisit {
  const window = windows.find(visit.cookie)
  if (!window || visit.cookie === undefined) throw new HttpFault(401, 'session.none')
  return { ...visit, cookie: visit.cookie, window }
}

function sendPage({ pages }: Routed, { response, url }: Visit): void {
  const html = pages.get(url.pathname)
  if (html === undefined) throw new HttpFault(404, 'file.unknown_ticket')
  response
    .writeHead(200, { ...SECURITY_HEADERS, 'content-security-policy': PAGE_POLICY, 'content-type': 'text/html; charset=utf-8' })
    .end(html)
}

/** Routes for a window that is known by its cookie; a path that ends in `/` stands for everything below it. */
const KNOWN: Readonly<Record<string, (host: Routed, visit: KnownVisit) => void | Promise<void>>> = {
  'POST /rpc/': (_, visit) => callOffice(visit),
  'GET /events': streamPushes,
  'POST /files': ({ core }, visit) => receiveFile(visit, core),
  'GET /files/': (_, visit) => sendFile(visit),
  'GET /folders': (_, visit) => listFolders(visit),
  'POST /folders': (_, visit) => grantFolder(visit),
  'POST /pdf': makePdf,
  'POST /pages': showPage
}

async function route(host: Routed, visit: Visit): Promise<void> {
  const asked = `${visit.request.method ?? ''} ${visit.url.pathname}`.replace(/^(POST \/rpc|GET \/files|GET \/pages)\/.*$/, '$1/')
  const handler = KNOWN[asked]
  if (handler) await handler(host, known(host, visit))
  else if (asked === 'POST /session') await startWindow(host, visit)
  else if (asked === 'POST /knock') await answerKnock(host, visit)
  // The path of a page is itself the secret: the browser that prints has no cookie.
  else if (asked === 'GET /pages/') sendPage(host, visit)
  else await sendStatic(visit, host.rendererDir)
}

async function answer(host: Routed, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const port = host.port()
    checkSource(request, port)
    const ownAddress = `http://127.0.0.1:${String(port)}`
    const url = new URL(request.url ?? '/', ownAddress)
    // `//elsewhere/path` and `http://elsewhere/path` name another place than the one that was checked.
    if (url.origin !== ownAddress) throw new HttpFault(400, 'request.invalid', { summary: '地址不对' })
    await route(host, { request, response, url, cookie: cookieOf(request, cookieName(port)) })
  } catch (error) {
    // Whoever asked has gone; there is nobody to answer.
    if (response.destroyed) return
    const { status, body } = describeFault(error)
    if (status === 500) host.onFault(error)
    if (response.headersSent) {
      response.destroy()
      return
    }
    // What is left of a refused body is not read; the connection cannot carry another request.
    if (!request.complete) response.setHeader('connection', 'close')
    sendJson(response, status, body)
  }
}

/** A server that does not listen yet. Headers and bodies that trickle in are cut off. */
export function createHost(parts: HostParts): Host {
  const windows = openWindows(parts.core, parts.graceMs)
  const host: Routed = { ...parts, windows, pages: openPageStand() }
  const server = createServer(
    { headersTimeout: HEADERS_MS, requestTimeout: BODY_MS, connectionsCheckingInterval: LOOK_MS, maxHeaderSize: 16_384 },
    (request, response) => void answer(host, request, response)
  )
  server.maxConnections = MOST_SOCKETS
  return { server, windows }
}
