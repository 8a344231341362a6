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
let lastHex = ''
let counter = 0

/** Hexadecimal characters of an id behind its time, and ids drawn for at a time: one call of the operating system costs more than an id. */
const TAIL = 20
const POOL_BYTES = (TAIL / 2) * 400
let pool = ''
let used = 0

/** Never hands out the same octets twice; ids only, keys take theirs from `randomBytes`. */
function nextTail(): string {
  if (used >= pool.length) {
    pool = nativeRandomBytes(POOL_BYTES).toString('hex')
    used = 0
  }
  used += TAIL
  return pool.slice(used - TAIL, used)
}

/** The variant of RFC 9562 in the two upper bits. */
const VARIANT = '89ab'

/**
 * Time-ordered UUID (version 7, RFC 9562 §5.7, counter of method 1) with dashes, RFC 9562.
 * Ids of one millisecond ascend until its counter is used up.
 * @param nowMs milliseconds since 1970; the real clock when left out
 */
export function uuidv7(nowMs: number = Date.now()): string {
  if (!Number.isSafeInteger(nowMs) || nowMs < 0 || nowMs >= 2 ** 48) throw new RangeError('uuidv7 needs 48-bit milliseconds')
  const tail = nextTail()
  if (nowMs === lastMs && counter < 0xfff) counter += 1
  else counter = Number.parseInt(tail.slice(0, 4), 16) & 0x7ff
  if (nowMs !== lastMs) lastHex = nowMs.toString(16).padStart(12, '0')
  lastMs = nowMs
  const versioned = (0x7000 | counter).toString(16)
  const variant = VARIANT.charAt(Number.parseInt(tail.charAt(4), 16) & 3)
  return `${lastHex.slice(0, 8)}-${lastHex.slice(8)}-${versioned}-${variant}${tail.slice(5, 8)}-${tail.slice(8)}`
}
