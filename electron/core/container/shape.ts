// Small type guards from which the shapes of header, card and records are built: type faults and count limits are told apart.
import { isObject } from './strict-json'

/** Set by `list` when a list is longer than allowed; the caller reports it only if the shape is otherwise right. */
export interface Limits {
  over: boolean
}

export type Check<T> = (value: unknown, limits: Limits) => value is T

type Members<T> = { readonly [K in keyof T]-?: Check<Exclude<T[K], undefined>> }

/** An object with all of `required` and, where present, `optional`; members not named are ignored. */
export function shape<R extends object, O extends object = object>(
  required: Members<R>,
  optional: Members<O> = {} as Members<O>, // no optional members: the empty record is Members<object>
  rule: (value: R & Partial<O>) => boolean = () => true
): Check<R & Partial<O>> {
  const must = Object.entries<Check<unknown>>(required)
  const may = Object.entries<Check<unknown>>(optional)
  return (value, limits): value is R & Partial<O> => {
    if (!isObject(value)) return false
    for (const [name, check] of must) if (!Object.hasOwn(value, name) || !check(value[name], limits)) return false
    for (const [name, check] of may) if (Object.hasOwn(value, name) && !check(value[name], limits)) return false
    return rule(value as unknown as R & Partial<O>) // every member was just checked
  }
}

export function list<T>(item: Check<T>, max: number, min = 0): Check<readonly T[]> {
  return (value, limits): value is readonly T[] => {
    if (!Array.isArray(value) || value.length < min) return false
    if (value.length > max) limits.over = true
    return value.every((each) => item(each, limits))
  }
}

/** A list of fixed length, one check per place. */
export function tuple<T extends readonly unknown[]>(...places: { readonly [K in keyof T]: Check<T[K]> }): Check<T> {
  return (value, limits): value is T =>
    Array.isArray(value) && value.length === places.length && places.every((check, i) => check(value[i], limits))
}

export const text =
  (pattern: RegExp): Check<string> =>
  (value): value is string =>
    typeof value === 'string' && pattern.test(value)

export const textWhere =
  (rule: (value: string) => boolean): Check<string> =>
  (value): value is string =>
    typeof value === 'string' && rule(value)

export const integer =
  (min: number, max: number = Number.MAX_SAFE_INTEGER): Check<number> =>
  (value): value is number =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max

export const oneOf =
  <const T extends string | number | boolean>(...values: readonly T[]): Check<T> =>
  (value): value is T =>
    values.some((each) => each === value)

export const orNull =
  <T>(check: Check<T>): Check<T | null> =>
  (value, limits): value is T | null =>
    value === null || check(value, limits)
