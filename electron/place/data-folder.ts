/** Where the office lives on this PC, the same for every carrier, so that a clerk finds her data whichever window she opens. */
import { join } from 'node:path'

export interface Surroundings {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  /** The user's home folder. */
  readonly home: string
}

/** `%APPDATA%/yipanqi` on Windows, else `$XDG_DATA_HOME/yipanqi` or `~/.local/share/yipanqi`. */
export function dataFolder({ platform, env, home }: Surroundings): string {
  if (platform === 'win32') return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'yipanqi')
  const data = env['XDG_DATA_HOME']
  return join(data !== undefined && data.startsWith('/') ? data : join(home, '.local', 'share'), 'yipanqi')
}

/** Where this user's programs keep what belongs to this PC alone: `%LOCALAPPDATA%`, else `$XDG_STATE_HOME` or `~/.local/state`. */
export function marksFolder({ platform, env, home }: Surroundings): string {
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'yipanqi', 'offices')
  const state = env['XDG_STATE_HOME']
  return join(state !== undefined && state.startsWith('/') ? state : join(home, '.local', 'state'), 'yipanqi', 'offices')
}

export interface ProgramFolders {
  /** Holds package.json. */
  readonly root: string
  /** The built screens. */
  readonly renderer: string
  readonly preload: string
  readonly resources: string
  /** The built threads of the office. */
  readonly threads: string
}

/** The program's own folders, from the folder of a built carrier (`out/main`); the same inside an installed package. */
export function programFolders(outMain: string): ProgramFolders {
  const root = join(outMain, '..', '..')
  return {
    root,
    renderer: join(root, 'out', 'renderer'),
    preload: join(root, 'out', 'preload', 'index.cjs'),
    resources: join(root, 'resources'),
    threads: outMain
  }
}
