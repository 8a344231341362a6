// Test projects: pure and Node code, the screens in a light DOM, the whole program in a real browser, what kills it, and the long runs.
import { mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { freemem } from 'node:os'
import { join, resolve } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

const at = (path: string): string => resolve(import.meta.dirname, path)
const alias = { '@shared': at('shared'), '@renderer': at('renderer') }

const GIGABYTE = 2 ** 30

/**
 * Where the tests' offices lie: in memory where there is plenty, because each of their thousand small transactions waits for the disk.
 * @returns nothing where memory is short or no folder lies in it; the tests then use the system's own
 */
function inMemory(): { readonly TMPDIR?: string } {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm')
    if (Math.min(bavail * bsize, freemem()) < 6 * GIGABYTE) return {}
    const folder = mkdtempSync(join('/dev/shm', 'yipanqi-test-'))
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
    return { TMPDIR: folder }
  } catch {
    return {}
  }
}
const env = inMemory()

/** Has no page that could wait for another, only many short processes. */
const COMMAND_LINE = 'test/e2e/loop-by-command-line.test.ts'

/** Minutes long, and right at any speed: blows at counted steps. Begun first, they run beside the rest and nothing waits for them at the end. */
const COUNTED = [...['crash-points', 'power-cut', 'real-sticks'].map((name) => `test/faults/${name}.test.ts`), COMMAND_LINE]

/**
 * Long thoughts that touch no disk: `npm test` gives them what the rest leaves of the machine. What flushes to the disk does not belong here:
 * no priority keeps the walks from waiting for it.
 */
const PATIENT = [
  'simulation/simulation',
  'simulation/mutations',
  'slips/exploration',
  'fuzz/fuzz',
  'certificates/exploration',
  'workbook/hostile'
].map((name) => `test/${name}.test.ts`)

export default defineConfig({
  test: {
    reporters: ['default'],
    // As many as there are cores: vitest itself would leave one to itself, which on two is half.
    maxWorkers: '100%',
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'node',
          env,
          environment: 'node',
          // What a file imports is loaded once for all files: a start of its own for each was half of the time.
          isolate: false,
          include: ['shared/**/*.test.ts', 'electron/**/*.test.ts', 'test/**/*.test.ts', 'eslint/**/*.test.ts'],
          exclude: [...PATIENT, 'test/e2e/**', 'test/faults/**', 'test/long/**', 'node_modules/**'],
          sequence: { groupOrder: 0 },
          testTimeout: 30_000
        }
      },
      {
        resolve: { alias },
        plugins: [vue()],
        test: {
          name: 'web',
          env,
          environment: 'happy-dom',
          isolate: false,
          include: ['renderer/**/*.test.ts'],
          sequence: { groupOrder: 0 },
          testTimeout: 30_000
        }
      },
      {
        resolve: { alias },
        test: {
          name: 'whole',
          env,
          environment: 'node',
          include: ['test/e2e/**/*.test.ts'],
          exclude: [COMMAND_LINE],
          globalSetup: ['test/kit/made-practice.ts'],
          // One walk at a time, after the others: two feel each other's load, and a reader that types becomes a slow typist.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          // As long as the walks wait for words.
          expect: { poll: { timeout: 20_000 } },
          testTimeout: 600_000,
          hookTimeout: 120_000
        }
      },
      {
        resolve: { alias },
        test: {
          name: 'counted',
          env,
          environment: 'node',
          include: COUNTED,
          sequence: { groupOrder: 0 },
          testTimeout: 600_000,
          hookTimeout: 120_000
        }
      },
      {
        resolve: { alias },
        test: {
          name: 'patient',
          env,
          environment: 'node',
          include: PATIENT,
          sequence: { groupOrder: 0 },
          testTimeout: 1_200_000,
          hookTimeout: 300_000
        }
      },
      {
        resolve: { alias },
        test: {
          name: 'faults',
          environment: 'node',
          include: ['test/faults/**/*.test.ts'],
          exclude: COUNTED,
          fileParallelism: false,
          // On the disk and by themselves: blows are struck by the clock of a run that nothing else slows down.
          sequence: { groupOrder: 2 },
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
          sequence: { groupOrder: 3 },
          testTimeout: 1_800_000
        }
      }
    ]
  }
})
