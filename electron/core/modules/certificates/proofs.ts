/** What the ledger says of the proofs its certificates carry: each names its issue by the id of its certificate (docs/formats/proof.md). */
import type { ReadDb } from '../../db'
import { certificateIdByNumber, certificatesSigned, endedCertificates } from './queries/certificates'

/** 32 hex, as claim 7 of the code. */
const proofIdOf = (id: string): string => id.replaceAll('-', '')

/** Voided or replaced, with the day. */
export const endedProofs = (db: ReadDb): { readonly id: string; readonly on: string }[] =>
  endedCertificates(db).map(({ id, on }) => ({ id: proofIdOf(id), on }))

/** Signed here up to an instant, the latest first. */
export const signedProofs = (db: ReadDb, until: string): string[] => certificatesSigned(db, until).map(proofIdOf)

export function proofOfNumber(db: ReadDb, number: string): string | undefined {
  const id = certificateIdByNumber(db, number)
  return id === undefined ? undefined : proofIdOf(id)
}
