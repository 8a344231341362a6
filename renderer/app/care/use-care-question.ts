/** An act about somebody to be met with care, or a child, is asked about once more; only the office knows about whom. Source: domain.md PV-12. */
import { ref, watch, type Ref } from 'vue'
import { fieldErrors } from '../problem'

export interface CareQuestion {
  /** Whether the office has asked since the persons were chosen. */
  readonly asked: Ref<boolean>
  /** The answer, to be sent as `careful`. */
  readonly careful: Ref<boolean>
  /** Other persons: whatever was said about the former ones does not hold for them. */
  forget(): void
}

/** @param failure of the call that may ask */
export function useCareQuestion(failure: Readonly<Ref<unknown>>): CareQuestion {
  const asked = ref(false)
  const careful = ref(false)
  watch(failure, (found) => (asked.value ||= 'careful' in fieldErrors(found)))
  return {
    asked,
    careful,
    forget: () => {
      asked.value = false
      careful.value = false
    }
  }
}
