/** Month end: the letters of many partners become one print and their 催办单 another, in the same order, and can be stopped before anything is printed. */
import { troubleWords, useFormSheets, useSession } from '@renderer/app'
import { useAction, useOffice, type OfficeClient } from '@renderer/client'
import { reminderPieces, returnLetters, type ReturnLetter } from '@renderer/print'
import type { ReminderPaper } from '@shared/contract/reports'
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

/** What one partner gets. */
interface Asked {
  readonly letter: ReturnLetter | null
  readonly reminder: ReminderPaper | null
}

async function askedOf(client: OfficeClient, partnerId: string, { letter, reminder, span }: LettersWanted): Promise<Asked> {
  const figures = letter ? await client.reports.letter({ partnerId, ...span }) : null
  return {
    letter: figures === null ? null : { ...figures, from: span.from, until: span.to },
    reminder: reminder ? await client.reports.reminder({ partnerId }) : null
  }
}

export function useLetters() {
  const { client, shell } = useOffice()
  const session = useSession()
  const sheets = useFormSheets()
  const done = ref(0)
  let stopping = new AbortController()
  /** What was printed last and may be noted as sent. */
  const printed = shallowRef<readonly Asked[]>([])
  const told = ref('')

  async function pagesOf(asked: readonly Asked[]): Promise<{ html: string; name: string }[]> {
    const { name = '', phone = '' } = session.session?.office ?? {}
    const letters = asked.flatMap(({ letter }) => (letter === null ? [] : [letter]))
    const reminders = asked.flatMap(({ reminder }) => (reminder === null ? [] : [reminder]))
    const pieces = reminderPieces({ reminders, given: sheets.given() })
    const pages: { html: string; name: string }[] = []
    const facts = { office: { name, phone }, practice: session.practice, printedOn: session.today }
    if (letters.length > 0) pages.push({ html: returnLetters({ letters, ...facts }), name: `返回情况函-${session.today}` })
    if (pieces.length > 0) {
      const { html, troubles } = sheets.page((await sheets.get('reminder')).sheet, pieces)
      told.value = troubleWords(troubles)
      pages.push({ html, name: `催办单-${session.today}` })
    }
    return pages
  }

  const printing = useAction(async (wanted: LettersWanted) => {
    const letters: Asked[] = []
    done.value = 0
    stopping = new AbortController()
    const { signal } = stopping
    printed.value = []
    told.value = ''
    for (const partnerId of wanted.partners) {
      if (signal.aborted) return 'stopped'
      letters.push(await askedOf(client, partnerId, wanted))
      done.value = letters.length
    }
    for (const page of await pagesOf(letters)) await (wanted.way === 'print' ? shell.print(page) : shell.savePdf(page))
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
  return { done, printed, told, printing, noting, stop: () => stopping.abort(), mayPdf: shell.can('printPdf') }
}
