// The pictures of docs/screens are taken on purpose (`npm run screens`), never by a run of the tests.
import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

const root = resolve(import.meta.dirname, '../..')

export default defineConfig({
  root,
  resolve: { alias: { '@shared': resolve(root, 'shared'), '@renderer': resolve(root, 'renderer') } },
  test: { include: ['test/e2e/shoot-screens.ts'], environment: 'node', fileParallelism: false, testTimeout: 600_000, hookTimeout: 120_000 }
})
