/**
 * Row numbers of a list without a text: every thousandth key is remembered, so that any row is a short step behind a remembered one. The keys
 * stand for one version of the register; the database counts versions itself, so a number is exact or counted anew, never guessed.
 */
import { setImmediate } from 'node:timers/promises'
import type { ReadDb } from '../../db'
import { keyAt, listVersion, rowsAfter, type PageQuestion, type Place } from './queries/list'

type Asked = Omit<PageQuestion, 'after' | 'limit' | 'skip'>

interface Samples {
  readonly version: number
  /** The last row of each block, in the order of the list. */
  readonly keys: Place[]
  /** Rows of the list; null until its end was reached. */
  total: number | null
}

const BLOCK = 1000
const SLICE_MS = 15
const RESTARTS = 3
/** Lists remembered at a time; a clerk goes to and fro between a few. */
const KEPT = 6

const kept = new WeakMap<ReadDb, Map<string, Samples>>()

function samplesOf(db: ReadDb, asked: Asked): Samples {
  const lists = kept.get(db) ?? new Map<string, Samples>()
  kept.set(db, lists)
  const name = JSON.stringify([asked.filter, asked.narrow?.proofs, asked.scope, asked.sort])
  const version = listVersion(db)
  const known = lists.get(name)
  lists.delete(name)
  const samples = known?.version === version ? known : { version, keys: [], total: null }
  lists.set(name, samples)
  for (const oldest of lists.keys()) if (lists.size > KEPT) lists.delete(oldest)
  return samples
}

/** Walks on until so many blocks are known, the list ends or the time is up. */
function extend(db: ReadDb, asked: Asked, samples: Samples, blocks: number, inTime: () => boolean = () => true): void {
  while (samples.total === null && samples.keys.length < blocks && inTime()) {
    const last = samples.keys.at(-1) ?? null
    const next = keyAt(db, { ...asked, after: last, skip: BLOCK - 1, limit: 1 })
    if (next === undefined) samples.total = samples.keys.length * BLOCK + rowsAfter(db, { ...asked, after: last, skip: 0, limit: BLOCK })
    else samples.keys.push(next)
  }
}

/**
 * @param row counted from 0
 * @returns the place behind which the row stands, null for the first; undefined when the list ends before
 */
export function placeOfRow(db: ReadDb, asked: Asked, row: number): Place | null | undefined {
  const samples = samplesOf(db, asked)
  const block = Math.floor(row / BLOCK)
  extend(db, asked, samples, block)
  const reached = Math.min(block, samples.keys.length)
  const [after, skip] = [samples.keys[reached - 1] ?? null, row - reached * BLOCK]
  // The rows between are walked in the index alone.
  return skip === 0 ? after : keyAt(db, { ...asked, after, skip: skip - 1, limit: 1 })
}

/**
 * Rows of the list, counted to its end, with room for others between the slices of a long one. A register that changes meanwhile is counted
 * from the start; one that never rests is at last counted in one go.
 */
export async function rowsOfList(db: ReadDb, asked: Asked): Promise<number> {
  for (let slice = 0, restarts = 0; ; slice += 1) {
    const samples = samplesOf(db, asked)
    if (slice > 0 && samples.keys.length === 0) restarts += 1
    const until = performance.now() + SLICE_MS
    extend(db, asked, samples, Infinity, () => restarts > RESTARTS || performance.now() < until)
    if (samples.total !== null) return samples.total
    await setImmediate()
  }
}
