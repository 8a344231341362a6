/** Hands out the built screens, and nothing beside them. */
import { createReadStream, statSync } from 'node:fs'
import { extname, join, resolve, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { HttpFault } from './faults'
import { SECURITY_HEADERS, type Visit } from './visit'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8'
}
/** Built files carry a digest in their name; the page that names them is asked for anew each time. */
const HASHED = /^\/assets\//

/** The file that a path of an address names below `folder`; null when it leads outside, to a folder, or to a type that the screens do not use. */
export function locateFile(
  folder: string,
  pathname: string
): { readonly path: string; readonly type: string; readonly size: number } | null {
  let decoded: string
  try {
    decoded = decodeURIComponent(pathname === '/' ? '/index.html' : pathname)
  } catch {
    return null
  }
  if (decoded.includes('\0') || decoded.includes('\\')) return null
  const base = resolve(folder)
  const path = resolve(join(base, decoded))
  const type = TYPES[extname(path).toLowerCase()]
  if (!path.startsWith(base + sep) || type === undefined) return null
  const facts = statSync(path, { throwIfNoEntry: false })
  return facts?.isFile() ? { path, type, size: facts.size } : null
}

/** Answers a GET or HEAD for a file of the screens. Throws 404, 405. */
export async function sendStatic({ request, response, url }: Visit, folder: string): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') throw new HttpFault(405, 'request.unknown_method', { method: url.pathname })
  const file = locateFile(folder, url.pathname)
  if (!file) throw new HttpFault(404, 'request.unknown_method', { method: url.pathname })
  const caching = HASHED.test(url.pathname) ? { 'cache-control': 'private, max-age=31536000, immutable' } : {}
  response.writeHead(200, { ...SECURITY_HEADERS, ...caching, 'content-type': file.type, 'content-length': file.size })
  if (request.method === 'HEAD') response.end()
  else await pipeline(createReadStream(file.path), response)
}
