/** Tells the data folder that works here from a copy of it: a mark inside the folder and a mark of this user outside must name each other (exchange.md §3.6 S2, §3.7). */
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { AppError } from '@shared/errors'
import { randomHex } from '../crypto'
import { readIfThere, readSlotFile, writeWhole, type WriteDb } from '../db'
import { slotPath } from '../modules/accounts'
import type { GivenBlock } from '../modules/certificates'
import { beginAnew, lastEnvelope } from '../modules/exchange'
import type { FolderStanding } from '@shared/contract/folder'

const insideMark = z.strictObject({
  format: z.literal('yipanqi-instance/1'),
  instance: z.string().regex(/^[0-9a-f]{32}$/),
  /** Somebody decided that this copy is only for looking. */
  look: z.boolean()
})
const outsideMark = z.strictObject({
  format: z.literal('yipanqi-instance/1'),
  instance: z.string().regex(/^[0-9a-f]{32}$/),
  path: z.string(),
  /** Number of the folder on its disk, which a renamed folder keeps and a copied one does not. */
  ino: z.string(),
  /** Highest number of an envelope this office is known to have given out; a database that knows less went back behind our back. */
  envelope: z.int().min(0).default(0),
  /** How far each block of certificate numbers was given out. */
  blocks: z.array(z.strictObject({ series: z.string(), first: z.int(), last: z.int(), given: z.int() })).default([])
})
type Inside = z.infer<typeof insideMark>
type Outside = z.infer<typeof outsideMark>
/** What must not be given out twice. */
type Given = Pick<Outside, 'envelope' | 'blocks'>

const INSIDE = 'instance.json'

function marked<T>(path: string, shape: z.ZodType<T>): T | null {
  try {
    const text = readIfThere(path)
    return text === null ? null : shape.parse(JSON.parse(text))
  } catch {
    // A scribbled mark tells nothing; the folder then counts as one without.
    return null
  }
}

const inoOf = (path: string): string | null => {
  try {
    return String(statSync(path, { bigint: true }).ino)
  } catch {
    return null
  }
}

export interface Found {
  readonly inside: Inside | null
  readonly outside: Outside | null
  readonly path: string
  readonly ino: string | null
  /** The folder that the mark outside names still carries the same mark inside. */
  readonly formerStands: boolean
}

/** `fresh`: nothing was ever marked here, or a restore made the folder anew. `home`: it is the one. `moved`: it is the one, elsewhere. */
export function judgeFolder({ inside, outside, path, ino, formerStands }: Found): 'fresh' | 'home' | 'moved' | 'copied' {
  // A restore leaves no mark inside, and has begun new streams already.
  if (inside === null) return 'fresh'
  if (outside === null || inside.instance !== outside.instance) return 'copied'
  if (ino !== null && ino === outside.ino) return path === outside.path ? 'home' : 'moved'
  // Another folder under the old name was put there; one elsewhere is a copy as long as the former stands.
  return path === outside.path || formerStands ? 'copied' : 'moved'
}

export interface CopiedFolder {
  standing(): FolderStanding
  /** Takes note of a folder that needs no question. */
  settleUnasked(): void
  /** In the caller's transaction. @throws AppError `folder.not_copied` */
  settle(db: WriteDb, as: 'here' | 'look', now: string): void
  /** Highest number of an envelope given out; 0 where nothing is known. */
  envelope(): number
  /** To be called before envelopes up to this number leave the PC. A mark that cannot be written keeps nobody from working. */
  noteEnvelope(no: number): void
  /** How far blocks of certificate numbers were given out; none where nothing is known. */
  blocks(): readonly GivenBlock[]
  /** To be called before the numbers are committed. A mark that cannot be written keeps nobody from working. */
  noteBlocks(blocks: readonly GivenBlock[]): void
  /** @throws AppError `folder.copied` where numbers and bundles could be given out twice */
  assertMayIssue(): void
}

/** @param marksDir folder of this user outside every data folder; null where nothing is marked (tests, single commands) */
export function copiedFolder(dataDir: string, marksDir: string | null): CopiedFolder {
  const path = resolve(dataDir)
  const insidePath = join(path, INSIDE)
  /** Null where no office stands or its keys cannot be read. */
  const outsidePath = (): string | null => {
    if (marksDir === null) return null
    try {
      const file = readSlotFile(slotPath(path))
      return file === null ? null : join(marksDir, `${file.databaseId}.json`)
    } catch {
      return null
    }
  }
  const look = (): { readonly verdict: ReturnType<typeof judgeFolder>; readonly inside: Inside | null; readonly at: string } | null => {
    const at = outsidePath()
    if (at === null) return null
    const inside = marked(insidePath, insideMark)
    const outside = marked(at, outsideMark)
    const former = outside === null || outside.path === path ? null : marked(join(outside.path, INSIDE), insideMark)
    const formerStands = former !== null && former.instance === outside?.instance
    return { verdict: judgeFolder({ inside, outside, path, ino: inoOf(path), formerStands }), inside, at }
  }
  const mark = (at: string, instance: string, isLook: boolean): void => {
    mkdirSync(join(at, '..'), { recursive: true, mode: 0o700 })
    writeWhole(insidePath, JSON.stringify({ format: 'yipanqi-instance/1', instance, look: isLook } satisfies Inside))
    if (!isLook) markOutside(at, instance, givenAt(at))
  }
  const markOutside = (at: string, instance: string, given: Given): void =>
    writeWhole(at, JSON.stringify({ format: 'yipanqi-instance/1', instance, path, ino: inoOf(path) ?? '', ...given } satisfies Outside))
  const givenAt = (at: string | null): Given => {
    const { envelope, blocks } = (at === null ? null : marked(at, outsideMark)) ?? { envelope: 0, blocks: [] }
    return { envelope, blocks }
  }
  /** @param next null when nothing is to be noted */
  const noteGiven = (next: (known: Given) => Given | null): void => {
    const found = look()
    if (found?.verdict !== 'home' || found.inside === null) return
    const given = next(givenAt(found.at))
    if (given === null) return
    try {
      markOutside(found.at, found.inside.instance, given)
    } catch {
      // The partners tell of a database that went back as well (exchange.md §3.6 S3–S5); of certificate numbers a restore by the program does.
    }
  }
  const standing = (): FolderStanding => {
    const found = look()
    if (found?.verdict !== 'copied') return 'own'
    return found.inside?.look === true ? 'look' : 'copied'
  }
  return {
    standing,
    settleUnasked() {
      const found = look()
      if (!found || found.verdict === 'copied' || found.verdict === 'home') return
      forgetGone(join(found.at, '..'))
      mark(found.at, found.inside?.instance ?? randomHex(16), false)
    },
    settle(db, as, now) {
      const found = look()
      if (found?.verdict !== 'copied') throw new AppError('folder.not_copied')
      if (as === 'here') beginAnew(db, Math.max(lastEnvelope(db), givenAt(found.at).envelope), 0, now)
      // A new name for each answer: whichever folder answers next is then the copy.
      mark(found.at, as === 'here' ? randomHex(16) : (found.inside?.instance ?? randomHex(16)), as === 'look')
    },
    envelope: () => givenAt(outsidePath()).envelope,
    noteEnvelope: (no) => noteGiven((known) => (known.envelope >= no ? null : { ...known, envelope: no })),
    blocks: () => givenAt(outsidePath()).blocks,
    noteBlocks: (blocks) => noteGiven((known) => ({ ...known, blocks: withBlocks(known.blocks, blocks) })),
    assertMayIssue() {
      if (standing() !== 'own') throw new AppError('folder.copied')
    }
  }
}

/** What is known of each block, the highest of both. */
function withBlocks(known: readonly GivenBlock[], next: readonly GivenBlock[]): GivenBlock[] {
  const all = new Map<string, GivenBlock>()
  for (const block of [...known, ...next]) {
    const key = `${block.series} ${String(block.first)}`
    all.set(key, { ...block, given: Math.max(block.given, all.get(key)?.given ?? 0) })
  }
  return [...all.values()]
}

/** Marks of folders that are no more. */
function forgetGone(marksDir: string): void {
  try {
    for (const name of readdirSync(marksDir)) {
      const known = marked(join(marksDir, name), outsideMark)
      if (known !== null && inoOf(known.path) === null) rmSync(join(marksDir, name), { force: true })
    }
  } catch {
    // None was ever written.
  }
}
