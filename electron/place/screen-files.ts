/** The built screens as every window receives them: which file an address names, of what type, under which policy. */
import { statSync } from 'node:fs'
import { extname, join, resolve, sep } from 'node:path'

/** Scripts and styles only from files of the program; nothing may frame it. Print previews are blobs in frames. */
export const SCREEN_POLICY =
  "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; frame-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** A print page carries its own styles and fonts of the program, runs nothing, and only the program's own page may frame it. */
export const PAGE_POLICY =
  "default-src 'none'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8'
}

export interface ScreenFile {
  readonly path: string
  readonly type: string
  readonly size: number
}

/** The file that the path of an address names below `folder`; null when it leads outside, to a folder, or to a type that screens do not use. */
export function locateScreenFile(folder: string, pathname: string): ScreenFile | null {
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
