/** What was deleted and what is sealed, by id, in a small file beside the database: a restore asks it where the database itself no longer reads. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { hkdf, openSecret, sealSecret } from '../crypto'
import { AppError } from '@shared/errors'
import { asAppError, readIfThere, writeWhole, type ReadDb } from '../db'
import { goneOf, type Gone } from '../modules/erasure'
import { standingSeals, type NewSeal } from '../modules/sealing'

/** What a copy from before must lose again. */
export interface Kept {
  readonly gone: readonly Gone[]
  readonly seals: readonly NewSeal[]
}
export const NOTHING_KEPT: Kept = { gone: [], seals: [] }

const NAME = 'gone.json'
const PURPOSE = Buffer.from('yipanqi-gone/1')
const keyOf = (dataKey: Uint8Array): Uint8Array => hkdf(dataKey, new Uint8Array(0), PURPOSE, 32)

const inFile = z.strictObject({ format: z.literal('yipanqi-gone/1'), sealed: z.base64() })
const Content = z.strictObject({
  gone: z.array(z.strictObject({ kind: z.enum(['person', 'nobody', 'slip', 'service']), id: z.string(), at: z.string() })),
  seals: z.array(z.string())
})

export const keptOf = (db: ReadDb): Kept => ({ gone: goneOf(db), seals: standingSeals(db) })

/** Written after the database holds it; the same list is not written again. A disk that takes nothing keeps nobody out: the next opening writes it. */
export function writeGone(folder: string, dataKey: Uint8Array, db: ReadDb): void {
  try {
    write(folder, dataKey, keptOf(db))
  } catch (error) {
    const failure = asAppError(error)
    if (!(failure instanceof AppError)) throw failure
  }
}

function write(folder: string, dataKey: Uint8Array, { gone, seals }: Kept): void {
  const path = join(folder, NAME)
  if (gone.length === 0 && seals.length === 0) {
    rmSync(path, { force: true })
    return
  }
  const content = { gone: [...gone], seals: seals.map(({ person_id: person }) => person) } satisfies z.infer<typeof Content>
  if (JSON.stringify(contentOf(folder, dataKey)) === JSON.stringify(content)) return
  const sealed = sealSecret(keyOf(dataKey), Buffer.from(JSON.stringify(content)), PURPOSE)
  writeWhole(path, JSON.stringify({ format: 'yipanqi-gone/1', sealed: Buffer.from(sealed).toString('base64') }))
}

function contentOf(folder: string, dataKey: Uint8Array): z.infer<typeof Content> | null {
  try {
    const text = readIfThere(join(folder, NAME))
    const file = text === null ? null : inFile.parse(JSON.parse(text))
    const plain = file && openSecret(keyOf(dataKey), Buffer.from(file.sealed, 'base64'), PURPOSE)
    return plain && Content.parse(JSON.parse(Buffer.from(plain).toString('utf8')))
  } catch {
    // A scribbled file tells nothing; what the database or another copy knows still holds.
    return null
  }
}

/** @param now stands for what only the database knew of a seal */
export function readGone(folder: string, dataKey: Uint8Array, now: string): Kept {
  const content = contentOf(folder, dataKey)
  if (content === null) return NOTHING_KEPT
  const seal = (person_id: string): NewSeal => ({
    ...{ id: '', person_id, kind: 'other', reason: '恢复备份以后按原样重新封存，请复核' },
    ...{ review_on: now.slice(0, 10), sealed_at: now, sealed_by: '恢复备份' }
  })
  return { gone: content.gone, seals: content.seals.map(seal) }
}

/** What either knows; of one seal the second tells more. */
export const together = (one: Kept, other: Kept): Kept => ({
  gone: [...new Map([...one.gone, ...other.gone].map((gone) => [`${gone.kind} ${gone.id}`, gone])).values()],
  seals: [...new Map([...one.seals, ...other.seals].map((seal) => [seal.person_id, seal])).values()]
})
