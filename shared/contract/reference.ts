/** The dated tables of the trade as screens ask for them: divisions with their history, code lists, rule packs. */
import { z } from 'zod'
import { divisionChangeKinds } from '../domain/division-conversion'
import { query } from './define'
import { Day, DivisionCode } from './values'

export const Division = z.strictObject({
  code: DivisionCode,
  name: z.string(),
  /** From province down, joined without separators, as printed on papers. */
  fullName: z.string(),
  level: z.enum(['province', 'prefecture', 'county', 'township', 'village']),
  parent: z.string().nullable(),
  validFrom: z.string().nullable(),
  validTo: z.string().nullable(),
  successors: z.array(z.string()),
  statisticalOnly: z.boolean()
})
export type Division = z.infer<typeof Division>

const NamedPlace = z.strictObject({ code: z.string(), fullName: z.string() })

export const FoundDivision = Division.extend({
  /** The former name or code it was found by; null when today's own fits. */
  foundBy: z.strictObject({ code: z.string(), name: z.string(), until: z.string() }).nullable(),
  /** For an abolished name: what holds its area today. */
  now: z.array(NamedPlace)
})
export type FoundDivision = z.infer<typeof FoundDivision>

const CodeEntry = z.strictObject({ code: z.string(), label: z.string(), group: z.string().nullable() })

export const reference = {
  searchDivisions: query({
    input: z.strictObject({
      /** Code, name, pinyin, initials, path (榆林 榆阳), or a former name or code. */
      text: z.string().max(100),
      /** Only below this code. */
      within: DivisionCode.nullable().default(null),
      levels: z.array(Division.shape.level).default([]),
      limit: z.int().min(1).max(100).default(30),
      /** The county in hand: its villages are looked through too, and nearer places come first among equals. */
      near: DivisionCode.nullable().default(null)
    }),
    output: z.strictObject({ rows: z.array(FoundDivision) }),
    needs: 'public'
  }),
  childDivisions: query({
    input: z.strictObject({ parent: DivisionCode.nullable() }),
    output: z.strictObject({ rows: z.array(Division) }),
    needs: 'public'
  }),
  division: query({
    input: z.strictObject({ code: DivisionCode }),
    output: Division,
    needs: 'public',
    fails: ['reference.division_unknown']
  }),
  /** What became of a code, or what it was before: `on` may lie on either side. */
  successors: query({
    input: z.strictObject({
      code: DivisionCode,
      /** null: today */
      on: Day.nullable().default(null),
      /** The day the code was written down, for codes that were given out twice. */
      asOf: Day.nullable().default(null)
    }),
    output: z.strictObject({
      on: Day,
      /** Each change until that day, nearest first. */
      steps: z.array(z.strictObject({ code: z.string(), fullName: z.string(), until: z.string(), to: z.array(NamedPlace) })),
      /** The codes that hold the area on the day; several when it was divided. */
      codes: z.array(NamedPlace)
    }),
    needs: 'public',
    fails: ['reference.division_unknown']
  }),
  /** Every abolished code and what holds its area on the day. */
  conversionPlan: query({
    input: z.strictObject({ on: Day.nullable().default(null) }),
    output: z.strictObject({
      on: Day,
      rows: z.array(
        z.strictObject({
          code: z.string(),
          name: z.string(),
          kind: z.enum(divisionChangeKinds),
          /** First day, month or year without the code. */
          since: z.string(),
          to: z.array(NamedPlace)
        })
      )
    }),
    needs: 'public'
  }),
  codeLists: query({
    input: z.strictObject({}),
    output: z.strictObject({
      /** `entries`: what may be chosen today. `earlier`: editions of other days, for reading old records; absent without any. */
      lists: z.record(
        z.string(),
        z.strictObject({
          label: z.string(),
          edition: z.string(),
          entries: z.array(CodeEntry),
          earlier: z.array(z.strictObject({ edition: z.string(), entries: z.array(CodeEntry) })).optional()
        })
      )
    }),
    needs: 'public'
  }),
  rulePacks: query({
    input: z.strictObject({}),
    output: z.strictObject({
      /** Valid today. */
      proposed: z.string(),
      rows: z.array(
        z.strictObject({
          id: z.string(),
          name: z.string(),
          validFrom: z.string().nullable(),
          validTo: z.string().nullable(),
          note: z.string()
        })
      )
    }),
    needs: 'public'
  })
} as const
