// `npm start`: installs what is missing, builds when sources changed, and opens the program in the best window this PC has.
import { join } from 'node:path'
import { ensureBuilt } from './build.mjs'
import { fetchElectron } from './electron-binary.mjs'
import { ensurePackages, ensureTools, TO_RUN } from './install.mjs'
import { handOver, runtimeEnv, runtimePath } from './runtime.mjs'

const root = join(import.meta.dirname, '..')
const args = process.argv.slice(2)
const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY)
const wantsWindow = hasDisplay && !args.includes('--no-open')
/** Options of the loopback host alone. */
const wantsLoopback = args.includes('--port')

function openElectron(binary) {
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0
  // Chromium's own switches come as one word.
  const at = args.indexOf('--data')
  const data = at < 0 || args[at + 1] === undefined ? [] : [`--data=${args[at + 1]}`]
  handOver(binary, [...(asRoot ? ['--no-sandbox'] : []), root, ...data, ...args.filter((arg) => arg.startsWith('--data='))], { cwd: root })
}

function openLoopback() {
  const exe = runtimePath()
  handOver(exe, [join(root, 'out', 'main', 'cli.js'), 'serve', ...args], { env: runtimeEnv(exe) })
}

ensurePackages()
if (!ensureBuilt()) {
  console.error('程序没有构建成功，上面是原因；没有打开任何资料。')
  process.exit(1)
}
const electron = wantsWindow && !wantsLoopback ? await fetchElectron() : null
if (electron) openElectron(electron)
else {
  if (wantsWindow && !wantsLoopback) console.error('本机没有 Electron 且下载不到，改用已安装的浏览器打开同一个程序。')
  if (wantsWindow) ensureTools(TO_RUN)
  openLoopback()
}
