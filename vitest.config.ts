// Three test projects: pure and Node code, the screens in a light DOM, and the whole program in a real browser.
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
          exclude: ['test/e2e/**', 'test/faults/**', 'node_modules/**'],
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
          testTimeout: 240_000,
          hookTimeout: 120_000
        }
      }
    ]
  }
})
