/** Beside every archived content lies whose place in which stream it has, signed by this office: an older database can believe it (exchange.md §3.6). */
import { z } from 'zod'
import { signSshsig, verifySshsig, type StreamPosition } from '../../container'
import type { SigningKey } from '../../crypto'

/** What was sealed for whom. */
export interface NewContent {
  /** Content id. */
  readonly id: string
  /** Octets uncompressed. */
  readonly bytes: number
  /** Office id of the recipient. */
  readonly to: string
  readonly stream: StreamPosition
}

const shape = z.strictObject({
  id: z.string().regex(/^(?:sha256|sm3):[0-9a-f]{64}$/),
  bytes: z.int().positive(),
  to: z.string().regex(/^[0-9a-f]{32}$/),
  stream: z.strictObject({ epoch: z.string().regex(/^[0-9a-f]{32}$/), seq: z.int().positive(), prev: z.string().nullable() })
})

/** @param path of the content @returns path of what vouches for it */
export const voucherOf = (path: string): string => path.replace(/\.age$/, '.own')

/** One line of JSON, then the armour of a signature over its octets. */
export function writeVoucher({ id, bytes, to, stream: { epoch, seq, prev } }: NewContent, key: SigningKey): Uint8Array {
  const line = Buffer.from(JSON.stringify({ id, bytes, to, stream: { epoch, seq, prev } }), 'utf8')
  return Buffer.concat([line, NEWLINE, signSshsig('yipanqi-archive@v1', line, key)])
}

const NEWLINE = Buffer.from('\n')

/** @param keys public keys of this office that no thief has @returns null for what none of them signed */
export function readVoucher(octets: Uint8Array, keys: readonly Uint8Array[]): NewContent | null {
  const end = octets.indexOf(0x0a)
  if (end < 0) return null
  const [line, sig] = [octets.subarray(0, end), octets.subarray(end + 1)]
  if (!keys.some((key) => verifySshsig('yipanqi-archive@v1', line, sig, key))) return null
  return shape.parse(JSON.parse(Buffer.from(line).toString('utf8')))
}
