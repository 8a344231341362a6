/**
 * Decides after how many steps on disk or database a process dies or a disk refuses. Every file operation and every edge of a transaction is a
 * step; from a death on nothing more happens, so what lies on the disks then is what the next start finds (exchange.md §3.5).
 */
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs'
import type * as FsPromises from 'node:fs/promises'
import { join, relative, sep } from 'node:path'

export type Blow = 'kill' | 'ENOSPC' | 'EROFS' | 'EBUSY' | 'EIO' | 'ENODEV' | 'SQLITE_FULL' | 'SQLITE_IOERR'

export interface Step {
  readonly name: string
  readonly medium: 'stick' | 'office' | 'database'
}

/** Nothing in the program knows this class, so nothing may take it for a fault it can handle. */
export class Died extends Error {}

const refuse = (code: string): Error => Object.assign(new Error(code), { code })

/** What is refused again and again once it began: a full, write-protected or pulled disk does not recover by itself. */
const LASTING: ReadonlySet<Blow> = new Set(['ENOSPC', 'EROFS', 'ENODEV'])
const WRITES: ReadonlySet<string> = new Set(['create', 'write', 'writeFile', 'sync', 'mkdir', 'copyFile', 'writer'])
const CHANGES: ReadonlySet<string> = new Set([...WRITES, 'rename', 'rm'])

/** Which blows a step can meet besides a death. */
export function blowsAt({ name, medium }: Step): Blow[] {
  if (medium === 'database') return name === 'after' ? [] : ['SQLITE_FULL', 'SQLITE_IOERR']
  return [
    'EIO',
    ...(WRITES.has(name) ? (['ENOSPC'] as const) : []),
    ...(name === 'rename' || name === 'rm' ? (['EBUSY'] as const) : []),
    ...(medium === 'stick' ? (['ENODEV'] as const) : []),
    ...(medium === 'stick' && CHANGES.has(name) ? (['EROFS'] as const) : [])
  ]
}

export class Fate {
  /** Folder that stands for the stick. */
  stick = ''
  /**
   * The stick as FAT32 and exFAT are: names that differ only in case are one, folders cannot be flushed, a rename may be cut in two, and what was
   * not flushed is gone or zeroes when the stick is pulled. (Their limit of 4 GiB is far above that of a bundle, and nothing reads their times.)
   */
  fat = false
  /** In [0, 1); decides what a cut leaves. */
  random: () => number = () => 0
  /** Told once, in the moment of a death. */
  onDeath: () => void = () => undefined
  private at = 0
  private blow: Blow | null = null
  private begun = false
  private dead = false
  private path: Step[] | null = null

  /** Lets everything happen from here on. @returns the steps since `watch`, where it was called */
  let(): readonly Step[] {
    const steps = this.path ?? []
    Object.assign(this, { at: 0, blow: null, begun: false, dead: false, path: null, count: 0 })
    this.unflushed.clear()
    return steps
  }

  /** Counts the steps of what is done next. */
  watch(): void {
    this.let()
    this.path = []
  }

  /** @param at number of the step, from 1 */
  strike(at: number, blow: Blow): void {
    this.let()
    this.at = at
    this.blow = blow
  }

  /** Whether the blow was struck. */
  get struck(): boolean {
    return this.begun
  }

  private count = 0

  mediumOf(path: string): Step['medium'] {
    return this.stick !== '' && path.startsWith(this.stick) ? 'stick' : 'office'
  }

  /** @param half leaves what a torn write leaves @throws what the disk or the end of the process does to this step */
  step(step: Step, half?: () => void): void {
    if (this.dead) throw new Died('nothing happens any more')
    this.path?.push(step)
    if (this.blow === null) return
    this.count += 1
    const isNow = this.count === this.at
    if (!isNow && !(this.begun && LASTING.has(this.blow) && this.medium === step.medium && blowsAt(step).includes(this.blow))) return
    if (isNow && this.fat && step.medium === 'stick' && this.blow === 'ENODEV') this.loseUnflushed()
    this.begun = true
    this.medium = step.medium
    if (this.blow !== 'kill') throw refuse(this.blow)
    half?.()
    this.dead = true
    this.onDeath()
    throw new Died('killed')
  }

  private medium: Step['medium'] | null = null

  /** Paths on the stick whose octets may still lie in the cache. */
  readonly unflushed = new Set<string>()

  private loseUnflushed(): void {
    for (const path of this.unflushed) {
      if (!existsSync(path)) continue
      const octets = readFileSync(path)
      const kept = Math.floor(this.random() * octets.length)
      // The length was written, the clusters were not; or neither.
      writeFileSync(path, this.random() < 0.5 ? octets.subarray(0, kept) : octets.fill(0, kept))
    }
    this.unflushed.clear()
  }

  /** What a rename on FAT that is cut in two leaves: both names, or none. */
  cutRename(from: string, to: string): void {
    if (!this.fat || this.mediumOf(to) !== 'stick') return
    const chance = this.random()
    if (chance < 0.4) copyFileSync(from, to)
    else if (chance < 0.7) rmSync(from, { force: true })
  }

  /** The entry a name means on this stick. */
  entry(path: string): string {
    if (!this.fat || this.mediumOf(path) !== 'stick') return path
    let found = this.stick
    for (const part of relative(this.stick, path).split(sep).filter(Boolean)) {
      const names = existsSync(found) && statSync(found).isDirectory() ? readdirSync(found) : []
      found = join(found, names.find((name) => name.toLowerCase() === part.toLowerCase()) ?? part)
    }
    return found
  }
}

type Fs = typeof FsPromises
const PLAIN = ['mkdir', 'rename', 'rm', 'copyFile', 'readdir', 'lstat', 'stat', 'readFile', 'writeFile'] as const

/** The file system as this fate has it. */
export function fatefulFs(actual: Fs, fate: Fate): Fs {
  const wrapped: Record<string, unknown> = { ...actual }
  for (const name of PLAIN) {
    const work = actual[name] as (...args: unknown[]) => Promise<unknown>
    wrapped[name] = async (first: unknown, ...rest: unknown[]) => {
      const hasTwo = name === 'rename' || name === 'copyFile'
      // What is renamed lies where it goes to.
      const [from, to] = [fate.entry(String(first)), hasTwo ? fate.entry(String(rest[0])) : '']
      fate.step({ name, medium: fate.mediumOf(hasTwo ? to : from) }, name === 'rename' ? () => fate.cutRename(from, to) : undefined)
      return await work(from, ...(hasTwo ? [to, ...rest.slice(1)] : rest))
    }
  }
  wrapped['open'] = async (path: string, ...rest: unknown[]) => {
    const entry = fate.entry(path)
    const medium = fate.mediumOf(entry)
    const [flags] = rest
    fate.step({ name: typeof flags === 'string' && flags.startsWith('w') ? 'create' : 'open', medium })
    const handle = await (actual.open as (...args: unknown[]) => Promise<FsPromises.FileHandle>)(entry, ...rest)
    return fatefulHandle(handle, fate, { path: entry, medium })
  }
  return wrapped as unknown as Fs
}

const HANDLE: ReadonlySet<string | symbol> = new Set(['write', 'writeFile', 'sync', 'read'])

function fatefulHandle(
  handle: FsPromises.FileHandle,
  fate: Fate,
  { path, medium }: { readonly path: string; readonly medium: Step['medium'] }
): FsPromises.FileHandle {
  const act = async (name: string, work: (...args: unknown[]) => unknown, args: unknown[]): Promise<unknown> => {
    const [octets] = args
    const half = (): void => {
      if (octets instanceof Uint8Array) writeSync(handle.fd, octets, 0, octets.length >> 1)
    }
    fate.step({ name, medium }, name.startsWith('write') ? half : undefined)
    if (fate.fat && medium === 'stick') {
      if (name === 'sync' && statSync(path).isDirectory()) throw refuse('EINVAL')
      if (name === 'sync') fate.unflushed.delete(path)
      if (name.startsWith('write')) fate.unflushed.add(path)
    }
    return await work(...args)
  }
  return new Proxy(handle, {
    get(target, name): unknown {
      const member: unknown = Reflect.get(target, name, target)
      if (typeof member !== 'function') return member
      const bound = member.bind(target) as (...args: unknown[]) => unknown
      return HANDLE.has(name) ? (...args: unknown[]) => act(String(name), bound, args) : bound
    }
  })
}
