/** Blank booklets with printed numbers: received, given to units, used, spoiled, lost, counted. */
import { z } from 'zod'
import { command, query } from './define'
import { Day, Id } from './values'

const FormId = z.string().regex(/^[a-z][a-z0-9_]{0,47}$/)
const Number = z.string().trim().min(1, '必填').max(30, '最多 30 个字')
const range = { form: FormId, first: Number, last: Number }
const Count = z.strictObject({ count: z.int() })
const issuing = ['certificates.no_issuer', 'organisation.unknown', 'organisation.closed'] as const
const moving = ['booklets.bad_range', 'booklets.not_in_stock', ...issuing] as const

export const booklets = {
  /** The stock at the end of a day, a unit its own. */
  balance: query({
    input: z.strictObject({ form: FormId, on: Day.nullable().default(null) }),
    output: z.strictObject({
      on: Day,
      rows: z.array(
        z.strictObject({
          /** Null is the county office. */
          unit: Id.nullable(),
          unitName: z.string(),
          received: z.int(),
          givenIn: z.int(),
          givenOut: z.int(),
          used: z.int(),
          spoiled: z.int(),
          lost: z.int(),
          left: z.int()
        })
      )
    }),
    needs: 'certificates.read',
    fails: [...issuing, 'certificates.out_of_scope']
  }),
  /** A pack that came to the county. */
  receive: command({
    input: z.strictObject(range),
    output: Count,
    needs: 'certificates.manage',
    audit: 'booklets.received',
    fails: ['booklets.bad_range', 'booklets.known']
  }),
  /** From one stock to another; null is the county's. */
  give: command({
    input: z.strictObject({ ...range, from: Id.nullable().default(null), to: Id.nullable() }),
    output: Count,
    needs: 'certificates.manage',
    audit: 'booklets.given',
    fails: moving
  }),
  writeOff: command({
    input: z.strictObject({
      ...range,
      /** The stock a county account names; a unit has its own. */
      unit: Id.nullable().default(null),
      as: z.enum(['spoiled', 'lost']),
      reason: z
        .string()
        .regex(/^[a-z_]{1,32}$/)
        .nullable()
        .default(null)
    }),
    output: Count,
    needs: 'certificates.write',
    audit: 'booklets.written_off',
    fails: [...moving, 'certificates.out_of_scope', 'certificates.reason_unknown']
  }),
  count: command({
    input: z.strictObject({ form: FormId, unit: Id.nullable().default(null), found: z.int().min(0).max(1_000_000) }),
    output: z.strictObject({ expected: z.int(), found: z.int() }),
    needs: 'certificates.write',
    audit: 'booklets.counted',
    fails: [...issuing, 'certificates.out_of_scope']
  })
} as const
