// The two DER forms suite G1 knows (GM/T 0009): integers and octet strings in one sequence, read strictly and written in their one spelling.

const SEQUENCE = 0x30
const INTEGER = 0x02
const OCTETS = 0x04

/** One member: a number that fits 256 bits, or octets. */
export type DerMember = { readonly kind: 'integer'; readonly value: bigint } | { readonly kind: 'octets'; readonly value: Uint8Array }

/** @param members integers 0 ≤ value < 2²⁵⁶, octet strings below 128 octets in all with the rest of the sequence below 256 */
export function writeDer(members: readonly DerMember[]): Uint8Array {
  const body = Buffer.concat(
    members.map((member) => (member.kind === 'integer' ? tlv(INTEGER, integerOctets(member.value)) : tlv(OCTETS, member.value)))
  )
  return tlv(SEQUENCE, body)
}

function tlv(tag: number, value: Uint8Array): Buffer {
  const length = value.length < 128 ? [value.length] : [0x81, value.length]
  return Buffer.concat([Buffer.from([tag, ...length]), value])
}

function integerOctets(value: bigint): Buffer {
  const hex = value.toString(16)
  const octets = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')
  return (octets[0] ?? 0) >= 128 ? Buffer.concat([Buffer.from([0]), octets]) : octets
}

/**
 * Reads exactly such a sequence: minimal lengths and integers, none negative or longer than 256 bits, nothing behind it.
 * @returns null for every other spelling
 */
export function readDer(der: Uint8Array, kinds: readonly DerMember['kind'][]): readonly DerMember[] | null {
  const outer = readTlv(der, 0, SEQUENCE)
  if (outer === null || outer.end !== der.length) return null
  const members: DerMember[] = []
  let offset = outer.start
  for (const kind of kinds) {
    const inner = readTlv(der, offset, kind === 'integer' ? INTEGER : OCTETS)
    if (inner === null || inner.end > outer.end) return null
    const value = der.subarray(inner.start, inner.end)
    if (kind === 'octets') members.push({ kind, value })
    else {
      if (value.length === 0 || value.length > 33) return null
      members.push({ kind, value: BigInt(`0x${Buffer.from(value).toString('hex')}`) })
    }
    offset = inner.end
  }
  // Writing it again refuses every spelling but one: padded or negative integers, long lengths, members left over.
  return offset === outer.end && Buffer.from(writeDer(members)).equals(der) ? members : null
}

function readTlv(der: Uint8Array, offset: number, tag: number): { readonly start: number; readonly end: number } | null {
  const first = der[offset + 1]
  if (der[offset] !== tag || first === undefined) return null
  const start = first === 0x81 ? offset + 3 : offset + 2
  const length = first === 0x81 ? der[offset + 2] : first < 128 ? first : undefined
  return length === undefined || start + length > der.length ? null : { start, end: start + length }
}
