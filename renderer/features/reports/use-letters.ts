/** Month end: the letters and 催办单 of many partners become one print, one partner after the other, and can be stopped before anything is printed. */
import { useSession } from '@renderer/app'
import { useAction, useOffice, type OfficeClient } from '@renderer/client'
import { returnLetters, type ReturnLetter } from '@renderer/print'
import type { HandWay } from '@shared/domain'
import { ref, shallowRef } from 'vue'
import type { Span } from './periods'

export interface LettersWanted {
  readonly partners: readonly string[]
  readonly letter: boolean
  readonly reminder: boolean
  readonly span: Span
  readonly way: 'print' | 'pdf'
}

type Client = OfficeClient
async function letterOf(client: Client, partnerId: string, { letter, reminder, span }: LettersWanted): Promise<ReturnLetter> {
  const figures = letter ? await client.reports.letter({ partnerId, ...span }) : null
  return {
    letter: figures === null ? null : { ...figures, from: span.from, until: span.to },
    reminder: reminder ? await client.reports.reminder({ partnerId }) : null
  }
}

export function useLetters() {
  const { client, shell } = useOffice()
  const session = useSession()
  const done = ref(0)
  let stopping = new AbortController()
  /** What was printed last and may be noted as sent. */
  const printed = shallowRef<readonly ReturnLetter[]>([])

  const printing = useAction(async (wanted: LettersWanted) => {
    const letters: ReturnLetter[] = []
    done.value = 0
    stopping = new AbortController()
    const { signal } = stopping
    printed.value = []
    for (const partnerId of wanted.partners) {
      if (signal.aborted) return 'stopped'
      letters.push(await letterOf(client, partnerId, wanted))
      done.value = letters.length
    }
    const { name = '', phone = '' } = session.session?.office ?? {}
    const html = returnLetters({ letters, office: { name, phone }, practice: session.practice, printedOn: session.today })
    const page = { html, name: `返回情况函和催办单-${session.today}` }
    await (wanted.way === 'print' ? shell.print(page) : shell.savePdf(page))
    printed.value = letters
    return 'printed'
  })
  const noting = useAction(async ({ way }: { readonly way: HandWay }) => {
    let count = 0
    const acts: string[] = []
    for (const { reminder } of printed.value) {
      if (reminder === null || reminder.rows.length === 0) continue
      const { act, ids } = await client.reports.noteReminded({ partnerId: reminder.partnerId, ids: reminder.rows.map(({ id }) => id), way })
      count += ids.length
      if (act !== null) acts.push(act)
    }
    printed.value = []
    return { count, acts }
  })
  return { done, printed, printing, noting, stop: () => stopping.abort(), mayPdf: shell.can('printPdf') }
}
