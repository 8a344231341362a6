// Randomness and identifiers for the whole core, so that nothing else reaches for a random source of its own.
import { randomBytes as nativeRandomBytes, randomUUID } from 'node:crypto'

/** @returns `length` octets from the operating system's generator */
export function randomBytes(length: number): Uint8Array {
  return new Uint8Array(nativeRandomBytes(length))
}

/** @returns `2 × length` lower-case hex characters of randomness */
export function randomHex(length: number): string {
  return nativeRandomBytes(length).toString('hex')
}

/** @returns a random (version 4) UUID with dashes, RFC 9562 */
export function uuidv4(): string {
  return randomUUID()
}

let lastMs = -1
let counter = 0

/** Octets of one id, and octets asked for at a time: one call of the operating system costs more than all the rest of an id. */
const TAIL = 10
const POOL = TAIL * 400
let pool = Buffer.alloc(0)
let used = 0

/** Never hands out the same octets twice; ids only, keys take theirs from `randomBytes`. */
function nextTail(): Buffer {
  if (used >= pool.length) {
    pool = nativeRandomBytes(POOL)
    used = 0
  }
  used += TAIL
  return pool.subarray(used - TAIL, used)
}

/**
 * Time-ordered UUID (version 7, RFC 9562 §5.7, counter of method 1) with dashes, RFC 9562.
 * Ids of one millisecond ascend until its counter is used up.
 * @param nowMs milliseconds since 1970; the real clock when left out
 */
export function uuidv7(nowMs: number = Date.now()): string {
  if (!Number.isSafeInteger(nowMs) || nowMs < 0 || nowMs >= 2 ** 48) throw new RangeError('uuidv7 needs 48-bit milliseconds')
  const tail = nextTail()
  if (nowMs === lastMs && counter < 0xfff) counter += 1
  else counter = tail.readUInt16BE(0) & 0x7ff
  lastMs = nowMs
  tail.writeUInt16BE(0x7000 | counter, 0)
  tail.writeUInt8(0x80 | (tail.readUInt8(2) & 0x3f), 2)
  const hex = nowMs.toString(16).padStart(12, '0') + tail.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
