/** What is asked of a list is one value that is replaced as a whole; each control of the bar knows only its own part of it. */
import type { Ref } from 'vue'

/** @returns the parts for `v-model`; setting one asks the list anew with the others as they stand */
export function queryParts<Q extends object>(query: Ref<Q>): { -readonly [P in keyof Q]: Q[P] } {
  const parts = {}
  for (const part of Object.keys(query.value))
    Object.defineProperty(parts, part, {
      enumerable: true,
      get: (): unknown => Reflect.get(query.value, part),
      set: (value: unknown) => void (query.value = { ...query.value, [part]: value })
    })
  // Every part was defined above from the query itself.
  return parts as { -readonly [P in keyof Q]: Q[P] }
}
