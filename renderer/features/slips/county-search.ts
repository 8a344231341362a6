/** Looks for counties and nothing below them: slips go from one county office to another. */
import { useOffice } from '@renderer/client'
import { divisionOption, type DivisionOption } from '@renderer/ui'

/** Call in the set-up of a component. */
export function useCountySearch(): (text: string, signal: AbortSignal) => Promise<DivisionOption[]> {
  const { client } = useOffice()
  return async (text, signal) =>
    (await client.reference.searchDivisions({ text, levels: ['county'], limit: 20 }, { signal })).rows.map((place) => ({
      ...divisionOption(place),
      hasChildren: false
    }))
}
