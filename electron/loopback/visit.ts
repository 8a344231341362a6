/** One HTTP request as the routes see it: checked headers, bounded body, typed answers. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { MAX_REQUEST_CHARS } from '@shared/contract/wire'
import { SCREEN_POLICY } from '../place'
import { HttpFault } from './faults'
import type { Window } from './windows'

/** UTF-8 needs at most three octets for a UTF-16 code unit. */
const MAX_BODY_BYTES = MAX_REQUEST_CHARS * 3

/** Sent with every answer; print pages bring a policy of their own. */
export const SECURITY_HEADERS = {
  'content-security-policy': SCREEN_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store'
} as const

export interface Visit {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly url: URL
  readonly cookie: string | undefined
}

/** A visit whose cookie belongs to an open window. */
export interface KnownVisit extends Visit {
  readonly cookie: string
  readonly window: Window
}

/** Value of one cookie of the request. */
export function cookieOf(request: IncomingMessage, name: string): string | undefined {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = part.split('=', 2)
    if (key?.trim() === name) return value?.trim()
  }
  return undefined
}

/**
 * Refuses whatever did not come from this program's own page: a foreign Host (DNS rebinding), a foreign or missing Origin
 * on anything that changes state, or a request that the browser itself marks as coming from another site. Throws 403.
 */
export function checkSource(request: IncomingMessage, port: number): void {
  const host = `127.0.0.1:${String(port)}`
  const { origin } = request.headers
  const site = request.headers['sec-fetch-site']
  const ownOrigin = origin === undefined ? request.method === 'GET' || request.method === 'HEAD' : origin === `http://${host}`
  const ownSite = site === undefined || site === 'same-origin' || site === 'none'
  // Of two Host headers Node shows the first only.
  const oneHost = request.headersDistinct['host']?.length === 1
  if (!oneHost || request.headers.host !== host || !ownOrigin || !ownSite) throw new HttpFault(403, 'session.none')
}

/** The body as parsed JSON. Throws 415 for another type, 413 beyond `most` octets, 400 when it is no JSON. */
export async function readJson(request: IncomingMessage, most = MAX_BODY_BYTES): Promise<unknown> {
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? ''))
    throw new HttpFault(415, 'request.invalid', { summary: '格式不对' })
  if (Number(request.headers['content-length'] ?? 0) > most) throw new HttpFault(413, 'request.too_large')
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length
    if (size > most) throw new HttpFault(413, 'request.too_large')
    parts.push(part)
  }
  const text = Buffer.concat(parts).toString('utf8')
  if (text.length > MAX_REQUEST_CHARS) throw new HttpFault(413, 'request.too_large')
  try {
    return JSON.parse(text)
  } catch {
    throw new HttpFault(400, 'request.invalid', { summary: '格式不对' })
  }
}

export function sendJson(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { ...SECURITY_HEADERS, 'content-type': 'application/json; charset=utf-8' }).end(body)
}

/** One member of a JSON body that must be text. Throws 400. */
export function textMember(body: unknown, name: string): string {
  const value = typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined
  if (typeof value !== 'string' || value === '') throw new HttpFault(400, 'request.invalid', { summary: name })
  return value
}
