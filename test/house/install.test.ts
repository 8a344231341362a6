/** Where nothing can be installed, one sentence says what is missing, and nothing waits or crashes. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from './house-files'

/** A PC with an empty PATH and no browser: neither apt nor any tool can be found. */
function ensureOnBarePc(names: readonly string[]): { readonly there: boolean; readonly lines: readonly string[] } {
  const script = `import(${JSON.stringify(join(root, 'scripts', 'install.mjs'))}).then(({ ensureTools }) => console.log(ensureTools(${JSON.stringify(names)})))`
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], {
    encoding: 'utf8',
    env: { PATH: join(root, 'no-such-folder'), YIPANQI_BROWSER: join(root, 'no-such-browser') }
  })
  return { there: stdout.trim() === 'true', lines: stderr.split('\n').filter((line) => line !== '') }
}

describe('ensureTools', () => {
  it('names everything that is missing in one sentence', () => {
    const { there, lines } = ensureOnBarePc(['browser', 'pdf', 'age'])
    expect(there).toBe(false)
    expect(lines).toHaveLength(1)
    for (const name of ['Chromium', 'poppler-utils', 'age']) expect(lines[0]).toContain(name)
  })

  it('says nothing when nothing is asked for', () => {
    expect(ensureOnBarePc([])).toEqual({ there: true, lines: [] })
  })
})
