/** Certificates of one person, for that person: form, number, state and days, in words. */
import { certificateStatusLabels } from '@shared/domain'
import type { ReadDb } from '../../db'
import type { FormTemplates } from '../forms'
import { certificatesBefore, eventsOf } from './queries/certificates'

export interface CertificateAbout {
  readonly form: string
  /** Null before it is signed. */
  readonly number: string | null
  readonly state: string
  /** Of the state. */
  readonly since: string
  readonly signedOn: string | null
  readonly validTo: string | null
}

/** @param files ids of the files of one person @returns the latest first */
export function certificatesAbout(db: ReadDb, files: readonly string[], templates: FormTemplates): CertificateAbout[] {
  const asked = { status: null, personIds: files, number: null, code: null }
  return certificatesBefore(db, asked, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER).map((row) => ({
    form: templates.edition(row.form, row.edition.split('+')[0] ?? '')?.template.label ?? row.form,
    number: row.number,
    state: certificateStatusLabels[row.status],
    since: eventsOf(db, row.seq).at(-1)?.at ?? row.created_at,
    signedOn: row.signed_on,
    validTo: row.valid_to
  }))
}
