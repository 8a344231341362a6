/** What may be said of a proof to the person who holds it: 有效, 已作废 with its day, or 无法确认 with the reason – and nothing else. */
import type { Day } from '../domain/calendar-day'
import { claimsOf, proofOf, type Proof } from './claims'
import { openClaims, PREFIX, sealClaims, type KeyId } from './envelope'

/** A key with which an office signs or has signed. */
export interface ProofKey {
  readonly keyId: KeyId
  /** 32 octets. */
  readonly key: Uint8Array
  readonly office: { readonly id: string; readonly name: string; readonly codes: readonly string[] }
  /** Made-up office. */
  readonly practice: boolean
  /** Told lost: whoever found it can sign, so only what the office vouches for counts. */
  readonly isLost: boolean
}

/** What one office says of its own proofs (its newest signed list). */
export interface ProofStatus {
  readonly asOf: Day
  readonly version: number
  /** By id of the proof. */
  readonly voided: ReadonlyMap<string, Day>
  /** Proofs under a lost key that the office issued itself. */
  readonly vouched: ReadonlySet<string>
}

export type ProofDoubt =
  /** Not a code of this program. */
  | 'foreign'
  /** Letters came in small: a scanner with Caps Lock. */
  | 'lower_case'
  /** Written by a later version. */
  | 'newer'
  /** Cut short, changed, or not written by the rules. */
  | 'damaged'
  | 'unknown_key'
  | 'wrong_signature'
  /** The key belongs to an office that never had this code. */
  | 'wrong_issuer'
  | 'practice'
  /** Checked in a practice office, which knows no real one. */
  | 'not_practice'
  | 'lost_key'
  | 'not_yet'
  | 'expired'

export type ProofAnswer =
  | { readonly answer: 'valid'; readonly proof: Proof; readonly key: ProofKey; readonly status: ProofStatus | null }
  | { readonly answer: 'voided'; readonly on: Day; readonly proof: Proof; readonly key: ProofKey; readonly status: ProofStatus }
  /** `proof` only where the signature was found good. */
  | { readonly answer: 'unconfirmed'; readonly reason: ProofDoubt; readonly proof: Proof | null; readonly key: ProofKey | null }

export interface Judge {
  readonly keyOf: (keyId: KeyId) => ProofKey | null
  readonly statusOf: (officeId: string) => ProofStatus | null
  readonly verify: (key: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean
  readonly today: Day
  readonly practice: boolean
}

/** @param keyId 8 octets @throws RangeError when the proof is beyond its limits */
export function writeProof(proof: Proof, keyId: Uint8Array, sign: (message: Uint8Array) => Uint8Array): string {
  const claims = claimsOf(proof)
  if (proofOf(claims) === null) throw new RangeError('a fact of the proof is empty, too long or unsafe')
  return sealClaims(claims, keyId, sign)
}

/** @param text as it was read, without the line end a scanner adds */
export function judgeProof(text: string, judge: Judge): ProofAnswer {
  const doubt = (reason: ProofDoubt, proof: Proof | null = null, key: ProofKey | null = null): ProofAnswer => ({
    ...{ answer: 'unconfirmed', reason, proof, key }
  })
  if (!text.startsWith(PREFIX)) return doubt(notOurs(text))
  const opened = openClaims(text)
  const proof = proofOf(opened?.claims)
  if (!opened || !proof) return doubt(text === text.toUpperCase() ? 'damaged' : 'lower_case')
  const key = judge.keyOf(opened.keyId)
  if (!key) return doubt('unknown_key')
  if (!judge.verify(key.key, opened.message, opened.signature)) return doubt('wrong_signature')
  if (!key.office.codes.includes(proof.issuer)) return doubt('wrong_issuer', proof, key)
  if (proof.practice !== key.practice || key.practice !== judge.practice)
    return doubt(proof.practice || key.practice ? 'practice' : 'not_practice', proof, key)
  const status = judge.statusOf(key.office.id)
  const voidedOn = status?.voided.get(proof.id)
  if (status && voidedOn !== undefined) return { answer: 'voided', on: voidedOn, proof, key, status }
  if (key.isLost && !status?.vouched.has(proof.id)) return doubt('lost_key', proof, key)
  if (proof.issuedOn > judge.today) return doubt('not_yet', proof, key)
  if (proof.validTo !== null && proof.validTo < judge.today) return doubt('expired', proof, key)
  return { answer: 'valid', proof, key, status }
}

function notOurs(text: string): ProofDoubt {
  if (text.toUpperCase().startsWith(PREFIX)) return 'lower_case'
  return /^JHP[0-9]+:/.test(text) ? 'newer' : 'foreign'
}
