/** Sealed files: taken out of the register by two persons, looked into one at a time for a typed reason, laid back by two persons. */
import { z } from 'zod'
import { sealingKinds } from '../domain/sealing'
import { command, query } from './define'
import { Cursor, Day, Id, Instant, page, PageLimit, text } from './values'

const SealingKind = z.enum(sealingKinds)

export const SealingRow = z.strictObject({
  id: Id,
  revision: z.int(),
  /** First character of the name only: also this list names nobody. */
  nameMasked: z.string(),
  kind: SealingKind,
  reviewOn: Day,
  /** The day of review has come. */
  due: z.boolean(),
  sealedAt: Instant,
  sealedBy: z.string(),
  /** Slips about the person that still wait for something. */
  openSlips: z.int(),
  /** Somebody of the same number was registered since. */
  registeredAgain: z.boolean()
})
export type SealingRow = z.infer<typeof SealingRow>

const Section = z.strictObject({ title: z.string(), facts: z.array(z.strictObject({ label: z.string(), value: z.string() })) })

/** One file as it lies under its seal. */
export const SealedFile = z.strictObject({
  ...SealingRow.shape,
  reason: z.string(),
  sections: z.array(Section),
  /** Slips about the person, in this office's ledger; only who keeps sealed files sees them there. */
  slips: z.array(z.strictObject({ id: Id, slipNo: z.string().nullable(), incoming: z.boolean(), on: Day, open: z.boolean() })),
  /** Who opened it, the latest first; at most 50. */
  looks: z.array(z.strictObject({ at: Instant, by: z.string(), reason: z.string() }))
})
export type SealedFile = z.infer<typeof SealedFile>

const held = { id: Id, revision: z.int() }
const ref = z.strictObject({ id: Id, revision: z.int() })
const FAILS = ['sealing.unknown', 'sealing.changed_meanwhile'] as const

export const sealing = {
  /** Those whose day of review comes first stand first. A text finds a whole name or a whole number. */
  list: query({
    input: z.strictObject({ text: z.string().trim().max(64).default(''), cursor: Cursor.nullable().default(null), limit: PageLimit }),
    output: page(SealingRow),
    needs: 'sealing.keep',
    audit: 'sealing.listed',
    fails: ['request.invalid']
  }),
  /** The reason is kept with the seal, not in the log. */
  open: command({
    input: z.strictObject({ id: Id, reason: text(100) }),
    output: SealedFile,
    needs: 'sealing.keep',
    audit: 'sealing.opened',
    unkept: true,
    fails: ['sealing.unknown']
  }),
  /** Takes the file and everything that hangs on it out of the register. */
  seal: command({
    input: z.strictObject({ personId: Id, kind: SealingKind, reason: text(200), reviewOn: Day }),
    output: ref,
    needs: 'sealing.keep',
    audit: 'sealing.sealed',
    approval: { permission: 'approve.seal', title: '封存档案' },
    fails: ['persons.unknown', 'persons.out_of_scope', 'persons.merged', 'sealing.bad_day', 'sealing.still_waiting']
  }),
  /** The reason still holds: another day of review. */
  prolong: command({
    input: z.strictObject({ ...held, reviewOn: Day }),
    output: ref,
    needs: 'sealing.keep',
    audit: 'sealing.prolonged',
    fails: [...FAILS, 'sealing.bad_day']
  }),
  /** Lays the file back into the register. */
  lift: command({
    input: z.strictObject({ ...held, reason: text(200) }),
    output: z.strictObject({ personId: Id }),
    needs: 'sealing.keep',
    audit: 'sealing.lifted',
    approval: { permission: 'approve.seal', title: '解除封存' },
    fails: FAILS
  }),
  /** A slip that is about a namesake goes back to those who work on slips. */
  freeSlip: command({
    input: z.strictObject({ id: Id, slip: Id }),
    output: z.strictObject({ slip: Id }),
    needs: 'sealing.keep',
    audit: 'sealing.slip_freed',
    fails: ['sealing.unknown', 'sealing.slip_unknown']
  })
} as const
