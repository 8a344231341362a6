/** Runs the program's command line as a person would, one process a call. */
import { execFile } from 'node:child_process'
import { resolve } from 'node:path'

const BIN = resolve(import.meta.dirname, '../../bin/yipanqi.mjs')

export interface Ran {
  readonly exit: number
  readonly stdout: string
  readonly stderr: string
}

export const runBin = (...args: readonly string[]): Promise<Ran> =>
  new Promise((done) => {
    execFile(process.execPath, [BIN, ...args], { maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      done({ exit: error === null ? 0 : typeof error.code === 'number' ? error.code : 1, stdout, stderr })
    })
  })

/** The JSON that a command printed; throws with what it said instead when it failed. */
export async function answerOf(...args: readonly string[]): Promise<unknown> {
  const ran = await runBin(...args)
  if (ran.exit !== 0) throw new Error(`exit ${ran.exit}: ${ran.stderr}`)
  return JSON.parse(ran.stdout) as unknown
}

/** One office on disk and the file with everybody's passphrase. */
export interface CommandOffice {
  readonly data: string
  readonly passphraseFile: string
}

export const callBin = (
  office: CommandOffice,
  user: string,
  method: string,
  input: unknown,
  ...more: readonly string[]
): Promise<unknown> =>
  answerOf(
    'call',
    method,
    '--input',
    JSON.stringify(input),
    '--data',
    office.data,
    '--user',
    user,
    '--passphrase-file',
    office.passphraseFile,
    ...more
  )
