/** Names behind codes of places that lists and kept questions speak of; one that the tables do not know, or no longer, is told as such. */
import { useOffice } from '@renderer/client'
import { shallowRef } from 'vue'

/** @returns the name of a code, looked up once; the code itself until the answer is there */
export function useDivisionNames(): (code: string) => string {
  const { client } = useOffice()
  const names = shallowRef<ReadonlyMap<string, string>>(new Map())
  const asked = new Set<string>()
  const tell = (code: string, name: string): void => void (names.value = new Map([...names.value, [code, name]]))
  return (code) => {
    if (!asked.has(code)) {
      asked.add(code)
      client.reference.division({ code }).then(
        ({ fullName, validTo }) => tell(code, validTo === null ? fullName : `${fullName}（${validTo} 已撤销）`),
        () => tell(code, `${code}（已查不到）`)
      )
    }
    return names.value.get(code) ?? code
  }
}
