// `npm test`: installs what is missing, then lint, types, build and every test; the last line counts them.
import { spawn, spawnSync } from 'node:child_process'
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

/** The longest check runs beside the others and the first tests; what it says is shown at the end. */
function aside(script) {
  const child = spawn(process.execPath, [join(root, 'scripts', script)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: root,
    env
  })
  const said = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => said.push(piece))
  return new Promise((done) =>
    child.on('close', (code) => {
      done({ passed: code === 0, said: Buffer.concat(said).toString() })
    })
  )
}

const LINT = 'lint (eslint)'
const CHECKS = {
  'format (prettier)': () => tool('prettier', '--check', '--log-level', 'warn', '.'),
  'types (tsc, vue-tsc)': () => run([join(root, 'scripts', 'typecheck.mjs')]),
  build: ensureBuilt
}

/** @returns names of the checks that failed */
function runChecks() {
  const failed = []
  for (const [name, check] of Object.entries(CHECKS)) {
    console.log(`\n=== ${name}`)
    if (!check()) failed.push(name)
  }
  return failed
}

/** @returns the same of the linter, which was begun before */
async function endLint(lint) {
  console.log(`\n=== ${LINT}`)
  const { passed, said } = await lint
  process.stdout.write(said)
  return passed ? [] : [LINT]
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
const isWhole = filters.length === 0
const lint = isWhole ? aside('lint.mjs') : null
const broken = isWhole ? runChecks() : []
const tests = runTests()
if (lint) broken.push(...(await endLint(lint)))
const checks = isWhole ? Object.keys(CHECKS).length + 1 : 0
const total = { passed: tests.passed + checks - broken.length, failed: tests.failed + broken.length, skipped: tests.skipped.length }

console.log('')
for (const name of [...broken, ...tests.failures]) console.log(`failed: ${name}`)
for (const name of tests.skipped) console.log(`skipped: ${name}`)
console.log(closingLine(total))
process.exitCode = total.failed > 0 ? 1 : 0
