// Finds the Electron binary and, for `npm start` alone, tries to fetch it within a bound.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const PACKAGE = join(import.meta.dirname, '..', 'node_modules', 'electron')
const NAMES = { win32: 'electron.exe', darwin: 'Electron.app/Contents/MacOS/Electron' }
const PROBE_MS = 4_000
const DOWNLOAD_MS = 600_000

/** @returns {string | null} absolute path of the binary; ELECTRON_OVERRIDE_DIST_PATH wins over the package's own folder */
export function electronBinary(env = process.env) {
  const name = NAMES[process.platform] ?? 'electron'
  const path = join(env.ELECTRON_OVERRIDE_DIST_PATH ?? join(PACKAGE, 'dist'), name)
  return existsSync(path) ? path : null
}

/** A source that does not even answer is given up after some seconds; one that answers may take its time to deliver. */
async function sourceAnswers(env) {
  const source = env.ELECTRON_MIRROR ?? env.npm_config_electron_mirror ?? 'https://github.com/electron/electron/releases/'
  try {
    await fetch(source, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(PROBE_MS) })
    return true
  } catch {
    return false
  }
}

/** @returns {Promise<string | null>} the binary, fetched when it was missing and can be had */
export async function fetchElectron(env = process.env) {
  const there = electronBinary(env)
  if (there || env.ELECTRON_OVERRIDE_DIST_PATH) return there
  const installer = join(PACKAGE, 'install.js')
  if (!existsSync(installer) || !(await sourceAnswers(env))) return null
  const { version } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8'))
  console.error(`正在下载 Electron ${version}（约 110 MB）……`)
  spawnSync(process.execPath, [installer], { stdio: 'ignore', timeout: DOWNLOAD_MS, env })
  return electronBinary(env)
}
