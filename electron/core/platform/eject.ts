/** Lets go of a drive so that it may be pulled, where the system allows a program to do so. */
import { execFile } from 'node:child_process'
import { readFile, realpath } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { setTimeout as rest } from 'node:timers/promises'
import { askPowerShell, unescapeMount } from './drives'

/** @returns true only when the system says that the drive is gone; the files on it were flushed before */
export type EjectDrive = (path: string) => Promise<boolean>

/** What ejecting asks of the PC; injected so that any PC can be described in a test. */
export interface EjectFacts {
  /** Runs a program. @returns true when it ended without fault */
  run(program: string, args: readonly string[]): Promise<boolean>
  /** Content of a file below /proc, or '' when it is not there. */
  text(path: string): Promise<string>
  /** Where a link below /sys leads, or ''. */
  real(path: string): Promise<string>
}

const RUN_MS = 30_000

const systemFacts: EjectFacts = {
  run: (program, args) =>
    new Promise((resolve) => {
      execFile(program, [...args], { timeout: RUN_MS, windowsHide: true }, (error) => {
        resolve(error === null)
      })
    }),
  text: (path) => readFile(path, 'utf8').catch(() => ''),
  real: (path) => realpath(path).catch(() => '')
}

/** Unmounts through udisks, which needs no password for a stick of the signed-in person, and takes the power away where that works. */
export async function linuxEject(path: string, facts: EjectFacts = systemFacts): Promise<boolean> {
  const device = await deviceAt(path, facts)
  if (device === null || !(await facts.run('udisksctl', ['unmount', '--no-user-interaction', '-b', device]))) return false
  const place = await facts.real(`/sys/class/block/${basename(device)}`)
  const whole = /\/block\/[^/]+\/[^/]+$/.test(place) ? `/dev/${basename(dirname(place))}` : device
  // Other partitions of the stick may still be in use: nothing more is written to this one, and it may be pulled.
  await facts.run('udisksctl', ['power-off', '--no-user-interaction', '-b', whole])
  return true
}

async function deviceAt(path: string, { text }: EjectFacts): Promise<string | null> {
  for (const line of (await text('/proc/mounts')).split('\n')) {
    const [device = '', mount = ''] = line.split(' ')
    if (device.startsWith('/dev/') && unescapeMount(mount) === path) return unescapeMount(device)
  }
  return null
}

/** Explorer's own verb; it says nothing of its success, so the drive is looked for until it is gone. */
const EJECT = (letter: string): string =>
  `(New-Object -ComObject Shell.Application).Namespace(17).ParseName('${letter}').InvokeVerb('Eject'); ` +
  `for ($i = 0; $i -lt 20 -and (Test-Path '${letter}\\'); $i++) { Start-Sleep -Milliseconds 250 }; if (Test-Path '${letter}\\') { 'there' } else { 'gone' }`

/** @param ask runs one line of PowerShell and gives what it prints */
export async function windowsEject(path: string, ask: (line: string) => Promise<string> = askPowerShell): Promise<boolean> {
  const letter = /^([A-Z]:)\\$/.exec(path)?.[1]
  return letter !== undefined && (await ask(EJECT(letter))).trim() === 'gone'
}

/** A moment for what was written last: some sticks tell the system too early that they are done. */
const SETTLE_MS = 500

export const ejectDrive: EjectDrive = async (path) => {
  await rest(SETTLE_MS)
  return process.platform === 'win32' ? windowsEject(path) : linuxEject(path)
}
