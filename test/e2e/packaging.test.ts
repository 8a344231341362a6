/** The package is complete: packed with a stand-in for Electron, taken apart again, and started under Node 24. */
import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { root, textOf } from '../house/house-files'

const require = createRequire(import.meta.url)
const work = mkdtempSync(join(tmpdir(), 'yipanqi-package-'))
const unpacked = join(work, 'dist', 'linux-unpacked', 'resources')
const program = join(work, 'program')
const builtAt = join(root, 'out', 'main', 'cli.js')
const onLinux = process.platform === 'linux' && process.arch === 'x64'
const reason = !onLinux ? 'packed on Linux x64 only' : existsSync(builtAt) ? null : 'the program is not built'

/** A folder that looks to the packer like a downloaded Electron. */
function standIn(): string {
  const dist = join(work, 'electron')
  mkdirSync(join(dist, 'resources'), { recursive: true })
  mkdirSync(join(dist, 'locales'))
  const { version } = JSON.parse(textOf('node_modules/electron/package.json')) as { version: string }
  writeFileSync(join(dist, 'version'), version)
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'locales/zh-CN.pak', 'locales/en-US.pak', 'locales/fr.pak'])
    writeFileSync(join(dist, name), name)
  writeFileSync(join(dist, 'electron'), '#!/bin/sh\nexit 0\n')
  chmodSync(join(dist, 'electron'), 0o755)
  return dist
}

/** Fuses are bits in the real binary, which the stand-in does not have. */
function withoutFuses(): string {
  const path = join(work, 'electron-builder.yml')
  const whole = textOf('electron-builder.yml')
  const rest = whole.replace(/^electronFuses:\n( {2}.*\n)+/m, '')
  expect(rest.length).toBeLessThan(whole.length)
  writeFileSync(path, rest)
  return path
}

const run = (script: string, args: readonly string[], cwd = root): { status: number | null; stdout: string; stderr: string } =>
  spawnSync(process.execPath, [script, ...args], { cwd, encoding: 'utf8', env: { ...process.env, YIPANQI_BROWSER: '' } })

function packages(folder: string): string[] {
  return readdirSync(join(folder, 'node_modules')).sort()
}

afterAll(() => rmSync(work, { recursive: true, force: true }))

describe.skipIf(reason !== null)(`package${reason === null ? '' : ` (${reason})`}`, () => {
  beforeAll(() => {
    const builder = join(root, 'node_modules', 'electron-builder', 'cli.js')
    const options = [`-c.electronDist=${standIn()}`, `-c.directories.output=${join(work, 'dist')}`, '--config', withoutFuses()]
    const packed = run(builder, ['--linux', 'dir', '--x64', ...options])
    expect(packed.stderr + packed.stdout).not.toContain('⨯')
    expect(packed.status).toBe(0)
    const asar = require('@electron/asar') as { extractAll(archive: string, target: string): void }
    asar.extractAll(join(unpacked, 'app.asar'), program)
  }, 180_000)

  it('holds the program, its data and one database binary, and no Node', () => {
    expect(packages(program)).toEqual(['better-sqlite3'])
    expect(readdirSync(join(program, 'node_modules', 'better-sqlite3', 'prebuilds'))).toEqual(['linux-x64.node'])
    expect(existsSync(join(unpacked, 'app.asar.unpacked', 'node_modules', 'better-sqlite3', 'prebuilds', 'linux-x64.node'))).toBe(true)
    for (const path of [
      'out/main/index.js',
      'out/main/utility.js',
      'out/preload/index.cjs',
      'out/renderer/index.html',
      'resources/codes',
      'LICENSE'
    ])
      expect(existsSync(join(program, path)), path).toBe(true)
    expect(statSync(join(unpacked, 'app.asar')).size).toBeLessThan(80_000_000)
  })

  it('carries only the languages of its users', () => {
    expect(readdirSync(join(work, 'dist', 'linux-unpacked', 'locales')).sort()).toEqual(['en-US.pak', 'zh-CN.pak'])
  })

  it('answers on the command line with nothing but what was packed', () => {
    const data = join(work, 'data')
    const pass = join(work, 'pass')
    writeFileSync(pass, '榆树 河湾 石桥 晚灯 秋雨 3\n')
    const cli = join(program, 'out', 'main', 'cli.js')
    const setUp = run(
      cli,
      ['setup', '--data', data, '--office', '610802-00', '--name', '榆阳区', '--admin', '管理员', '--passphrase-file', pass],
      work
    )
    expect(setUp.stderr).toBe('')
    expect(JSON.parse(setUp.stdout)).toHaveProperty('recoveryKey')
    const list = run(cli, ['call', 'accounts.list', '--data', data, '--user', '管理员', '--passphrase-file', pass], work)
    expect(JSON.parse(list.stdout)).toMatchObject({ rows: [{ name: '管理员' }] })
  })

  it('serves its screens to a browser', async () => {
    const child = spawn(process.execPath, [join(program, 'out', 'main', 'cli.js'), 'serve', '--data', join(work, 'served'), '--no-open'], {
      cwd: work
    })
    try {
      const url = await new Promise<string>((resolve) => createInterface(child.stdout).once('line', resolve))
      expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#t=[0-9a-f]{32}$/)
      const page = await (await fetch(new URL('/', url))).text()
      const [, script = ''] = /<script[^>]+src="\.([^"]+)"/.exec(page) ?? []
      expect((await fetch(new URL(script, url))).headers.get('content-type')).toContain('text/javascript')
    } finally {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      expect(await ended).toBe(0)
    }
  })
})
