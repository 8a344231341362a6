/** The span of time a table of 统计 is about: chosen by name, or typed day by day. */
import { computed, ref, type Ref, type WritableComputedRef } from 'vue'
import type { StatisticalMonth } from '@shared/domain'
import { isPeriodName, nameOf, spanOf, type Span } from './periods'

export interface Period {
  readonly span: Ref<Span>
  /** Name of the span, empty for one that was typed; setting a name sets the span. */
  readonly name: WritableComputedRef<string>
  readonly from: WritableComputedRef<string>
  readonly to: WritableComputedRef<string>
}

/** Begins with this year. @param rule null until the office has told its statistical month */
export function usePeriod(today: string, rule: () => StatisticalMonth | null): Period {
  const span = ref(spanOf('year', today, null) ?? { from: today, to: today })
  const edge = (side: keyof Span): WritableComputedRef<string> =>
    computed({ get: () => span.value[side], set: (day) => day !== '' && (span.value = { ...span.value, [side]: day }) })
  const name = computed({
    get: () => nameOf(span.value, today, rule()),
    set: (asked: string) => {
      const named = isPeriodName(asked) ? spanOf(asked, today, rule()) : null
      if (named !== null) span.value = { from: named.from, to: named.to }
    }
  })
  return { span, name, from: edge('from'), to: edge('to') }
}
