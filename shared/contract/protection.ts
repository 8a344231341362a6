/** What the impact assessment and the yearly review are filled in with: counts of the office's own doings, and nobody's name. */
import { z } from 'zod'
import { deskKinds } from '../domain/person-desk'
import { query } from './define'
import { roleNames } from './permissions'
import { Day, Instant } from './values'

export const ProtectionFacts = z.strictObject({
  /** Days of China, both within. */
  from: Day,
  to: Day,
  /** Posts and how many working accounts hold each. */
  posts: z.array(z.strictObject({ role: z.enum(roleNames), accounts: z.int() })),
  idleMinutes: z.int(),
  /** Files on record today, those set aside and closed included. */
  files: z.strictObject({ active: z.int(), others: z.int() }),
  partners: z.strictObject({ all: z.int(), confirmed: z.int() }),
  /** How long each kind of record is kept, by the rules of today. */
  rules: z.array(z.strictObject({ label: z.string(), from: z.string(), period: z.string(), source: z.string() })),
  /** Deletions of what was due. */
  purges: z.array(z.strictObject({ at: Instant, records: z.int() })),
  /** Lines of the log by event. */
  acts: z.array(z.strictObject({ event: z.string(), done: z.int(), refused: z.int(), failed: z.int() })),
  /** Requests of persons about their own files, and how many were answered late or wait beyond their day. */
  requests: z.array(z.strictObject({ kind: z.enum(deskKinds), received: z.int(), late: z.int() })),
  backups: z.strictObject({ whole: z.int(), failed: z.int() }),
  restores: z.int(),
  quarantined: z.int(),
  /** The oldest line of the log where it is younger than the first day: what was before is not counted. Null where all of it is there. */
  logBegins: Instant.nullable()
})
export type ProtectionFacts = z.infer<typeof ProtectionFacts>

export const protection = {
  facts: query({
    input: z.strictObject({ from: Day, to: Day }),
    output: ProtectionFacts,
    needs: 'audit.read',
    audit: 'protection.counted',
    fails: ['request.invalid']
  })
} as const
