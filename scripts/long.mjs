// `npm run long`: the runs that are too slow for every change: every bit of a bundle through a real office, twenty thousand power cuts, ten thousand crash points, hundreds of pulled sticks, a hundred kills of each kind, five hundred ledgers of certificates, five thousand registers counted by hand.
import { spawnSync } from 'node:child_process'
import { resolveCommand, runtimeEnv, runtimePath } from './runtime.mjs'

const exe = runtimePath()
const run = (env, ...args) =>
  spawnSync(exe, [resolveCommand('vitest'), 'run', ...args], { stdio: 'inherit', env: { ...runtimeEnv(exe), ...env } }).status ?? 1
const statuses = [run({ YIPANQI_LONG: '1' }, '--project', 'long', ...process.argv.slice(2))]
// With words of your own only what they name is run.
if (process.argv.length === 2)
  statuses.push(
    run({ POWER_CUTS: '20000' }, '--project', 'counted', 'test/faults/power-cut.test.ts'),
    run({ CRASH_HITS: '10000' }, '--project', 'counted', 'test/faults/crash-points.test.ts'),
    run({ STICK_BLOWS: '500' }, '--project', 'counted', 'test/faults/real-sticks.test.ts'),
    run({ KILL_ROUNDS: '100' }, '--project', 'faults', 'test/faults/kill'),
    run({ EXPLORE_COUNTIES: '500', EXPLORE_SEED: '1000' }, '--project', 'patient', 'test/certificates/exploration.test.ts'),
    run({ REGISTERS: '5000' }, '--project', 'node', 'test/slips/indicators.test.ts'),
    run({ REGISTERS: '5000' }, '--project', 'node', 'electron/core/modules/reports/register-indicators.test.ts'),
    run({ REGISTERS: '5000' }, '--project', 'node', 'electron/core/modules/reports/first-slips.test.ts'),
    run({ REGISTERS: '5000' }, '--project', 'node', 'electron/core/modules/reports/free-service.test.ts'),
    run({ REGISTERS: '5000' }, '--project', 'node', 'electron/core/modules/reports/seen-certificates.test.ts'),
    run({ REGISTERS: '5000' }, '--project', 'node', 'electron/core/modules/reports/accuracy.test.ts'),
    run({ REGISTERS: '5000' }, '--project', 'node', 'electron/core/modules/reports/shared-files.test.ts')
  )
process.exit(Math.max(...statuses))
