/** A list goes to the printer or into a PDF as it was issued, after a look whether the fonts draw every character on it. */
import { useSession } from '@renderer/app'
import { useAction, useOffice } from '@renderer/client'
import { caseCards, rosterSheet, unprintableIn, visitSheet, type RosterPaper, type Unprintable } from '@renderer/print'
import { rosterKindLabels } from '@shared/domain/roster'
import { formatInstant } from '@shared/format'
import { computed, shallowRef } from 'vue'

export type PaperWay = 'print' | 'pdf'

const SHOWN = 8
const sheets = { visit: visitSheet, roster: rosterSheet, card: caseCards } as const

/** Row, name, column and character of each, so that it can be written in by hand. */
function unprintableWords(found: readonly Unprintable[]): string {
  const named = found
    .slice(0, SHOWN)
    .map(({ row, name, title, characters }) => `第 ${String(row)} 行“${name}”的${title}：${characters.join('、')}`)
  const more = found.length > SHOWN ? `；另有 ${String(found.length - SHOWN)} 处` : ''
  return `字库里没有这些字，纸上会是空框，需要手写补上：${named.join('；')}${more}。`
}

export function usePaper() {
  const { client, shell } = useOffice()
  const session = useSession()
  /** A list with characters nobody can draw waits for a yes. */
  const waiting = shallowRef<{ readonly paper: RosterPaper; readonly way: PaperWay; readonly words: string } | null>(null)

  async function send(paper: RosterPaper, way: PaperWay): Promise<void> {
    const { kind, number } = paper.list
    const page = { html: sheets[kind](paper), name: `${rosterKindLabels[kind]}-${String(number)}` }
    await (way === 'print' ? shell.print(page) : shell.savePdf(page))
  }
  const fetching = useAction(async ({ id, way }: { readonly id: string; readonly way: PaperWay }) => {
    const { list, rows } = await client.rosters.paper({ id })
    const issuedOn = formatInstant(list.at).slice(0, 10)
    const paper = { list, rows, office: session.session?.office.name ?? '', practice: session.practice, issuedOn }
    const found = unprintableIn(paper)
    if (found.length > 0) waiting.value = { paper, way, words: unprintableWords(found) }
    else await send(paper, way)
  })
  const sending = useAction(({ paper, way }: { readonly paper: RosterPaper; readonly way: PaperWay }) => send(paper, way))
  return {
    waiting,
    mayPdf: shell.can('printPdf'),
    busy: computed(() => fetching.busy.value || sending.busy.value),
    failure: computed(() => fetching.failure.value ?? sending.failure.value),
    print: (id: string, way: PaperWay) => fetching.run({ id, way }),
    async goOn(): Promise<void> {
      const now = waiting.value
      waiting.value = null
      if (now !== null) await sending.run({ paper: now.paper, way: now.way })
    },
    forget(): void {
      fetching.failure.value = null
      sending.failure.value = null
      waiting.value = null
    }
  }
}
export type Paper = ReturnType<typeof usePaper>
