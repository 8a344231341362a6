/**
 * The contract's own check of a row, asked for the members the list speaks of. A schema asks about every member it knows, and a list has
 * columns for a third of them.
 */
import { ChildInput, EpisodeInput, PersonInput, SpouseInput } from '@shared/contract/persons'
import { z } from 'zod'
import { fieldOf } from './fields'

type Told = Readonly<Record<string, unknown>>

interface ToldRecords {
  readonly person: Told
  readonly stay: Told | null
  readonly spouse: Told | null
  readonly children: readonly Told[]
}

interface CheckedRecords {
  readonly person: z.output<typeof PersonInput>
  readonly episodes: z.output<typeof EpisodeInput>[]
  readonly spouses: z.output<typeof SpouseInput>[]
  readonly children: z.output<typeof ChildInput>[]
}

/** @returns what the whole schema would return, or the first member it does not let through, and why */
export function checkRecords({ person, stay, spouse, children }: ToldRecords): CheckedRecords | string {
  const faults: string[] = []
  function all<T extends z.ZodObject>(prefix: string, schema: T, told: readonly Told[]): z.output<T>[] {
    const passed: z.output<T>[] = []
    for (const record of told) {
      const found = narrowedTo(schema, Object.keys(record)).safeParse(record)
      // Members that are left out are optional, so what the narrow schema lets through is a record of the whole one.
      if (found.success) passed.push(found.data as z.output<T>)
      else faults.push(`${labelOf(prefix + String(found.error.issues[0]?.path[0] ?? ''))}：${found.error.issues[0]?.message ?? ''}`)
    }
    return passed
  }
  const [own] = all('', PersonInput, [person])
  const checked = {
    episodes: all('stay.', EpisodeInput, stay === null ? [] : [stay]),
    spouses: all('spouse.', SpouseInput, spouse === null ? [] : [spouse]),
    children: all('child1.', ChildInput, children)
  }
  const [fault] = faults
  return own === undefined || fault !== undefined ? (fault ?? '') : { person: own, ...checked }
}

/** Children are not told apart here. */
const labelOf = (key: string): string => (fieldOf(key)?.label ?? key).replace('1', '')

const narrowed = new WeakMap<z.ZodObject, Map<string, z.ZodObject>>()
/** Rows of one list leave blank what they like; more kinds of rows than this are checked by the whole schema. */
const MOST_KINDS = 500

function narrowedTo(schema: z.ZodObject, members: readonly string[]): z.ZodObject {
  const kinds = narrowed.get(schema) ?? new Map<string, z.ZodObject>()
  narrowed.set(schema, kinds)
  const kind = members.join()
  const known = kinds.get(kind)
  if (known !== undefined) return known
  if (kinds.size >= MOST_KINDS || !members.every((member) => member in schema.shape)) return schema
  const kept = Object.entries(schema.shape).filter(([member, one]) => !(one instanceof z.ZodOptional) || members.includes(member))
  const narrow = z.strictObject(Object.fromEntries(kept))
  kinds.set(kind, narrow)
  return narrow
}
