/** Finds removable drives that are plugged in and mounted, so that "写入U盘" works the same under every carrier. */
import { execFile } from 'node:child_process'
import { readFile, realpath, statfs } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { sha256Hex } from '../crypto'

export interface RemovableDrive {
  /** Names the mount point without telling it. */
  readonly id: string
  readonly label: string
  readonly path: string
  /** Bytes; null when the system does not say. */
  readonly free: number | null
}

export type ListDrives = () => Promise<readonly RemovableDrive[]>

/** What the Linux listing reads; injected so that any PC can be described in a test. */
export interface LinuxFacts {
  /** Content of a file below /proc or /sys, or null when it is not there. */
  text(path: string): Promise<string | null>
  /** Where a link below /sys leads, or null. */
  real(path: string): Promise<string | null>
  free(path: string): Promise<number | null>
}

const orNull = async <T>(work: Promise<T>): Promise<T | null> => {
  try {
    return await work
  } catch {
    // A drive may be pulled while it is being looked at; it is then simply not listed.
    return null
  }
}

/** Some drivers of sticks say nothing of their room: a file system of no blocks at all is none that is full. */
export const freeBytes = (path: string): Promise<number | null> =>
  orNull(statfs(path).then(({ blocks, bavail, bsize }) => (blocks === 0 ? null : bavail * bsize)))

const systemFacts: LinuxFacts = {
  text: (path) => orNull(readFile(path, 'utf8')),
  real: (path) => orNull(realpath(path)),
  free: freeBytes
}

export const driveId = (path: string): string => `drive-${sha256Hex(path).slice(0, 16)}`

/** Spaces, tabs, line feeds and backslashes of a mount point are written as octal in /proc/mounts. */
export const unescapeMount = (text: string): string =>
  text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))

/** Lists mounted drives that say they are removable or hang on USB. */
export async function linuxDrives(facts: LinuxFacts = systemFacts): Promise<readonly RemovableDrive[]> {
  const mounts = (await facts.text('/proc/mounts')) ?? ''
  const found = new Map<string, RemovableDrive>()
  for (const line of mounts.split('\n')) {
    const [device = '', mount = ''] = line.split(' ')
    if (!device.startsWith('/dev/') || mount === '') continue
    const path = unescapeMount(mount)
    if (found.has(path) || !(await isRemovableDevice(facts, unescapeMount(device)))) continue
    found.set(path, { id: driveId(path), label: basename(path) || path, path, free: await facts.free(path) })
  }
  return [...found.values()]
}

/** @param device below /dev */
export async function isRemovableDevice(facts: Pick<LinuxFacts, 'text' | 'real'>, device: string): Promise<boolean> {
  const place = await facts.real(`/sys/class/block/${basename(device)}`)
  if (place === null) return false
  // Large sticks and USB disks call themselves fixed; the bus they hang on tells the truth.
  if (/\/usb\d+\//.test(place)) return true
  const ofPartition = await facts.text(join(dirname(place), 'removable'))
  return ((await facts.text(join(place, 'removable'))) ?? ofPartition)?.trim() === '1'
}

const QUERY = `[Console]::OutputEncoding=[Text.Encoding]::UTF8; Get-CimInstance Win32_LogicalDisk -Filter 'DriveType=2' | Where-Object { $_.Size } | Select-Object DeviceID,VolumeName,FreeSpace | ConvertTo-Json -Compress`
const QUERY_MS = 15_000

/** @returns what it prints; '' where it fails or is forbidden */
export const askPowerShell = (question: string): Promise<string> =>
  new Promise((resolve) => {
    execFile(
      'powershell.exe',
      ['-NoProfile', '-NonInteractive', '-Command', question],
      { timeout: QUERY_MS, windowsHide: true },
      // Where PowerShell is forbidden no drive is listed, and the folder dialog still leads to the stick.
      (error, stdout) => resolve(error ? '' : stdout)
    )
  })

/** Reads what Windows answers: nothing, one object, or a list of them. */
export function parseWindowsDrives(answer: string): readonly RemovableDrive[] {
  const drives: RemovableDrive[] = []
  for (const entry of listOf(answer)) {
    if (typeof entry !== 'object' || entry === null || !('DeviceID' in entry) || typeof entry.DeviceID !== 'string') continue
    if (!/^[A-Z]:$/i.test(entry.DeviceID)) continue
    const path = `${entry.DeviceID.toUpperCase()}\\`
    const name = 'VolumeName' in entry && typeof entry.VolumeName === 'string' ? entry.VolumeName : ''
    const free = 'FreeSpace' in entry && typeof entry.FreeSpace === 'number' ? entry.FreeSpace : null
    drives.push({ id: driveId(path), label: name === '' ? entry.DeviceID : `${name}（${entry.DeviceID}）`, path, free })
  }
  return drives
}

function listOf(answer: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(answer.trim() === '' ? '[]' : answer)
    return Array.isArray(value) ? (value as unknown[]) : [value]
  } catch {
    return []
  }
}

/** For how long an answer counts while no drive came or went: PowerShell takes a good part of a second on an old PC, and the page looks often. */
const FRESH_MS = 60_000

/**
 * @param letters names the drives there are, quickly @param ask asks for all about them @param now milliseconds that never go back
 * @returns lists drives, and asks again only when a letter came or went or the answer is old
 */
export function windowsDrives(letters: () => Promise<string>, ask: () => Promise<string>, now: () => number): ListDrives {
  let last: { readonly letters: string; readonly at: number; readonly drives: readonly RemovableDrive[] } | null = null
  return async () => {
    const present = (await letters()).match(/[A-Z]:/gi)?.join(' ') ?? ''
    if (present === '' || last?.letters !== present || now() - last.at > FRESH_MS)
      last = { letters: present, at: now(), drives: parseWindowsDrives(await ask()) }
    return last.drives
  }
}

const fsutilLetters = (): Promise<string> =>
  new Promise((resolve) => {
    execFile('fsutil.exe', ['fsinfo', 'drives'], { timeout: QUERY_MS, windowsHide: true }, (error, stdout) => {
      resolve(error ? '' : stdout)
    })
  })

export const listDrives: ListDrives =
  process.platform === 'win32'
    ? windowsDrives(
        fsutilLetters,
        () => askPowerShell(QUERY),
        () => performance.now()
      )
    : () => linuxDrives()
