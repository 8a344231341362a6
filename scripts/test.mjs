// `npm test`: installs what is missing, then lint, types, build and every test; the last line counts them.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuilt } from './build.mjs'
import { ensurePackages, ensureTools, TO_TEST } from './install.mjs'
import { closingLine, countReport } from './test-report.mjs'

const root = join(import.meta.dirname, '..')
const REPORT = join(root, '.cache', 'vitest.json')
const filters = process.argv.slice(2)

/** Plain text where the output goes into a log. */
const env = process.stdout.isTTY ? process.env : { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined }

const run = (args) => spawnSync(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'], cwd: root, env }).status === 0
const tool = (name, ...args) => run([join(root, 'scripts', 'run.mjs'), name, ...args])

const CHECKS = {
  'lint (eslint)': () => tool('eslint', '--max-warnings', '0', '.'),
  'format (prettier)': () => tool('prettier', '--check', '--log-level', 'warn', '.'),
  'types (tsc, vue-tsc)': () => run([join(root, 'scripts', 'typecheck.mjs')]),
  build: ensureBuilt
}

function runChecks() {
  const failed = []
  for (const [name, check] of Object.entries(CHECKS)) {
    console.log(`\n=== ${name}`)
    if (!check()) failed.push(name)
  }
  return failed
}

function runTests() {
  console.log('\n=== tests (vitest)')
  mkdirSync(join(root, '.cache'), { recursive: true })
  rmSync(REPORT, { force: true })
  const passed = tool('vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`, ...filters)
  const report = existsSync(REPORT) ? JSON.parse(readFileSync(REPORT, 'utf8')) : null
  return countReport(report, passed)
}

ensurePackages()
ensureTools(TO_TEST)
const broken = filters.length > 0 ? [] : runChecks()
const tests = runTests()
const checks = filters.length > 0 ? 0 : Object.keys(CHECKS).length
const total = { passed: tests.passed + checks - broken.length, failed: tests.failed + broken.length, skipped: tests.skipped.length }

console.log('')
for (const name of [...broken, ...tests.failures]) console.log(`failed: ${name}`)
for (const name of tests.skipped) console.log(`skipped: ${name}`)
console.log(closingLine(total))
process.exitCode = total.failed > 0 ? 1 : 0
