/** Reasons offered today, from the dated lists. */
import { useOffice } from '@renderer/client'
import type { FieldOption } from '@renderer/ui'
import { shallowRef } from 'vue'

const LISTS = ['void', 'reissue', 'reprint', 'spoil', 'block_return'] as const
export type ReasonList = (typeof LISTS)[number]

export function useReasons() {
  const { client } = useOffice()
  const options = shallowRef<Readonly<Partial<Record<ReasonList, readonly FieldOption[]>>>>({})
  const failure = shallowRef<unknown>(null)
  async function load(): Promise<void> {
    try {
      const { lists } = await client.reference.codeLists({})
      const offered = (name: ReasonList): FieldOption[] =>
        (lists[`certificate_${name}_reason`]?.entries ?? []).map(({ code, label }) => ({ value: code, label }))
      options.value = Object.fromEntries(LISTS.map((name) => [name, offered(name)]))
    } catch (error) {
      failure.value = error
    }
  }
  void load()
  return { options, failure }
}
