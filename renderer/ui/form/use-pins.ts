/** Remembers which fields of a form carry over to the next record. Only the names are kept; the values live in the page alone. */
import { computed, type ComputedRef } from 'vue'
import { useRemembered } from '../memory/remembered'

export interface Pins {
  readonly names: ComputedRef<ReadonlySet<string>>
  toggle(name: string): void
  /** The blank record of the next entry with the pinned values of the last one carried over. */
  carry<T extends object>(blank: T, last: Readonly<T>): T
}

const namesOf = (kept: unknown): string[] | null =>
  Array.isArray(kept) ? kept.filter((name): name is string => typeof name === 'string') : null

export function usePins(form: string): Pins {
  const held = useRemembered<string[]>(`pins:${form}`, [], namesOf)
  return {
    names: computed(() => new Set(held.value)),
    toggle(name) {
      held.value = held.value.includes(name) ? held.value.filter((other) => other !== name) : [...held.value, name]
    },
    carry(blank, last) {
      const carried = Object.entries(last).filter(([name]) => held.value.includes(name) && Object.hasOwn(blank, name))
      return { ...blank, ...Object.fromEntries(carried) }
    }
  }
}
