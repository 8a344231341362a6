/** Runs a child process that tells what was acknowledged, and kills it without warning. */
import { spawn } from 'node:child_process'
import { resourcesDir } from './office'

export interface Killed {
  /** Lines the child had written before it died, `ready` left out. */
  readonly lines: readonly string[]
  /** False when the child had finished by itself before the blow. */
  readonly killed: boolean
  /** Milliseconds from `ready` to the end. */
  readonly ran: number
}

/**
 * @param script module to run @param input handed over as JSON
 * @param delay milliseconds from `ready`, and from `after` further lines, to the blow; null lets the child finish
 */
export function runAndKill(script: string, input: unknown, delay: number | null, after = 0): Promise<Killed> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [script, JSON.stringify(input)], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, YIPANQI_RESOURCES: resourcesDir }
    })
    let text = ''
    let readyAt: number | null = null
    let isDoomed = delay === null
    child.stdout.setEncoding('utf8')
    child.stdout.on('data', (piece: string) => {
      text += piece
      if (!text.startsWith('ready\n')) return
      readyAt ??= performance.now()
      if (isDoomed || text.split('\n').length - 2 < after) return
      isDoomed = true
      setTimeout(() => child.kill('SIGKILL'), delay ?? 0)
    })
    child.on('error', fail)
    child.on('close', (code, signal) => {
      if (signal === null && code !== 0) {
        fail(new Error(`child ended with ${String(code)}: ${text.slice(-500)}`))
        return
      }
      // A line that was cut in the middle acknowledged nothing.
      const lines = text.split('\n').slice(1, -1)
      done({ lines, killed: signal === 'SIGKILL', ran: performance.now() - (readyAt ?? performance.now()) })
    })
  })
}
