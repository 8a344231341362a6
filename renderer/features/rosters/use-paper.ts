/** A list goes to the printer or into a PDF as it was issued, after a look whether the fonts draw every character on it. */
import { troubleWords, useFormSheets, useSession } from '@renderer/app'
import { useAction, useOffice } from '@renderer/client'
import { cardPieces, rosterPieces, visitPieces } from '@renderer/print'
import { rosterKindLabels } from '@shared/domain/roster'
import { computed, shallowRef } from 'vue'

export type PaperWay = 'print' | 'pdf'

interface Sending {
  readonly page: { readonly html: string; readonly name: string }
  readonly way: PaperWay
}

const papers = {
  visit: { form: 'visit_list', pieces: visitPieces },
  roster: { form: 'roster', pieces: rosterPieces },
  card: { form: 'case_card', pieces: cardPieces }
} as const

export function usePaper() {
  const { client, shell } = useOffice()
  const session = useSession()
  const sheets = useFormSheets()
  /** A list of which something would not stand on the paper waits for a yes. */
  const waiting = shallowRef<(Sending & { readonly words: string }) | null>(null)

  const send = ({ page, way }: Sending): Promise<boolean> => (way === 'print' ? shell.print(page) : shell.savePdf(page))
  const fetching = useAction(async ({ id, way }: { readonly id: string; readonly way: PaperWay }) => {
    const { list, rows } = await client.rosters.paper({ id })
    const { form, pieces } = papers[list.kind]
    const { sheet } = await sheets.get(form)
    const made = pieces({ list, rows, given: sheets.given(), practice: session.practice })
    const { html, troubles } = sheets.page(sheet, made, { size: list.sheet ?? undefined })
    const sending = { page: { html, name: `${rosterKindLabels[list.kind]}-${String(list.number)}` }, way }
    const words = troubleWords(troubles)
    if (words === '') await send(sending)
    else waiting.value = { ...sending, words }
  })
  const sending = useAction(send)
  return {
    waiting,
    mayPdf: shell.can('printPdf'),
    busy: computed(() => fetching.busy.value || sending.busy.value),
    failure: computed(() => fetching.failure.value ?? sending.failure.value),
    print: (id: string, way: PaperWay) => fetching.run({ id, way }),
    async goOn(): Promise<void> {
      const now = waiting.value
      waiting.value = null
      if (now !== null) await sending.run(now)
    },
    forget(): void {
      fetching.failure.value = null
      sending.failure.value = null
      waiting.value = null
    }
  }
}
export type Paper = ReturnType<typeof usePaper>
