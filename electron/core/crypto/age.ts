// age v1 files for bundles (X25519) and key files (passphrase), with the bounds a stranger's file must meet first.
import { chacha20poly1305 } from '@noble/ciphers/chacha.js'
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient, Stanza, type Identity, type Recipient } from 'age-encryption'
import { randomBytes } from './random'
import { MAX_SCRYPT_LOG_N, scryptRaw } from './scrypt'

export type Pieces = AsyncIterable<Uint8Array> | Iterable<Uint8Array>

/** A header longer than this is refused before any library sees it: a million stanzas cost seconds and hundreds of megabytes. */
export const MAX_AGE_HEADER = 16_384

const RECIPIENT = /^age1[02-9ac-hj-np-z]{58}$/
const SCRYPT_LABEL = 'age-encryption.org/v1/scrypt'

/** @returns a new X25519 identity, `AGE-SECRET-KEY-1…` */
export const generateAgeIdentity = (): Promise<string> => generateX25519Identity()

/** @param identity `AGE-SECRET-KEY-1…` @returns its recipient, the 62 characters of `age1…` */
export const ageRecipientOf = (identity: string): Promise<string> => identityToRecipient(identity)

/** True for the 62 lower-case characters of an X25519 recipient with a good checksum. */
export function isAgeRecipient(text: string): boolean {
  if (!RECIPIENT.test(text)) return false
  try {
    new Encrypter().addRecipient(text)
    return true
  } catch {
    return false
  }
}

/** An age file being written: `size` is exact for the plaintext size announced. */
export interface AgeEncryption {
  readonly size: number
  readonly pieces: AsyncIterable<Uint8Array>
}

/**
 * Encrypts to X25519 recipients, streaming.
 * @param plainBytes exact number of octets `plain` will yield, so that the file size is known before the first piece
 */
export async function ageEncrypt(plain: Pieces, plainBytes: number, recipients: readonly string[]): Promise<AgeEncryption> {
  const encrypter = new Encrypter()
  for (const recipient of recipients) encrypter.addRecipient(recipient)
  const stream = await encrypter.encrypt(streamOf(plain))
  return { size: stream.size(plainBytes), pieces: piecesOf(stream) }
}

/** Decrypts with X25519 identities, streaming; throws (anything) when no identity fits or the file is not intact to its end. */
export async function* ageDecrypt(cipher: Pieces, identities: readonly string[]): AsyncGenerator<Uint8Array> {
  const decrypter = new Decrypter()
  for (const identity of identities) decrypter.addIdentity(identity)
  yield* piecesOf(await decrypter.decrypt(streamOf(cipher)))
}

/** Spelled out, because the two type libraries this file is checked with disagree on the short forms. */
function streamOf(pieces: Pieces): ReadableStream<Uint8Array> {
  const iterator = Symbol.asyncIterator in pieces ? pieces[Symbol.asyncIterator]() : pieces[Symbol.iterator]()
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await iterator.next()
      if (next.done === true) controller.close()
      else controller.enqueue(next.value)
    },
    async cancel() {
      await iterator.return?.()
    }
  })
}

async function* piecesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader()
  let ended = false
  try {
    for (;;) {
      const next = await reader.read()
      ended = next.done
      if (next.done) return
      yield next.value
    }
  } finally {
    if (!ended) await reader.cancel().catch(() => undefined)
  }
}

/** What the start of an age file says about itself. */
export type AgeHeader = { readonly ends: false } | { readonly ends: true; readonly stanzaTypes: readonly string[] }

/** Reads the textual header by lines only. @param start the first 16,384 octets of the file, or all of a shorter one */
export function inspectAgeHeader(start: Uint8Array): AgeHeader {
  const text = Buffer.from(start.buffer, start.byteOffset, Math.min(start.length, MAX_AGE_HEADER)).toString('latin1')
  const end = /(?:^|\n)--- [^\n]*\n/.exec(text)
  if (!end) return { ends: false }
  const stanzaTypes: string[] = []
  for (const line of text.slice(0, end.index + 1).split('\n')) {
    if (line.startsWith('-> ')) stanzaTypes.push(line.slice(3).split(' ', 1)[0] ?? '')
  }
  return { ends: true, stanzaTypes }
}

/** Writes a passphrase file that `age -d` opens. @param logN cost, 17–18 for keys at rest */
export async function ageEncryptWithPassphrase(plain: Uint8Array, passphrase: string, logN: number): Promise<Uint8Array> {
  const encrypter = new Encrypter()
  encrypter.addRecipient(new PassphraseRecipient(passphrase, logN))
  return encrypter.encrypt(plain)
}

/** @returns the plaintext, or null when the passphrase is wrong or the file is not an intact passphrase file */
export async function ageDecryptWithPassphrase(file: Uint8Array, passphrase: string): Promise<Uint8Array | null> {
  const header = inspectAgeHeader(file)
  if (!header.ends || header.stanzaTypes.length !== 1 || header.stanzaTypes[0] !== 'scrypt') return null
  const decrypter = new Decrypter()
  decrypter.addIdentity(new PassphraseIdentity(passphrase))
  try {
    return await decrypter.decrypt(file)
  } catch {
    return null
  }
}

const wrapKey = (passphrase: string, salt: Uint8Array, logN: number): Promise<Uint8Array> =>
  scryptRaw(Buffer.from(passphrase.normalize('NFC'), 'utf8'), Buffer.concat([Buffer.from(SCRYPT_LABEL), salt]), logN)

/** The library's own passphrase stanza blocks the thread for the whole of scrypt; this one does not. */
class PassphraseRecipient implements Recipient {
  readonly #passphrase: string
  readonly #logN: number

  constructor(passphrase: string, logN: number) {
    this.#passphrase = passphrase
    this.#logN = logN
  }

  async wrapFileKey(fileKey: Uint8Array): Promise<Stanza[]> {
    const salt = randomBytes(16)
    const key = await wrapKey(this.#passphrase, salt, this.#logN)
    const body = chacha20poly1305(key, new Uint8Array(12)).encrypt(fileKey)
    return [new Stanza(['scrypt', Buffer.from(salt).toString('base64').replace(/=+$/, ''), String(this.#logN)], body)]
  }
}

class PassphraseIdentity implements Identity {
  readonly #passphrase: string

  constructor(passphrase: string) {
    this.#passphrase = passphrase
  }

  async unwrapFileKey(stanzas: Stanza[]): Promise<Uint8Array | null> {
    const [stanza] = stanzas
    const [type, salt, cost] = stanza?.args ?? []
    if (stanza === undefined || stanzas.length !== 1 || type !== 'scrypt' || salt === undefined || cost === undefined) return null
    if (!/^[A-Za-z0-9+/]{22}$/.test(salt) || !/^[1-9][0-9]?$/.test(cost) || Number(cost) > MAX_SCRYPT_LOG_N || stanza.body.length !== 32)
      return null
    const key = await wrapKey(this.#passphrase, Buffer.from(salt, 'base64'), Number(cost))
    try {
      return chacha20poly1305(key, new Uint8Array(12)).decrypt(stanza.body)
    } catch {
      return null
    }
  }
}
