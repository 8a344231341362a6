/** Sticks whose file system is real: FAT32 and exFAT in a file, mounted by their FUSE drivers, and pulled by killing the driver (exchange.md §3.5). */
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export const STICK_KINDS = ['FAT32', 'exFAT'] as const
export type StickKind = (typeof STICK_KINDS)[number]

const SECTOR = 512
const BLOCK = 65_536
/** The smallest volume whose clusters of one sector are as many as FAT32 must have; exFAT has no such bound. */
const BYTES: Readonly<Record<StickKind, number>> = { FAT32: 34_603_008, exFAT: 4_194_304 }
/** Of FAT32 most is marked as worn out, so that little fills it: KiB from the beginning that can be used. */
const GOOD_KIB = 1_400
const ENV = { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` }
const TOOLS = ['mkfs.vfat', 'fsck.vfat', 'fusefat', 'mkfs.exfat', 'fsck.exfat', 'mount.exfat-fuse', 'losetup', 'mount', 'umount'] as const

function run(program: string, ...args: readonly string[]): { readonly status: number; readonly said: string } {
  const { status, stdout, stderr, error } = spawnSync(program, args, { env: ENV, encoding: 'utf8' })
  return { status: status ?? -1, said: error ? error.message : `${stdout}${stderr}`.trim() }
}

function must(program: string, ...args: readonly string[]): string {
  const { status, said } = run(program, ...args)
  if (status !== 0) throw new Error(`${program} ended with ${String(status)}: ${said}`)
  return said
}

/** Why sticks cannot be mounted on this PC; null when they can, which is tried. @param root folder for the trial */
export function whyNoSticks(root: string): string | null {
  if (process.platform !== 'linux') return 'file systems of sticks are mounted on Linux alone'
  const missing = TOOLS.filter((tool) => run('sh', '-c', `command -v ${tool}`).status !== 0)
  if (missing.length > 0) return `${missing.join(', ')} not installed`
  if (!existsSync('/dev/fuse')) return 'no /dev/fuse here'
  for (const kind of STICK_KINDS) {
    const trial = StickImage.make(kind, join(root, `trial-${kind}`))
    try {
      trial.mount()
      writeFileSync(join(trial.folder, 'trial'), 'x')
      trial.eject()
    } catch (error) {
      return `${kind} cannot be mounted: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : ''}`
    } finally {
      trial.destroy()
    }
  }
  return null
}

/** Whatever happens to a run, nothing stays mounted. */
const mounted = new Set<StickImage>()
process.on('exit', () => {
  for (const stick of mounted) stick.clear()
})

export class StickImage {
  readonly kind: StickKind
  /** Where it is plugged in. */
  readonly folder: string
  readonly #dir: string
  readonly #image: string
  /** The image as the medium surely has it: after the last flush. */
  readonly #flushed: string
  #driver: number | null = null

  private constructor(kind: StickKind, dir: string) {
    this.kind = kind
    this.#dir = dir
    this.folder = join(dir, 'U盘')
    this.#image = join(dir, 'image')
    this.#flushed = join(dir, 'flushed')
    mkdirSync(this.folder, { recursive: true })
  }

  /** An empty stick, not plugged in. @param dir folder of its own, made here */
  static make(kind: StickKind, dir: string): StickImage {
    const stick = new StickImage(kind, dir)
    writeFileSync(stick.#image, '')
    truncateSync(stick.#image, BYTES[kind])
    if (kind === 'FAT32') {
      const bad = join(dir, 'bad')
      writeFileSync(bad, Array.from({ length: BYTES[kind] / 1_024 - 8 - GOOD_KIB }, (_, at) => `${String(GOOD_KIB + at)}\n`).join(''))
      must('mkfs.vfat', '-F', '32', '-s', '1', '-n', 'TEST', '-l', bad, stick.#image)
      // The maker counts the worn-out clusters among the free ones; the checker puts that right.
      stick.repair()
    } else must('mkfs.exfat', '-c', '4K', '-L', 'TEST', stick.#image)
    return stick
  }

  /** The same stick octet for octet. */
  copy(dir: string): StickImage {
    const stick = new StickImage(this.kind, dir)
    copyFileSync(this.#image, stick.#image)
    return stick
  }

  mount({ locked = false }: { readonly locked?: boolean } = {}): void {
    mounted.add(this)
    if (this.kind === 'FAT32') must('fusefat', '-o', locked ? 'ro' : 'rw+', this.#image, this.folder)
    else this.#mountLoop(locked)
    this.#driver = driverOf(this.folder)
    if (this.#driver === null) throw new Error(`no driver serves ${this.folder}`)
  }

  #mountLoop(locked: boolean): void {
    const loop = must('losetup', ...(locked ? ['-r'] : []), '-f', '--show', this.#image)
    try {
      must('mount.exfat-fuse', ...(locked ? ['-o', 'ro'] : []), loop, this.folder)
    } finally {
      // The driver holds it: it goes when the driver does, however that ends.
      run('losetup', '-d', loop)
    }
  }

  /** Everything written until now is on the medium; needed before `loseUnflushed`. */
  noteFlushed(): void {
    copyFileSync(this.#image, this.#flushed)
  }

  /** The driver dies in the middle of whatever it does; every call answers that nobody is there. */
  pull(): void {
    if (this.#driver !== null) process.kill(this.#driver, 'SIGKILL')
    this.#driver = null
  }

  /** Its switch is pushed, or the system found a fault: from now on it can only be read. @returns false while a file is being written */
  lock(): boolean {
    return run('mount', '-i', '-o', 'remount,ro', this.folder).status === 0
  }

  /** As `pull`, and the system takes the mount away: the folder that is left is one of the PC. */
  vanish(): void {
    this.pull()
    this.#unmount()
  }

  #unmount(): void {
    while (isMounted(this.folder)) run('umount', '-l', this.folder)
  }

  /** Takes the mount of a stick away that was pulled. @returns files that were written to the folder of the PC behind it */
  clear(): string[] {
    if (this.#driver !== null) this.pull()
    this.#unmount()
    mounted.delete(this)
    const stray = readdirSync(this.folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    rmSync(this.folder, { recursive: true })
    mkdirSync(this.folder)
    return stray.map(({ name }) => name)
  }

  /** As a careful person does it: everything is written and the driver has ended by itself. */
  eject(): void {
    const pid = this.#driver
    must('umount', this.folder)
    while (pid !== null && existsSync(`/proc/${String(pid)}`) && !isZombie(pid)) run('true')
    this.#driver = null
    mounted.delete(this)
  }

  /**
   * What a stick pulled too early may have: of each sector written since the last flush the new octets or the old.
   * @param random in [0, 1) @returns sectors that were lost
   */
  loseUnflushed(random: () => number): number {
    const [now, before] = [readFileSync(this.#image), readFileSync(this.#flushed)]
    let lost = 0
    for (let at = 0; at < now.length; at += BLOCK) {
      if (now.compare(before, at, at + BLOCK, at, at + BLOCK) === 0) continue
      for (let from = at; from < at + BLOCK; from += SECTOR) {
        const to = from + SECTOR
        if (now.compare(before, from, to, from, to) === 0 || random() < 0.5) continue
        before.copy(now, from, from, to)
        lost += 1
      }
    }
    writeFileSync(this.#image, now)
    return lost
  }

  /** @returns whether the file system is whole; nothing is changed */
  isSound(): boolean {
    return run(this.kind === 'FAT32' ? 'fsck.vfat' : 'fsck.exfat', '-n', this.#image).status === 0
  }

  /** What Windows offers for a stick that was pulled: "scan and fix". */
  repair(): void {
    if (this.kind === 'FAT32') run('fsck.vfat', '-a', '-w', this.#image)
    else run('fsck.exfat', '-y', this.#image)
  }

  destroy(): void {
    this.clear()
    rmSync(this.#dir, { recursive: true, force: true })
  }
}

const mountLines = (): string[] => readFileSync('/proc/self/mounts', 'utf8').split('\n')

/** Folders of tests have neither blanks nor other signs that stand escaped in this list. */
const isMounted = (folder: string): boolean => mountLines().some((line) => line.split(' ')[1] === folder)

const DRIVERS = new Set(['fusefat', 'mount.exfat-fus'])

/** The process that was started for exactly this mount point. */
function driverOf(folder: string): number | null {
  for (const entry of readdirSync('/proc')) {
    if (!/^[0-9]+$/.test(entry)) continue
    try {
      if (!DRIVERS.has(readFileSync(`/proc/${entry}/comm`, 'utf8').trim())) continue
      if (readFileSync(`/proc/${entry}/cmdline`, 'utf8').split('\0').includes(folder)) return Number(entry)
    } catch {
      // It ended while it was looked at.
    }
  }
  return null
}

function isZombie(pid: number): boolean {
  try {
    return / Z /.test(readFileSync(`/proc/${String(pid)}/stat`, 'utf8'))
  } catch {
    return true
  }
}
