#!/usr/bin/env node
// The command line of 一盘棋: runs the built program under Node 24, whatever Node called it, and builds it the first time.
import { join } from 'node:path'
import { ensureBuilt, isBuilt } from '../scripts/build.mjs'
import { handOver, runtimeEnv, runtimePath } from '../scripts/runtime.mjs'

const program = join(import.meta.dirname, '..', 'out', 'main', 'cli.js')
if (!isBuilt() && !ensureBuilt()) {
  console.error('程序没有构建成功；没有打开任何资料。请先执行 npm test 查看原因。')
  process.exit(1)
}
const exe = runtimePath()
// Half of a short command was reading the program's text; once read it is kept, and a folder that cannot be written is no hindrance.
const read = join(import.meta.dirname, '..', '.cache', 'read')
handOver(exe, [program, ...process.argv.slice(2)], { env: { NODE_COMPILE_CACHE: read, ...runtimeEnv(exe) } })
