// Type-checks every room with its own compiler settings, so that a wrong import (DOM in the core, Node on the screen) does not compile.
import { spawnSync } from 'node:child_process'
import { resolveCommand, runtimeEnv, runtimePath } from './runtime.mjs'

const ROOMS = [
  ['node_modules/typescript/bin/tsc', 'shared'],
  ['node_modules/typescript/bin/tsc', 'electron/core'],
  ['node_modules/typescript/bin/tsc', 'electron'],
  ['node_modules/typescript/bin/tsc', 'electron/preload'],
  ['vue-tsc', 'renderer'],
  ['vue-tsc', 'test']
]

const exe = runtimePath()
let failed = false
for (const [command, room] of ROOMS) {
  const result = spawnSync(exe, [resolveCommand(command), '--noEmit', '-p', `${room}/tsconfig.json`], {
    stdio: 'inherit',
    env: runtimeEnv(exe)
  })
  if (result.status !== 0) {
    failed = true
    console.error(`类型检查未通过：${room}`)
  }
}
process.exit(failed ? 1 : 0)
