/** Forms: which there are, their pages, what a form begins with for a person, and what an office changed of one. */
import { z } from 'zod'
import { formChangeSchema } from '../domain/form-change'
import { formGroups, formSchema, formUses, type FormGroup } from '../domain/form-template'
import { command, query } from './define'
import { Id, Instant, text } from './values'

const FormId = z.string().regex(/^[a-z][a-z0-9_]{0,47}$/)
/** `2026`, and with what the office changed `2026+3`. */
const Edition = z.string().regex(/^[0-9]{4}(\.[0-9]{1,2})?(\+[0-9]{1,4})?$/)
const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()])
/** What a form says: fields by name, and lists of such. */
const Said: z.ZodType<Record<string, unknown>> = z.record(z.string(), z.unknown())

const One = z.strictObject({ form: FormId, edition: Edition.nullable().default(null) })
const knowing = ['forms.unknown'] as const

export const FormRow = z.strictObject({
  form: z.string(),
  edition: z.string(),
  label: z.string(),
  group: z.enum(Object.keys(formGroups) as [FormGroup, ...FormGroup[]]),
  use: z.enum(formUses),
  /** `A4`, `A5 横向`. */
  paper: z.string(),
  /** Printed on stationery. */
  preprinted: z.boolean(),
  validFrom: z.string().nullable(),
  /** Holds today under the rules of the office; what was printed on others keeps its name. */
  inForce: z.boolean(),
  source: z.string(),
  /** The office changed something of it. */
  changed: z.boolean()
})
export type FormRow = z.infer<typeof FormRow>

export const FormChangeView = z.strictObject({
  no: z.int(),
  /** Edition of the program that it changes. */
  edition: z.string(),
  change: formChangeSchema,
  note: z.string(),
  at: Instant,
  by: z.string(),
  withdrawn: z.strictObject({ at: Instant, by: z.string() }).nullable()
})
export type FormChangeView = z.infer<typeof FormChangeView>

export const forms = {
  /** Every form by its name: as it is in force today under the rules of the office, else its newest edition. */
  list: query({ input: z.strictObject({}), output: z.strictObject({ rows: z.array(FormRow) }), needs: 'signed-in' }),
  /** The edition named, or the one in force today. */
  get: query({
    input: One,
    output: z.strictObject({ edition: z.string(), template: formSchema, html: z.string(), css: z.string() }),
    needs: 'signed-in',
    fails: knowing
  }),
  /** Made-up data that fill every field. */
  sample: query({ input: One, output: z.strictObject({ data: Said }), needs: 'signed-in', fails: knowing }),
  /** What is on file for the fields of a form that have a source. */
  begin: query({
    input: z.strictObject({
      form: FormId,
      personId: Id.nullable(),
      unit: Id.nullable().default(null),
      careful: z.boolean().default(false)
    }),
    output: z.strictObject({ edition: z.string(), data: z.record(z.string(), z.union([scalar, z.array(z.record(z.string(), scalar))])) }),
    needs: 'persons.read',
    audit: 'form.begun',
    fails: [
      ...knowing,
      'persons.unknown',
      'persons.out_of_scope',
      'persons.restricted',
      'persons.with_care',
      'organisation.unknown',
      'organisation.closed',
      'certificates.no_issuer'
    ]
  }),
  /** To be called before the printer gets it. */
  printed: command({
    input: z.strictObject({ form: FormId, edition: Edition, personId: Id.nullable(), count: z.int().min(1).max(5_000) }),
    output: z.strictObject({ form: z.string() }),
    needs: 'signed-in',
    audit: 'form.printed',
    fails: [...knowing, 'persons.unknown', 'persons.out_of_scope', 'persons.restricted']
  }),
  /** What the office changed of a form, the latest first. */
  changes: query({
    input: z.strictObject({ form: FormId }),
    output: z.strictObject({ rows: z.array(FormChangeView) }),
    needs: 'office.manage',
    fails: knowing
  }),
  /** Changes the edition in force; what was printed before keeps its own. */
  change: command({
    input: z.strictObject({ form: FormId, change: formChangeSchema, note: text(100) }),
    output: z.strictObject({ edition: z.string() }),
    needs: 'office.manage',
    audit: 'form.changed',
    fails: [...knowing, 'forms.bad_change']
  }),
  /** The form is again as it was before the latest change. */
  withdraw: command({
    input: z.strictObject({ form: FormId, no: z.int() }),
    output: z.strictObject({ edition: z.string() }),
    needs: 'office.manage',
    audit: 'form.change_withdrawn',
    fails: [...knowing, 'forms.change_unknown']
  })
} as const
