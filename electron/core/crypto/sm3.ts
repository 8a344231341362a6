// SM3 (GB/T 32905-2016) digests and HMAC-SM3, fed piece by piece: the one thing the SM library offers only whole, and Electron not at all.
import { HashMD } from '@noble/hashes/_md.js'
import { hmac } from '@noble/hashes/hmac.js'
import { createHasher } from '@noble/hashes/utils.js'
import type { Digest } from './digest'

/** The eight words of GB/T 32905 §4.1. */
const START: readonly number[] = [0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e].map(
  (word) => word | 0
)

const rotl = (word: number, by: number): number => (word << by) | (word >>> (32 - by))
/** Every index lies inside its table; the compiler cannot see it. Not shared with SM4: what stands in another file is not always inlined. */
const at = (table: Int32Array, i: number): number => table[i] as number

/** T_j turned left by j, for the 64 rounds (§4.2). */
const ROUND = Int32Array.from({ length: 64 }, (_, j) =>
  j % 32 === 0 ? (j < 16 ? 0x79cc4519 : 0x7a879d8a) : rotl(j < 16 ? 0x79cc4519 : 0x7a879d8a, j % 32)
)

/** Words of one block; a single thread works on one block at a time. */
const words = new Int32Array(68)

class Sm3 extends HashMD<Sm3> {
  readonly #state = Int32Array.from(START)

  constructor() {
    super(64, 32, 8, false)
  }

  protected get(): number[] {
    return Array.from(this.#state)
  }

  protected set(...state: number[]): void {
    this.#state.set(state)
  }

  protected process(view: DataView, offset: number): void {
    expand(view, offset)
    compress(this.#state)
  }

  protected roundClean(): void {
    words.fill(0)
  }

  _cloneInto(to: Sm3 = new Sm3()): Sm3 {
    to.set(...this.get())
    return this._cloneIntoMeta(to)
  }

  destroy(): void {
    this.#state.fill(0)
    this.buffer.fill(0)
    this.destroyed = true
  }
}

function expand(view: DataView, offset: number): void {
  const w = words
  for (let i = 0; i < 16; i++) w[i] = view.getInt32(offset + i * 4, false)
  for (let i = 16; i < 68; i++) {
    const old = at(w, i - 3)
    const x = at(w, i - 16) ^ at(w, i - 9) ^ ((old << 15) | (old >>> 17))
    const far = at(w, i - 13)
    w[i] = x ^ ((x << 15) | (x >>> 17)) ^ ((x << 23) | (x >>> 9)) ^ ((far << 7) | (far >>> 25)) ^ at(w, i - 6)
  }
}

/**
 * The rounds of §5.3.3, four a turn: where a variable of the standard takes the value of its neighbour, the names move on instead. Lists taken apart
 * for every block, values moved in every round, or a call for every word cost up to half the speed.
 */
function compress(state: Int32Array): void {
  let turned: number
  let sum: number
  let word: number
  let a = at(state, 0)
  let b = at(state, 1)
  let c = at(state, 2)
  let d = at(state, 3)
  let e = at(state, 4)
  let f = at(state, 5)
  let g = at(state, 6)
  let h = at(state, 7)
  for (let j = 0; j < 64; j += 4) {
    const early = j < 16
    turned = (a << 12) | (a >>> 20)
    sum = (turned + e + (ROUND[j] as number)) | 0
    sum = (sum << 7) | (sum >>> 25)
    word = words[j] as number
    d = ((early ? a ^ b ^ c : (a & b) | (c & (a | b))) + d + (sum ^ turned) + (word ^ (words[j + 4] as number))) | 0
    h = ((early ? e ^ f ^ g : g ^ (e & (f ^ g))) + h + sum + word) | 0
    h ^= ((h << 9) | (h >>> 23)) ^ ((h << 17) | (h >>> 15))
    b = (b << 9) | (b >>> 23)
    f = (f << 19) | (f >>> 13)
    turned = (d << 12) | (d >>> 20)
    sum = (turned + h + (ROUND[j + 1] as number)) | 0
    sum = (sum << 7) | (sum >>> 25)
    word = words[j + 1] as number
    c = ((early ? d ^ a ^ b : (d & a) | (b & (d | a))) + c + (sum ^ turned) + (word ^ (words[j + 5] as number))) | 0
    g = ((early ? h ^ e ^ f : f ^ (h & (e ^ f))) + g + sum + word) | 0
    g ^= ((g << 9) | (g >>> 23)) ^ ((g << 17) | (g >>> 15))
    a = (a << 9) | (a >>> 23)
    e = (e << 19) | (e >>> 13)
    turned = (c << 12) | (c >>> 20)
    sum = (turned + g + (ROUND[j + 2] as number)) | 0
    sum = (sum << 7) | (sum >>> 25)
    word = words[j + 2] as number
    b = ((early ? c ^ d ^ a : (c & d) | (a & (c | d))) + b + (sum ^ turned) + (word ^ (words[j + 6] as number))) | 0
    f = ((early ? g ^ h ^ e : e ^ (g & (h ^ e))) + f + sum + word) | 0
    f ^= ((f << 9) | (f >>> 23)) ^ ((f << 17) | (f >>> 15))
    d = (d << 9) | (d >>> 23)
    h = (h << 19) | (h >>> 13)
    turned = (b << 12) | (b >>> 20)
    sum = (turned + f + (ROUND[j + 3] as number)) | 0
    sum = (sum << 7) | (sum >>> 25)
    word = words[j + 3] as number
    a = ((early ? b ^ c ^ d : (b & c) | (d & (b | c))) + a + (sum ^ turned) + (word ^ (words[j + 7] as number))) | 0
    e = ((early ? f ^ g ^ h : h ^ (f & (g ^ h))) + e + sum + word) | 0
    e ^= ((e << 9) | (e >>> 23)) ^ ((e << 17) | (e >>> 15))
    c = (c << 9) | (c >>> 23)
    g = (g << 19) | (g >>> 13)
  }
  state[0] = at(state, 0) ^ a
  state[1] = at(state, 1) ^ b
  state[2] = at(state, 2) ^ c
  state[3] = at(state, 3) ^ d
  state[4] = at(state, 4) ^ e
  state[5] = at(state, 5) ^ f
  state[6] = at(state, 6) ^ g
  state[7] = at(state, 7) ^ h
}

const hasher = createHasher(() => new Sm3())

/** @param data octets, or text taken as UTF-8 @returns 32 octets */
export const sm3 = (data: Uint8Array | string): Uint8Array => hasher(octetsOf(data))

/** @param data octets, or text taken as UTF-8 @returns the digest string `sm3:<64 hex>` of exchange.md §2 */
export const sm3Text = (data: Uint8Array | string): string => `sm3:${Buffer.from(sm3(data)).toString('hex')}`

export function createSm3(): Digest {
  const hash = hasher.create()
  const bytes = (): Uint8Array => hash.digest()
  const hex = (): string => Buffer.from(bytes()).toString('hex')
  return { update: (piece) => void hash.update(piece), bytes, hex, text: () => `sm3:${hex()}` }
}

/** HMAC (RFC 2104, GB/T 15852.2) over SM3, fed piece by piece. */
export interface Mac {
  update(piece: Uint8Array): void
  /** 32 octets; afterwards nothing more can be fed. */
  bytes(): Uint8Array
}

export function createHmacSm3(key: Uint8Array): Mac {
  const mac = hmac.create(hasher, key)
  return { update: (piece) => void mac.update(piece), bytes: () => mac.digest() }
}

const octetsOf = (data: Uint8Array | string): Uint8Array => (typeof data === 'string' ? Buffer.from(data, 'utf8') : data)
