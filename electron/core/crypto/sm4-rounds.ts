// The rounds of SM4 (GB/T 32907-2016) on tables: the library goes octet by octet and made the national suite the slow one.

/** The table S of §6.2(a). */
const S = Uint8Array.from(
  Buffer.from(
    'd690e9fecce13db716b614c228fb2c052b679a762abe04c3aa44132649860699' +
      '9c4250f491ef987a33540b43edcfac62e4b31ca9c908e89580df94fa758f3fa6' +
      '4707a7fcf37317ba83593c19e6854fa8686b81b27164da8bf8eb0f4b70569d35' +
      '1e240e5e6358d1a225227c3b01217887d40046579fd327524c3602e7a0c4c89e' +
      'eabf8ad240c738b5a3f7f2cef96115a1e0ae5da49b341a55ad933230f58cb1e3' +
      '1df6e22e8266ca60c02923ab0d534e6fd5db3745defd8e2f03ff6a726d6c5b51' +
      '8d1baf92bbddbc7f11d95c411f105ad80ac13188a5cd7bbd2d74d012b8e5b4b0' +
      '8969974a0c96777e65b9f109c56ec68418f07dec3adc4d2079ee5f3ed7cb3948',
    'hex'
  )
)
/** FK of §7.3. */
const SYSTEM = [0xa3b1bac6, 0x56aa3350, 0x677d9197, 0xb27022dc] as const

const rotl = (word: number, by: number): number => (word << by) | (word >>> (32 - by))
/** Every index lies inside its table; the compiler cannot see it. */
const at = (table: Int32Array | Uint8Array, i: number): number => table[i] as number

/** L(S(x)) of §6.2 for an octet at each of the four places of a word, the highest first. */
const [T0, T1, T2, T3] = [24, 16, 8, 0].map((place) =>
  Int32Array.from(S, (octet) => {
    const word = octet << place
    return word ^ rotl(word, 2) ^ rotl(word, 10) ^ rotl(word, 18) ^ rotl(word, 24)
  })
) as [Int32Array, Int32Array, Int32Array, Int32Array]

/** Here and in the rounds not through `at`: a call for every word takes a quarter of the speed of decrypting. */
const mixed = (x: number): number =>
  (T0[x >>> 24] as number) ^ (T1[(x >>> 16) & 255] as number) ^ (T2[(x >>> 8) & 255] as number) ^ (T3[x & 255] as number)

const viewOf = (octets: Uint8Array): DataView => new DataView(octets.buffer, octets.byteOffset, octets.byteLength)

/** @param octets 16 @returns its four words, the highest octet first */
export function wordsOf(octets: Uint8Array): Int32Array {
  const view = viewOf(octets)
  return Int32Array.from({ length: 4 }, (_, i) => view.getInt32(i * 4, false))
}

/** @param key four words @returns the 32 round keys of encrypting (§7.3); decrypting takes them from the end */
export function roundKeys(key: Int32Array): Int32Array {
  const k = Int32Array.from(SYSTEM, (word, i) => word ^ at(key, i))
  return Int32Array.from({ length: 32 }, (_, round) => {
    // CK of §7.3: octet j of word i is 7 · (4i + j) mod 256.
    const constant = [0, 1, 2, 3].reduce((word, j) => (word << 8) | ((7 * (4 * round + j)) & 255), 0)
    const x = at(k, (round + 1) & 3) ^ at(k, (round + 2) & 3) ^ at(k, (round + 3) & 3) ^ constant
    const word = [24, 16, 8, 0].reduce((all, place) => all | (at(S, (x >>> place) & 255) << place), 0)
    k[round & 3] = at(k, round & 3) ^ word ^ rotl(word, 13) ^ rotl(word, 23)
    return at(k, round & 3)
  })
}

/**
 * Whole blocks in cipher block chaining, the words in plain variables: a list for every block halves the speed.
 * @param from whole blocks @param to as many octets, of another buffer @param keys in the order of the direction
 * @param before the ciphertext block before as four words; afterwards the last one
 */
export type Turn = (from: Uint8Array, to: Uint8Array, keys: Int32Array, before: Int32Array) => void

export const encryptBlocks: Turn = (from, to, keys, before) => {
  const [source, target] = [viewOf(from), viewOf(to)]
  let a = at(before, 0)
  let b = at(before, 1)
  let c = at(before, 2)
  let d = at(before, 3)
  for (let offset = 0; offset < from.length; offset += 16) {
    a ^= source.getInt32(offset)
    b ^= source.getInt32(offset + 4)
    c ^= source.getInt32(offset + 8)
    d ^= source.getInt32(offset + 12)
    for (let i = 0; i < 32; i += 4) {
      a ^= mixed(b ^ c ^ d ^ (keys[i] as number))
      b ^= mixed(c ^ d ^ a ^ (keys[i + 1] as number))
      c ^= mixed(d ^ a ^ b ^ (keys[i + 2] as number))
      d ^= mixed(a ^ b ^ c ^ (keys[i + 3] as number))
    }
    target.setInt32(offset, d)
    target.setInt32(offset + 4, c)
    target.setInt32(offset + 8, b)
    target.setInt32(offset + 12, a)
    const [first, second] = [d, c]
    d = a
    c = b
    b = second
    a = first
  }
  before.set([a, b, c, d])
}

/** Decrypting, no block waits for the one before: two of them go through the rounds at once. */
export const decryptBlocks: Turn = (from, to, keys, before) => {
  const [source, target] = [viewOf(from), viewOf(to)]
  for (let offset = 0; offset < from.length; offset += 32) {
    // An odd last block goes through beside itself.
    const beside = offset + 32 <= from.length ? offset + 16 : offset
    let a = source.getInt32(offset)
    let b = source.getInt32(offset + 4)
    let c = source.getInt32(offset + 8)
    let d = source.getInt32(offset + 12)
    let e = source.getInt32(beside)
    let f = source.getInt32(beside + 4)
    let g = source.getInt32(beside + 8)
    let h = source.getInt32(beside + 12)
    for (let i = 0; i < 32; i += 4) {
      const [first, second, third, fourth] = [keys[i] as number, keys[i + 1] as number, keys[i + 2] as number, keys[i + 3] as number]
      a ^= mixed(b ^ c ^ d ^ first)
      e ^= mixed(f ^ g ^ h ^ first)
      b ^= mixed(c ^ d ^ a ^ second)
      f ^= mixed(g ^ h ^ e ^ second)
      c ^= mixed(d ^ a ^ b ^ third)
      g ^= mixed(h ^ e ^ f ^ third)
      d ^= mixed(a ^ b ^ c ^ fourth)
      h ^= mixed(e ^ f ^ g ^ fourth)
    }
    unchain(source, target, offset, before, d, c, b, a)
    if (beside !== offset) unchain(source, target, beside, before, h, g, f, e)
  }
}

/** Writes a block out of its rounds, and keeps its ciphertext for the next one. */
function unchain(from: DataView, to: DataView, offset: number, before: Int32Array, a: number, b: number, c: number, d: number): void {
  to.setInt32(offset, a ^ at(before, 0))
  to.setInt32(offset + 4, b ^ at(before, 1))
  to.setInt32(offset + 8, c ^ at(before, 2))
  to.setInt32(offset + 12, d ^ at(before, 3))
  for (let i = 0; i < 4; i++) before[i] = from.getInt32(offset + i * 4)
}
