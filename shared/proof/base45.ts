/** Base45 (RFC 9285): octets in the forty-five characters that a 2-D code holds most cheaply. */

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'
const NONE = 255
const VALUES = new Uint8Array(128).fill(NONE)
for (let value = 0; value < ALPHABET.length; value++) VALUES[ALPHABET.charCodeAt(value)] = value

export function toBase45(octets: Uint8Array): string {
  let text = ''
  for (let at = 0; at < octets.length; at += 2) {
    const [first = 0, second] = [octets[at], octets[at + 1]]
    let rest = second === undefined ? first : first * 256 + second
    for (let digit = second === undefined ? 2 : 3; digit > 0; digit--) {
      text += ALPHABET.charAt(rest % 45)
      rest = Math.floor(rest / 45)
    }
  }
  return text
}

/** @returns null for anything that `toBase45` would not have written */
export function fromBase45(text: string): Uint8Array | null {
  const left = text.length % 3
  if (left === 1) return null
  const octets = new Uint8Array(Math.floor(text.length / 3) * 2 + (left === 2 ? 1 : 0))
  const valueAt = (at: number): number => VALUES[text.charCodeAt(at)] ?? NONE
  let filled = 0
  for (let at = 0; at < text.length; at += 3) {
    const isPair = at + 2 < text.length
    const [low, middle, high] = [valueAt(at), valueAt(at + 1), isPair ? valueAt(at + 2) : 0]
    const number = low + middle * 45 + high * 2025
    if (low === NONE || middle === NONE || high === NONE || number >= (isPair ? 65_536 : 256)) return null
    if (isPair) octets[filled++] = number >> 8
    octets[filled++] = number & 0xff
  }
  return octets
}
