/** The root key as text that survives paper: Bech32 (BIP-173) finds up to four wrong characters, and its alphabet has no look-alikes. */
import { signingKeyFromSeed, type SigningKey } from '../../crypto'

const ALPHABET = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
const PREFIX = 'jhb-root-'
const CHECK = 6
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3] as const

function polymod(values: readonly number[]): number {
  let check = 1
  for (const value of values) {
    const top = check >>> 25
    check = ((check & 0x1ffffff) << 5) ^ value
    for (const [bit, term] of GENERATOR.entries()) if ((top >>> bit) & 1) check ^= term
  }
  return check
}

const expanded = [...PREFIX].map((char) => char.charCodeAt(0) >> 5).concat(0, ...[...PREFIX].map((char) => char.charCodeAt(0) & 31))

/** Groups bits anew, most significant first; the rest is filled with zeros, or must be zeros. @returns null when it is not */
function regroup(values: Iterable<number>, from: number, to: number, fill: boolean): number[] | null {
  const out: number[] = []
  let held = 0
  let bits = 0
  for (const value of values) {
    held = ((held << from) | value) & 0xfff
    for (bits += from; bits >= to;) out.push((held >>> (bits -= to)) & ((1 << to) - 1))
  }
  if (fill && bits > 0) out.push((held << (to - bits)) & ((1 << to) - 1))
  return fill || (bits < from && ((held << (to - bits)) & ((1 << to) - 1)) === 0) ? out : null
}

/** @returns `JHB-ROOT-1…`, 68 upper-case characters of the QR alphanumeric alphabet */
export function rootText({ seed }: Pick<SigningKey, 'seed'>): string {
  const data = regroup(seed, 8, 5, true) ?? []
  const check = polymod([...expanded, ...data, ...Array<number>(CHECK).fill(0)]) ^ 1
  const all = [...data, ...Array.from({ length: CHECK }, (_, at) => (check >>> (5 * (CHECK - 1 - at))) & 31)]
  return `${PREFIX}1${all.map((value) => ALPHABET[value] ?? '').join('')}`.toUpperCase()
}

/** @param typed from paper or a scanner: spaces and small letters do not matter @returns null when a character is wrong or missing */
export function rootOfText(typed: string): SigningKey | null {
  const text = typed.normalize('NFKC').replace(/\s/g, '').toLowerCase()
  if (!text.startsWith(`${PREFIX}1`)) return null
  const values = [...text.slice(PREFIX.length + 1)].map((char) => ALPHABET.indexOf(char))
  if (values.includes(-1) || polymod([...expanded, ...values]) !== 1) return null
  const seed = regroup(values.slice(0, -CHECK), 5, 8, false)
  return seed?.length === 32 ? signingKeyFromSeed(Uint8Array.from(seed)) : null
}

/** In groups of four for eyes and fingers. */
export const inGroups = (text: string): string => text.replace(/.{4}(?=.)/g, '$& ')
