// `npm run explore -- --minutes 10 [--seed n] [--offices n] [--steps n]`: the life-cycle of slips, whatever clerks and sticks do, seed after seed.
import { spawnSync } from 'node:child_process'
import { resolveCommand, runtimeEnv, runtimePath } from './runtime.mjs'

const env = { YIPANQI_LONG: '1' }
const words = process.argv.slice(2)
for (let at = 0; at < words.length; at += 2) {
  const name = /^--(offices|steps|minutes|seed)$/.exec(words[at] ?? '')?.[1]
  if (name === undefined || !/^[0-9]+$/.test(words[at + 1] ?? '')) {
    console.error('用法：npm run explore -- [--offices n] [--steps n] [--minutes n] [--seed n]')
    process.exit(2)
  }
  env[`EXPLORE_${name.toUpperCase()}`] = words[at + 1]
}
const exe = runtimePath()
const args = [resolveCommand('vitest'), 'run', '--project', 'long', 'test/long/exploration.test.ts']
process.exit(spawnSync(exe, args, { stdio: 'inherit', env: { ...runtimeEnv(exe), ...env } }).status ?? 1)
