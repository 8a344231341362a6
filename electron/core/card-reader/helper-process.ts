/** A running helper as the office sees it, and the two ways to start one: a program of the vendor, and the practice reader. */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { Worker } from 'node:worker_threads'
import { AppError } from '@shared/errors'

export type HelperEnd = 'ended' | 'never'

export interface HelperProcess {
  send(line: string): void
  onOutput(listener: (piece: Uint8Array) => void): void
  /** Called once when it is over and all its output has been heard: it `ended` or crashed, or `never` started. */
  onEnd(listener: (how: HelperEnd) => void): void
  /** Asks it to finish by closing its input. */
  end(): void
  kill(): void
}

/** What a vendor's program may need to find its files; nothing else of this process's surroundings is handed on. */
const HANDED_ON = [
  'PATH',
  'Path',
  'SystemRoot',
  'SystemDrive',
  'windir',
  'ComSpec',
  'ProgramFiles',
  'ProgramFiles(x86)',
  'ProgramData',
  'APPDATA',
  'LOCALAPPDATA',
  'USERPROFILE',
  'HOME',
  'TEMP',
  'TMP',
  'TMPDIR',
  'LANG',
  'LC_ALL'
]

const surroundings = (): NodeJS.ProcessEnv =>
  Object.fromEntries(HANDED_ON.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])))

/**
 * Starts one program: its full path, no arguments, no shell, in its own folder. What it writes to stderr is thrown away unread,
 * for nobody knows what a vendor puts there.
 * @throws AppError `reader.cannot_start`
 */
export function launchProgram(path: string): HelperProcess {
  try {
    const child = spawn(path, [], {
      shell: false,
      windowsHide: true,
      cwd: dirname(path),
      env: surroundings(),
      stdio: ['pipe', 'pipe', 'ignore']
    })
    return overStreams(child.stdin, child.stdout, {
      onEnd: (listener) => {
        child.once('error', () => listener(child.pid === undefined ? 'never' : 'ended'))
        child.once('close', () => listener('ended'))
      },
      kill: () => void child.kill('SIGKILL')
    })
  } catch (error) {
    throw new AppError('reader.cannot_start', { reason: '系统不让运行这个文件' }, { cause: error })
  }
}

/**
 * Runs the practice reader on a thread of its own. It speaks the same lines over the same kind of streams as a program would;
 * a packaged desktop has no Node to start it with.
 */
export function launchPractice(script: string): HelperProcess {
  const worker = new Worker(readFileSync(script, 'utf8'), { eval: true, stdin: true, stdout: true, stderr: true, env: {}, argv: [] })
  worker.stderr.resume()
  if (worker.stdin === null) throw new AppError('reader.cannot_start', { reason: '演练读卡器没有打开' })
  return overStreams(worker.stdin, worker.stdout, {
    onEnd: (listener) => {
      worker.once('error', () => listener('ended'))
      worker.once('exit', () => listener('ended'))
    },
    kill: () => void worker.terminate()
  })
}

function overStreams(input: Writable, output: Readable, ways: Pick<HelperProcess, 'onEnd' | 'kill'>): HelperProcess {
  // A helper that has gone makes its pipes fail too; that it has gone is told by onEnd.
  input.on('error', () => undefined)
  output.on('error', () => undefined)
  return {
    send: (line) => {
      if (input.writable) input.write(line)
    },
    onOutput: (listener) => void output.on('data', listener),
    onEnd(listener) {
      let told = false
      ways.onEnd((how) => {
        if (!told) listener(how)
        told = true
      })
    },
    end: () => void input.end(),
    kill() {
      output.removeAllListeners('data')
      output.resume()
      ways.kill()
    }
  }
}
