// Runs a package's command or a script under Node 24, whatever Node started npm: the database add-on
// needs Node-API 10, and older Nodes crash on it instead of refusing.
// Usage: node scripts/run.mjs <package with a bin | path.js> [args]
import { spawnSync } from 'node:child_process'
import { resolveCommand, runtimeEnv, runtimePath } from './runtime.mjs'

const [command, ...args] = process.argv.slice(2)
const exe = runtimePath()
const result = spawnSync(exe, [resolveCommand(command), ...args], { stdio: 'inherit', env: runtimeEnv(exe) })
if (result.error) console.error(`无法启动 ${command}：${result.error.message}`)
process.exit(result.status ?? 1)
