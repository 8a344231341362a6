/** Forms as the office has them, each edition fetched once, and the pages that they make of data. */
import { useOffice, useOfficeEvent } from '@renderer/client'
import { formPage, type FormPage, type FormPaper, type FormPiece } from '@renderer/print'
import type { FormData, FormSheet } from '@shared/domain/form-template'
import { onScopeDispose, shallowRef, watch, type ShallowRef, type WatchSource } from 'vue'
import { useSession } from '../session-store'

export interface FormInUse {
  readonly edition: string
  readonly sheet: FormSheet
}

const PAUSE_MS = 250

/** The page as it stands once nothing was typed for a moment. @param make null while there is nothing to draw */
export function usePausedPage(sources: WatchSource[], make: () => FormPage | null): Readonly<ShallowRef<FormPage | null>> {
  const page = shallowRef<FormPage | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(sources, () => {
    clearTimeout(timer)
    timer = setTimeout(() => (page.value = make() ?? page.value), PAUSE_MS)
  })
  onScopeDispose(() => clearTimeout(timer))
  return page
}

export function useFormSheets() {
  const { client } = useOffice()
  const session = useSession()
  const kept = new Map<string, Promise<FormInUse>>()
  useOfficeEvent('records.changed', ({ topics }) => {
    if (topics.includes('forms')) kept.clear()
  })

  /** @param edition null for the one in force today */
  function get(form: string, edition: string | null = null): Promise<FormInUse> {
    const name = `${form}/${edition ?? ''}`
    const known = kept.get(name)
    if (known) return known
    const asked = client.forms.get({ form, edition }).then(({ edition: found, ...sheet }) => ({ edition: found, sheet }))
    // What could not be fetched is asked for again.
    asked.catch(() => kept.delete(name))
    kept.set(name, asked)
    return asked
  }
  const page = (sheet: FormSheet, pieces: readonly FormPiece[], how: Omit<FormPaper, 'sheet' | 'pieces' | 'practice'> = {}): FormPage =>
    formPage({ sheet, pieces, practice: session.practice, ...how })
  /** What the program says on every form beside its fields: before it is signed, and where nothing is signed. */
  const given = (): FormData => {
    const { name = '', phone = '' } = session.session?.office ?? {}
    return { officeName: name, officePhone: phone, printedOn: session.today }
  }
  return { get, page, given }
}
