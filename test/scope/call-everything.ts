/** Asks a method everything its input allows, made of values that mean something here: the pool of an attacker who knows every id and word. */
import { z } from 'zod'
import type { MethodSpec } from '@shared/contract'

interface Schema {
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Schema[]
  readonly format?: string
  readonly pattern?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly minimum?: number
  readonly minItems?: number
}

export interface Pool {
  readonly ids: readonly string[]
  readonly words: readonly string[]
  readonly codes: readonly string[]
}

/** A record of the history and the like: `spouse:<id>`. */
const RECORD = /^\^\(.+\):\[0-9a-f-\]/
const DIVISION = /\[1-9\]\\d\{5\}/

function textsFor(name: string, schema: Schema, pool: Pool): readonly unknown[] {
  const pattern = schema.pattern ?? ''
  if (schema.format === 'uuid') return pool.ids
  if (RECORD.test(pattern)) return pool.ids.slice(0, 3).map((id) => `spouse:${id}`)
  if (DIVISION.test(pattern)) return pool.codes
  if (/^(on|day|from|to|verifiedOn|endedOn|givenOn)$/.test(name)) return ['2026-03-05']
  if (name === 'cursor' || name === 'before') return []
  if (name === 'number') return [`${pool.codes[0] ?? ''}000000000000000000`.slice(0, 18)]
  if (pattern !== '') return ['00']
  return name === 'text' || name === 'name' || name === 'idNo' ? pool.words : ['核对', ...pool.words.slice(0, 2)]
}

/** Values of one member, the plainest first; none where it is better left out. */
function valuesFor(name: string, schema: Schema, pool: Pool): readonly unknown[] {
  if (schema.const !== undefined) return [schema.const]
  if (schema.enum !== undefined) return schema.enum
  if (schema.anyOf !== undefined) return schema.anyOf.flatMap((one) => valuesFor(name, one, pool))
  switch (schema.type) {
    case 'null':
      return [null]
    case 'boolean':
      return [false, true]
    case 'integer':
    case 'number':
      return [name === 'limit' ? 50 : (schema.minimum ?? 1) < 1 ? 1 : (schema.minimum ?? 1)]
    case 'array': {
      const items = schema.items === undefined ? [] : valuesFor(name, schema.items, pool)
      const each = items.map((one) => [one])
      return (schema.minItems ?? 0) > 0 ? each : [[], ...each]
    }
    case 'object':
      return inputsOf(schema, pool)
    default:
      return textsFor(name, schema, pool)
  }
}

/** The plainest input, then one for every other value of every member. */
function inputsOf({ properties = {}, required = [] }: Schema, pool: Pool): Record<string, unknown>[] {
  const members = Object.entries(properties).map(([name, schema]) => ({ name, values: valuesFor(name, schema, pool) }))
  const plain: Record<string, unknown> = {}
  for (const { name, values } of members) if (required.includes(name)) plain[name] = values[0]
  const varied = members.flatMap(({ name, values }) => values.map((value) => ({ ...plain, [name]: value })))
  return [plain, ...varied]
}

/** @returns inputs of a method that its contract lets through; at most `most`, spread evenly over all there are */
export function inputsFor(spec: MethodSpec, pool: Pool, most: number): unknown[] {
  // The generated schema is plain JSON of the shape above.
  const schema = z.toJSONSchema(spec.input, { io: 'input', unrepresentable: 'any' }) as unknown as Schema
  const good = inputsOf(schema, pool).filter((input) => spec.input.safeParse(input).success)
  const step = Math.max(1, good.length / most)
  return Array.from({ length: Math.min(most, good.length) }, (_, at) => good[Math.floor(at * step)])
}
