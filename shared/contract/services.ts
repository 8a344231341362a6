/** What the service desk did for a person on the person's own wish; its sealed part (L4) is opened one record at a time, for a typed reason. */
import { z } from 'zod'
import { command, query } from './define'
import { Day, Id, Instant, text } from './values'

/** An absent member leaves what is on file, null clears it; for a new record both mean nothing. */
const maybe = <T extends z.ZodType>(schema: T) => schema.nullable().optional()

/** Source: domain.md §3.4. */
export const ServiceInput = z.strictObject({
  /** Code of list `service_type`. */
  type: z.string().trim().min(1, '必填').max(32),
  askedBySelf: z.boolean(),
  servedOn: Day,
  /** The day the service, or the use of what was given out, ended. */
  endedOn: maybe(Day),
  institution: maybe(z.string().trim().max(100, '最多 100 个字')),
  performed: z.boolean(),
  nextOn: maybe(Day),
  /** A consent of the person's file that was not withdrawn. */
  consent: maybe(Id),
  /** Code of list `service_source`. */
  source: maybe(z.string().trim().max(32)),
  free: maybe(z.boolean()),
  /** Sealed: code of list `contraception_method`. Blank is as good as 不提供. */
  method: maybe(z.string().trim().max(32)),
  /** Sealed: the result in words. */
  outcome: maybe(z.string().trim().max(500, '最多 500 个字'))
})
export type ServiceInput = z.input<typeof ServiceInput>

export const ServiceRow = z.strictObject({
  id: Id,
  /** The file it was written for; another one than the file asked about after a merge. */
  ofPerson: Id,
  revision: z.int(),
  type: z.string(),
  askedBySelf: z.boolean(),
  servedOn: Day,
  endedOn: Day.nullable(),
  institution: z.string().nullable(),
  performed: z.boolean(),
  nextOn: Day.nullable(),
  consent: Id.nullable(),
  source: z.string().nullable(),
  free: z.boolean().nullable(),
  /** Whether there is anything to open. */
  sealed: z.boolean(),
  /** After this day the record goes. */
  purgeAfter: Day,
  recordedAt: Instant,
  recordedBy: z.string()
})
export type ServiceRow = z.infer<typeof ServiceRow>

const ref = z.strictObject({ id: Id, revision: z.int() })
const OF_PERSON = ['persons.unknown', 'persons.out_of_scope'] as const

export const services = {
  /** Those of the person's file and of all merged into it, the latest first, without their sealed part. */
  list: query({
    input: z.strictObject({ personId: Id }),
    output: z.strictObject({ rows: z.array(ServiceRow) }),
    needs: 'services.read',
    audit: 'service.seen',
    fails: OF_PERSON
  }),
  save: command({
    input: z.strictObject({
      personId: Id,
      /** Null for a new record. */
      id: Id.nullable().default(null),
      revision: z.int().nullable().default(null),
      service: ServiceInput
    }),
    output: ref,
    needs: 'services.write',
    audit: 'service.saved',
    fails: [
      ...OF_PERSON,
      'persons.merged',
      'services.unknown',
      'services.changed_meanwhile',
      'services.bad_date',
      'services.bad_text',
      'services.code_unknown',
      'services.consent_unknown'
    ]
  }),
  /** The sealed part of one record. The reason is kept with the record, not in the log. */
  open: command({
    input: z.strictObject({ id: Id, reason: text(100) }),
    output: z.strictObject({ method: z.string().nullable(), outcome: z.string().nullable() }),
    needs: 'services.open',
    audit: 'service.opened',
    unkept: true,
    fails: [...OF_PERSON, 'services.unknown']
  }),
  /** For a record of the wrong person or one that was taken back; nothing of it stays but the line of the log. */
  remove: command({
    input: z.strictObject({ id: Id, revision: z.int() }),
    output: z.strictObject({ id: Id }),
    needs: 'services.write',
    audit: 'service.removed',
    fails: [...OF_PERSON, 'services.unknown', 'services.changed_meanwhile']
  })
} as const
