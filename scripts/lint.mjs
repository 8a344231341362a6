// The linter with types, part by part: one process that held the types of all rooms at once would spend its time collecting garbage.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const ROOMS = ['electron', 'renderer', 'shared']
const PARTS = [['electron', 'shared'], ['renderer'], ['.', ...ROOMS.flatMap((room) => ['--ignore-pattern', `${room}/**`])]]

let passed = true
for (const part of PARTS) {
  const args = [join(root, 'scripts', 'run.mjs'), 'eslint', '--max-warnings', '0', ...part]
  passed = spawnSync(process.execPath, args, { stdio: 'inherit', cwd: root }).status === 0 && passed
}
process.exitCode = passed ? 0 : 1
