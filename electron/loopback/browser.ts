/** The installed Chromium, Chrome or Edge: where it is and how it is started so that it is a plain window of this program. */
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import places from './browsers.json'

type Environment = Readonly<Record<string, string | undefined>>

/** Absolute path of the first browser found, null when there is none; YIPANQI_BROWSER wins. */
export function findBrowser(env: Environment, platform: NodeJS.Platform, exists: (path: string) => boolean = existsSync): string | null {
  const chosen = env['YIPANQI_BROWSER']
  if (chosen !== undefined && chosen !== '') return exists(chosen) ? chosen : null
  const windows = platform === 'win32'
  const folders = windows
    ? places.win32Folders.map((name) => env[name] ?? '')
    : [...(env['PATH'] ?? '').split(delimiter), ...places.linuxFolders]
  const names = windows ? places.win32 : places.linux
  const candidates = names.flatMap((name) => folders.filter((folder) => folder !== '').map((folder) => join(folder, name)))
  return candidates.find((path) => exists(path)) ?? null
}

/** A Linux session without any screen cannot show a window. */
export const hasDisplay = (env: Environment, platform: NodeJS.Platform): boolean =>
  platform !== 'linux' || Boolean(env['DISPLAY'] ?? env['WAYLAND_DISPLAY'])

/** Chromium refuses its sandbox to root; nobody else runs without it. */
const asRoot = (): boolean => process.platform === 'linux' && process.getuid?.() === 0

/** What every start has in common: own profile, nothing that calls home, no bubbles, Chinese. */
export function browserFlags(profileDir: string, root: boolean = asRoot()): string[] {
  return [
    `--user-data-dir=${profileDir}`,
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-features=Translate,OptimizationHints,MediaRouter',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-breakpad',
    '--no-pings',
    '--lang=zh-CN',
    '--accept-lang=zh-CN',
    ...(root ? ['--no-sandbox'] : [])
  ]
}

/**
 * Linux builds take their language from the environment, not from the flag; and where the system names no character set, they replace
 * every file name that is not ASCII by "download".
 */
export function chineseEnv(env: Environment): Record<string, string | undefined> {
  const charset = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || ''
  return { ...env, LANGUAGE: 'zh_CN', ...(/utf-?8/i.test(charset) ? {} : { LC_ALL: 'C.UTF-8' }) }
}

export interface AppWindow {
  /** Ends when the user closed the window; `false` when the browser gave up before showing one. */
  readonly closed: Promise<boolean>
  close(): void
}

const SHOWN_AFTER_MS = 3_000

/** Opens `url` as a window without address bar, in a profile of its own. */
export function openAppWindow(browser: string, url: string, profileDir: string, start: typeof spawn = spawn): AppWindow {
  mkdirSync(profileDir, { recursive: true, mode: 0o700 })
  const startedAt = performance.now()
  const flags = [`--app=${url}`, '--window-size=1366,728', ...browserFlags(profileDir)]
  const child: ChildProcess = start(browser, flags, { stdio: 'ignore', env: chineseEnv(process.env) })
  const closed = new Promise<boolean>((resolve) => {
    child.once('error', () => resolve(false))
    child.once('exit', (code) => resolve(code === 0 || performance.now() - startedAt > SHOWN_AFTER_MS))
  })
  return { closed, close: () => void child.kill() }
}
