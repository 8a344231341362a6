// Which stock tools this machine has; a test that needs another is reported as skipped with the tool's name.
import { spawnSync } from 'node:child_process'
import { it } from 'vitest'

const has = (tool: string, ...args: string[]): boolean => spawnSync(tool, args).error === undefined
const tools = {
  unzip: has('unzip', '-v'),
  '7z': has('7z'),
  'ssh-keygen': has('ssh-keygen', '-?'),
  age: has('age', '--version') && has('age-keygen', '--version'),
  sha256sum: has('sha256sum', '--version'),
  openssl: has('openssl', 'version'),
  python3: has('python3', '--version'),
  'ruby-cose': spawnSync('ruby', ['-rcose', '-e', '']).status === 0
}

export function withTools(names: readonly (keyof typeof tools)[], title: string, body: () => void | Promise<void>): void {
  const missing = names.filter((name) => !tools[name])
  if (missing.length === 0) it(title, body)
  else it.skip(`${title} (skipped: ${missing.join(', ')} not installed)`, body)
}
