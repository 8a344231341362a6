/** What the gate needs to leave a line in the audit chain; the audit module supplies it. */
import type { WriteDb } from '../db'
import type { AuditNote } from './context'

export interface AuditLine extends AuditNote {
  readonly at: string
  readonly account: string
  readonly method: string
  readonly event: string
  readonly outcome: 'done' | 'refused' | 'failed'
}

export type AppendAudit = (db: WriteDb, line: AuditLine) => void
