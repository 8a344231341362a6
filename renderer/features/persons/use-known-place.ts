/** The name behind a code of a place that was not picked here: from a record, a draft or a pinned field. */
import type { DivisionOption } from '@renderer/ui'
import { shallowRef, watch, type Ref } from 'vue'

/** @returns the place of the code; null while it is being looked up, for no code and for an unknown one */
export function useKnownPlace(
  code: () => string,
  find: (code: string) => Promise<DivisionOption | null>
): Readonly<Ref<DivisionOption | null>> {
  const place = shallowRef<DivisionOption | null>(null)
  watch(
    code,
    async (wanted) => {
      if (place.value?.code === wanted) return
      place.value = null
      if (wanted === '') return
      const found = await find(wanted)
      if (code() === wanted) place.value = found
    },
    { immediate: true }
  )
  return place
}
