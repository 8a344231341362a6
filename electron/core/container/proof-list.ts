// What an office says of its own certificates, as `.jhp` files: which it voided, and which it vouches for although the key was lost (docs/formats/proof.md).
import type { SigningKey } from '../crypto'
import type { ByteSource } from './byte-source'
import { rawKey, type KeyCard } from './card'
import { HEX_32, isOfficeName, OFFICE_CODE, SHA256_TEXT, TIME } from './patterns'
import { integer, list, oneOf, orNull, shape, text, textWhere } from './shape'
import { signedDocument, type Signed } from './signed-document'
import { isDay } from '@shared/domain'

export interface VoidedProof {
  /** 32 hex: the issue, as in the code. */
  readonly id: string
  /** YYYY-MM-DD. */
  readonly on: string
}

export interface ProofListContent {
  readonly jhp: 1
  readonly office: { readonly id: string; readonly code: string; readonly name: string }
  /** Counted from 1; a later list holds all that an earlier one says. */
  readonly ver: number
  /** Digest of the version before; null exactly for 1. */
  readonly prev: string | null
  readonly made: string
  /** Ascending by id, each once. */
  readonly voided: readonly VoidedProof[]
  readonly vouched: readonly string[]
}

export type ProofList = ProofListContent & Signed

/** What two lists are compared by. */
export type SaidProofs = Pick<ProofList, 'ver' | 'voided' | 'vouched' | 'digest'> & {
  readonly office: { readonly id: string }
  readonly prev?: string | null
}

export const MAX_LIST_ENTRIES = 60_000
/** Stands for a version before that nobody remembers, after a return to an older database. */
export const UNKNOWN_DIGEST = `sha256:${'0'.repeat(64)}`
/** Larger than any list of proofs. */
export const MAX_PROOF_LIST_FILE = 8_500_000

const officeName = textWhere(isOfficeName)
const isAscending = (values: readonly string[]): boolean => values.every((value, at) => at === 0 || value > (values[at - 1] ?? ''))

const content = shape<ProofListContent>(
  {
    jhp: oneOf(1),
    office: shape<ProofListContent['office']>({ id: text(HEX_32), code: text(OFFICE_CODE), name: officeName }),
    ver: integer(1),
    prev: orNull(text(SHA256_TEXT)),
    made: text(TIME),
    voided: list(shape<VoidedProof>({ id: text(HEX_32), on: textWhere(isDay) }), MAX_LIST_ENTRIES),
    vouched: list(text(HEX_32), MAX_LIST_ENTRIES)
  },
  {},
  ({ ver, prev, voided, vouched }) => (ver === 1) === (prev === null) && isAscending(voided.map(({ id }) => id)) && isAscending(vouched)
)

const document = signedDocument({ namespace: 'jhb-proofs@v1', mark: 'jhp', member: 'proofs', maxBytes: 8_388_608, content })

/** Writes and signs a list, and reads it back by the reader's rules. @param key a signing key of the office's newest card @throws BundleFault */
export const composeProofList = ({ office, ver, prev, made, voided, vouched }: Omit<ProofListContent, 'jhp'>, key: SigningKey): ProofList =>
  document.compose({ jhp: 1, office, ver, prev, made, voided, vouched }, key)

export const writeProofListFile = document.write

/** Whose word it is must still be asked with `isOfficesList`. @throws BundleFault of steps 2 and 5: E_CARD (form), E_LIMIT, E_VERSION */
export const readProofListFile: (file: ByteSource | Uint8Array) => Promise<ProofList> = document.read

/** @param card the newest of the office: a key it does not list any more, as one that was lost, signs no list */
export const isOfficesList = (
  list: Pick<ProofList, 'bytes' | 'sig'> & { readonly office: { readonly id: string } },
  card: Pick<KeyCard, 'id' | 'sign'>
): boolean => list.office.id === card.id && card.sign.some(({ key }) => document.isSignedBy(list, rawKey(key)))

/** Whether the newer list takes nothing back: what is void stays void, and a word once given for a proof stands. */
export function goesOnFrom(older: SaidProofs, newer: SaidProofs): boolean {
  if (older.office.id !== newer.office.id || newer.ver <= older.ver) return false
  if (newer.ver === older.ver + 1 && newer.prev !== older.digest) return false
  const voided = new Map(newer.voided.map(({ id, on }) => [id, on]))
  const vouched = new Set(newer.vouched)
  return older.voided.every(({ id, on }) => voided.get(id) === on) && older.vouched.every((id) => vouched.has(id))
}
