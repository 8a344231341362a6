/** Who is compared with whom: files that share a key stand together after one sort, so that no file is held against all others. */
import type { PairReason } from '@shared/contract/duplicates'

/** Files of one group compared one by one; the name of a crowd says nothing about its members. */
export const CROWD = 60
/** Numbers up to 2^53 are whole: 32 bits of the key and 21 of the place, 2,097,152 files. */
const PLACES = 2 ** 21
/** Keys sorted at one go: some milliseconds. */
const AT_ONCE = 50_000

/** Keys of many files, 8 bytes each. */
export class Block {
  readonly reason: PairReason
  private entries = new Float64Array(1024)
  private count = 0

  constructor(reason: PairReason) {
    this.reason = reason
  }

  /** @param key 32 bits @param place of the file, below 2,097,152 */
  add(key: number, place: number): void {
    if (this.count === this.entries.length) {
      const wider = new Float64Array(this.count * 2)
      wider.set(this.entries)
      this.entries = wider
    }
    this.entries[this.count++] = key * PLACES + place
  }

  /** Groups of places that share a key, in slices small enough to take a breath between them. */
  *groups(): Generator<readonly number[][]> {
    const { entries, count } = this
    const buckets = Math.ceil(count / AT_ONCE)
    const span = 2 ** 32 / Math.max(1, buckets)
    const sorted = new Float64Array(count)
    const starts = new Int32Array(buckets + 1)
    const bucketOf = (entry: number): number => Math.floor(entry / PLACES / span)
    for (let at = 0; at < count; at++) raise(starts, bucketOf(entries[at] ?? 0) + 1, 1)
    for (let bucket = 0; bucket < buckets; bucket++) raise(starts, bucket + 1, starts[bucket] ?? 0)
    const next = starts.slice()
    for (let at = 0; at < count; at++) {
      const entry = entries[at] ?? 0
      const bucket = bucketOf(entry)
      sorted[next[bucket] ?? 0] = entry
      raise(next, bucket, 1)
    }
    this.entries = new Float64Array(0)
    for (let bucket = 0; bucket < buckets; bucket++) yield groupsOf(sorted.subarray(starts[bucket], starts[bucket + 1]).sort())
  }
}

function raise(counts: Int32Array, at: number, by: number): void {
  counts[at] = (counts[at] ?? 0) + by
}

function groupsOf(sorted: Float64Array): number[][] {
  const found: number[][] = []
  let from = 0
  for (let at = 1; at <= sorted.length; at++) {
    const key = Math.floor((sorted[from] ?? 0) / PLACES)
    if (at < sorted.length && Math.floor((sorted[at] ?? 0) / PLACES) === key) continue
    if (at - from > 1) found.push(Array.from(sorted.subarray(from, at), (entry) => entry % PLACES))
    from = at
  }
  return found
}
