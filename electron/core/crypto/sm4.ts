// SM4-CBC with PKCS#7 (GB/T 32907-2016), fed piece by piece so that a large payload never stands in memory as a whole.
import { decryptBlocks, encryptBlocks, roundKeys, wordsOf, type Turn } from './sm4-rounds'

const BLOCK = 16

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
  const chain = new Chain(key, iv, 'encrypt')
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
  const chain = new Chain(key, iv, 'decrypt')
  return {
    // The last block is held back: only the end of the file tells which one carries the padding.
    update: (piece) => chain.whole(piece, 1),
    end: () => (chain.rest.length === BLOCK ? withoutPadding(chain.whole(new Uint8Array(0), 0)) : null)
  }
}

/** Works on whole blocks only and carries the chaining block from call to call. */
class Chain {
  rest: Uint8Array = new Uint8Array(0)
  readonly #turn: Turn
  readonly #rounds: Int32Array
  /** The four words of the ciphertext block before. */
  readonly #before: Int32Array

  constructor(key: Uint8Array, iv: Uint8Array, direction: 'encrypt' | 'decrypt') {
    if (key.length !== BLOCK || iv.length !== BLOCK) throw new RangeError('SM4 needs a key and an IV of 16 octets')
    const rounds = roundKeys(wordsOf(key))
    this.#rounds = direction === 'encrypt' ? rounds : rounds.reverse()
    this.#turn = direction === 'encrypt' ? encryptBlocks : decryptBlocks
    this.#before = wordsOf(iv)
  }

  /** @param kept 1: at least one octet stays in `rest` */
  whole(piece: Uint8Array, kept: 0 | 1): Uint8Array {
    const octets = this.rest.length === 0 ? piece : Buffer.concat([this.rest, piece])
    const length = Math.floor(Math.max(0, octets.length - kept) / BLOCK) * BLOCK
    this.rest = Uint8Array.from(octets.subarray(length))
    const done = new Uint8Array(length)
    if (length > 0) this.#turn(octets.subarray(0, length), done, this.#rounds, this.#before)
    return done
  }
}

function withoutPadding(last: Uint8Array): Uint8Array | null {
  const padding = last[BLOCK - 1] ?? 0
  if (padding < 1 || padding > BLOCK || !last.subarray(BLOCK - padding).every((octet) => octet === padding)) return null
  return last.subarray(0, BLOCK - padding)
}
