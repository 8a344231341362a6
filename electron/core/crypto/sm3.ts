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
    const old = word(w, i - 3)
    const x = word(w, i - 16) ^ word(w, i - 9) ^ ((old << 15) | (old >>> 17))
    const far = word(w, i - 13)
    w[i] = x ^ ((x << 15) | (x >>> 17)) ^ ((x << 23) | (x >>> 9)) ^ ((far << 7) | (far >>> 25)) ^ word(w, i - 6)
  }
}

/** Every index lies inside its table; the compiler cannot see it. */
const word = (table: Int32Array, i: number): number => table[i] as number

/** Plain variables: a list taken apart for every block halves the speed. */
function compress(state: Int32Array): void {
  const w = words
  let a = word(state, 0)
  let b = word(state, 1)
  let c = word(state, 2)
  let d = word(state, 3)
  let e = word(state, 4)
  let f = word(state, 5)
  let g = word(state, 6)
  let h = word(state, 7)
  for (let j = 0; j < 64; j++) {
    const turned = (a << 12) | (a >>> 20)
    const sum = (turned + e + word(ROUND, j)) | 0
    const ss1 = (sum << 7) | (sum >>> 25)
    const mixed = j < 16 ? a ^ b ^ c : (a & b) | (c & (a | b))
    const chosen = j < 16 ? e ^ f ^ g : g ^ (e & (f ^ g))
    const tt1 = (mixed + d + (ss1 ^ turned) + (word(w, j) ^ word(w, j + 4))) | 0
    const tt2 = (chosen + h + ss1 + word(w, j)) | 0
    d = c
    c = (b << 9) | (b >>> 23)
    b = a
    a = tt1
    h = g
    g = (f << 19) | (f >>> 13)
    f = e
    e = tt2 ^ ((tt2 << 9) | (tt2 >>> 23)) ^ ((tt2 << 17) | (tt2 >>> 15))
  }
  state[0] = word(state, 0) ^ a
  state[1] = word(state, 1) ^ b
  state[2] = word(state, 2) ^ c
  state[3] = word(state, 3) ^ d
  state[4] = word(state, 4) ^ e
  state[5] = word(state, 5) ^ f
  state[6] = word(state, 6) ^ g
  state[7] = word(state, 7) ^ h
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
