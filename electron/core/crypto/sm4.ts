// SM4-CBC with PKCS#7 (GB/T 32907-2016), fed piece by piece so that a large payload never stands in memory as a whole.
import { sm4 } from 'sm-crypto-v2'

const BLOCK = 16
const ENCRYPT = 1
const DECRYPT = 0

/** @returns octets of the ciphertext of `plainBytes` octets, padding included */
export const sm4CbcSize = (plainBytes: number): number => (Math.floor(plainBytes / BLOCK) + 1) * BLOCK

/** One direction of CBC; `end` gives what is left. */
export interface Sm4Cbc {
  update(piece: Uint8Array): Uint8Array
  /** Encrypting: the last block with its padding. Decrypting: the last octets without it, null when the padding is not PKCS#7. */
  end(): Uint8Array | null
}

/** @param key 16 octets @param iv 16 octets */
export function sm4CbcEncryptor(key: Uint8Array, iv: Uint8Array): Sm4Cbc {
  const chain = new Chain(key, iv, ENCRYPT)
  return {
    update: (piece) => chain.whole(piece, 0),
    end: () => {
      const padding = BLOCK - chain.rest.length
      return chain.whole(new Uint8Array(padding).fill(padding), 0)
    }
  }
}

/** @param key 16 octets @param iv 16 octets */
export function sm4CbcDecryptor(key: Uint8Array, iv: Uint8Array): Sm4Cbc {
  const chain = new Chain(key, iv, DECRYPT)
  return {
    // The last block is held back: only the end of the file tells which one carries the padding.
    update: (piece) => chain.whole(piece, 1),
    end: () => (chain.rest.length === BLOCK ? withoutPadding(chain.whole(new Uint8Array(0), 0)) : null)
  }
}

/** Gives the library whole blocks only and carries the chaining block from call to call. */
class Chain {
  rest: Uint8Array = new Uint8Array(0)
  readonly #key: Uint8Array
  readonly #direction: 0 | 1
  #iv: Uint8Array

  constructor(key: Uint8Array, iv: Uint8Array, direction: 0 | 1) {
    if (key.length !== BLOCK || iv.length !== BLOCK) throw new RangeError('SM4 needs a key and an IV of 16 octets')
    this.#key = key
    this.#iv = iv
    this.#direction = direction
  }

  /** @param kept 1: at least one octet stays in `rest` */
  whole(piece: Uint8Array, kept: 0 | 1): Uint8Array {
    const octets = this.rest.length === 0 ? piece : Buffer.concat([this.rest, piece])
    const length = Math.floor(Math.max(0, octets.length - kept) / BLOCK) * BLOCK
    this.rest = Uint8Array.from(octets.subarray(length))
    if (length === 0) return new Uint8Array(0)
    const blocks = octets.subarray(0, length)
    // The library chains through the IV it is given and may work in place on it: it gets a copy.
    const done = sm4.sm4(blocks, this.#key, this.#direction, {
      mode: 'cbc',
      iv: Uint8Array.from(this.#iv),
      padding: 'none',
      output: 'array'
    })
    if (!(done instanceof Uint8Array)) throw new TypeError('the SM4 library answers otherwise than asked')
    this.#iv = Uint8Array.from((this.#direction === ENCRYPT ? done : blocks).subarray(length - BLOCK))
    return done
  }
}

function withoutPadding(last: Uint8Array): Uint8Array | null {
  const padding = last[BLOCK - 1] ?? 0
  if (padding < 1 || padding > BLOCK || !last.subarray(BLOCK - padding).every((octet) => octet === padding)) return null
  return last.subarray(0, BLOCK - padding)
}
