// Finds an installed Chromium, Chrome or Edge from the program's own list, for scripts that run before anything is built.
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const places = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'electron', 'loopback', 'browsers.json'), 'utf8'))

/** @returns {string | null} absolute path of the first browser found; YIPANQI_BROWSER wins */
export function findBrowser(env = process.env, platform = process.platform) {
  if (env.YIPANQI_BROWSER) return existsSync(env.YIPANQI_BROWSER) ? env.YIPANQI_BROWSER : null
  const windows = platform === 'win32'
  const folders = windows
    ? places.win32Folders.map((name) => env[name] ?? '')
    : [...(env.PATH ?? '').split(delimiter), ...places.linuxFolders]
  const names = windows ? places.win32 : places.linux
  const candidates = names.flatMap((name) => folders.filter((folder) => folder !== '').map((folder) => join(folder, name)))
  return candidates.find((path) => existsSync(path)) ?? null
}
