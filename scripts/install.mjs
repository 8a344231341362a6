// Brings in what a fresh clone lacks: the npm packages of the lockfile, and on Debian the browser, fonts and PDF tools.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { findBrowser } from './browsers.mjs'

const root = join(import.meta.dirname, '..')
const LOCK = join(root, 'package-lock.json')
const INSTALLED = join(root, 'node_modules', '.package-lock.json')
const STAMP = join(root, 'node_modules', '.cache', 'yipanqi-installed')

/** Quiet child with no stdin; npm and apt must never wait for an answer. */
const run = (command, args, options = {}) => spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], cwd: root, ...options })
const succeeds = (command, args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0
const outputOf = (command, args) => spawnSync(command, args, { encoding: 'utf8' }).stdout ?? ''

const lockStamp = () => createHash('sha256').update(readFileSync(LOCK)).update(`${process.platform}-${process.arch}`).digest('hex')
const modified = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0

function packagesAreThere() {
  if (!existsSync(INSTALLED)) return false
  if (existsSync(STAMP)) return readFileSync(STAMP, 'utf8') === lockStamp()
  return modified(INSTALLED) >= modified(LOCK)
}

function npm(args) {
  const script = process.env.npm_execpath
  if (script && /\.[cm]?js$/.test(script)) return run(process.execPath, [script, ...args])
  return run('npm', args, { shell: process.platform === 'win32' })
}

/** Installs the packages of package-lock.json when they are missing or belong to another lockfile; ends the program when that fails. */
export function ensurePackages() {
  if (!packagesAreThere()) {
    console.error('正在安装所需的 npm 包（只在第一次或依赖变化时需要）……')
    if (npm(['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']).status !== 0) {
      console.error('npm 包没有装好：请检查网络或 npm 镜像设置后，再执行一次同样的命令。')
      process.exit(1)
    }
  }
  mkdirSync(dirname(STAMP), { recursive: true })
  writeFileSync(STAMP, lockStamp())
}

const hasChineseFont = () =>
  outputOf('fc-list', [':lang=zh', 'family']).trim() !== '' || existsSync('/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc')
const onPath = (command) => () => process.platform !== 'win32' && succeeds('sh', ['-c', `command -v ${command}`])

/** What the program or its tests use of the system: how to see that it is there, its Debian package, and its name for people elsewhere. */
const TOOLS = {
  browser: { there: () => findBrowser() !== null, debian: 'chromium', name: 'Chromium、Chrome 或 Edge 浏览器' },
  fonts: { there: () => process.platform !== 'linux' || hasChineseFont(), debian: 'fonts-noto-cjk', name: '中文字体（如 Noto Sans CJK）' },
  pdf: { there: onPath('pdftotext'), debian: 'poppler-utils', name: 'poppler-utils（pdftotext）' },
  unzip: { there: onPath('unzip'), debian: 'unzip', name: 'unzip' },
  ssh: { there: onPath('ssh-keygen'), debian: 'openssh-client', name: 'OpenSSH（ssh-keygen）' },
  age: { there: onPath('age'), debian: 'age', name: 'age' },
  openssl: { there: onPath('openssl'), debian: 'openssl', name: 'OpenSSL 3（openssl）' },
  zip: { there: onPath('zip'), debian: 'zip', name: 'zip' },
  sevenZip: { there: onPath('7z'), debian: 'p7zip-full', name: '7-Zip（7z）' },
  python: { there: onPath('python3'), debian: 'python3', name: 'Python 3' },
  cose: { there: () => succeeds('ruby', ['-rcose', '-e', '']), debian: 'ruby-cose', name: 'Ruby 与 cose 库' }
}
export const TO_RUN = ['browser', 'fonts']
export const TO_TEST = ['browser', 'fonts', 'pdf', 'unzip', 'ssh', 'age', 'openssl', 'zip', 'sevenZip', 'python', 'cose']

const mayUseApt = () => process.platform === 'linux' && existsSync('/etc/debian_version') && process.getuid?.() === 0 && onPath('apt-get')()

function installByApt(tools) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const packages = tools.map((tool) => tool.debian)
  console.error(`正在用 apt 安装：${packages.join(' ')}……`)
  run('apt-get', ['-qq', 'update'], { env })
  run('apt-get', ['-qq', '-y', '--no-install-recommends', 'install', ...packages], { env, stdio: ['ignore', 'ignore', 'inherit'] })
}

/**
 * Brings in the named system tools on Debian as root; elsewhere says in one sentence what to install. Never ends the program.
 * @param {readonly (keyof typeof TOOLS)[]} names
 * @returns {boolean} whether all of them are there now
 */
export function ensureTools(names) {
  const missing = () => names.map((name) => TOOLS[name]).filter((tool) => !tool.there())
  if (missing().length > 0 && mayUseApt()) installByApt(missing())
  const lacking = missing()
  if (lacking.length > 0) console.error(`请先安装：${lacking.map((tool) => tool.name).join('、')}，然后再执行一次同样的命令。`)
  return lacking.length === 0
}
