// `npm run long`: the exhaustive runs that are too slow for every change (every bit of a bundle through a real office).
import { spawnSync } from 'node:child_process'
import { resolveCommand, runtimeEnv, runtimePath } from './runtime.mjs'

const exe = runtimePath()
const args = [resolveCommand('vitest'), 'run', '--project', 'long', ...process.argv.slice(2)]
const result = spawnSync(exe, args, { stdio: 'inherit', env: { ...runtimeEnv(exe), YIPANQI_LONG: '1' } })
process.exit(result.status ?? 1)
