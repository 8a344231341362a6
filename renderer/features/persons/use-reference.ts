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

/** Code lists by name, those of earlier editions by `list@edition`; empty until they arrive. */
export type CodeOptions = Readonly<Record<string, readonly FieldOption[]>>

export function useCodeOptions(failed: (error: unknown) => void): Readonly<Ref<CodeOptions>> {
  const { client } = useOffice()
  const lists = shallowRef<CodeOptions>({})
  client.reference
    .codeLists({})
    .then((found) => {
      const options = (entries: readonly { code: string; label: string }[]) => entries.map(({ code, label }) => ({ value: code, label }))
      lists.value = Object.fromEntries(
        Object.entries(found.lists).flatMap(([name, { entries, earlier = [] }]): [string, readonly FieldOption[]][] => [
          [name, options(entries)],
          ...earlier.map(({ edition, entries: old }): [string, readonly FieldOption[]] => [`${name}@${edition}`, options(old)])
        ])
      )
    })
    .catch(failed)
  return lists
}

/** @returns the label of a code, the code itself where the list has none */
export const labelIn = (lists: CodeOptions, list: string, code: string | null): string =>
  code === null ? '' : (lists[list]?.find((option) => option.value === code)?.label ?? code)

/** An edition of the list that is not today's; null for today's and for an unknown one. */
export const earlierEdition = (lists: CodeOptions, list: string, edition: string | null): readonly FieldOption[] | null =>
  edition === null ? null : (lists[`${list}@${edition}`] ?? null)

/** The same number means another thing in another edition. @returns what the code meant in its edition, which is named when it is not today's */
export function labelInEdition(lists: CodeOptions, list: string, edition: string | null, code: string | null): string {
  const old = earlierEdition(lists, list, edition)?.find(({ value }) => value === code)
  return old === undefined ? labelIn(lists, list, code) : `${old.label}（${edition ?? ''}）`
}
