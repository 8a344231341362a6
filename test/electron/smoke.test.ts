/** The real shell, started where a real Electron is; elsewhere said aloud to be skipped. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { electronBinary } from '../../scripts/electron-binary.mjs'
import { root } from '../house/house-files'

const binary = electronBinary()
const reason =
  binary === null ? 'no Electron binary on this PC' : existsSync(join(root, 'out', 'main', 'index.js')) ? null : 'the program is not built'
const skipped = (why: string | null): string => (why === null ? '' : ` (${why})`)
const dataDir = mkdtempSync(join(tmpdir(), 'yipanqi-electron-'))
afterAll(() => rmSync(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }))

const launch = (executablePath: string): Promise<ElectronApplication> =>
  _electron.launch({
    executablePath,
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), root, `--data=${dataDir}`],
    timeout: 60_000
  })

describe('electron', () => {
  it.skipIf(reason !== null)(
    `opens the office in a window of its own${skipped(reason)}`,
    async () => {
      const app = await launch(binary ?? '')
      const window = await app.firstWindow()
      expect(window.url()).toBe('app://yipanqi/')
      await window.waitForSelector('body *')
      expect(await window.evaluate(() => Object.keys((globalThis as unknown as { yipanqi: object }).yipanqi).sort())).toEqual([
        'connect',
        'shell'
      ])
      expect(await window.evaluate(() => 'require' in globalThis)).toBe(false)
      await app.close()
    },
    120_000
  )

  it('fails to launch with a reason where the binary is no Electron', async () => {
    await expect(launch(join(dataDir, 'no-electron'))).rejects.toThrow(/no-electron|ENOENT/)
  })
})

describe('electronBinary', () => {
  it('looks into ELECTRON_OVERRIDE_DIST_PATH and says null when nothing is there', () => {
    expect(electronBinary({ ELECTRON_OVERRIDE_DIST_PATH: dataDir })).toBeNull()
  })
})
