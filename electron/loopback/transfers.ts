/** Files and folders between the browser and the office: uploads into the spool, downloads by ticket, and a chooser for local folders. */
import { createReadStream, createWriteStream, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Ticket } from '@shared/contract/shell'
import type { Core } from '../core'
import { HttpFault, randomToken } from './faults'
import { readJson, SECURITY_HEADERS, sendJson, textMember, type KnownVisit } from './visit'

const MAX_UPLOAD_BYTES = 2 ** 30
const MAX_UPLOAD_TEXT = '1 GB'

/** Last part of what a browser calls a file, without what no file system can hold. */
export const plainName = (name: string): string =>
  basename(name.replaceAll('\\', '/'))
    // eslint-disable-next-line no-control-regex -- control characters are what must go
    .replace(/[\u0000-\u001f\u007f<>:"/|?*]/g, '_')
    .slice(0, 200) || '未命名'

function bounded(limit: number): Transform {
  let seen = 0
  return new Transform({
    transform(part: Buffer, _encoding, done) {
      seen += part.length
      if (seen > limit) done(new HttpFault(413, 'file.too_large', { limit: MAX_UPLOAD_TEXT }))
      else done(null, part)
    }
  })
}

/** `POST /files?name=`: the body becomes a file in the spool that lives as long as the window; answers with its ticket. */
export async function receiveFile({ request, response, url, window }: KnownVisit, core: Core): Promise<void> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_UPLOAD_BYTES)
    throw new HttpFault(413, 'file.too_large', { limit: MAX_UPLOAD_TEXT })
  mkdirSync(core.spoolDir, { recursive: true })
  const path = join(core.spoolDir, `upload-${randomToken()}`)
  const remove = (): void => rmSync(path, { force: true })
  try {
    await pipeline(request, bounded(MAX_UPLOAD_BYTES), createWriteStream(path, { flags: 'wx', mode: 0o600 }))
    const ticket: Ticket = window.connection.offer(path, plainName(url.searchParams.get('name') ?? ''))
    window.onEnd.push(remove)
    sendJson(response, 200, JSON.stringify(ticket))
  } catch (error) {
    remove()
    throw error
  }
}

/** RFC 5987: the name in UTF-8 beside an ASCII stand-in for readers that know only that. */
export function dispositionOf(name: string): string {
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
  return `attachment; filename="${name.replace(/[^\x20-\x7e]|["\\]/g, '_')}"; filename*=UTF-8''${encoded}`
}

/** `GET /files/<ticket>?name=`: a file that the office made for this window. */
export async function sendFile({ response, url, window }: KnownVisit): Promise<void> {
  const file = window.connection.take(decodeURIComponent(url.pathname.slice('/files/'.length)))
  const name = plainName(url.searchParams.get('name') ?? file.name)
  const size = statSync(file.path).size
  response.writeHead(200, {
    ...SECURITY_HEADERS,
    'content-type': 'application/octet-stream',
    'content-length': size,
    'content-disposition': dispositionOf(name)
  })
  await pipeline(createReadStream(file.path), response)
}

interface FolderEntry {
  readonly name: string
  readonly path: string
}

const isFolder = (path: string): boolean => {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}

const below = (folder: string): FolderEntry[] => {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => !entry.name.startsWith('.') && !entry.name.startsWith('$') && isFolder(join(folder, entry.name)))
      .map((entry) => ({ name: entry.name, path: join(folder, entry.name) }))
      .sort((a, b) => a.name.localeCompare(b.name, 'zh'))
  } catch {
    return []
  }
}

/** Where a walk through folders starts: the home folder and the drives or mounts of this PC. */
function startingPlaces(): FolderEntry[] {
  const home = { name: '个人文件夹', path: homedir() }
  if (process.platform === 'win32') {
    const drives = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((letter) => ({ name: `${letter}:`, path: `${letter}:\\` }))
    return [home, ...drives.filter((drive) => isFolder(drive.path))]
  }
  const mounts = ['/run/media', '/media'].flatMap((place) => below(place)).flatMap((place) => [place, ...below(place.path)])
  return [home, ...mounts, ...below('/mnt'), { name: '/', path: '/' }]
}

/** `GET /folders?path=`: `{ path, parent, folders }`; without a path the starting places, with `path` and `parent` null. */
export function listFolders({ response, url }: KnownVisit): void {
  const asked = url.searchParams.get('path')
  if (asked === null || asked === '') {
    sendJson(response, 200, JSON.stringify({ path: null, parent: null, folders: startingPlaces() }))
    return
  }
  const path = resolve(asked)
  if (!isFolder(path)) throw new HttpFault(404, 'storage.no_folder')
  const parent = dirname(path)
  sendJson(response, 200, JSON.stringify({ path, parent: parent === path ? null : parent, folders: below(path) }))
}

/** `POST /folders` `{ path }`: hands one folder to the office and answers with its ticket. Files are refused here. */
export async function grantFolder({ request, response, window }: KnownVisit): Promise<void> {
  const path = resolve(textMember(await readJson(request), 'path'))
  if (!isFolder(path)) throw new HttpFault(404, 'storage.no_folder')
  const ticket: Ticket = window.connection.offer(path, basename(path) || path)
  sendJson(response, 200, JSON.stringify(ticket))
}
