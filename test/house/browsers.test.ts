/** Scripts run before anything is built and search for a browser by themselves; both searches must find the same one. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { findBrowser } from '../../electron/loopback/browser'
import { findBrowser as findByScript } from '../../scripts/browsers.mjs'

const dir = mkdtempSync(join(tmpdir(), 'yipanqi-browsers-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const put = (...path: string[]): string => {
  const file = join(dir, ...path)
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, '')
  chmodSync(file, 0o755)
  return file
}
const edge = put('pf', 'Microsoft', 'Edge', 'Application', 'msedge.exe')
const chrome = put('bin', 'google-chrome-stable')
put('bin', 'microsoft-edge')

describe('findBrowser', () => {
  it.each([
    ['an installed Edge on Windows', { PROGRAMFILES: join(dir, 'pf') }, 'win32', edge],
    ['nothing on Windows', {}, 'win32', null],
    ['the one chosen by hand', { YIPANQI_BROWSER: chrome, PATH: '' }, 'linux', chrome],
    ['nothing where the chosen one is gone', { YIPANQI_BROWSER: join(dir, 'gone') }, 'linux', null]
  ] as const)('finds %s, in the program as in the scripts', (_, env, platform, wanted) => {
    expect(findBrowser(env, platform)).toBe(wanted)
    expect(findByScript(env, platform)).toBe(wanted)
  })

  it('agrees on this PC', () => {
    expect(findByScript(process.env, process.platform)).toBe(findBrowser(process.env, process.platform))
    const env = { PATH: join(dir, 'bin') }
    expect(findByScript(env, 'linux')).toBe(findBrowser(env, 'linux'))
  })
})
