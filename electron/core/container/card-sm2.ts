// The SM2 working keys a card may name beside its Ed25519 and age keys; a reader of suite A1 alone never looks at them (exchange.md §2.8).
import { isSm2PublicKey, sha256, type Sm2KeyMaterial, sm2KeyOf } from '../crypto'
import { decodeBase64 } from './patterns'
import { integer, list, shape, textWhere, type Limits } from './shape'

/** Points as base64 of 65 octets. `dev` 0 is the office's archive key: it opens and never signs. */
export interface Sm2Entry {
  readonly sign?: string
  readonly enc: string
  readonly dev: number
}

const MAX_ENTRIES = 64

const point = textWhere((value) => {
  const octets = decodeBase64(value)
  return octets !== null && isSm2PublicKey(octets)
})
const entries = list(
  shape<Pick<Sm2Entry, 'enc' | 'dev'>, Pick<Sm2Entry, 'sign'>>(
    { enc: point, dev: integer(0) },
    { sign: point },
    (it) => (it.dev === 0) === (it.sign === undefined)
  ),
  MAX_ENTRIES,
  1
)

/** @returns the entries, or null when the list breaks a rule of §4.2 */
export function readSm2Entries(value: unknown): readonly Sm2Entry[] | null {
  const limits: Limits = { over: false }
  if (!entries(value, limits) || limits.over) return null
  const points = value.flatMap(({ sign, enc }) => (sign === undefined ? [enc] : [sign, enc]))
  const archives = value.filter(({ dev }) => dev === 0).length
  return archives === 1 && value.length > 1 && new Set(points).size === points.length ? value : null
}

/** The entries a card announces for one device and the archive key. @param dev number of the device, 1 or more */
export function sm2EntriesOf(material: Sm2KeyMaterial, dev: number): readonly Sm2Entry[] {
  const spell = (secret: Uint8Array): string => Buffer.from(sm2KeyOf(secret).publicKey).toString('base64')
  return [
    { sign: spell(material.sign), enc: spell(material.enc), dev },
    { enc: spell(material.archive), dev: 0 }
  ]
}

/** The 65 octets of a point already found good. */
export const sm2Point = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'base64'))

/** @param publicKey 65 octets @returns `SHA256:` and 43 characters over `str("sm2") ‖ str(point)`, the same spelling as of other keys */
export function sm2Fingerprint(publicKey: Uint8Array): string {
  const blob = Buffer.concat([Buffer.from('00000003736d3200000041', 'hex'), publicKey])
  return `SHA256:${Buffer.from(sha256(blob)).toString('base64').slice(0, 43)}`
}
