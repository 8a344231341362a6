// Finds the Node that the program runs on: this one when it is new enough, else the one npm installed for this platform.
import { spawn } from 'node:child_process'
import { statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, join, resolve } from 'node:path'

const require = createRequire(import.meta.url)

/** Node-API 10 is what better-sqlite3's prebuilt binary calls; Node 22.14 is the first with it. */
const NEEDED_NAPI = 10

/** @returns {string} absolute path of a Node executable with Node-API 10 or newer; exits with a sentence when there is none */
export function runtimePath() {
  if (Number(process.versions.napi) >= NEEDED_NAPI && Number(process.versions.node.split('.')[0]) >= 24) return process.execPath
  const os = process.platform === 'win32' ? 'win' : process.platform
  const name = `node-${os}-${process.arch}`
  try {
    return join(dirname(require.resolve(`${name}/package.json`)), 'bin', os === 'win' ? 'node.exe' : 'node')
  } catch {
    console.error(
      `当前 Node ${process.version} 版本太旧，且没有找到随包提供的 Node 24（${name}）。未做任何改动；请安装 Node 24 或不带 --omit=optional 重新执行 npm ci。`
    )
    process.exit(1)
  }
}

/** @param {string} exe @returns {NodeJS.ProcessEnv} the environment with that Node first on PATH */
export function runtimeEnv(exe) {
  return { ...process.env, PATH: dirname(exe) + delimiter + (process.env.PATH ?? '') }
}

/** @param {string} command a file path or the name of an installed package with a bin @returns {string} absolute path of the script */
export function resolveCommand(command) {
  const file = resolve(command)
  if (statSync(file, { throwIfNoEntry: false })?.isFile()) return file
  const manifest = require.resolve(`${command}/package.json`)
  const { bin } = require(manifest)
  return join(dirname(manifest), typeof bin === 'string' ? bin : bin[command])
}

/**
 * Runs a program in the foreground and ends with its exit code. Signals reach it as they reach us, so that it can close the office first;
 * on Windows the console itself tells both, and a signal sent by us would only kill it.
 * @param {string} command @param {readonly string[]} args @param {import('node:child_process').SpawnOptions} [options]
 */
export function handOver(command, args, options = {}) {
  const child = spawn(command, args, { stdio: 'inherit', ...options })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.platform !== 'win32' && child.kill(signal))
  child.on('error', (error) => {
    console.error(`程序没有启动起来：${error.message}`)
    process.exit(1)
  })
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 130 : 1)))
}
