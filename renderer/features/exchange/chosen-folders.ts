/** Folders chosen in place of a stick stay at hand until somebody else signs in: whoever looks at another page comes back to the same place. */
import { shallowRef, type ShallowRef } from 'vue'

export interface ChosenFolders {
  readonly rows: ShallowRef<readonly { readonly value: string; readonly label: string }[]>
  /** Drive id or folder ticket that was chosen last. */
  last: string | null
}

const bySession = new WeakMap<object, ChosenFolders>()

/** @param session who is signed in; nothing is kept for nobody */
export function chosenFolders(session: object | null): ChosenFolders {
  const known = session === null ? undefined : bySession.get(session)
  if (known) return known
  const fresh: ChosenFolders = { rows: shallowRef([]), last: null }
  if (session !== null) bySession.set(session, fresh)
  return fresh
}
