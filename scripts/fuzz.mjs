// `npm run fuzz -- --minutes 10`: damaged and forged input for the readers of the exchange, as long as asked; FUZZ_SEED repeats a run.
import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { resolveCommand, runtimeEnv, runtimePath } from './runtime.mjs'

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '5' } } })
if (!/^[0-9]+(\.[0-9]+)?$/.test(values.minutes)) {
  console.error('用法：npm run fuzz -- --minutes 分钟数')
  process.exit(64)
}
const exe = runtimePath()
const env = { ...runtimeEnv(exe), FUZZ_MINUTES: values.minutes }
process.exit(
  spawnSync(exe, [resolveCommand('vitest'), 'run', '--project', 'node', '--project', 'patient', 'test/fuzz'], { stdio: 'inherit', env })
    .status ?? 1
)
