/** Tells an Enter that ends an input method's composition from an Enter that means "next". */

/** Some input methods send a plain Enter in the same breath as the end of composition. */
const SAME_BREATH_MS = 100

export interface CompositionGuard {
  /** Listen to `compositionend` and `keyup` of the form with this. */
  note(event: Event): void
  /** Whether this key belongs to the input method and must not act. */
  owns(event: KeyboardEvent): boolean
}

/** One guard per form. `keyCode` 229 is how browsers mark a key that the input method has taken. */
export function createCompositionGuard(): CompositionGuard {
  let endedAt: number | null = null
  return {
    note(event) {
      endedAt = event.type === 'compositionend' ? event.timeStamp : null
    },
    owns(event) {
      if (event.isComposing || event.keyCode === 229) return true
      return endedAt !== null && event.timeStamp - endedAt < SAME_BREATH_MS
    }
  }
}
