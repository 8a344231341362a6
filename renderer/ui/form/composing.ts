/** Tells an Enter that ends an input method's composition from an Enter that means "next". */

/** Some input methods send a plain Enter in the same breath as the end of composition. */
const SAME_BREATH_MS = 100

export interface CompositionGuard {
  /** Listen to `compositionend` and `keyup` of the form with this. */
  note(event: Event): void
  /** Whether this key belongs to the input method and must not act. */
  owns(event: KeyboardEvent): boolean
}

/** Whether the input method has taken this key. */
export function isImeKey(event: KeyboardEvent): boolean {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- 229 is the only mark some browsers give such a key; nothing replaces it
  return event.isComposing || event.keyCode === 229
}

/** One guard per form. */
export function createCompositionGuard(): CompositionGuard {
  let endedAt: number | null = null
  return {
    note(event) {
      endedAt = event.type === 'compositionend' ? event.timeStamp : null
    },
    owns(event) {
      if (isImeKey(event)) return true
      return endedAt !== null && event.timeStamp - endedAt < SAME_BREATH_MS
    }
  }
}
