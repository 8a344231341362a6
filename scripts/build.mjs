// Builds the program when its sources are newer than what was built last.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { resolveCommand, runtimeEnv, runtimePath } from './runtime.mjs'

const root = join(import.meta.dirname, '..')
const STAMP = join(root, 'out', '.built')
const SOURCES = ['electron', 'shared', 'renderer', 'resources/fonts', 'resources/public', 'resources/templates']
const SINGLE = ['electron.vite.config.ts', 'package.json', 'package-lock.json', 'tsconfig.json']
const PRODUCTS = [
  ...['out/main/cli.js', 'out/main/index.js', 'out/main/utility.js', 'out/preload/index.cjs', 'out/renderer/index.html'],
  'out/verifier/yipanqi-verify.mjs',
  'out/main/proof-page.html'
]

function filesBelow(folder) {
  const path = join(root, folder)
  if (!existsSync(path)) return []
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
}

/** Name, size and time of every source: a removed file changes it as well as an edited one. */
function sourceStamp() {
  const hash = createHash('sha256')
  for (const path of [...SOURCES.flatMap(filesBelow), ...SINGLE.map((name) => join(root, name))].sort()) {
    const { size, mtimeMs } = statSync(path)
    hash.update(`${path}\0${size}\0${mtimeMs}\n`)
  }
  return hash.digest('hex')
}

export const isBuilt = () => PRODUCTS.every((path) => existsSync(join(root, path)))

/** @returns {boolean} whether a fresh program stands in out/ */
export function ensureBuilt() {
  const stamp = sourceStamp()
  if (isBuilt() && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stamp) return true
  console.error('正在构建程序……')
  const exe = runtimePath()
  const own = ['build-verifier.mjs', 'build-proof-page.mjs'].map((name) => [join(root, 'scripts', name)])
  const steps = [[resolveCommand('electron-vite'), 'build', '--logLevel', 'warn'], ...own]
  for (const args of steps)
    if (spawnSync(exe, args, { stdio: ['ignore', 2, 2], cwd: root, env: runtimeEnv(exe) }).status !== 0) return false
  if (!isBuilt()) return false
  mkdirSync(join(root, 'out'), { recursive: true })
  writeFileSync(STAMP, stamp)
  return true
}
