/** The package description is checked by electron-builder's own schema and against what must never be packed. */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root, textOf } from '../house/house-files'

interface Builder {
  getConfig(folder: string, file: string, override: object): Promise<Record<string, unknown>>
  validateConfiguration(config: object, log: unknown): Promise<void>
}
const require = createRequire(import.meta.url)
const builder = require(join(root, 'node_modules/app-builder-lib/out/util/config/config.js')) as Builder // Its own d.ts names types that are not exported.
const { DebugLogger } = require('builder-util') as { DebugLogger: new (enabled: boolean) => unknown }
const read = (override: object = {}): Promise<Record<string, unknown>> => builder.getConfig(root, 'electron-builder.yml', override)
const check = async (config: object): Promise<void> => builder.validateConfiguration(config, new DebugLogger(false))

describe('electron-builder.yml', () => {
  it('passes the schema of electron-builder', async () => {
    await expect(check(await read())).resolves.toBeUndefined()
  })

  it.each([
    ['an unknown key', { sandbox: true }],
    ['a wrong type', { asar: 'yes please' }]
  ])('would not pass with %s', async (_, wrong) => {
    await expect(check({ ...(await read()), ...wrong })).rejects.toThrow()
  })

  it('packs the Electron that is installed', async () => {
    const { version } = JSON.parse(textOf('node_modules/electron/package.json')) as { version: string }
    expect((await read())['electronVersion']).toBe(version)
  })

  it('closes every fuse that would let somebody run other code in the program', async () => {
    expect((await read())['electronFuses']).toMatchObject({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false
    })
  })

  it('compiles nothing and publishes nothing', async () => {
    expect(await read()).toMatchObject({ npmRebuild: false, publish: null })
  })
})
