/** Tells whether the log beside the database holds saves that SQLite will pass over, because their octets are not what was written. */
import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs'

const HEADER = 32
const FRAME = 24
const MAGIC = 0x377f0682
const USUAL_PAGE = 4096

/** How far the log can be read, and what lies beyond (SQLite's file format, "The Write-Ahead Log"). */
interface LogFacts {
  /** Frames SQLite will use. */
  readonly whole: number
  /** Ends of transactions beyond, of the same run of the log. */
  readonly commitsBeyond: number
}

/**
 * @param database path of the database, not yet opened
 * @returns number of saves that are there and cannot be read (at least 1 where only their place is known); 0 when nothing is missing
 */
export function unreadableSaves(database: string): number {
  const facts = readLog(`${database}-wal`) ?? { whole: 0, commitsBeyond: 0 }
  if (facts.commitsBeyond > 0) return facts.commitsBeyond
  const seen = framesSeen(`${database}-shm`)
  if (!seen || seen.last <= facts.whole) return 0
  // A log that is gone whole is not missed where all of it stands in the database already.
  return facts.whole === 0 && seen.copied >= seen.last ? 0 : 1
}

function readLog(path: string): LogFacts | null {
  let fd: number
  try {
    fd = openSync(path, 'r')
  } catch {
    return null
  }
  try {
    const { size } = fstatSync(fd)
    return size < HEADER ? (size === 0 ? null : { whole: 0, commitsBeyond: 0 }) : walk(fd, size)
  } finally {
    closeSync(fd)
  }
}

function walk(fd: number, size: number): LogFacts {
  const header = Buffer.alloc(HEADER)
  readSync(fd, header, 0, HEADER, 0)
  const big = (header.readUInt32BE(0) & 1) === 1
  let sums = checksum(header.subarray(0, 24), [0, 0], big)
  const isHeaderWhole = (header.readUInt32BE(0) & ~1) === MAGIC && isSum(sums, header, 24)
  const page = isHeaderWhole ? header.readUInt32BE(8) : USUAL_PAGE
  const frame = Buffer.alloc(FRAME + page)
  let salts = isHeaderWhole ? header.subarray(16, 24) : null
  let isReading = isHeaderWhole
  const facts = { whole: 0, commitsBeyond: 0 }
  let pending = 0
  for (let at = HEADER; at + frame.length <= size; at += frame.length) {
    readSync(fd, frame, 0, frame.length, at)
    salts ??= Buffer.from(frame.subarray(8, 16))
    const isOfThisRun = frame.subarray(8, 16).equals(salts)
    const isCommit = frame.readUInt32BE(4) !== 0
    if (isReading) {
      sums = checksum(frame.subarray(FRAME), checksum(frame.subarray(0, 8), sums, big), big)
      isReading = isOfThisRun && isSum(sums, frame, 16)
    }
    if (isReading) {
      pending += 1
      if (isCommit) {
        facts.whole += pending
        pending = 0
      }
    } else if (isOfThisRun && isCommit && frame.readUInt32BE(0) !== 0) facts.commitsBeyond += 1
  }
  return facts
}

type Sums = readonly [number, number]

function checksum(octets: Buffer, [first, second]: Sums, big: boolean): Sums {
  let [a, b] = [first, second]
  for (let at = 0; at < octets.length; at += 8) {
    a = (a + (big ? octets.readUInt32BE(at) : octets.readUInt32LE(at)) + b) >>> 0
    b = (b + (big ? octets.readUInt32BE(at + 4) : octets.readUInt32LE(at + 4)) + a) >>> 0
  }
  return [a, b]
}

const isSum = ([a, b]: Sums, octets: Buffer, at: number): boolean => octets.readUInt32BE(at) === a && octets.readUInt32BE(at + 4) === b

const INDEX_VERSION = 3_007_000
const INDEX_HEADER = 48

/** Octet at which stands how many frames were copied into the database. */
const COPIED = 96

/** The last frame that a program which did not end by itself had written; null where nobody noted it. The note is in this PC's own order. */
function framesSeen(path: string): { readonly last: number; readonly copied: number } | null {
  let index: Buffer
  try {
    index = readFileSync(path)
  } catch {
    return null
  }
  if (index.length < COPIED + 4 || !index.subarray(0, INDEX_HEADER).equals(index.subarray(INDEX_HEADER, 2 * INDEX_HEADER))) return null
  const facts = new DataView(index.buffer, index.byteOffset, COPIED + 4)
  const little = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1
  if (facts.getUint32(0, little) !== INDEX_VERSION || facts.getUint8(12) !== 1) return null
  return { last: facts.getUint32(16, little), copied: facts.getUint32(COPIED, little) }
}
