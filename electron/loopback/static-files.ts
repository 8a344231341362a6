/** Hands out the built screens, and nothing beside them. */
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { locateScreenFile } from '../place'
import { HttpFault } from './faults'
import { SECURITY_HEADERS, type Visit } from './visit'

/** Built files carry a digest in their name; the page that names them is asked for anew each time. */
const HASHED = /^\/assets\//

/** Answers a GET or HEAD for a file of the screens. Throws 404, 405. */
export async function sendStatic({ request, response, url }: Visit, folder: string): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') throw new HttpFault(405, 'request.unknown_method', { method: url.pathname })
  const file = locateScreenFile(folder, url.pathname)
  if (!file) throw new HttpFault(404, 'request.unknown_method', { method: url.pathname })
  const caching = HASHED.test(url.pathname) ? { 'cache-control': 'private, max-age=31536000, immutable' } : {}
  response.writeHead(200, { ...SECURITY_HEADERS, ...caching, 'content-type': file.type, 'content-length': file.size })
  if (request.method === 'HEAD') response.end()
  else await pipeline(createReadStream(file.path), response)
}
