// Test projects: pure and Node code, the screens in a light DOM, the whole program in a real browser, and the long runs.
import { resolve } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

const at = (path: string): string => resolve(import.meta.dirname, path)
const alias = { '@shared': at('shared'), '@renderer': at('renderer') }

export default defineConfig({
  test: {
    reporters: ['default'],
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'node',
          environment: 'node',
          include: ['shared/**/*.test.ts', 'electron/**/*.test.ts', 'test/**/*.test.ts', 'eslint/**/*.test.ts'],
          exclude: ['test/e2e/**', 'test/faults/**', 'test/long/**', 'node_modules/**'],
          sequence: { groupOrder: 0 },
          testTimeout: 30_000
        }
      },
      {
        resolve: { alias },
        plugins: [vue()],
        test: {
          name: 'web',
          environment: 'happy-dom',
          include: ['renderer/**/*.test.ts'],
          sequence: { groupOrder: 0 },
          testTimeout: 30_000
        }
      },
      {
        resolve: { alias },
        test: {
          name: 'whole',
          environment: 'node',
          include: ['test/e2e/**/*.test.ts', 'test/faults/**/*.test.ts'],
          fileParallelism: false,
          // After the others: what runs whole processes must not share two cores with them.
          sequence: { groupOrder: 1 },
          testTimeout: 600_000,
          hookTimeout: 120_000
        }
      },
      {
        // Exhaustive runs, minutes long: `npm run long`, not part of `npm test`.
        resolve: { alias },
        test: {
          name: 'long',
          environment: 'node',
          include: process.env['YIPANQI_LONG'] === '1' ? ['test/long/**/*.test.ts'] : [],
          sequence: { groupOrder: 2 },
          testTimeout: 1_800_000
        }
      }
    ]
  }
})
