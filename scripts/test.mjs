// `npm test`: installs what is missing, then lint, types, build and every test; the last line counts them.
import { spawn, spawnSync } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs'
import { constants, setPriority } from 'node:os'
import { join } from 'node:path'
import { ensureBuilt } from './build.mjs'
import { ensurePackages, ensureTools, TO_TEST } from './install.mjs'
import { closingLine, countReport } from './test-report.mjs'

const root = join(import.meta.dirname, '..')
const CACHE = join(root, '.cache')
const filters = process.argv.slice(2)

/** Plain text where the output goes into a log. */
const env = process.stdout.isTTY ? process.env : { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined }

const run = (args) => spawnSync(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'], cwd: root, env }).status === 0
const tool = (name, ...args) => run([join(root, 'scripts', 'run.mjs'), name, ...args])

/** Runs beside the rest with what the rest leaves of the machine; what it says is shown at the end. */
function aside(name, ...args) {
  mkdirSync(CACHE, { recursive: true })
  // A file and no pipe: nobody reads while the rest runs, and a full pipe would stop it.
  const log = join(CACHE, `${name}.log`)
  const said = openSync(log, 'w')
  const child = spawn(process.execPath, args, { stdio: ['ignore', said, said], cwd: root, env })
  closeSync(said)
  // Nobody but an administrator may go up again, so the others stay as they were started.
  setPriority(child.pid, constants.priority.PRIORITY_LOW)
  return new Promise((done) => child.on('close', (code) => done({ passed: code === 0, said: readFileSync(log) })))
}

/** Minutes of thought about the text alone: nothing waits for them. */
const beginSlowChecks = () => ({
  'types (tsc, vue-tsc)': aside('types', join(root, 'scripts', 'typecheck.mjs')),
  'lint (eslint)': aside('lint', join(root, 'scripts', 'lint.mjs'))
})
const CHECKS = {
  'format (prettier)': () => tool('prettier', '--check', '--log-level', 'warn', '.'),
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

/** @returns the same of those that were begun before */
async function endChecks(begun) {
  const failed = []
  for (const [name, check] of Object.entries(begun)) {
    console.log(`\n=== ${name}`)
    const { passed, said } = await check
    process.stdout.write(said)
    if (!passed) failed.push(name)
  }
  return failed
}

/** @param name of the report @returns Vitest's arguments; the old report is gone */
function testing(name, ...projects) {
  rmSync(reportOf(name), { force: true })
  const report = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportOf(name)}`]
  return [join(root, 'scripts', 'run.mjs'), 'vitest', 'run', ...report, ...projects.map((project) => `--project=${project}`)]
}

const reportOf = (name) => join(CACHE, `vitest-${name}.json`)

function counted(name, passed) {
  const file = reportOf(name)
  return countReport(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null, passed)
}

/** @returns how both runs of tests went: the one that goes beside the other begins first and may end last */
async function runAllTests() {
  const patient = aside('patient', ...testing('patient', 'patient'))
  console.log('\n=== tests (vitest)')
  const prompt = counted('prompt', run(testing('prompt', '!patient')))
  console.log('\n=== tests that are right at any speed (vitest)')
  const { passed, said } = await patient
  process.stdout.write(said)
  return [prompt, counted('patient', passed)]
}

function runSomeTests() {
  console.log('\n=== tests (vitest)')
  return [counted('prompt', run([...testing('prompt'), ...filters]))]
}

ensurePackages()
ensureTools(TO_TEST)
const isWhole = filters.length === 0
const begun = isWhole ? beginSlowChecks() : {}
const broken = isWhole ? runChecks() : []
const runs = isWhole ? await runAllTests() : runSomeTests()
broken.push(...(await endChecks(begun)))
const checks = isWhole ? Object.keys({ ...CHECKS, ...begun }).length : 0
const all = (of) => runs.flatMap((tests) => tests[of])
const sum = (of) => runs.reduce((total, tests) => total + tests[of], 0)
const skipped = all('skipped')
const total = { passed: sum('passed') + checks - broken.length, failed: sum('failed') + broken.length, skipped: skipped.length }

console.log('')
for (const name of [...broken, ...all('failures')]) console.log(`failed: ${name}`)
for (const name of skipped) console.log(`skipped: ${name}`)
console.log(closingLine(total))
process.exitCode = total.failed > 0 ? 1 : 0
