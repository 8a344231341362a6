/** Places and code lists as the fields of this feature need them. */
import { useSession } from '@renderer/app'
import { useOffice } from '@renderer/client'
import { divisionOption, type DivisionOption, type DivisionRecord, type FieldOption } from '@renderer/ui'
import { shallowRef, type Ref } from 'vue'

export interface Places {
  readonly search: (text: string, signal: AbortSignal) => Promise<readonly DivisionOption[]>
  readonly children: (parent: string | null, signal: AbortSignal) => Promise<readonly DivisionOption[]>
  /** Null for a code the tables do not know. */
  readonly find: (code: string) => Promise<DivisionOption | null>
}

export function usePlaces(): Places {
  const { client } = useOffice()
  const session = useSession()
  /** The office's own county: its villages are looked through, and what lies nearer comes first. */
  const near = (): string | null => session.session?.office.code.slice(0, 6) ?? null
  const optionOf = (row: DivisionRecord): DivisionOption => divisionOption(row)
  return {
    search: async (text, signal) => (await client.reference.searchDivisions({ text, near: near() }, { signal })).rows.map(optionOf),
    children: async (parent, signal) => (await client.reference.childDivisions({ parent }, { signal })).rows.map(optionOf),
    find: (code) => client.reference.division({ code }).then(optionOf, () => null)
  }
}

/** Code lists by name, empty until they arrive. */
export type CodeOptions = Readonly<Record<string, readonly FieldOption[]>>

export function useCodeOptions(failed: (error: unknown) => void): Readonly<Ref<CodeOptions>> {
  const { client } = useOffice()
  const lists = shallowRef<CodeOptions>({})
  client.reference
    .codeLists({})
    .then((found) => {
      lists.value = Object.fromEntries(
        Object.entries(found.lists).map(([name, { entries }]) => [name, entries.map(({ code, label }) => ({ value: code, label }))])
      )
    })
    .catch(failed)
  return lists
}

/** @returns the label of a code, the code itself where the list has none */
export const labelIn = (lists: CodeOptions, list: string, code: string | null): string =>
  code === null ? '' : (lists[list]?.find((option) => option.value === code)?.label ?? code)
