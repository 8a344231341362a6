// The two digests a digest string may name, chosen by that name: a bundle keeps the kind it was first sealed with.
import { createSha256, sha256Text, type Digest } from './digest'
import { createSm3, sm3Text } from './sm3'

export type DigestKind = 'sha256' | 'sm3'

export const isDigestKind = (name: string): name is DigestKind => name === 'sha256' || name === 'sm3'

export const createDigest = (kind: DigestKind): Digest => (kind === 'sm3' ? createSm3() : createSha256())

/** @returns `<kind>:<64 hex>` */
export const digestText = (kind: DigestKind, data: Uint8Array | string): string => (kind === 'sm3' ? sm3Text(data) : sha256Text(data))
