/** What the conditions of a list name by id or code, in words; whatever is no longer there is told as such. */
import { useOffice } from '@renderer/client'
import { AppError } from '@shared/errors'
import { computed, shallowRef, watch, type Ref } from 'vue'
import type { ConditionNames } from './condition-words'
import type { ListQuery } from './list-query'
import { labelIn, useCodeOptions, type CodeOptions } from './use-reference'

type Looked = 'hukou' | 'employer' | 'dwelling'

export interface NamedConditions {
  readonly names: Readonly<Ref<ConditionNames>>
  readonly lists: Readonly<Ref<CodeOptions>>
}

/** Refusals that say the thing is gone; any other failure leaves its name open. */
const GONE: readonly string[] = ['places.unknown', 'reference.division_unknown']

/** Call in the set-up of a component. */
export function useConditionNames(query: () => ListQuery, failed: (error: unknown) => void): NamedConditions {
  const { client } = useOffice()
  const lists = useCodeOptions(failed)
  const found = shallowRef<Readonly<Partial<Record<Looked, { readonly key: string; readonly name: string | null }>>>>({})
  const lookUp: Readonly<Record<Looked, (key: string) => Promise<string>>> = {
    hukou: async (code) => {
      const { fullName, validTo } = await client.reference.division({ code })
      return validTo === null ? fullName : `${fullName}（${validTo} 已撤销）`
    },
    employer: async (id) => (await client.places.employer({ id })).employer.name,
    dwelling: async (id) => (await client.places.dwelling({ id })).dwelling.text
  }
  async function look(name: Looked, key: string): Promise<void> {
    let told: string | null
    try {
      told = await lookUp[name](key)
    } catch (error) {
      if (!(error instanceof AppError) || !GONE.includes(error.code)) {
        failed(error)
        return
      }
      told = null
    }
    found.value = { ...found.value, [name]: { key, name: told } }
  }
  for (const name of ['hukou', 'employer', 'dwelling'] as const)
    watch(
      () => query()[name],
      (key) => {
        if (key !== '' && found.value[name]?.key !== key) void look(name, key)
      },
      { immediate: true }
    )
  const names = computed<ConditionNames>(() => {
    const asked = query()
    const told: Partial<Record<keyof ConditionNames, string | null | undefined>> = {}
    for (const name of ['hukou', 'employer', 'dwelling'] as const) {
      const one = found.value[name]
      if (one !== undefined && one.key === asked[name]) told[name] = one.name
    }
    if (asked.reason !== '')
      told.reason = ['move_reason', 'move_reason_out_of_scope']
        .map((list) => labelIn(lists.value, list, asked.reason))
        .find((label) => label !== asked.reason)
    if (asked.statusReason !== '') told.statusReason = labelIn(lists.value, 'file_status_reason', asked.statusReason)
    return told
  })
  return { names, lists }
}
