/**
 * zlib (RFC 1950) of a single stored block (RFC 1951 §3.2.4). Deflate has many ways of writing the same octets, so that a changed code might
 * still be read; a stored block has one. A code gains nothing by deflate: a sixth of its octets is the signature, and the rest is too short.
 */

const HEAD = [0x78, 0x01, 0x01] as const
const SIZES = 4
const SUM = 4
const FRONT = HEAD.length + SIZES
const MODULUS = 65_521

/** @param octets at most 65,535 */
export function storedZlib(octets: Uint8Array): Uint8Array {
  const packed = new Uint8Array(FRONT + octets.length + SUM)
  packed.set(HEAD)
  const view = new DataView(packed.buffer)
  view.setUint16(HEAD.length, octets.length, true)
  view.setUint16(HEAD.length + 2, ~octets.length & 0xffff, true)
  packed.set(octets, FRONT)
  view.setUint32(packed.length - SUM, adler32(octets))
  return packed
}

/** @returns null for anything that `storedZlib` would not have written */
export function fromStoredZlib(packed: Uint8Array): Uint8Array | null {
  if (packed.length < FRONT + SUM) return null
  const octets = packed.slice(FRONT, packed.length - SUM)
  const same = storedZlib(octets)
  for (let at = 0; at < packed.length; at++) if (same[at] !== packed[at]) return null
  return octets
}

function adler32(octets: Uint8Array): number {
  let low = 1
  let high = 0
  for (const octet of octets) {
    low = (low + octet) % MODULUS
    high = (high + low) % MODULUS
  }
  return high * 65_536 + low
}
