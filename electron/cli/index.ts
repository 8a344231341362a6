/** Entry of the command line and of the loopback window: the real terminal, the real folders, the real office. */
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { createCore, systemTimer } from '../core'
import { dataFolder, marksFolder, programFolders } from '../place'
import { runCli, type Terminal } from './run-cli'
import { serveWindow, showRunning } from './serve-window'

const folders = programFolders(import.meta.dirname)
const { version } = JSON.parse(readFileSync(join(folders.root, 'package.json'), 'utf8')) as { readonly version: string } // Our own manifest.

const surroundings = { platform: process.platform, env: process.env, home: homedir() }
const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort())

const terminal: Terminal = {
  out: (line) => void process.stdout.write(`${line}\n`),
  err: (line) => void process.stderr.write(`${line}\n`),
  stdin: () => text(process.stdin),
  cwd: process.cwd(),
  signal: stop.signal
}

process.exitCode = await runCli(process.argv.slice(2), terminal, {
  usualDataDir: dataFolder(surroundings),
  open: (dataDir, forPeople) =>
    createCore({
      ...{ dataDir, resourcesDir: folders.resources, threadsDir: folders.threads, appVersion: version, timer: systemTimer },
      ...{ automaticBackups: forPeople, marksDir: marksFolder(surroundings) },
      onCleaning: () => terminal.err('正在整理数据文件，请不要关机。')
    }),
  showRunning,
  serve: (core, request, io) => serveWindow(core, request, folders.renderer, io)
})
