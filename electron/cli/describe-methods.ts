/** The whole contract as data, for people and programs that want to know what can be called. */
import { methods } from '@shared/contract'
import { z } from 'zod'

export interface MethodDescription {
  readonly method: string
  readonly kind: string
  readonly permission: string
  readonly audit: string | null
  readonly failures: readonly string[]
  /** Steps of a job with their labels. */
  readonly steps?: Readonly<Record<string, string>>
  /** JSON Schema (draft 2020-12) of what the caller writes and of what comes back. */
  readonly input: unknown
  readonly output: unknown
}

const schemaOf = (shape: z.ZodType, io: 'input' | 'output'): unknown => z.toJSONSchema(shape, { io, unrepresentable: 'any' })

export function describeMethods(): MethodDescription[] {
  return [...methods].map(([method, spec]) => ({
    method,
    kind: spec.kind,
    permission: spec.needs,
    audit: spec.audit ?? null,
    failures: spec.fails ?? [],
    ...(spec.kind === 'job' ? { steps: spec.steps } : {}),
    input: schemaOf(spec.input, 'input'),
    output: schemaOf(spec.output, 'output')
  }))
}
